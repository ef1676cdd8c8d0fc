"""A published plan, read: text or lines in, `Plan` out."""

import re
from collections.abc import Sequence
from dataclasses import replace

from cchc_macros import contract as c
from cchc_macros.errors import PlanError
from cchc_macros.plans.model import Kind, Line, Plan, PlanRow
from cchc_macros.plans.readers.text import lines_of_text
from cchc_macros.plans.reading.places import PART
from cchc_macros.plans.reading.raw import RawRow, RawTable
from cchc_macros.plans.reading.report import report_of
from cchc_macros.plans.reading.sets import number_of
from cchc_macros.plans.reading.settle import settle
from cchc_macros.plans.reading.stated import figures
from cchc_macros.plans.reading.table import read_tables
from cchc_macros.plans.reading.title import with_surroundings
from cchc_macros.plans.words.codes import unique_codes
from cchc_macros.plans.words.slips import find_slips, suggestion
from cchc_macros.plans.words.vocabulary import CODE, FIELD, LONGEST, NAME, bare, meaning
from cchc_macros.rules.codes import arabic
from cchc_macros.rules.numbers import as_roman
from xl.late import regex

MAX_LINES = 50_000  # ten times the largest plan there is reason to expect
_RANKING = (
    "Đây là bảng xếp hạng, kết quả của nhiều cơ quan, không phải bảng tiêu chí hay nhiệm vụ. Chọn văn bản có bảng điểm "
    "từng tiêu chí; so sánh nhiều cơ quan thì dùng nút So sánh cơ quan."
)
_NO_TABLE = (
    "Không thấy bảng phụ lục nào (cần các cột như STT, Lĩnh vực/tiêu chí, Điểm tối đa hoặc Đơn vị chủ trì). "
    "Kiểm tra lại văn bản và giữ nguyên dòng tiêu đề của bảng."
)
_BESIDE = ("max", "lead", "deadline", "result", "self")
_MOST_LOOKED_AT = 2_000  # lines
_NOTE = regex(r"\s*\(\s*((?:tiêu chí)\s+(?:đạt|trừ|bị|mất|không|chưa)[^()]*|không chấm điểm)\s*\)\s*$", re.IGNORECASE)
_OF_APPENDICES = "PL"  # before the number of an appendix whose own rows have Roman numbers


def read_plan(text: str) -> Plan:
    """Return the first appendix in a plan's text.

    Raises:
        PlanError: the text has no appendix table.
    """
    return read_plans(lines_of_text(text))[0]


def read_plans(lines: Sequence[Line]) -> tuple[Plan, ...]:
    """Return every appendix in a document's lines, in order.

    Raises:
        PlanError: there is none, or far too much.
    """
    if len(lines) > MAX_LINES:
        raise PlanError(f"Văn bản có hơn {MAX_LINES} dòng. Tách riêng phần phụ lục của kế hoạch rồi nhập.")
    tables, has_ranking = read_tables(lines)
    if not tables:
        raise PlanError(_RANKING if has_ranking else _no_table(lines))
    codes = [unique_codes([row.code for row in t.rows], [row.label for row in t.rows]) for t in tables]
    _tell_appendices_apart(tables, codes)
    return tuple(_plan(table, own) for table, own in zip(tables, codes, strict=True))


def _no_table(lines: Sequence[Line]) -> str:
    """Why no table is an appendix: of the one that comes nearest, what it has and lacks."""
    tables = [line for line in lines[:_MOST_LOOKED_AT] if line.table]
    best = max(tables, key=lambda line: len(_known(line)), default=None)
    known = _known(best) if best else {}
    if best is None or len(known) < 2:  # noqa: PLR2004 - one word may be anywhere
        return _NO_TABLE
    missing = []
    if CODE not in known:
        missing.append("STT")
    if NAME not in known:
        missing.append("Nội dung, Nhiệm vụ hoặc Tiêu chí")
    if not any(key in known for key in _BESIDE):
        missing.append("Điểm tối đa, Đơn vị chủ trì hoặc Thời hạn")
    shown = ", ".join(f"'{text}'" for text in known.values())
    lacks = f" Thiếu cột: {'; '.join(missing)}." if missing else ""
    return (
        f"Không thấy bảng phụ lục nào. Bảng ở {best.place} có các tiêu đề nhận ra được: {shown}.{lacks} "
        "Sửa lại tiêu đề của bảng rồi nhập."
    )


def _known(line: Line) -> dict[str, str]:
    """The headings that a line may be, by meaning."""
    known: dict[str, str] = {}
    for text in filter(None, line.texts):
        key = meaning(text) if len(bare(text)) <= LONGEST else None
        if key:
            known.setdefault(key, text.replace("\n", " "))
    return known


def _tell_appendices_apart(tables: Sequence[RawTable], codes: list[list[str]]) -> None:
    """Several appendices of tasks whose numbers clash get each its own number before theirs: II.1."""
    tasks = [n for n, table in enumerate(tables) if table.header.kind == "tasks"]
    every = [arabic(code) for n in tasks for code in codes[n]]
    if len(tasks) < 2 or len(set(every)) == len(every):  # noqa: PLR2004 - one needs no telling apart
        return
    numbers = [number_of(tables[n].before) or as_roman(at) for at, n in enumerate(tasks, start=1)]
    if len(set(map(arabic, numbers))) < len(numbers):
        numbers = [as_roman(at + 1) for at in range(len(tasks))]
    has_roman = any(arabic(code) != code for n in tasks for code in codes[n])
    for number, n in zip(numbers, tasks, strict=True):
        prefix = f"{_OF_APPENDICES}{arabic(number)}" if has_roman or number.isdecimal() else number
        codes[n] = [f"{prefix}.{code}" for code in codes[n]]


def _plan(table: RawTable, codes: Sequence[str]) -> Plan:
    rows = tuple(_row(row, code, table) for row, code in zip(table.rows, codes, strict=True))
    stated, unread = figures(table.stated)
    kind: Kind = "tasks" if table.header.kind == "tasks" else "criteria"
    plan = with_surroundings(Plan(kind=kind, rows=rows, stated=stated), table.before, table.header.headings)
    return replace(plan, report=report_of(plan, table, unread))


def _row(row: RawRow, code: str, table: RawTable) -> PlanRow:
    cells = dict(row.cells)
    name = table.header.name
    if table.header.kind == "criteria":
        found = _NOTE.search(cells.get(name, ""))
        if found:
            cells[name] = cells[name][: found.start()]
            cells.setdefault(c.NOTE, found[1].strip())
    if name not in cells:  # that of a group is in the column over it
        group = next((key for key in cells if PART in key and meaning(key.partition(PART)[2]) in {FIELD, NAME}), None)
        cells |= {name: cells.pop(group)} if group else {}
    settled = settle(cells, tasks=table.header.kind == "tasks")
    others = set(settled.cells) - {name, c.NOTE, c.SCALE}
    doubts = [*row.doubts, *settled.doubts, *_slip_doubts(settled.cells)]
    if name not in settled.cells:
        doubts.append(f"Dòng {code} không có tên. Xem lại văn bản gốc.")
    return PlanRow(
        code=code,
        cells=settled.cells,
        heading=not others,
        source=row.first.to(row.last),
        doubts=tuple(doubts),
        appraisals=settled.appraisals,
    )


def _slip_doubts(cells: dict[str, str]) -> list[str]:
    doubts = []
    for column, text in cells.items():
        for slip in find_slips(text):
            meant = suggestion(slip)
            guess = f"có lẽ là '{meant}'" if meant else "âm tiết không có trong tiếng Việt"
            doubts.append(f"{column}: '{slip}' ({guess}), giữ nguyên như văn bản. Sửa nếu là lỗi quét.")
    return doubts
