"""Tổng hợp phiếu: the returned unit workbooks merged by identity, with every doubt listed."""

import gc
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlwings as xw

from cchc_macros import contract as c
from cchc_macros.book.work import Work, read_work
from cchc_macros.book.workbook import Workbook
from cchc_macros.contract import TableSpec
from cchc_macros.errors import UserError
from cchc_macros.handing_out.task_sheets import (
    Labels,
    agency_name,
    known_plan_ids,
    make_labels,
    plan_line,
    score_rows,
    sheet_rows,
)
from cchc_macros.returns.conflicts import Conflicts, Side
from cchc_macros.returns.files import ReturnedFile, Value
from cchc_macros.returns.folder import digest_of, returned_paths, unreadable
from cchc_macros.returns.merge import Said, merge_row
from cchc_macros.returns.notes import lines
from cchc_macros.returns.readers.xlsx import read_returned
from cchc_macros.returns.received import Returns
from cchc_macros.returns.registers import Key, Register
from cchc_macros.returns.rows import ExpectedRow
from cchc_macros.returns.score_proposals import ScoreProposals
from cchc_macros.returns.task_reports import TaskReports
from cchc_macros.returns.understand import Expected, ExpectedUnit, Rejected, Understood, is_untouched, understand
from cchc_macros.rules.self_scores import led_leaves
from cchc_macros.rules.text import clean
from cchc_macros.summary import Summary
from xl.kept import address
from xl.progress import each

ACTION = "Tổng hợp phiếu"
_SHOWN = 3


@dataclass(slots=True, kw_only=True)
class Run:
    """What a run found, file by file."""

    merged: dict[str, Understood] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    rejected: dict[str, str] = field(default_factory=dict)
    unchanged: list[str] = field(default_factory=list)
    log: list[tuple[str, str, str]] = field(default_factory=list)


def collect(book: xw.Book, dir: Path) -> Summary:  # noqa: A002  the option's name
    """Apply the choices made in `Xung đột`, then merge every unit workbook in a folder that was not merged before.

    Raises:
        FileError: there is no such folder.
        WorkbookError: a table or column of the workbook is missing.
        DataError: a setting cannot be read.
    """
    own = Path(address(book)).absolute()  # every click changes it, so that it would be a new file each time
    paths = [path for path in returned_paths(dir) if path.absolute() != own]
    with _without_collector():
        return _collect(Workbook(book), dir, paths)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep Python's collector from looking through the open workbook after every few files: a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _collect(workbook: Workbook, folder: Path, paths: list[Path]) -> Summary:
    workbook.will_reshape(c.PROGRESS_TABLE, c.SELF_SCORES, c.CONFLICTS, c.RETURNS, c.LOG)
    work = workbook.once(read_work)
    labels, day = make_labels(work.items), work.settings.today()
    progress = Register(workbook, c.PROGRESS_TABLE, (c.STT, c.UNIT), c.UNIT_FILLS, day)
    own = Register(workbook, c.SELF_SCORES, (c.STT, c.UNIT), c.UNIT_SCORES, day)
    tasks, proposals = TaskReports(work), ScoreProposals(work, own)
    conflicts, returns, run = Conflicts(workbook), Returns(workbook), Run()
    sides: dict[str, Side] = {
        c.PROGRESS_SHEET: progress,
        c.SELF_SCORES_SHEET: own,
        c.TASKS_SHEET: tasks,
        c.SCORES_SHEET: proposals,
    }
    obeyed = conflicts.apply(sides)
    run.log += obeyed
    said: dict[Key, list[Said]] = defaultdict(list)
    scored: dict[Key, list[Said]] = defaultdict(list)
    for file, found in _read_all(folder, paths, expect(work, labels), returns, run):
        for report in found.reports:
            key = (found.unit.rows[report.id].label, found.unit.code)
            said[key].append(Said(file.name, file.saved, report.values))
        for report in found.scores:
            scored[report.id, found.unit.code].append(Said(file.name, file.saved, report.values))
    roles = _roles(work, labels)
    _merge(progress, c.PROGRESS_SHEET, said, roles, conflicts, run)
    _merge(own, c.SELF_SCORES_SHEET, scored, {}, conflicts, run)
    tasks.follow(labels, progress, conflicts)
    proposals.follow(conflicts)
    for table in (progress, own, tasks, proposals, conflicts, returns):
        table.write()
    run.log += [(found.unit.code, _result(found), _line(name, found, run)) for name, found in run.merged.items()]
    workbook.log(ACTION, run.log)
    return _summary(work, conflicts, returns, run, len(obeyed))


def expect(work: Work, labels: Labels) -> Expected:
    """What the workbook expects of returned files."""
    led = led_leaves(work.scores.tree, work.roster)
    units = []
    for sheet in work.assignment.sheets:
        work_rows = sheet_rows(sheet, labels, {})
        rows = {duty.item.id: _expected(c.TASK_SHEET, row) for duty, row in zip(sheet.duties, work_rows, strict=True)}
        criteria = led.get(sheet.code, [])
        scores = {
            criterion.code: _expected(c.OWN_SCORES, row)
            for criterion, row in zip(criteria, score_rows(sheet.code, criteria, {}), strict=True)
        }
        units.append(ExpectedUnit(sheet.code, sheet.name, rows, scores))
    return Expected.of(known_plan_ids(work.settings), (agency_name(work.settings), plan_line(work.settings)), units)


def _expected(spec: TableSpec, row: list[object]) -> ExpectedRow:
    return ExpectedRow(str(row[0]), dict(zip(spec.headings, map(_as_read, row), strict=True)))


def _as_read(value: Any) -> Value:
    """A value as a returned file holds it: cells know moments and floats only."""
    if isinstance(value, Decimal):
        return float(value)
    return datetime.combine(value, time()) if type(value) is date else value


def _read_all(
    folder: Path, paths: list[Path], expected: Expected, returns: Returns, run: Run
) -> Iterator[tuple[ReturnedFile, Understood]]:
    """Read the files not merged before; what cannot be merged is noted and left out."""
    for path in each("đọc phiếu", paths):
        name = clean(path.relative_to(folder).as_posix().encode("utf-8", "replace").decode())
        digest = ""
        try:
            digest = digest_of(path)
            if returns.knows(digest):
                run.unchanged.append(name)
                continue
            file = read_returned(path, name)
            found = understand(file, expected)
        except (UserError, Rejected, OSError) as error:
            told = unreadable(path) if isinstance(error, OSError) else error
            reason = " ".join(str(told).split())
            run.rejected[name] = reason
            if returns.record(digest or name, name, c.RETURN_REJECTED, [reason]):
                run.log.append(("", c.RETURN_REJECTED, f"{name}: {reason}"))
            continue
        result = _result(found)
        returns.record(digest, name, result, lines(found.notes), unit=found.unit.code, saved=file.saved)
        run.merged[name] = found
        if not found.is_untouched:
            yield file, found


def _roles(work: Work, labels: Labels) -> dict[Key, dict[str, object]]:
    """The cell `Vai trò` of a row of Progress, by its key."""
    return {
        (labels.of(duty.item), sheet.code): {c.ROLE: c.ROLE_LEAD if duty.role == "lead" else c.ROLE_SUPPORT}
        for sheet in work.assignment.sheets
        for duty in sheet.duties
    }


def _merge(
    register: Register,
    name: str,
    said: dict[Key, list[Said]],
    constants: dict[Key, dict[str, object]],
    conflicts: Conflicts,
    run: Run,
) -> None:
    """Merge what files say into a table; `constants` are cells of new rows.

    Work in whose row nobody typed anything is listed once, with nothing remembered of it.
    """
    asked = conflicts.asked()
    for key, entries in said.items():
        touched = [entry for entry in entries if not is_untouched(entry.values)]
        if not touched:
            if c.STATUS in register.fields and key not in register.records:
                register.put(register.row(key, **constants.get(key, {})), {c.STATUS: c.TODO}, entries[-1].source)
            continue
        record = register.row(key, **constants.get(key, {}))
        mine = dict.fromkeys(record.values, "") if is_untouched(record.values) else record.values
        merged = merge_row(mine, record.memory, touched, asked.get((name, *key), {}))
        register.remember(record, merged.memory)
        for source, values in merged.by_source().items():
            register.put(record, values, source)
            run.changed[source] += len(values)
        conflicts.add(name, key, merged.conflicts)


def _result(found: Understood) -> str:
    return c.RETURN_EMPTY if found.is_untouched else c.RETURN_MERGED


def _line(name: str, found: Understood, run: Run) -> str:
    notes = f"; {len(found.notes)} lưu ý, xem sheet {c.RETURNS_SHEET}" if found.notes else ""
    return f"{name}: {len(found.reports)} dòng, {run.changed[name]} ô mới{notes}"


def _summary(work: Work, conflicts: Conflicts, returns: Returns, run: Run, obeyed: int) -> Summary:
    waiting, doubts = conflicts.data(), conflicts.doubts()
    returned = returns.units()
    missing = [sheet.code for sheet in work.assignment.sheets if sheet.code not in returned]
    notes = sum(len(found.notes) for found in run.merged.values())
    empty = sum(found.is_untouched for found in run.merged.values())
    parts = [f"Đã giải quyết {obeyed} dòng ở sheet {c.CONFLICTS_SHEET}."] if obeyed else []
    parts.append(f"Đã ghép {len(run.merged) - empty} phiếu, {sum(run.changed.values())} ô mới.")
    if not (run.merged or run.unchanged or run.rejected):
        parts.append("Thư mục không có tệp nào; chọn thư mục chứa sổ các đơn vị gửi về.")
    if empty:
        parts.append(f"{empty} phiếu chưa điền gì.")
    if run.unchanged:
        parts.append(f"{len(run.unchanged)} tệp đã ghép từ trước.")
    if waiting:
        parts.append(f"{len(waiting)} chỗ mâu thuẫn: chọn ở cột {c.CHOICE} của sheet {c.CONFLICTS_SHEET} rồi bấm lại.")
        parts += doubts[:_SHOWN]
    if run.rejected:
        shown = "; ".join(list(run.rejected)[:_SHOWN]) + ("; …" if len(run.rejected) > _SHOWN else "")
        parts.append(f"{len(run.rejected)} tệp không nhận ({shown}); lý do ở sheet {c.RETURNS_SHEET}.")
    if notes:
        parts.append(f"{notes} lưu ý ở sheet {c.RETURNS_SHEET}.")
    if missing:
        parts.append(f"Chưa gửi: {', '.join(missing)}.")
    data: dict[str, Any] = {
        "merged": [_merged_data(name, found, run) for name, found in run.merged.items()],
        "conflicts": waiting,
        "obeyed": obeyed,
        "doubts": doubts,
        "rejected": [{"file": name, "reason": reason} for name, reason in run.rejected.items()],
        "unchanged": run.unchanged,
        "missing": missing,
    }
    return Summary(message=" ".join(parts), data=data)


def _merged_data(name: str, found: Understood, run: Run) -> dict[str, Any]:
    return {
        "file": name,
        "unit": found.unit.code,
        "rows": len(found.reports),
        "changed": run.changed[name],
        "notes": [{"cell": note.place or None, "message": note.text} for note in found.notes],
    }
