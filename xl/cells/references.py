"""Rewriting the references inside formulas: sheets renamed or deleted, cells shifted, tables grown.

A change is a function on a `Reference`; `rewrite` applies it to every reference of a formula and leaves the rest of
the text as it was. Tokens come from openpyxl's tokenizer.
"""

import re
from collections.abc import Callable
from dataclasses import replace

import xl.light_openpyxl  # noqa: F401  # must come before openpyxl
from xl.late import dataclass, regex

from openpyxl.formula import Tokenizer  # isort: skip
from openpyxl.formula.tokenizer import Token

from xl.cells.addresses import Box, column_letters, parse_box, quoted

REF_ERROR = "#REF!"
_SHEET = regex(r"^(?:'(?P<quoted>(?:[^']|'')*)'|(?P<plain>[^'!]*))!(?P<cells>.*)$", re.DOTALL)
_CORNER = regex(r"(?:(\$?)[A-Za-z]+)?(?:(\$?)\d+)?")  # of an address

_TWO_ENDS = regex(r"^((?:'(?:[^']|'')*'|[^'!:]+)![^'!:]+):((?:'(?:[^']|'')*'|[^'!:]+)![^'!:]+)$", re.DOTALL)

# Functions that came after the file format: files name them with a prefix, people do not.
_NEWER_NAMES = """
ARRAYTOTEXT BYCOL BYROW CHOOSECOLS CHOOSEROWS CONCAT DROP EXPAND FILTER HSTACK IFNA IFS ISFORMULA ISOMITTED LAMBDA
LET MAKEARRAY MAP MAXIFS MINIFS NUMBERVALUE RANDARRAY REDUCE SCAN SEQUENCE SHEET SHEETS SORT SORTBY SWITCH TAKE
TEXTAFTER TEXTBEFORE TEXTJOIN TEXTSPLIT TOCOL TOROW UNIQUE VALUETOTEXT VSTACK WRAPCOLS WRAPROWS XLOOKUP XMATCH XOR
DAYS ISOWEEKNUM FORMULATEXT UNICHAR UNICODE RANK.EQ RANK.AVG STDEV.S STDEV.P VAR.S VAR.P PERCENTILE.INC
PERCENTILE.EXC QUARTILE.INC QUARTILE.EXC MODE.SNGL CEILING.MATH FLOOR.MATH BASE DECIMAL
"""
_IN_FILE = {
    name: f"_xlfn._xlws.{name}" if name in ("FILTER", "SORT") else f"_xlfn.{name}" for name in _NEWER_NAMES.split()
}
_WORD = regex(r"([\w.]+)(\(?)")
_FILE_PREFIX = regex(r"_xlfn\.(?:_xlws\.)?")


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to cells inside a formula.

    Attributes:
        sheet: The sheet's name, None where the formula names none.
        cells: The text after the sheet, e.g. "$B$2:C9".
        box: The cells as a box; None for names, structured references and errors.
    """

    sheet: str | None
    cells: str
    box: Box | None

    def __str__(self) -> str:
        """Return the text as it stands in a formula."""
        return self.cells if self.sheet is None else f"{quoted_sheets(self.sheet)}!{self.cells}"

    @property
    def table(self) -> str:
        """The table that a structured reference names; "" for one that names none, or is of another kind."""
        return "" if self.sheet is not None or self.box is not None else self.cells.partition("[")[0]

    def moved(self, box: Box | None) -> "Reference":
        """Return the reference to another box, each "$" kept where it was; None makes it #REF!."""
        if box is None:
            return replace(self, cells=REF_ERROR, box=None)
        return replace(self, cells=_like(self.cells, box), box=box)


def quoted_sheets(name: str) -> str:
    """Quote a sheet name, a span of sheets ("Một:Ba") or one in another workbook ("[1]Một") for a formula."""
    plain = re.sub(r"^\[\d+\]", "", name)
    if all(quoted(part) == part for part in plain.split(":")):
        return name
    return "'" + name.replace("'", "''") + "'"


def _like(pattern: str, box: Box) -> str:
    """Write a box with the corners of the text it replaces: the "$" marks, and no more than row or column where so."""
    places = (box.row, box.column), (box.last_row, box.last_column)
    corners = zip(map(_CORNER.fullmatch, pattern.split(":")), places, strict=False)
    return ":".join(
        (f"{found[1]}{column_letters(column)}" if found[1] is not None else "")
        + (f"{found[2]}{row}" if found[2] is not None else "")
        for found, (row, column) in corners
        if found
    )


def marks(cells: str) -> list[tuple[str, str]]:
    """Return for each corner of an address whether its column and its row have a "$"."""
    return [(found[1] or "", found[2] or "") for found in map(_CORNER.fullmatch, cells.split(":")) if found]


def parse_reference(text: str) -> Reference:
    """Split an operand into sheet and cells."""
    match = _SHEET.match(text)
    if match is None:
        return Reference(None, text, parse_box(text))
    quoted_name = match["quoted"]
    sheet = quoted_name.replace("''", "'") if quoted_name is not None else match["plain"]
    return Reference(sheet, match["cells"], parse_box(match["cells"]))


def _ends(text: str) -> list[str]:
    """Return the references of an operand: two where each end of an area names its sheet, as in "Một!A1:Một!B2"."""
    match = _TWO_ENDS.match(text)
    return [match[1], match[2]] if match else [text]


Change = Callable[[Reference], Reference]


def rewrite(formula: str, change: Change) -> str:
    """Apply a change to every reference in a formula; with or without the leading "="."""
    lead = "" if formula.startswith("=") else "="
    try:
        tokens = Tokenizer(lead + formula).items
    except Exception:  # noqa: BLE001  # the tokenizer gives up in many ways; such text stays as it is
        return formula
    changed = False
    texts = []
    for token in tokens:
        text = token.value
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            parts = [parse_reference(part) for part in _ends(text)]
            after = [change(part) for part in parts]
            if after != parts:
                text, changed = ":".join(map(str, after)), True
        texts.append(text)
    return formula if not changed else ("" if lead else "=") + "".join(texts)


def copied_down(formula: str, rows: int) -> str:
    """Return a formula as it reads when its cell is copied some rows down, up where negative."""

    def change(reference: Reference) -> Reference:
        box = reference.box
        if box is None or not any(character.isdigit() for character in reference.cells):
            return reference  # a name, or whole columns
        (_, first), (_, last) = (*marks(reference.cells), *marks(reference.cells))[:2]
        top, bottom = (row if mark else row + rows for row, mark in ((box.row, first), (box.last_row, last)))
        inside = min(top, bottom) >= 1
        return reference.moved(box._replace(row=min(top, bottom), last_row=max(top, bottom)) if inside else None)

    return rewrite(formula, change)


def renaming(old: str, new: str) -> Change:
    """Return the change that follows a renamed sheet, in spans of sheets too."""

    def change(reference: Reference) -> Reference:
        if reference.sheet is None or old.casefold() not in reference.sheet.casefold():
            return reference
        names = [new if name.casefold() == old.casefold() else name for name in reference.sheet.split(":")]
        return replace(reference, sheet=":".join(names))

    return change


def deleting(sheet: str, before: str | None, after: str | None) -> Change:
    """Return the change that turns references to a deleted sheet into #REF!; a span that ends there gets shorter.

    Args:
        sheet: The sheet.
        before: The sheet to its left.
        after: The sheet to its right.
    """

    def change(reference: Reference) -> Reference:
        names = (reference.sheet or "").split(":")
        gone = [name.casefold() == sheet.casefold() for name in names]
        if all(gone):
            return Reference(None, REF_ERROR, None)
        if not any(gone):
            return reference
        inward = (after, before)
        left = [inward[at] or name if gone[at] else name for at, name in enumerate(names)]
        return replace(reference, sheet=":".join(dict.fromkeys(left)))

    return change


def deleting_tables(tables: set[str]) -> Change:
    """Return the change that turns structured references to deleted tables (casefolded) into #REF!."""

    def change(reference: Reference) -> Reference:
        gone = reference.table.casefold() in tables
        return Reference(None, REF_ERROR, None) if gone else reference

    return change


def moving(sheet: str, home: str, move: Callable[[Box], Box | None]) -> Change:
    """Return the change that follows moved cells of `sheet`, for formulas that are on the sheet `home`."""
    wanted, at_home = sheet.casefold(), sheet.casefold() == home.casefold()

    def change(reference: Reference) -> Reference:
        if reference.box is None:
            return reference
        if reference.sheet is None:
            if not at_home:
                return reference
        elif reference.sheet.casefold() != wanted:
            return reference
        box = move(reference.box)
        return reference if box == reference.box else reference.moved(box)

    return change


def renaming_tables(names: dict[str, str]) -> Change:
    """Return the change that makes structured references follow renamed tables (keys casefolded)."""

    def change(reference: Reference) -> Reference:
        new = names.get(reference.table.casefold())
        return reference if new is None else replace(reference, cells=new + reference.cells[len(reference.table) :])

    return change


_COLUMN = regex(r"\[((?:'.|[^'\[\]])*)\]", re.DOTALL)


def renaming_columns(table: str, names: dict[str, str]) -> Change:
    """Return the change that makes structured references follow renamed columns of a table (keys casefolded)."""

    def bracket(match: re.Match[str]) -> str:
        old = re.sub(r"'(.)", r"\1", match[1], flags=re.DOTALL)
        new = names.get(old.casefold())
        return match[0] if new is None else "[" + re.sub(r"(['\[\]#])", r"'\1", new) + "]"

    def change(reference: Reference) -> Reference:
        if reference.table.casefold() != table.casefold():
            return reference
        name = reference.table
        return replace(reference, cells=name + _COLUMN.sub(bracket, reference.cells[len(name) :]))

    return change


def to_file(formula: str, table: Callable[[], str | None]) -> str:
    """Return a formula typed by a person in the form that files hold.

    "[@Cột]" becomes "Bảng[[#This Row],[Cột]]" (`table` tells the table around the cell), newer functions get
    their prefix.
    """
    if "[" in formula:
        formula = rewrite(formula, lambda reference: _full_structured(reference, table))
    if any(called and word.upper() in _IN_FILE for word, called in _WORD.findall(formula)):
        parts = formula.split('"')  # quoted text is at the odd places
        parts[::2] = [_WORD.sub(_name_in_file, part) for part in parts[::2]]
        formula = '"'.join(parts)
    return formula


def _name_in_file(match: re.Match[str]) -> str:
    name, called = match.groups()
    return _IN_FILE.get(name.upper(), name) + called if called else match[0]


def from_file(formula: str) -> str:
    """Return a formula of a file as a person types it: newer functions without their prefix."""
    return _FILE_PREFIX.sub("", formula) if "_xlfn." in formula else formula


def _full_structured(reference: Reference, table: Callable[[], str | None]) -> Reference:
    name, bracket, rest = reference.cells.partition("[")
    if reference.sheet is not None or not bracket or (name and not rest.startswith("@")):
        return reference
    name = name or table() or ""
    if not name:
        return reference
    inner = rest[:-1]
    if inner == "@":
        text = f"{name}[#This Row]"
    elif inner.startswith("@["):
        text = f"{name}[[#This Row],{inner[1:]}]"
    elif inner.startswith("@"):
        text = f"{name}[[#This Row],[{inner[1:]}]]"
    else:
        text = f"{name}[{inner}]"
    return Reference(None, text, None)
