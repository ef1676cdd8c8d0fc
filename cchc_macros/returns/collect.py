"""Tổng hợp phiếu: the returned unit workbooks merged by identity, with every doubt listed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import xlwings as xw

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from cchc_macros.book.progress import in_round
from cchc_macros.book.rounds import current_round, read_rounds, tell_lost_rounds
from cchc_macros.book.wanted import find_wanted, write_wanted
from cchc_macros.book.work import Work, read_work
from cchc_macros.book.workbook import Workbook
from cchc_macros.errors import UserError
from cchc_macros.handing_out.assign import fill_task_sheets, task_sheets_in
from cchc_macros.handing_out.names import Names
from cchc_macros.returns.answers import Answers
from cchc_macros.returns.conflicts import Conflicts, Side
from cchc_macros.returns.expecting import expect
from cchc_macros.returns.files import ReturnedFile
from cchc_macros.returns.folder import Arrived, arrived, returned_paths
from cchc_macros.returns.merge import Reply, merge_row
from cchc_macros.returns.notes import Note, lines
from cchc_macros.returns.opening import Opened, opened
from cchc_macros.returns.periods import RoundFigures, check_columns, latest, mark_superseded
from cchc_macros.returns.proposed_work import ProposedWork
from cchc_macros.returns.received import Returns
from cchc_macros.returns.registers import Key, Register
from cchc_macros.returns.score_proposals import ScoreProposals
from cchc_macros.returns.task_reports import TaskReports
from cchc_macros.returns.telling import Collected, Outcome, summary
from cchc_macros.returns.understand import Expected, Rejected, Understood, is_untouched, understand
from cchc_macros.rules.days.rounds import ranks
from cchc_macros.scores.carry_appraisals import close_self_scores, closed_scores, record_self_scores
from cchc_macros.summary import Summary
from xl.garbage import without_gc
from xl.kept import address
from xl.progress import each
from xl.scratch import scratch_folder

ACTION = "Tổng hợp phiếu"
_OF_NO_ROUND = "Phiếu xuất khi chưa mở kỳ: đã ghép, nhưng chưa tính là đã gửi kỳ {}. Đề nghị gửi sổ của kỳ này."
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
    with without_gc():  # it would look through the open workbook after every few files: a third of the time
        workbook = Workbook(book)
        sheets = task_sheets_in(workbook)
        returns = Returns(workbook)
        with scratch_folder() as scratch:
            files = arrived(dir, paths, scratch)
            with opened(files, returns.known()) as contents:
                collection = _Collection(workbook, sheets, returns)
                collection.merge(zip(each("đọc phiếu", files), contents, strict=True))
        collection.write()
        told = collection.summary()
        return replace(told, message=f"{told.message} {_refreshed(workbook)}") if sheets else told


class _Collection:
    """The tables that answers are merged into, what the workbook expects, and what a run finds."""

    def __init__(self, workbook: Workbook, sheets: Sequence[xw.Sheet], returns: Returns) -> None:
        workbook.will_reshape(*_WRITTEN, sheets=sheets)
        self._workbook, self.run = workbook, Collected()
        self._current, self._proposed = current_round(workbook), ProposedWork(workbook, returns)
        self._accepted = self._proposed.accept()  # these are tasks by now
        close_self_scores(workbook)
        work, self._rounds = workbook.once(read_work), read_rounds(workbook)
        self._work, self._day = work, work.settings.today()
        self._order = ranks(self._rounds)
        self._progress = Register(workbook, c.PROGRESS_TABLE, (c.STT, c.UNIT, c.PERIOD), u.UNIT_FILLS, self._day)
        check_columns(self._progress, self._rounds)
        self._own = Register(workbook, c.SELF_SCORES, (c.STT, c.UNIT, c.PERIOD), u.UNIT_SCORES, self._day)
        self._tasks = TaskReports(work, latest(self._progress, self._order))
        self._scores = ScoreProposals(work, self._own, self._order, closed_scores(workbook))
        self._conflicts, self._returns, self._answers = Conflicts(workbook), returns, Answers(workbook, work)
        self._before = RoundFigures.of(workbook, work, self._progress, {})
        self._obeyed = self._conflicts.apply(self._sides())
        self.run.log += [*self._accepted, *self._obeyed]

    def _sides(self) -> dict[str, Side]:
        return {
            c.PROGRESS_SHEET: self._progress,
            c.SELF_SCORES_SHEET: self._own,
            c.TASKS_SHEET: self._tasks,
            c.SCORES_SHEET: self._scores,
            c.APPRAISALS_SHEET: self._answers,
        }

    def merge(self, files: Iterable[tuple[Arrived, Opened]]) -> None:
        """Merge what files say, the first ones first in each row, and let tasks and scores follow."""
        said: dict[Key, list[Reply]] = defaultdict(list)
        scored: dict[Key, list[Reply]] = defaultdict(list)
        answered: dict[tuple[str, str], list[Reply]] = defaultdict(list)
        expected = expect(self._work, self._rounds, self._answers.asked.values())
        for file, found in self._understand_all(files, expected):
            unit, period = found.unit, found.period
            for report in found.reports:
                label = unit.rows[report.id].label
                said[label, unit.code, period].append(Reply(file.name, file.saved, report.values))
            for report in found.scores:
                scored[report.id, unit.code, period].append(Reply(file.name, file.saved, report.values))
            for report in found.answers:
                answered[report.id, unit.code].append(Reply(file.name, file.saved, report.values))
        roles = _roles(self._work)
        for told in (self._proposed.accepted, said):
            _merge(self._progress, c.PROGRESS_SHEET, told, roles, self._conflicts, self.run)
        _merge(self._own, c.SELF_SCORES_SHEET, scored, {}, self._conflicts, self.run)
        for (code, unit_code), replies in answered.items():
            self.run.changed[replies[-1].source] += self._answers.merge(code, unit_code, replies, self._conflicts)
        self.run.log += self._answers.log
        holding = latest(self._progress, self._order)
        mark_superseded(self._progress, holding.values())
        mark_superseded(self._own, latest(self._own, self._order).values())
        self._tasks.follow(holding, self._conflicts)
        self._scores.follow(self._conflicts)

    def _understand_all(
        self, files: Iterable[tuple[Arrived, Opened]], expected: Expected
    ) -> Iterator[tuple[ReturnedFile, Understood]]:
        """Understand the files not merged before; what cannot be merged is noted and left out."""
        returns, run, current = self._returns, self.run, self._current.name
        for (_, name, sender), (digest, file, error) in files:
            if returns.knows(digest):
                run.unchanged.append(name)
                continue
            try:
                if file is None:
                    raise error or LookupError(name)
                found = understand(file, expected, sender)
            except (UserError, Rejected) as refusal:
                reason = " ".join(str(refusal).split())
                run.rejected[name] = reason
                if returns.record(digest or name, name, c.RETURN_REJECTED, [reason]):
                    run.log.append(("", c.RETURN_REJECTED, f"{name}: {reason}"))
                continue
            if current and not found.period:
                found.notes.append(Note("", _OF_NO_ROUND.format(current)))
            result, unit = _result(found), found.unit.code
            found.notes += self._proposed.add(unit, found.period, found.proposed, file, self._day)
            notes = lines(found.notes)
            returns.record(digest, name, result, notes, unit=unit, saved=file.saved, period=found.period)
            run.merged[name] = found
            if not found.is_untouched:
                yield file, found

    def write(self) -> None:
        """Write the tables, the log, and from whom a sheet is still wanted."""
        workbook, work = self._workbook, self._work
        if self._rounds:
            figures = RoundFigures.of(workbook, work, self._progress, self._tasks.statuses())
            figures.write(workbook, self._before, work, self._returns)
        names = Names(work)
        for register in (self._progress, self._own):
            register.write(names)
        for table in (self._tasks, self._scores, self._answers, self._returns, self._proposed):
            table.write()
        self._conflicts.write(names)
        record_self_scores(workbook, self._scores.agreed)
        run = self.run
        run.log += [(found.unit.code, _result(found), _line(name, found, run)) for name, found in run.merged.items()]
        workbook.log(ACTION, [*run.log, *self._tasks.kept])
        _tell_wanted(workbook, work, self._day)

    def summary(self) -> Summary:
        """What came of it."""
        returned = self._returns.units(self._current.name)
        outcome = Outcome(
            missing=[sheet.code for sheet in self._work.awaited if sheet.code not in returned],
            period=self._current.name,
            obeyed=len(self._obeyed),
            accepted=len(self._accepted),
            proposed=self._proposed.waiting(),
            declined=self._proposed.declined,
            persons=len(self._tasks.kept),
            doubt=tell_lost_rounds(self._workbook),
        )
        return summary(self.run, self._conflicts, outcome)


def _refreshed(workbook: Workbook) -> str:
    """Bring the office's own task sheets up to date with what was collected; tell how that went."""
    try:
        typed = fill_task_sheets(workbook).conflicts
    except UserError as error:
        return f"Các sheet phiếu trong sổ chưa cập nhật được: {error}"
    waiting = f", {typed} chỗ gõ trên phiếu khác sheet {c.PROGRESS_SHEET}" if typed else ""
    return f"Đã cập nhật các sheet phiếu trong sổ{waiting}."


def _tell_wanted(workbook: Workbook, work: Work, day: date) -> None:
    """Bring up to date from whom a sheet of the open round is still wanted."""
    is_open = bool(current_round(workbook).name)
    wanted = find_wanted(workbook, work, day) if is_open else []
    write_wanted(workbook, wanted)


def _roles(work: Work) -> dict[Key, dict[str, object]]:
    """The cell `Vai trò` of a row of Progress, by STT and unit."""
    return {
        (duty.item.label, sheet.code): {c.ROLE: c.ROLE_LEAD if duty.role == "lead" else c.ROLE_SUPPORT}
        for sheet in work.assignment.sheets
        for duty in sheet.duties
    }


def _merge(
    register: Register,
    name: str,
    said: dict[Key, list[Reply]],
    constants: dict[Key, dict[str, object]],
    conflicts: Conflicts,
    run: Collected,
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


def _line(name: str, found: Understood, run: Collected) -> str:
    notes = f"; {len(found.notes)} lưu ý, xem sheet {c.RETURNS_SHEET}" if found.notes else ""
    return f"{name}: {len(found.reports)} dòng, {run.changed[name]} ô mới{notes}"
