"""Whether a returned file says on its face that it is another unit's than its hidden properties say.

A workbook that a colleague borrowed, titled and saved as their own unit's, still bears the identity of the unit
it was made for. Neither can be believed alone, so that such a file is not merged but told.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath

from cchc_macros.returns.files import TITLE, ReturnedFile
from cchc_macros.returns.tables import ReturnedTable
from cchc_macros.rules.text import DASHES, fold
from cchc_macros.rules.units.shortened import spellings, words_of
from xl.late import regex

_COPY = regex(r" ?\(\d+\)$")  # what a browser adds to the name of a file that is there already
_Runs = dict[tuple[str, ...], set[str]]  # words -> codes of the units they name
_DASH = regex(r"\s*-")
_BEFORE = {"phieu", "giao", "viec", "so", "don", "vi", "ban", "sao", "cua", "copy", "of"}  # tells nobody
_LONGEST = 150  # a longer line explains, it names nobody


def contradiction(
    code: str, file: ReturnedFile, tables: Sequence[ReturnedTable], naming: "Naming", ours: frozenset[str]
) -> tuple[str, str] | None:
    """Find what names another unit and not this one.

    Args:
        code: The unit that the file's identity tells.
        file: The file; its name and title count.
        tables: The tables found in it.
        naming: Tells which units a text names.
        ours: Folded lines above a table that are not about a unit.

    Returns:
        What names another unit, in Vietnamese, and that unit's code.
    """
    for place, texts in _faces(file, tables, ours):
        named = {found for text in texts for found in naming.units_in(text)}
        if named and code not in named:
            return place, min(named)
        if len(named) > 1:  # whose it is tells one of those named
            owners = {found for text in texts for found in naming.owners_in(text)}
            if owners and code not in owners:
                return place, min(owners)
    return None


def _faces(
    file: ReturnedFile, tables: Sequence[ReturnedTable], ours: frozenset[str]
) -> Iterator[tuple[str, list[str]]]:
    """What people read on a file, by where they read it."""
    yield "Tên tệp", [_COPY.sub("", PurePath(file.name).stem)]
    yield "Tiêu đề (Title) của tệp", [file.properties.get(TITLE, "")]
    for table in tables:
        yield f"Tên sheet '{table.sheet.name}'", [table.sheet.name]
        lines = [text for text in table.above() if len(text) <= _LONGEST and fold(text) not in ours]
        yield f"Đầu sheet '{table.sheet.name}'", lines


class Naming:
    """Tells which units a text names; made once for a folder of files, since there may be a thousand units.

    Args:
        names: Code and name of every unit, of one with several names each.
    """

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._known: dict[str, set[str]] = {}  # files repeat most of what is on their faces
        self._as_written: _Runs = {}
        self._as_plain: _Runs = {}
        for code, name in names:
            for spelling in spellings(name):
                self._as_plain.setdefault(spelling, set()).add(code)
            if any(map(str.isalpha, code)) and len(code) > 1:  # a bare number is any number
                typed, plain = words_of(code)
                runs, short = (self._as_plain, plain) if any(map(str.isdigit, code)) else (self._as_written, typed)
                runs.setdefault(tuple(short), set()).add(code)  # letters only as written: "TT" is no "tt"
        self._widths = [sorted({*map(len, runs)} - {0}) for runs in (self._as_written, self._as_plain)]

    def units_in(self, text: str) -> set[str]:
        """The codes of the units that a text names, by name, shortened name or code, with diacritics or without.

        A name inside a longer one does not count: *Văn phòng Sở* does not name *Văn phòng*.
        """
        if text not in self._known:
            self._known[text] = self._named(text)
        return self._known[text]

    def owners_in(self, text: str) -> set[str]:
        """The codes of the units that a text begins with before a dash, as in the names of the workbooks handed out.

        *NV2 - Phòng Nghiệp vụ I* is told of *NV2*, whatever follows; *Gửi VP - NV1* begins with no unit.
        """
        plain = text.translate(DASHES)
        heads = (plain[: dash.start()] for dash in _DASH.finditer(plain))
        return {code for head in heads for code in self._whole(head)} & self.units_in(text)

    def _whole(self, text: str) -> set[str]:
        """The codes of the units that are all a text says."""
        typed, plain = words_of(text)
        start = next((at for at, word in enumerate(plain) if not (word.isdigit() or word in _BEFORE)), len(plain))
        as_written = self._as_written.get(tuple(typed[start:]), set[str]())
        return as_written | self._as_plain.get(tuple(plain[start:]), set[str]())

    def _named(self, text: str) -> set[str]:
        both = zip(words_of(text), (self._as_written, self._as_plain), self._widths, strict=True)
        found = [one for words, runs, widths in both for one in _found(words, runs, widths)]
        return {
            code
            for start, end, code in found
            if not any(a <= start and end <= b and b - a > end - start for a, b, _ in found)
        }


def _found(words: Sequence[str], runs: _Runs, widths: Iterable[int]) -> Iterator[tuple[int, int, str]]:
    """Where which units are named among words."""
    for width in widths:
        for start in range(len(words) - width + 1):
            for code in runs.get(tuple(words[start : start + width]), ()):
                yield start, start + width, code
