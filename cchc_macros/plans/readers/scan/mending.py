"""What a scan's reader misread, mended where the form or the order of things leaves no choice; else told.

Letters are taken for figures in numbers, dates and STT; tone marks and single letters of a text that stands many
times in its column are those of its usual form. A figure is never changed for another figure.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from cchc_macros.plans.model import Line
from cchc_macros.plans.words import contents
from cchc_macros.plans.words.codes import read_code
from cchc_macros.plans.words.slips import find_slips, suggestion
from cchc_macros.plans.words.vocabulary import CODE, bare, meaning
from cchc_macros.rules.dates import day_of
from cchc_macros.rules.numbers import as_roman, roman_value
from cchc_macros.rules.text import unaccented
from xl.late import regex

_LIKE_FIGURES = str.maketrans("OoQUDIli|![]TLSBZ,", "00000111111111582.")
_FIGURE = r"[0-9OoIl|]"
_DATE = regex(rf"(?<![\w/])({_FIGURE}{{1,2}})\s*/\s*({_FIGURE}{{1,2}})\s*/\s*({_FIGURE}{{4}})(?![\w/])")
_MONTH = regex(rf"(?<![\w/])({_FIGURE}{{1,2}})\s*/\s*([0-9OoIl|]{{4}})(?![\w/])")
_HEADINGS = (
    "STT", "Lĩnh vực, tiêu chí", "Lĩnh vực/Tiêu chí/Tiêu chí thành phần", "Nội dung", "Nhiệm vụ", "Tên nhiệm vụ",
    "Nội dung công việc", "Yêu cầu", "Sản phẩm", "Kết quả", "Điểm tối đa", "Điểm tự đánh giá", "Điểm thẩm định",
    "Mục tiêu", "Thời gian hoàn thành", "Thời gian chậm nhất phải hoàn thành", "Thời gian thực hiện", "Thời hạn",
    "Đơn vị chủ trì", "Đơn vị phối hợp", "Cơ quan chủ trì", "Cơ quan phối hợp", "Cơ quan chủ trì thực hiện",
    "Đơn vị thực hiện", "Trách nhiệm thực hiện", "Phân công nhiệm vụ", "Ghi chú", "Tài liệu kiểm chứng",
)  # fmt: skip
_OFTEN = 3  # times that the usual form of a text stands oftener than another
_SHORTEST = 4  # letters of a word in which one letter may be misread
_LONGEST = 120  # characters of a text that may stand many times
_PARTED = regex(r"(;\s*)")
Cells = list[list[str | None]]


def mend(lines: Sequence[Line]) -> tuple[list[Line], dict[str, tuple[str, ...]]]:
    """Return the lines mended, and by place the texts that a person must look at."""
    rows = [line for line in lines if line.table]
    cells: Cells = [list(line.cells) for line in rows]
    doubts: dict[int, list[str]] = {}
    for row in cells:
        row[:] = [_plainly(_heading(text)) if text else text for text in row]
    _agree(cells)
    codes = next((n for row in cells for n, text in enumerate(row) if text and meaning(text) == CODE), 0)
    for column in range(max(map(len, cells), default=0)):
        if column == codes:
            _mend_codes(cells, column, doubts)
        else:
            _mend_points(cells, column, doubts)
    mended = iter([replace(line, cells=tuple(row)) for line, row in zip(rows, cells, strict=True)])
    told = {str(rows[n].place): tuple(texts) for n, texts in doubts.items()}
    return [next(mended) if line.table else replace(line, cells=(_plainly(line.texts[0]),)) for line in lines], told


def _heading(text: str) -> str:
    """A known heading in place of one that is read a little differently."""
    if len(text) > _LONGEST or meaning(text):
        return text
    return next((known for known in _HEADINGS if is_alike(bare(text), bare(known))), text)


def is_alike(text: str, other: str) -> bool:
    """Whether two texts without tone marks are one, read differently: no more than a letter apart in a long word."""
    words, others = text.split(), other.split()
    return len(words) == len(others) and all(
        word == known or (_one_letter_apart(word, known) and min(len(word), len(known)) >= _SHORTEST)
        for word, known in zip(words, others, strict=True)
    )


def _one_letter_apart(word: str, other: str) -> bool:
    if any(char.isdecimal() for char in word + other) or abs(len(word) - len(other)) > 1:
        return False
    start = next((n for n, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))
    return any(word[start + a :] == other[start + b :] for a, b in ((1, 1), (1, 0), (0, 1)))


def _plainly(text: str) -> str:
    """Set phrases with their own tone marks, a space after a comma, figures for letters in a date or a month."""

    def figures(found: re.Match[str]) -> str:
        parts = [_as_figures(part) for part in found.groups()]
        day = int(parts[0]) if len(parts) > 2 else 1  # noqa: PLR2004 - a whole date
        return "/".join(parts) if day_of(int(parts[-1]), int(parts[-2]), day) else found[0]

    for slip in find_slips(text):
        if meant := suggestion(slip):
            shown = meant.upper() if slip.isupper() else meant[:1].upper() + meant[1:] if slip[:1].isupper() else meant
            text = text.replace(slip, shown)
    text = re.sub(r"(?<=[;,])(?=[^\W\d_])", " ", text)
    return _MONTH.sub(figures, _DATE.sub(figures, text))


def _mend_codes(cells: Cells, column: int, doubts: dict[int, list[str]]) -> None:
    """STT as their order has them; one that neither reads as the next nor looks like it is doubtful."""
    last = ""
    roman = 0
    for n, row in enumerate(cells):
        text = (row[column] or "").strip(" '`.,_-–") if column < len(row) else ""
        if not text or meaning(text) == CODE or (len(text) > 8 and read_code(text) is None):  # noqa: PLR2004 - no STT
            continue
        expected = list(_next_codes(last, roman))
        code = read_code(text)
        if code not in expected:
            alike = [known for known in expected if _looks(known) == _looks(text)]
            is_roman = code is not None and roman_value(code) is not None
            strokes = [known for known in expected if code and is_roman and _but_strokes(known, code)]
            if (is_roman or not alike) and (last or code is None):
                doubts.setdefault(n, []).append(text)
            code = next(iter([*alike, *strokes]), code)
        if code:
            row[column] = last = code
            roman = roman_value(code) or roman


def _but_strokes(known: str, code: str) -> bool:
    """Whether two Roman numbers differ in strokes alone: a second *II* is the *III* that comes next."""
    return roman_value(known) is not None and known.replace("I", "") == code.replace("I", "")


def _looks(code: str) -> str:
    return re.sub(r"[^0-9.VX]", "", _as_figures(code)).strip(".")


def _as_figures(text: str) -> str:
    """Figures in place of the letters that look like them; an H is two strokes close together."""
    return re.sub("[HN]", "11", text).translate(_LIKE_FIGURES)


def _next_codes(last: str, roman: int) -> Iterator[str]:
    """What may follow an STT: the next of its own row and of every row above it, its first child, the next section."""
    parts = last.split(".") if last else []
    for length in range(len(parts), 0, -1):
        own = parts[:length]
        if own[-1].isdecimal():
            yield ".".join([*own[:-1], str(int(own[-1]) + 1)])
        elif len(own[-1]) == 1 and not roman_value(own[-1]):
            yield ".".join([*own[:-1], chr(ord(own[-1]) + 1)])
    yield from (f"{roman}.1", f"{last}.1") if last else ()
    yield "1"
    yield as_roman(roman + 1)


def _agree(cells: Cells) -> None:
    """The usual form of a text in place of another that differs in tone marks or in a letter of a long word.

    A text is a cell, or what is between semicolons in one: a unit, a deadline.
    """
    counts = Counter(text for row in cells for text in row for text in _PARTED.split(text or "") if _is_short(text))
    plain = {text: unaccented(text) for text in counts}
    common = [text for text, times in counts.most_common() if times >= _OFTEN]

    def usual(text: str) -> str:
        times = counts.get(text, _OFTEN)
        for other in common:
            oftener = counts[other] > times and plain[other] == plain[text]
            if oftener or (counts[other] >= _OFTEN * times and is_alike(plain[text], plain[other])):
                return other
        return text

    told = {text: usual(text) for text in counts}
    for row in cells:
        row[:] = [text and "".join(told.get(piece, piece) for piece in _PARTED.split(text)) for text in row]


def _is_short(text: str) -> bool:
    return 1 < len(text) <= _LONGEST and not _PARTED.fullmatch(text)


def _mend_points(cells: Cells, column: int, doubts: dict[int, list[str]]) -> None:
    """Figures in place of letters in a column of points."""
    texts = [row[column] or "" for row in cells if column < len(row)]
    filled = [text for text in texts if text and not meaning(text)]
    if not contents.mostly(filled, contents.is_points):
        return
    for n, text in enumerate(texts):
        if not text or meaning(text) or contents.is_points(text):
            continue
        figures = _as_figures(text)
        doubts.setdefault(n, []).append(text)
        if len(text) <= 6 and re.fullmatch(r"\d+(\.\d+)?%?", figures):  # noqa: PLR2004 - 100,00
            cells[n][column] = figures.replace(".", ",")
