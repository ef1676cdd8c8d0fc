"""Whether a returned file says on its face that it is another unit's than its hidden properties say.

A workbook that a colleague borrowed, titled and saved as their own unit's, still bears the identity of the unit
it was made for. Neither can be believed alone, so that such a file is not merged but told.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath

from cchc_macros.returns.tables import ReturnedTable
from cchc_macros.rules.text import clean, fold, unaccented

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 150  # a longer line explains, it names nobody


def contradiction(
    code: str, file: str, tables: Sequence[ReturnedTable], names: Iterable[tuple[str, str]], ours: frozenset[str]
) -> tuple[str, str] | None:
    """Find what names another unit and not this one.

    Args:
        code: The unit that the file's identity tells.
        file: The file's path; only its name counts.
        tables: The tables found in it.
        names: Code and name of every unit.
        ours: Folded lines above a table that are not about a unit.

    Returns:
        What names another unit, in Vietnamese, and that unit's code.
    """
    names = list(names)
    for place, texts in _faces(file, tables, ours):
        named = {found for text in texts for found in units_in(text, names)}
        if named and code not in named:
            return place, min(named)
    return None


def _faces(file: str, tables: Sequence[ReturnedTable], ours: frozenset[str]) -> Iterator[tuple[str, list[str]]]:
    """What people read on a file, by where they read it."""
    yield "Tên tệp", [PurePath(file).stem]
    for table in tables:
        yield f"Tên sheet '{table.sheet.name}'", [table.sheet.name]
        lines = [text for text in table.above() if len(text) <= _LONGEST and fold(text) not in ours]
        yield f"Đầu sheet '{table.sheet.name}'", lines


def units_in(text: str, names: Iterable[tuple[str, str]]) -> set[str]:
    """The codes of the units that a text names, by name or code, with diacritics or without.

    A name inside a longer one does not count: *Văn phòng Sở* does not name *Văn phòng*.
    """
    typed = _WORD.findall(clean(text))
    plain = [unaccented(word) for word in typed]
    found: list[tuple[int, int, str]] = []
    for code, name in names:
        words, short = _WORD.findall(unaccented(name)), _WORD.findall(clean(code))
        found += ((start, start + len(words), code) for start in _places(plain, words))
        if any(map(str.isalpha, code)) and len(code) > 1:  # a bare number is any number
            is_plain_word = not any(map(str.isdigit, code))  # then only as written: "TT" is no "tt"
            within, sought = (typed, short) if is_plain_word else (plain, [unaccented(word) for word in short])
            found += ((start, start + len(short), code) for start in _places(within, sought))
    return {
        code
        for start, end, code in found
        if not any(a <= start and end <= b and b - a > end - start for a, b, _ in found)
    }


def _places(words: Sequence[str], sought: Sequence[str]) -> Iterator[int]:
    """Where a run of words is among others."""
    width = len(sought)
    return (at for at in range(len(words) - width + 1) if width and words[at : at + width] == sought)
