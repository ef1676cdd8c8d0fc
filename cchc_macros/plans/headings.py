"""Columns of an appendix, recognised by their headings whatever the order and wording."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cchc_macros import contract as c
from cchc_macros.plans.model import Kind, Line
from cchc_macros.rules.text import unaccented

CODE, NAME = "code", "name"

# First match wins. Headings are compared without case, diacritics (a scan loses them first) and brackets.
_SYNONYMS: tuple[tuple[str, str], ...] = (
    (CODE, r"^(stt|tt|số tt|số thứ tự|mã|mã số|mã tiêu chí|mục)$"),
    ("support", r"phối hợp|tham gia thực hiện"),
    ("related", r"tiêu chí.* liên quan"),
    ("deadline", r"thời gian|thời hạn|thời điểm|^hạn\b|hạn (cuối|chót|hoàn thành)|tiến độ|lộ trình"),
    ("evidence", r"kiểm chứng|minh chứng|tài liệu"),
    ("note", r"^ghi chú|giải trình"),
    ("max", r"điểm( số)? (tối đa|chuẩn)|thang điểm"),
    ("self", r"tự (đánh giá|chấm)"),
    ("appraised", r"thẩm định|điểm( được)? công nhận"),
    ("lost", r"điểm( bị| số)* (mất|trừ|chưa đạt)|mất điểm"),
    ("ratio", r"^(tỷ|tỉ) lệ|^%"),
    ("lead", r"chủ trì|(đơn vị|cơ quan|phòng|bộ phận|người)( được)? (thực hiện|tham mưu|đầu mối|giao)"),
    (
        "lead",
        r"^(trách nhiệm|phân công|tổ chức)( nhiệm vụ| thực hiện)+$|^phân công$|đầu mối|chịu trách nhiệm",
    ),
    ("requirement", r"yêu cầu|sản phẩm|kết quả (cần|phải|đầu ra|dự kiến)|(giải|biện) pháp|cách thức"),
    ("target", r"mục tiêu|phấn đấu"),
    (NAME, r"lĩnh vực|nội dung|nhiệm vụ|công việc|^(tên )?tiêu chí|^chỉ tiêu"),
    ("result", r"kết quả|^điểm\b.*\b(đạt|đánh giá|năm|cchc|số)|^điểm$"),
    (NAME, r"tiêu chí|chỉ tiêu|chỉ số"),
)
_COMPILED = tuple((key, re.compile(unaccented(pattern))) for key, pattern in _SYNONYMS)

_CRITERIA_COLUMNS = {
    NAME: c.CRITERION_NAME, "max": c.MAX_SCORE, "result": c.RESULT, "target": c.TARGET, "self": c.SELF_SCORE,
    "appraised": c.APPRAISED, "lead": c.LEAD, "support": c.SUPPORT, "deadline": c.CRITERION_DEADLINE,
    "evidence": c.EVIDENCE, "note": c.NOTE,
}  # fmt: skip
_TASK_COLUMNS = {
    NAME: c.TASK_NAME, "requirement": c.REQUIREMENT, "deadline": c.TASK_DEADLINE, "lead": c.LEAD,
    "support": c.SUPPORT, "related": c.RELATED,
}  # fmt: skip
COLUMNS: dict[Kind, dict[str, str]] = {"criteria": _CRITERIA_COLUMNS, "tasks": _TASK_COLUMNS}
COMPUTED = ("lost", "ratio")  # the workbook computes these itself
_SURE = 3  # columns that make a header where none is called STT
_LONGEST = 90  # characters of a heading, brackets aside


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The header of an appendix table.

    Attributes:
        kind: What the table holds.
        columns: Contract heading (or `CODE`) by position.
        lines: The plain texts of the header's lines, by position.
        headings: The whole heading as printed, by position.
        unused: Positions whose heading says something the workbook has no column for.
    """

    kind: Kind
    columns: dict[int, str]
    lines: tuple[tuple[str, ...], ...]
    headings: tuple[str, ...]
    unused: tuple[int, ...]

    @property
    def name(self) -> str:
        """Contract heading of the name column."""
        return COLUMNS[self.kind][NAME]

    @property
    def has_codes(self) -> bool:
        """Whether there is an STT column."""
        return CODE in self.columns.values()

    def repeats(self, texts: tuple[str, ...]) -> bool:
        """Whether a row is this header again, whole or cut by a page break."""
        marks = [(i, _bare(text)) for i, text in enumerate(texts) if text]
        if not marks:
            return False
        hits = sum(self._holds(i, mark) for i, mark in marks)
        whole = any(tuple(text for _, text in marks) == tuple(filter(None, line)) for line in self.lines)
        return hits == len(marks) and (whole or hits > 1)

    def numbers_columns(self, texts: tuple[str, ...]) -> bool:
        """Whether a row only numbers the columns: (1) (2) (3)."""
        marks = [re.sub(r"[()=\s].*$", "", text.strip("( ")) for text in texts if text]
        digits = [mark for mark in marks if mark.isdecimal()]
        name = next((i for i, column in self.columns.items() if column == self.name), 0)
        return (
            len(digits) > 2  # noqa: PLR2004 - two numbers in a row are scores, three counting up from one are not
            and name < len(texts)
            and bool(re.fullmatch(r"\(?[0-9A-Z]\)?", texts[name]))
            and [int(mark) for mark in digits] == list(range(int(digits[0]), int(digits[0]) + len(digits)))
        )

    def _holds(self, i: int, mark: str) -> bool:
        return bool(mark) and any(f"{_at(line, i)} ".startswith(f"{mark} ") for line in self.lines)


def read_header(lines: Sequence[Line]) -> tuple[Header, int] | None:
    """Return the header that begins at the first of `lines` and how many lines it takes, or None.

    A second or third line splits columns of the one above (*Phân công nhiệm vụ*: *chủ trì*, *phối hợp*).
    """
    if not lines or not lines[0].table:
        return None
    taken = [lines[0].texts]
    if not _could_be_header(taken[0]):
        return None
    header = _header(taken)
    for line in lines[1:3]:
        longer = _header([*taken, line.texts])
        if not (line.table and _could_continue(taken, line.texts)):
            break
        taken.append(line.texts)
        header = longer
    return (header, len(taken)) if header else None


def meaning(heading: str) -> str | None:
    """Return what a heading means (a key of `_SYNONYMS`), or None."""
    bare = _bare(heading)
    return next((key for key, pattern in _COMPILED if pattern.search(bare)), None) if bare else None


def _bare(heading: str) -> str:
    plain = unaccented(re.sub(r"\s*\(.*", "", heading, flags=re.DOTALL) or heading)
    return plain.strip(" .:;()[]*")


def _could_be_header(texts: tuple[str, ...]) -> bool:
    filled = [text for text in texts if text]
    known = [key for key in map(meaning, filled) if key]
    if any(len(_bare(text)) > _LONGEST for text in filled):
        return False
    return (CODE in known and len(known) > 1) or (len(set(known)) >= _SURE and len(known) == len(filled))


def _could_continue(above: list[tuple[str, ...]], texts: tuple[str, ...]) -> bool:
    """Whether `texts` is a further header line: nothing under STT and name, only headings elsewhere."""
    filled = [(i, text) for i, text in enumerate(texts) if text]
    fixed = {i for i, text in enumerate(above[0]) if meaning(text) in {CODE, NAME}}
    parents = _spread(above[0])
    return (
        bool(filled)
        and not any(i in fixed for i, _ in filled)
        and all(len(_bare(text)) <= _LONGEST for _, text in filled)
        and all(meaning(text) or meaning(f"{_at(parents, i)} {text}") for i, text in filled)
    )


def _header(lines: list[tuple[str, ...]]) -> Header | None:
    width = max(map(len, lines))
    columns: dict[str, int] = {}
    unused: list[int] = []
    headings = tuple(" – ".join(part for part in (_at(line, i) for line in lines) if part) for i in range(width))
    for i in range(width):
        key = _column_meaning(lines, i)
        if key and key not in columns:
            columns[key] = i
        elif key == NAME and "requirement" not in columns:
            columns["requirement"] = i
        elif _at(lines[-1], i) or any(_at(line, i) and not _spans(line, i, lines) for line in lines):
            unused.append(i)
    kind: Kind = "criteria" if "max" in columns or {"self", "appraised"} & set(columns) else "tasks"
    if kind == "criteria" and "target" in columns:
        _take_last_years(columns, unused)
    if kind == "tasks" and "requirement" not in columns:
        wanted = next((key for key in ("result", "target") if key in columns), None)
        if wanted:
            columns["requirement"] = columns.pop(wanted)
    if NAME not in columns or len(columns) < 2 + (CODE in columns):
        return None
    known = COLUMNS[kind]
    unused += [i for key, i in columns.items() if key not in known and key not in {CODE, *COMPUTED}]
    named = {i: CODE if key == CODE else known[key] for key, i in columns.items() if key == CODE or key in known}
    plain = tuple(tuple(_bare_line(text) for text in line) for line in lines)
    return Header(kind=kind, columns=named, lines=plain, headings=headings, unused=tuple(sorted(unused)))


def _take_last_years(columns: dict[str, int], unused: list[int]) -> None:
    """Beside a column of targets, self scores and appraised scores are those of the year assessed: its result.

    In the workbook the columns of these names are about the year of the targets.
    """
    found = [columns.pop(key) for key in ("appraised", "self") if key in columns]
    if "result" not in columns and found:
        columns["result"] = found.pop(0)
    unused += found


def _bare_line(text: str) -> str:
    return unaccented(re.sub(r"[()]", "", text)).strip(" .:;[]*")


def _column_meaning(lines: list[tuple[str, ...]], i: int) -> str | None:
    """The lowest text of a column decides, with the text above it where it says nothing alone (*Tối đa*)."""
    texts = [_at(line, i) for line in lines]
    lowest = next((n for n in range(len(lines) - 1, -1, -1) if texts[n]), None)
    if lowest is None:
        return None
    if lowest == 0:
        return meaning(texts[0])
    above = " ".join(filter(None, (_at(_spread(line), i) for line in lines[:lowest])))
    return meaning(texts[lowest]) or meaning(f"{above} {texts[lowest]}")


def _spans(line: tuple[str, ...], i: int, lines: list[tuple[str, ...]]) -> bool:
    """Whether the heading at `i` only spans columns that the next line names."""
    return line is not lines[-1] and any(_at(lower, i) for lower in lines[lines.index(line) + 1 :])


def _spread(line: tuple[str, ...]) -> tuple[str, ...]:
    """Fill the empty cells of a header line from the left: a merged heading stands over them."""
    spread: list[str] = []
    for text in line:
        spread.append(text or (spread[-1] if spread else ""))
    return tuple(spread)


def _at(line: tuple[str, ...], i: int) -> str:
    return line[i] if i < len(line) else ""
