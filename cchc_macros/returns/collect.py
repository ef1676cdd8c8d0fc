"""Tổng hợp phiếu: the returned unit workbooks merged by identity, with every doubt listed."""

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlwings as xw

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from cchc_macros.book.progress import in_round
from cchc_macros.book.rounds import current_round, read_rounds
from cchc_macros.book.wanted import find_wanted, write_wanted
from cchc_macros.book.work import Work, read_work
from cchc_macros.book.workbook import Workbook
from cchc_macros.contract import TableSpec
from cchc_macros.errors import UserError
from cchc_macros.handing_out.assign import fill_task_sheets, task_sheets_in
from cchc_macros.handing_out.explaining import Asked, by_unit, explanation_rows
from cchc_macros.handing_out.names import Names
from cchc_macros.handing_out.task_sheets import (
    Labels,
    agency_name,
    known_plan_ids,
    make_labels,
    plan_line,
    score_rows,
    sheet_rows,
)
from cchc_macros.returns.answers import Answers
from cchc_macros.returns.conflicts import Conflicts, Side
from cchc_macros.returns.files import ReturnedFile, Value
from cchc_macros.returns.folder import digest_of, returned_paths, unreadable
from cchc_macros.returns.merge import Reply, merge_row
from cchc_macros.returns.notes import lines
from cchc_macros.returns.periods import RoundFigures, check_columns, latest, mark_superseded
from cchc_macros.returns.proposed_work import ProposedWork
from cchc_macros.returns.readers.xlsx import read_returned
from cchc_macros.returns.received import Returns
from cchc_macros.returns.registers import Key, Register
from cchc_macros.returns.rows import ExpectedRow
from cchc_macros.returns.score_proposals import ScoreProposals
from cchc_macros.returns.task_reports import TaskReports
from cchc_macros.returns.telling import Outcome, Run, summary
from cchc_macros.returns.understand import Expected, ExpectedUnit, Rejected, Understood, is_untouched, understand
from cchc_macros.rules.days.rounds import Round, ranks
from cchc_macros.rules.scoring.self_scores import led_leaves
from cchc_macros.rules.text import clean
from cchc_macros.scores.carry_appraisals import close_self_scores, closed_scores, record_self_scores
from cchc_macros.summary import Summary
from xl.kept import address
from xl.progress import each

ACTION = "Tổng hợp phiếu"
_WRITTEN = (
    c.PROGRESS_TABLE,
    c.SELF_SCORES,
    c.APPRAISALS,
    c.EVIDENCE_TABLE,
    c.CONFLICTS,
    c.RETURNS,
    c.PROPOSALS,
    c.TASKS,
    c.LOG,
)


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
    sheets = task_sheets_in(workbook)
    workbook.will_reshape(*_WRITTEN, sheets=sheets)
    current, proposed, run = current_round(workbook), ProposedWork(workbook), Run()
    run.log += (accepted := proposed.accept())
    close_self_scores(workbook)
    work, rounds = workbook.once(read_work), read_rounds(workbook)
    labels, day = make_labels(work.items), work.settings.today()
    progress = Register(workbook, c.PROGRESS_TABLE, (c.STT, c.UNIT, c.PERIOD), u.UNIT_FILLS, day)
    check_columns(progress, rounds)
    own = Register(workbook, c.SELF_SCORES, (c.STT, c.UNIT, c.PERIOD), u.UNIT_SCORES, day)
    order = ranks(rounds)
    tasks, scores = TaskReports(work), ScoreProposals(work, own, order, closed_scores(workbook))
    conflicts, returns, answers = Conflicts(workbook), Returns(workbook), Answers(workbook, work)
    sides: dict[str, Side] = {
        c.PROGRESS_SHEET: progress,
        c.SELF_SCORES_SHEET: own,
        c.TASKS_SHEET: tasks,
        c.SCORES_SHEET: scores,
        c.APPRAISALS_SHEET: answers,
    }
    before = RoundFigures.of(workbook, work, labels, progress, {})
    run.log += (obeyed := conflicts.apply(sides))
    said: dict[Key, list[Reply]] = defaultdict(list)
    scored: dict[Key, list[Reply]] = defaultdict(list)
    answered: dict[tuple[str, str], list[Reply]] = defaultdict(list)
    expected = expect(work, labels, rounds, answers.asked.values())
    for file, found in _read_all(folder, paths, expected, returns, run):
        for report in found.reports:
            key = (found.unit.rows[report.id].label, found.unit.code, found.period)
            said[key].append(Reply(file.name, file.saved, report.values))
        for report in found.scores:
            scored[report.id, found.unit.code, found.period].append(Reply(file.name, file.saved, report.values))
        for report in found.answers:
            answered[report.id, found.unit.code].append(Reply(file.name, file.saved, report.values))
        proposed.add(found.unit.code, found.period, found.proposed, file.name, day)
    _merge(progress, c.PROGRESS_SHEET, said, _roles(work, labels), conflicts, run)
    _merge(own, c.SELF_SCORES_SHEET, scored, {}, conflicts, run)
    for (code, unit), replies in answered.items():
        run.changed[replies[-1].source] += answers.merge(code, unit, replies, conflicts)
    run.log += answers.log
    holding = latest(progress, order)
    mark_superseded(progress, holding.values())
    mark_superseded(own, latest(own, order).values())
    tasks.follow(labels, holding, conflicts)
    scores.follow(conflicts)
    if rounds:
        figures = RoundFigures.of(workbook, work, labels, progress, tasks.statuses())
        figures.write(workbook, before, work.awaited, returns)
    names = Names(work)
    for register in (progress, own):
        register.write(names)
    for table in (tasks, scores, answers, returns, proposed):
        table.write()
    conflicts.write(names)
    record_self_scores(workbook, scores.agreed)
    run.log += [(found.unit.code, _result(found), _line(name, found, run)) for name, found in run.merged.items()]
    workbook.log(ACTION, run.log)
    _tell_wanted(workbook, work, labels, day)
    returned = returns.units(current.name)
    outcome = Outcome(
        missing=[sheet.code for sheet in work.awaited if sheet.code not in returned], period=current.name,
        obeyed=len(obeyed), accepted=len(accepted), proposed=proposed.waiting(),
    )  # fmt: skip
    told = summary(run, conflicts, outcome)
    return replace(told, message=f"{told.message} {_refreshed(workbook)}") if sheets else told


def _refreshed(workbook: Workbook) -> str:
    """Bring the office's own task sheets up to date with what was collected; tell how that went."""
    try:
        typed = fill_task_sheets(workbook).conflicts
    except UserError as error:
        return f"Các sheet phiếu trong sổ chưa cập nhật được: {error}"
    waiting = f", {typed} chỗ gõ trên phiếu khác sheet {c.PROGRESS_SHEET}" if typed else ""
    return f"Đã cập nhật các sheet phiếu trong sổ{waiting}."


def _tell_wanted(workbook: Workbook, work: Work, labels: Labels, day: date) -> None:
    """Bring up to date from whom a sheet of the open round is still wanted."""
    rows = [row for _, row in workbook.table(c.RETURNS).rows()]
    is_open = bool(current_round(workbook).name)
    wanted = find_wanted(workbook, work, labels.by_id, day, rows) if is_open else []
    write_wanted(workbook, wanted)


def expect(work: Work, labels: Labels, rounds: Sequence[Round] = (), questions: Iterable[Asked] = ()) -> Expected:
    """What the workbook expects of returned files."""
    asked = by_unit(questions)
    led = led_leaves(work.scores.tree, work.roster)
    units = []
    for sheet in work.assignment.sheets:
        work_rows = sheet_rows(sheet, labels, {})
        rows = {duty.item.id: _expected(u.TASK_SHEET, row) for duty, row in zip(sheet.duties, work_rows, strict=True)}
        criteria = led.get(sheet.code, [])
        scores = {
            criterion.code: _expected(u.OWN_SCORES, row)
            for criterion, row in zip(criteria, score_rows(sheet.code, criteria, {}), strict=True)
        }
        questions = asked.get(sheet.code, [])
        answers = {
            one.criterion.code: _expected(u.EXPLANATIONS, row)
            for one, row in zip(questions, explanation_rows(sheet.code, questions), strict=True)
        }
        units.append(ExpectedUnit(code=sheet.code, name=sheet.name, rows=rows, scores=scores, asked=answers))
    lines_above = (agency_name(work.settings), plan_line(work.settings))
    names = (one.name for one in rounds if one.name)
    return Expected.of(known_plan_ids(work.settings), lines_above, units, names)


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
        unit, notes = found.unit.code, lines(found.notes)
        returns.record(digest, name, result, notes, unit=unit, saved=file.saved, period=found.period)
        run.merged[name] = found
        if not found.is_untouched:
            yield file, found


def _roles(work: Work, labels: Labels) -> dict[Key, dict[str, object]]:
    """The cell `Vai trò` of a row of Progress, by STT and unit."""
    return {
        (labels.of(duty.item), sheet.code): {c.ROLE: c.ROLE_LEAD if duty.role == "lead" else c.ROLE_SUPPORT}
        for sheet in work.assignment.sheets
        for duty in sheet.duties
    }


def _merge(
    register: Register,
    name: str,
    said: dict[Key, list[Reply]],
    constants: dict[Key, dict[str, object]],
    conflicts: Conflicts,
    run: Run,
) -> None:
    """Merge what files say into a table; `constants` are cells of new rows.

    Work in whose row nobody typed anything is listed once, with nothing remembered of it.
    """
    asked = conflicts.asked()
    for key, entries in said.items():
        known, place = constants.get(key[:2], {}), (in_round(name, (*key, "", "")[2]), *key[:2])
        touched = [entry for entry in entries if not is_untouched(entry.values)]
        if not touched:
            if c.STATUS in register.fields and not register.has(key):
                register.put(register.row(key, **known), {c.STATUS: c.TODO}, entries[-1].source)
            continue
        record = register.row(key, **known)
        mine = dict.fromkeys(record.values, "") if is_untouched(record.values) else record.values
        merged = merge_row(mine, record.memory, touched, asked.get(place, {}))
        register.remember(record, merged.memory)
        for source, values in merged.by_source().items():
            register.put(record, values, source)
            run.changed[source] += len(values)
        conflicts.add(name, key, merged.conflicts)


def _result(found: Understood) -> str:
    return c.RETURN_EMPTY if found.is_untouched or found.lacks_status else c.RETURN_MERGED


def _line(name: str, found: Understood, run: Run) -> str:
    notes = f"; {len(found.notes)} lưu ý, xem sheet {c.RETURNS_SHEET}" if found.notes else ""
    return f"{name}: {len(found.reports)} dòng, {run.changed[name]} ô mới{notes}"
