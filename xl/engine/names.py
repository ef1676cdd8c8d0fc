"""Defined names."""

from openpyxl.workbook.defined_name import DefinedName
from xlwings import base_classes

from xl.cells.addresses import quoted
from xl.cells.model import Worksheet
from xl.cells.references import parse_reference
from xl.engine.handle import Handle, Listed
from xl.engine.memory.document import Document
from xl.late import regex

_LONGEST = 255
_VALID = regex(r"^[^\W\d]([\w.\\?])*$|^\\[\w.\\?]*$")


class Names(Listed, base_classes.Names):
    """The names of a book with those of its sheets (as Excel lists them: sheet scope first), or of one sheet."""

    def __init__(self, book: base_classes.Book, doc: Document, ws: Worksheet | None = None) -> None:
        self._book = book
        self._doc = doc
        self.ws = ws

    def _list(self) -> list["Name"]:
        wb = self._doc.wb
        sheets = [self.ws] if self.ws is not None else wb.worksheets
        found = [Name(self._book, self._doc, name, ws) for ws in sheets for name in ws.defined_names if _is_shown(name)]
        if self.ws is None:
            found += [Name(self._book, self._doc, name, None) for name in wb.defined_names if _is_shown(name)]
        return sorted(found, key=lambda name: (name.local.casefold(), name.ws is None))

    def __call__(self, name_or_index: str | int) -> "Name":
        """Return a name by its text, or by its place in the list, from 1."""
        if isinstance(name_or_index, int):
            return self._list()[name_or_index - 1]
        name = self._find(name_or_index)
        if name is None:
            raise KeyError(name_or_index)
        return name

    def _find(self, wanted: str) -> "Name | None":
        """Find by name, ignoring case; "Sheet!name" finds the sheet's own."""
        reference = parse_reference(wanted)
        names = [name for name in self._list() if name.local.casefold() == reference.cells.casefold()]
        if reference.sheet:
            scope = reference.sheet.casefold()
            names = [name for name in names if name.ws is not None and name.ws.title.casefold() == scope]
        elif self.ws is None:
            names.sort(key=lambda name: name.ws is not None)
        return names[0] if names else None

    def contains(self, name_or_index: str | int) -> bool:
        """Whether there is such a name."""
        if isinstance(name_or_index, int):
            return 1 <= name_or_index <= len(self)
        return self._find(name_or_index) is not None

    def snapshot(self) -> list[tuple[str, "Name"]]:
        """Return each name's text with its handle."""
        return [(name.name, name) for name in self._list()]

    def add(self, name: str, refers_to: str) -> "Name":
        """Define a name; one of the same name and scope is replaced.

        Raises:
            ValueError: Excel does not accept the name.
        """
        reference = parse_reference(name)
        local = reference.cells
        ws = self._doc.sheet(reference.sheet) if reference.sheet else self.ws
        if not _VALID.match(local) or reference.box is not None or len(local) > _LONGEST:
            raise ValueError(f"not a valid name: {name!r}")
        holder = self._doc.wb.defined_names if ws is None else ws.defined_names
        holder[local] = DefinedName(local, attr_text=refers_to.removeprefix("="))
        if ws is not None:
            self._doc.mentions.forget(ws)
        self._doc.changed()
        return Name(self._book, self._doc, local, ws)


def _is_shown(name: str) -> bool:
    """Whether a name is the user's: Excel keeps those for printing and filters apart."""
    return not name.startswith("_xlnm.")


class Name(Handle, base_classes.Name):
    """One defined name; `ws` is its sheet when it belongs to a single one."""

    def __init__(self, book: base_classes.Book, doc: Document, local: str, ws: Worksheet | None) -> None:
        self._book = book
        self._doc = doc
        self.local = local
        self.ws = ws

    @property
    def _holder(self) -> dict[str, DefinedName]:
        holder: dict[str, DefinedName] = self._doc.wb.defined_names if self.ws is None else self.ws.defined_names
        return holder

    def delete(self) -> None:
        """Remove the name; formulas that use it then show #NAME?."""
        del self._holder[self.local]
        self._doc.changed()

    @property
    def name(self) -> str:
        """The name, with its sheet when it belongs to a single one."""
        return self.local if self.ws is None else f"{quoted(self.ws.title)}!{self.local}"

    @name.setter
    def name(self, _value: str) -> None:
        raise NotImplementedError("renaming a defined name")

    @property
    def refers_to(self) -> str:
        """The formula, beginning with "="."""
        return f"={self._holder[self.local].value}"

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self._holder[self.local].value = value.removeprefix("=")
        if self.ws is not None:
            self._doc.mentions.forget(self.ws)
        self._doc.changed()

    @property
    def refers_to_range(self) -> base_classes.Range:
        """The range it stands for.

        Raises:
            ValueError: it is a constant, a formula or broken.
        """
        reference = parse_reference(self._holder[self.local].value)
        if reference.box is None or (reference.sheet or "") not in self._book.sheets:
            raise ValueError(f"{self.name} is not a range: {self.refers_to}")
        found: base_classes.Range = self._book.sheets(reference.sheet).range(reference.cells)
        return found
