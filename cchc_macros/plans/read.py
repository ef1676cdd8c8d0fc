"""A published plan, read: text or lines in, `Plan` out."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from cchc_macros import contract as c
from cchc_macros.errors import PlanError
from cchc_macros.plans.codes import unique_codes
from cchc_macros.plans.model import Line, Plan, PlanRow
from cchc_macros.plans.readers.text import lines_of_text
from cchc_macros.plans.report import report_of
from cchc_macros.plans.slips import find_slips, suggestion
from cchc_macros.plans.table import RawRow, RawTable, read_tables
from cchc_macros.plans.title import read_surroundings
from cchc_macros.rules.numbers import NotANumber, parse_number, parse_percent
from cchc_macros.rules.text import unaccented

MAX_LINES = 50_000  # ten times the largest plan there is reason to expect
NO_TABLE = (
    "Không thấy bảng phụ lục nào (cần các cột như STT, Lĩnh vực/tiêu chí, Điểm tối đa hoặc Đơn vị chủ trì). "
    "Kiểm tra lại văn bản và giữ nguyên dòng tiêu đề của bảng."
)
_NOTE = re.compile(
    r"\s*\(\s*((?:tiêu chí)\s+(?:đạt|trừ|bị|mất|không|chưa)[^()]*|không chấm điểm)\s*\)\s*$", re.IGNORECASE
)
_NOT_SCORED = re.compile(unaccented(r"(không (chấm|đánh giá)( điểm)?|kcđ)[ .]*"))
_NUMBERS = (c.MAX_SCORE, c.RESULT, c.TARGET, c.SELF_SCORE, c.APPRAISED)
NOT_SCORED_MARK = "x"


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
    plans = tuple(_plan(table) for table in read_tables(lines))
    if not plans:
        raise PlanError(NO_TABLE)
    return plans


def _plan(table: RawTable) -> Plan:
    codes = unique_codes([row.code for row in table.rows])
    rows = tuple(_row(row, code, table) for row, code in zip(table.rows, codes, strict=True))
    around = read_surroundings(table.before, table.header.headings)
    stated, unread = _stated(table.stated)
    plan = Plan(
        kind=table.header.kind, rows=rows, number=around.number, date=around.date, title=around.title,
        agency=around.agency, province=around.province, year_assessed=around.year_assessed,
        year_plan=around.year_plan, stated=stated,
    )  # fmt: skip
    return replace(plan, report=report_of(plan, table, unread))


def _row(row: RawRow, code: str, table: RawTable) -> PlanRow:
    cells = dict(row.cells)
    name = table.header.name
    if table.header.kind == "criteria":
        found = _NOTE.search(cells.get(name, ""))
        if found:
            cells[name] = cells[name][: found.start()]
            cells.setdefault(c.NOTE, found[1].strip())
        _mark_not_scored(cells)
    others = set(cells) - {name, c.NOTE}
    doubts = [*row.doubts, *_number_doubts(cells), *_slip_doubts(cells)]
    if name not in cells:
        doubts.append(f"Dòng {code} không có tên. Xem lại văn bản gốc.")
    return PlanRow(code=code, cells=cells, heading=not others, source=row.first.to(row.last), doubts=tuple(doubts))


def _mark_not_scored(cells: dict[str, str]) -> None:
    marked = [column for column in _NUMBERS if _NOT_SCORED.fullmatch(unaccented(cells.get(column, "")))]
    for column in marked:
        del cells[column]
    if marked or _NOT_SCORED.fullmatch(unaccented(cells.get(c.NOTE, ""))):
        cells[c.NOT_SCORED] = NOT_SCORED_MARK


def _number_doubts(cells: dict[str, str]) -> list[str]:
    doubts = []
    for column in _NUMBERS:
        try:
            parse_number(cells.get(column))
        except NotANumber:
            doubts.append(f"{column}: '{cells[column]}' không phải là số. Nhập lại số cho ô này.")
    return doubts


def _slip_doubts(cells: dict[str, str]) -> list[str]:
    doubts = []
    for column, text in cells.items():
        for slip in find_slips(text):
            meant = suggestion(slip)
            guess = f"có lẽ là '{meant}'" if meant else "âm tiết không có trong tiếng Việt"
            doubts.append(f"{column}: '{slip}' ({guess}), giữ nguyên như văn bản. Sửa nếu là lỗi quét.")
    return doubts


def _stated(texts: dict[str, str]) -> tuple[dict[str, Decimal], list[str]]:
    stated: dict[str, Decimal] = {}
    unread: list[str] = []
    for key, text in texts.items():
        try:
            value = parse_percent(text) if "index" in key else parse_number(text)
        except NotANumber:
            value = None
        if value is None:
            unread.append(text)
        else:
            stated[key] = value
    return stated, unread
