"""Nhập phụ lục: a published appendix into Criteria or Tasks, by STT, so that a second import doubles nothing."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import xlwings as xw

from cchc_macros import contract as c
from cchc_macros.book.findings import OF_IMPORT, describe, write_findings
from cchc_macros.book.settings import write_settings
from cchc_macros.book.tables import Table
from cchc_macros.book.work import read_roster
from cchc_macros.book.workbook import Workbook
from cchc_macros.contract import TableSpec
from cchc_macros.errors import UserError
from cchc_macros.plans import Plan, read_plans
from cchc_macros.plans.appraisals import has_rounds, write_rounds
from cchc_macros.plans.choice import PICK, must_pick, pick, several
from cchc_macros.plans.merging import REVIEW, Merge, merge_plan, short
from cchc_macros.plans.model import Document, Kind
from cchc_macros.plans.moved import follow_moved
from cchc_macros.plans.plan_files import read_file, read_pasted
from cchc_macros.plans.plan_settings import merge_settings
from cchc_macros.plans.plan_units import addable, no_unit_findings, proposals, unit_finding, write_units
from cchc_macros.plans.scanned import review_page, to_look_at
from cchc_macros.rules.codes import clean_code
from cchc_macros.rules.findings import INFO, WARNING, Finding
from cchc_macros.rules.text import first_few, unaccented
from cchc_macros.rules.units.proposals import Proposal
from cchc_macros.scores.recalculate import recalculate_in
from cchc_macros.summary import Question, Summary
from xl.files import write_or_tell
from xl.kept import beside
from xl.late import dataclass

_SPECS: dict[Kind, TableSpec] = {"criteria": c.CRITERIA, "tasks": c.TASKS}

_ASK_UNITS = (
    "Văn bản nêu {} đơn vị, nhóm mà sheet {} chưa có. Thêm luôn?\n\n"
    "Có: thêm, mã và loại do phần mềm đề xuất, sửa lại được.\nKhông: chỉ liệt kê ở sheet Kiểm tra."
)
_SHOWN = 12  # STT in a message
_YES = frozenset(("c", "co", "1"))
_COMMAND = "Muốn thêm luôn các đơn vị, nhóm ấy vào sổ: --add-units."


def import_plan(
    book: xw.Book,
    plan: Path | str = c.PASTE_SHEET,
    *,
    add_units: bool | str = False,
    table: int | str = 0,
    dry_run: bool = False,
) -> Summary:
    """Read the appendices of a plan into the workbook.

    A row that is in the table is brought up to date in the plan's own columns; results, self scores, notes, status and
    progress that are filled stay. Totals the plan states, its number, date and title go to Settings.

    Args:
        book: The workbook.
        plan: The plan's file, or `contract.PASTE_SHEET` for the table pasted into that sheet.
        add_units: Add the units and groups that the plan names and the workbook lacks; a click's answer in words.
        table: Which table of the document, 1 for the first; 0: all, unless there are several sets of criteria.
        dry_run: Only say what would be done; nothing is written.

    Raises:
        FileError: the file cannot be read.
        PlanError: it holds no appendix, or several sets of which none was picked.
        WorkbookError: a table or column is missing.
    """
    document = read_pasted(book) if str(plan) == c.PASTE_SHEET else read_file(Path(plan))
    found = read_plans(document.lines)
    number = _number(table)
    if dry_run and not number and must_pick(found):
        return _which_table(found)
    workbook = Workbook(book)
    plans = pick(found, number)
    if document.pieces:
        plans = tuple(to_look_at(published, workbook.once(read_roster)) for published in plans)
    work = _prepare(workbook, plans, add_units=_is_yes(add_units))
    message = _message(work, dry_run=dry_run)
    findings = [
        *(Finding(code="IMPORT_CONVERTED", level=INFO, message=remark) for remark in document.remarks),
        *_scan_findings(document, Path(plan).name),
        *work.findings(),
        *no_unit_findings(workbook, plans),
    ]
    if not dry_run:
        findings += _write(workbook, work, Path(plan).name)
        message += _recalculated(workbook, plans)
        message += _review(book, document, Path(plan)) if document.pieces else ""
    tables = {published.kind: workbook.table(_SPECS[published.kind]) for published in plans}
    placed = sorted(_placed(findings, tables), key=_importance)
    named = {table.spec.name: table for table in (*tables.values(), *map(workbook.table, (c.SETTINGS, c.UNITS)))}
    described = [describe(found, named) for found in placed]
    if not dry_run:
        write_findings(workbook, described, _keeps(named.values()))
        workbook.log("Nhập phụ lục", [("", message, Path(plan).name)])
    proposed = [
        {"name": unit.name, "kind": unit.kind, "code": unit.code, "suggestions": list(unit.suggestions)}
        for unit in work.units
    ]
    data = _counts(work) | {"dry_run": dry_run, "units": proposed, "findings": described}
    left = len(addable(work.units)) - len(work.added)
    ask = Question(text=_ASK_UNITS.format(left, c.UNITS_SHEET), value="có", yes="add_units")
    asks = bool(dry_run and left and not add_units)
    return Summary(message=message, data=data, command=_COMMAND if left else "", questions=[ask] * asks)


@dataclass(slots=True, kw_only=True)
class _Work:
    """What an import will do: settings to write, a merge for each table, units to add."""

    plans: Sequence[Plan]
    said: dict[str, Any]
    differences: list[Finding]
    rounds: bool
    merges: dict[Kind, Merge]
    units: Sequence[Proposal]
    added: Sequence[Proposal]

    def findings(self) -> Iterator[Finding]:
        """What reading the plans and merging them tells."""
        for published in self.plans:
            yield from published.report
            yield from self.merges[published.kind].findings
        yield from self.differences
        for unit in self.units:
            yield unit_finding(unit, added=unit in self.added)


def _prepare(workbook: Workbook, plans: Sequence[Plan], *, add_units: bool) -> _Work:
    """Work out all that is to be written; nothing is written yet."""
    settings = workbook.settings
    said, differences = merge_settings(plans, settings)
    year = int(said.get(c.YEAR_PLAN) or settings.year(c.YEAR_PLAN) or 0) or None
    issued = said.get(c.PLAN_DATE) or settings.plan_day()
    issued = issued if isinstance(issued, date) else None
    rounds = has_rounds(plans) and workbook.has(c.APPRAISALS)
    merges = {
        published.kind: merge_plan(workbook.table(_SPECS[published.kind]), published, year, issued, rounds=rounds)
        for published in plans
    }
    units = proposals(workbook, plans)
    added = addable(units) if add_units else []
    return _Work(
        plans=plans, said=said, differences=differences, rounds=rounds, merges=merges, units=units, added=added
    )


def _write(workbook: Workbook, work: _Work, source: str) -> list[Finding]:
    """Write it; return what is found only then."""
    specs = [_SPECS[kind] for kind in work.merges]
    others = (c.SETTINGS, c.UNITS, c.GROUPS, c.FINDINGS, c.LOG)
    workbook.will_write(c.APPRAISALS_SHEET)  # when points are worked out anew
    workbook.will_reshape(*specs, *others, *[c.APPRAISALS] * work.rounds)
    write_settings(workbook.settings, work.said)
    for spec, merge in zip(specs, work.merges.values(), strict=True):
        merge.write(workbook.table(spec))
        follow_moved(workbook, spec, merge.moved)
    write_units(workbook, work.added)
    return write_rounds(workbook, work.plans, workbook.settings.today(), source) if work.rounds else []


def _which_table(found: Sequence[Plan]) -> Summary:
    """Ask which of several sets is to be imported."""
    message = several(found)
    choices = [
        Question(text=f"{message}\n\nLấy bảng số {choice}?", value=str(choice), yes="table", is_choice=True)
        for choice in range(1, len(found) + 1)
    ]
    return Summary(message=f"{message}\n{PICK}", data={"dry_run": True}, questions=choices)


def _scan_findings(document: Document, name: str) -> Iterator[Finding]:
    """That the document is a scan, and what in it could not be read surely."""
    if document.pieces:
        message = f"'{name}' là ảnh quét: mọi dòng do máy đọc, có cờ '{REVIEW}' đến khi có người đối chiếu."
        yield Finding(code="IMPORT_SCANNED", level=WARNING, message=message, hint="So với trang đối chiếu, rồi xóa cờ.")
    for place, piece in document.pieces.items():
        if piece.unsure:
            shown = ", ".join(f"'{short(text)}'" if text else "một ô có chữ" for text in piece.unsure)
            message = f"{place[:1].upper()}{place[1:]}: đọc không chắc {shown}."
            yield Finding(code="IMPORT_SCANNED", level=WARNING, message=message, hint="Xem ảnh ở trang đối chiếu.")


def _review(book: xw.Book, document: Document, plan: Path) -> str:
    """Write the page that shows each row's picture beside what was read; say where it is."""
    place = beside(book)
    path = place.with_name(f"{place.stem} - đối chiếu {plan.stem}.html")
    failed = write_or_tell(path, review_page(document, plan.name).encode())
    return f" Chưa ghi được trang đối chiếu: {failed}" if failed else f" Đối chiếu từng dòng với ảnh: {path.name}."


def _number(table: int | str) -> int:
    """The number of a table as given or typed; -1 for what is none, which no table has."""
    text = str(table or 0).strip(" .")
    return int(text) if text.isdecimal() else -1 if text else 0


def _is_yes(answer: str | bool) -> bool:  # noqa: FBT001 - private
    return answer is True or unaccented(str(answer)).strip(" .") in _YES


def _recalculated(workbook: Workbook, plans: Sequence[Plan]) -> str:
    """Lay the formulas of the scores again; what stops that is the clerk's next step, not the import's failure."""
    if not any(plan.kind == "criteria" for plan in plans):
        return ""
    try:
        return f" {recalculate_in(workbook).message}"
    except UserError as error:
        return f" Chưa tính lại được điểm: {error}"


def _placed(findings: Sequence[Finding], tables: Mapping[Kind, Table]) -> list[Finding]:
    """The findings with the row index that their STT has now."""
    rows = {
        (table.spec.name, clean_code(row[c.STT])): index for table in tables.values() for index, row in table.rows()
    }
    return [
        replace(found, row=rows.get((found.table or "", clean_code(found.row_code))))
        if found.row_code and found.table in {table.spec.name for table in tables.values()}
        else found
        for found in findings
    ]


def _importance(found: Finding) -> tuple[bool, int]:
    """What was read first, then what needs a look, then what is only to be known."""
    return found.code != "IMPORT_READ", c.LEVELS.index(found.level)


def _keeps(tables: Iterable[Table]) -> Callable[[Mapping[str, str]], bool]:
    """What stays in the sheet `Kiểm tra`: findings of the audit, and an earlier import's about none of these tables."""
    sheets = [table.sheet_name for table in tables]

    def keeps(row: Mapping[str, str]) -> bool:
        place = row[c.PLACE]
        return not row[c.FINDING_CODE].startswith(OF_IMPORT) or (
            bool(place) and not any(name in place for name in sheets)
        )

    return keeps


def _counts(work: _Work) -> dict[str, int]:
    rows = {"criteria": 0, "tasks": 0, "headings": 0}
    for plan in work.plans:
        for row in plan.rows:
            rows["headings" if row.heading else plan.kind] += 1
    merges = work.merges.values()
    return rows | {
        "new": sum(len(merge.new) for merge in merges),
        "changed": sum(len(merge.changes) for merge in merges),
        "units_added": len(work.added),
    }


def _message(work: _Work, *, dry_run: bool) -> str:
    counts = _counts(work)
    words = (("criteria", "tiêu chí"), ("tasks", "nhiệm vụ"), ("headings", "đề mục"))
    read = ", ".join(f"{counts[key]} {word}" for key, word in words if counts[key])
    doubtful = sum(bool(row.doubts) for plan in work.plans for row in plan.rows)
    found = [one for merge in work.merges.values() for one in merge.findings]
    told, other = Counter(one.code for one in found), [str(o.row_code) for o in found if o.code == "IMPORT_OTHER_WORK"]
    left, moved = told["IMPORT_NOT_IN_PLAN"], told["IMPORT_RENUMBERED"]
    unlike = [str(one.row_code) for one in work.differences if one.code == "IMPORT_KEPT"]
    blank = [one.message for one in work.differences if one.code == "IMPORT_BLANK"]
    added, unknown = len(work.added), len(work.units) - len(work.added)
    parts = [
        f"{'Sẽ nhập' if dry_run else 'Đã nhập'} {read}: {counts['new']} dòng mới, {counts['changed']} dòng sửa.",
        f"{doubtful} dòng cần xem lại." * bool(doubtful),
        f"Tên đã khác mà điểm, tiến độ còn của tên cũ: STT {first_few(other, _SHOWN)}; xem lại." * bool(other),
        f"{moved} dòng đổi STT theo văn bản." * bool(moved),
        f"{left} dòng của sổ không có trong văn bản, giữ nguyên." * bool(left),
        f"Văn bản ghi khác sổ: {', '.join(unlike)}; giữ như sổ." * bool(unlike),
        *blank,
        f"{'Sẽ thêm' if dry_run else 'Đã thêm'} {added} đơn vị, nhóm vào sheet {c.UNITS_SHEET}." * bool(added),
        f"{unknown} tên đơn vị chưa có trong sheet {c.UNITS_SHEET}." * bool(unknown),
        f"Xem sheet {c.FINDINGS_SHEET}." * (not dry_run and bool(doubtful or other or work.units or left or unlike)),
    ]
    return " ".join(filter(None, parts))
