"""Kiểm tra số liệu: every finding about scores, units, deadlines and addresses, with its place."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import xlwings as xw

from cchc_macros import contract as c
from cchc_macros.book.appraisals import read_appraisals
from cchc_macros.book.cells import day_or_none, is_blank, lines_of, text_of
from cchc_macros.book.evidence import cited_elsewhere, read_evidence
from cchc_macros.book.findings import OF_IMPORT, describe, write_findings
from cchc_macros.book.rounds import RENAMED_HINT, lost_rounds, read_rounds, reminding
from cchc_macros.book.settings import Settings
from cchc_macros.book.table_cells import OF_DATES
from cchc_macros.book.tables import Table
from cchc_macros.book.work import Work, read_work
from cchc_macros.book.workbook import Workbook
from cchc_macros.registry import button
from cchc_macros.rules.audit.appraisals import audit_appraisals
from cchc_macros.rules.audit.evidence import audit_evidence
from cchc_macros.rules.audit.points import audit_points
from cchc_macros.rules.audit.roster import audit_addresses, audit_codes, audit_groups, audit_shared
from cchc_macros.rules.audit.rounds import audit_extensions, audit_rounds
from cchc_macros.rules.audit.settings import audit_settings
from cchc_macros.rules.audit.totals import audit_scores
from cchc_macros.rules.audit.work import audit_items, audit_links, audit_task_codes, audit_units
from cchc_macros.rules.bands import read_bands
from cchc_macros.rules.findings import ERROR, WARNING, Finding
from cchc_macros.rules.numbers import number_or_none, shorten
from cchc_macros.rules.scoring.points import advice
from cchc_macros.rules.text import fold
from cchc_macros.scores.carry_appraisals import closed_scores
from cchc_macros.summary import Summary

_NO_DAY = (  # buttons read a day that was pasted as a text, formulas take it for blank
    f"{c.TODAY}: '{{}}' là chữ nên công thức ở các sheet tính theo hôm nay. Gõ lại vào ô, ví dụ 2026-12-31; Excel hiện "
    "thành 31/12/2026."
)
_NO_BANDS = "không phải các mức xếp loại. Nhập ví dụ Xuất sắc ≥ 90; Tốt ≥ 80; Khá ≥ 65."
_STATUSES = {fold(status) for status in ("", *c.STATUSES)}


def audit(book: xw.Book) -> Summary:
    """Check the whole workbook and write the findings into the sheet `Kiểm tra`; scores are left as they are.

    Below them stay the warnings of an import, which only the document tells, until staff delete them.

    Raises:
        WorkbookError: a table or column is missing.
        DataError: a setting cannot be read.
    """
    workbook = Workbook(book)
    workbook.will_reshape(c.FINDINGS)
    workbook.settings.problems = {}  # one that cannot be read is a finding and does not hide the others
    work = workbook.once(read_work)
    data = find_all(workbook, work)
    kept = write_findings(workbook, data, _only_an_import_tells)
    counts = Counter(found["level"] for found in data)
    parts = [f"{counts[level]} {level.lower()}" for level in c.LEVELS if counts[level]]
    if parts:
        message = f"Kiểm tra xong: {', '.join(parts)}. Xem sheet {c.FINDINGS_SHEET}."
    elif work.scores.criteria or work.tasks:
        message = "Kiểm tra xong: không có sai lệch."
    else:
        message = f"Sổ chưa có tiêu chí hay nhiệm vụ nào để kiểm tra. Bấm {button('import').label} trước."
    if kept:
        message += f" Còn {kept} cảnh báo của lần nhập phụ lục; xem xong thì xóa dòng."
    return Summary(message=message, data={"findings": data})


def find_all(workbook: Workbook, work: Work) -> list[dict[str, Any]]:
    """All findings of a workbook, each with its sheet and cell."""
    rounds, settings = read_appraisals(workbook), work.settings
    reporting = read_rounds(workbook)
    added = (
        (c.EVIDENCE_TABLE, workbook.has(c.EVIDENCE_TABLE)), (c.APPRAISALS, bool(rounds)),
        (c.ROUNDS, workbook.has(c.ROUNDS)),
    )  # fmt: skip
    specs = (c.CRITERIA, c.TASKS, c.SETTINGS, c.UNITS, c.GROUPS, *(spec for spec, is_there in added if is_there))
    tables = {spec.name: workbook.table(spec) for spec in specs}
    said = {code for code, *_ in cited_elsewhere(workbook, work)}
    tree, due = work.scores.tree, settings.day(c.EXPLAINED_BY)
    proved = audit_evidence(tree, read_evidence(workbook), settings.year(c.YEAR_PLAN), said)
    about = audit_appraisals(tree, rounds, closed_scores(workbook), settings.today(), due)
    called = [name for sheet in work.assignment.sheets for name in sheet.names]
    called += [name for unit in work.roster.units for name in (unit.code, unit.name, *unit.aliases)]
    extended = audit_extensions(reporting, called, work.roster)
    unclear = audit_rounds(reporting, lost_rounds(workbook), RENAMED_HINT) if workbook.has(c.ROUNDS) else ()
    found = (
        *collect_findings(work), *about, *proved, *unclear, *extended, *_unread(tables), *_below(tables.values()),
    )  # fmt: skip
    return [describe(one, tables) for one in found]


def collect_findings(work: Work) -> list[Finding]:
    """All findings, scores first."""
    scores = work.scores
    unread = {(problem.row, problem.column) for problem in scores.problems}
    plan_year = work.settings.year(c.YEAR_PLAN)
    return [
        *scores.problems,
        *(
            finding
            for finding in audit_scores(scores, work.settings.stated())
            if (finding.row, finding.column) not in unread  # a cell that cannot be read is not blank as well
        ),
        *audit_points(scores.tree, work.settings.point_places()),
        *audit_settings(_unreadable(work.settings), work.settings.text(c.PROVINCE)),
        *audit_task_codes(work.tasks),
        *audit_links(work.tasks, scores),
        *audit_items(work.items, plan_year),
        *audit_units(work.assignment, work.roster),
        *audit_codes(work.roster),
        *audit_groups(work.roster),
        *audit_addresses(work.assignment, work.roster),
        *audit_shared(work.roster),
    ]


def _unreadable(settings: Settings) -> dict[str, str]:
    """The settings that cannot be read, by key, in words with an example."""
    lenient = replace(settings, problems={})
    for read in (lenient.stated, lenient.counting, lenient.decimals, lenient.point_places, lenient.near_days):
        read()
    reminding(lenient)
    lenient.plan_day()
    lenient.parsed(c.BANDS, lambda value: read_bands(str(value or "")), _NO_BANDS)
    for key in (c.YEAR_ASSESSED, c.YEAR_PLAN):
        lenient.year(key)
    for key in (c.TODAY, c.REPLY_BY, c.SELF_BY, c.APPRAISED_BY, c.EXPLAINED_BY):
        lenient.day(key)
    pasted = settings.text(c.TODAY) if isinstance(settings.raw(c.TODAY), str) else ""
    return ({c.TODAY: _NO_DAY.format(pasted)} if pasted else {}) | (lenient.problems or {})


def _only_an_import_tells(row: Mapping[str, str]) -> bool:
    """Whether a row of the table is a warning of an import; unknown units this audit finds itself."""
    code = row[c.FINDING_CODE]
    return row[c.LEVEL] == WARNING and code.startswith(OF_IMPORT) and code != "IMPORT_UNIT_PROPOSED"


def _unread(tables: Mapping[str, Table]) -> Iterator[Finding]:
    """Cells with a word where a day, a number or a status belongs, which the rest of the audit takes for blank."""
    for name, table in tables.items():
        days = [heading for heading in table.columns if heading in OF_DATES and name != c.ROUNDS.name]
        for index, row in table.rows():
            for heading in days:
                if not is_blank(row[heading]) and day_or_none(row[heading]) is None:
                    yield _blank(
                        "DATE_UNREADABLE", (table, index, heading), row, "không phải là ngày",
                        "Nhập ngày/tháng/năm, ví dụ 31/12/2026.",
                    )  # fmt: skip
            if name == c.APPRAISALS.name and not is_blank(row[c.POINTS]) and number_or_none(row[c.POINTS]) is None:
                yield _blank("NOT_A_NUMBER", (table, index, c.POINTS), row, "không phải là số", advice(row[c.POINTS]))
            if name == c.TASKS.name and fold(row[c.STATUS] or "") not in _STATUSES:
                yield _blank(
                    "STATUS_UNKNOWN", (table, index, c.STATUS), row, "không phải là trạng thái",
                    f"Chọn một trong danh sách: {'; '.join(c.STATUSES)}.",
                )  # fmt: skip


def _blank(code: str, place: tuple[Table, int, str], row: Mapping[str, Any], what: str, hint: str) -> Finding:
    table, index, heading = place
    shown = shorten(lines_of(row[heading]))
    return Finding(
        code=code, level=ERROR, message=f"{heading}: '{shown}' {what} nên được coi là để trống.",
        hint=hint, table=table.spec.name, row=index, column=heading, row_code=text_of(row[table.spec.columns[0]]),
    )  # fmt: skip


def _below(tables: Iterable[Table]) -> Iterator[Finding]:
    """Rows typed right under a table that did not grow: no button takes them into account."""
    for table in tables:
        if not all(map(is_blank, table.below())):
            under = len(table.body) + table.has_totals
            yield Finding(
                code="ROW_OUTSIDE_TABLE", level=ERROR,
                message="Dòng này nằm ngay dưới bảng, ngoài bảng, nên không được tính.",
                hint="Kéo góc dưới bên phải của bảng xuống để lấy cả dòng này, hoặc xóa dòng.", table=table.spec.name,
                row=under,
            )  # fmt: skip
