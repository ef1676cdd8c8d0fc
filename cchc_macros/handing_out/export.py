"""Xuất sổ đơn vị: a workbook per unit, with that unit's work and nothing else."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import xlwings as xw

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from cchc_macros.book.progress import read_progress
from cchc_macros.book.rounds import current_round
from cchc_macros.book.work import Work
from cchc_macros.book.workbook import Workbook
from cchc_macros.handing_out.assign import NO_WORK, list_task_sheets, make_assignment
from cchc_macros.handing_out.clearing import ASIDE, ask_to_clear
from cchc_macros.handing_out.explaining import ToExplain, explanation_rows, explanations
from cchc_macros.handing_out.left_files import left_files
from cchc_macros.handing_out.task_sheets import (
    below,
    heading,
    plan_id,
    read_self_scores,
    row_ids,
    score_rows,
    sheet_rows,
)
from cchc_macros.handing_out.unit_workbook import UnitTemplate
from cchc_macros.rules.days.rounds import Round
from cchc_macros.rules.headings import Headings
from cchc_macros.rules.scoring.self_scores import led_leaves
from cchc_macros.rules.tasks.tasks import Progress
from cchc_macros.summary import Summary
from xl.backups import aside, set_aside
from xl.errors import FileError
from xl.file_faults import explained
from xl.files import make_folder, write_atomic, write_or_tell
from xl.late import dataclass
from xl.progress import each
from xl.safe_names import safe_file_name

_PROPERTY_LIMIT = 255  # Excel cuts a longer custom property


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFile:
    """A unit's workbook on disk.

    Attributes:
        unit: The unit's code.
        path: The file.
        scored: The criteria on which the unit scores itself in it.
        asked: The points that it has to explain in it: STT, round, points and day.
        fault: Why it could not be written, where one of an earlier run is open or must not be changed.
        kept: Where a file is kept that was in its place with other content: somebody may have filled it in.
    """

    unit: str
    path: Path
    scored: tuple[str, ...]
    asked: tuple[str, ...] = ()
    fault: str = ""
    kept: Path | None = None


def export(book: xw.Book, to: Path, *, clear: bool = False) -> Summary:
    """Assign, and write every unit's workbook into the folder `to`; a file of an earlier run is replaced.

    Args:
        book: The workbook.
        to: The folder.
        clear: Put aside the workbooks of earlier runs that no unit is given any more, unless somebody saved them since.

    Raises:
        WorkbookError, DataError: as `assign`.
        FileError: the folder cannot be written, or no file in it.
    """
    workbook = Workbook(book)
    workbook.will_reshape(c.LOG)
    work = make_assignment(workbook)
    files = write_unit_workbooks(workbook, work, to)
    if not files:
        return Summary(message=NO_WORK, data={"files": []})
    list_task_sheets(workbook, work)
    written, failed = [file for file in files if not file.fault], [file for file in files if file.fault]
    if not written:
        raise FileError(failed[0].fault)
    workbook.log(
        "Xuất sổ đơn vị",
        [(file.unit, "Chưa ghi được" if file.fault else "Đã ghi", file.fault or file.path.name) for file in files],
    )
    told = [f"Đã ghi {len(written)} sổ đơn vị vào thư mục {to}."]
    kept = [file.kept for file in written if file.kept]
    if kept:
        told.append(f"{len(kept)} sổ có sẵn khác nội dung (có thể đơn vị đã điền), bản cũ giữ ở {kept[0].parent}.")
    left = left_files(to, {file.path for file in files}, plan_id(work.settings))
    loose, moved = "; ".join(file.path.name for file in left if file.is_untouched), list[Path]()
    if loose and clear:
        moved, faults = set_aside((file.path for file in left if file.is_untouched), beside := aside(to))
        told += [f"{len(moved)} sổ không còn dùng đã chuyển vào {beside}: {loose}.", *faults]
    elif loose:
        told.append(f"Sổ không còn dùng (đơn vị đổi mã hay tên, hết việc, nhóm đã có thành viên): {loose}.")
    if held := "; ".join(file.path.name for file in left if not file.is_untouched):
        told.append(f"Sổ không còn dùng nhưng đã có người ghi vào, xem rồi tự chuyển đi để không gửi nhầm: {held}.")
    if failed:
        told += [f"Chưa ghi được {len(failed)} sổ, các sổ ấy còn như lần trước:", *(file.fault for file in failed)]
    data = {
        "files": [{"unit": file.unit, "path": str(file.path)} for file in written],
        "kept": [str(path) for path in kept],
        "stale": [str(file.path) for file in left if file.path not in moved],
        "cleared": [str(path) for path in moved],
        "failed": [{"unit": file.unit, "path": str(file.path), "reason": file.fault} for file in failed],
    }
    asks = ask_to_clear(loose, ASIDE) if loose and not clear else {}
    return Summary(message="\n".join(told), data=data, **asks)


def write_unit_workbooks(workbook: Workbook, work: Work, folder: Path) -> list[UnitFile]:
    """Write the workbooks of an assignment, with what the workbook knows of it.

    Raises:
        FileError: the folder or a new file in it cannot be written.
    """
    scored, asked = read_self_scores(workbook), explanations(workbook, work)
    return stamp_workbooks(work, read_progress(workbook), folder, current_round(workbook), scored, asked=asked)


def stamp_workbooks(
    work: Work, progress: Progress, folder: Path, current: Round, scored: Progress | None = None,
    *, asked: Mapping[str, Sequence[ToExplain]] | None = None,
) -> list[UnitFile]:  # fmt: skip
    """Write the workbooks of an assignment for a round, units and groups without members alike.

    `scored` is what units gave themselves before, `asked` what they have to explain, by code.

    Raises:
        FileError: the folder or a new file in it cannot be written.
    """
    led, over = led_leaves(work.scores.tree, work.roster), Headings(work.scores.criteria)
    templates: dict[tuple[bool, bool], UnitTemplate] = {}
    plan = plan_id(work.settings)
    make_folder(folder)
    before = aside(folder)
    files: list[UnitFile] = []
    for sheet in each("ghi sổ đơn vị", work.assignment.sheets):
        name = safe_file_name(f"{sheet.code} - {sheet.name}", [file.path.stem for file in files])
        path = folder / f"{name}.xlsx"
        scores = score_rows(sheet.code, led.get(sheet.code, ()), scored or {})
        answers = explanation_rows(sheet.code, (asked or {}).get(sheet.code, ()))
        for row in (*scores, *answers):
            row[1] = below(over.above(str(row[0]))[-1:], str(row[1]))
        kind = bool(scores), bool(answers)
        if kind not in templates:
            templates[kind] = UnitTemplate.load(scored=kind[0], asked=kind[1])
        content = templates[kind].stamp(
            sheet_rows(sheet, progress, may_be_sorted=True),
            heading(sheet, work.settings, current),
            identity(plan, sheet.code, row_ids(sheet), current.name),
            *filter(None, (scores, answers)),
        )
        kept, fault = _replace(path, content, before)
        numbers = tuple(str(row[0]) for row in scores)
        questions = tuple(f"{row[0]} {row[4]} {row[5]} {row[8] or ''}".strip() for row in answers)
        files.append(UnitFile(unit=sheet.code, path=path, scored=numbers, asked=questions, fault=fault, kept=kept))
    return files


def _replace(path: Path, content: bytes, before: Path) -> tuple[Path | None, str]:
    """Write a file; return where what it held before is, and why it stays as it is if a program holds it alone.

    Raises:
        FileError: what would stop the others too.
    """
    try:
        kept = _keep(path, content, before)
    except FileError as error:
        if isinstance(error.__cause__, PermissionError):  # held so that nobody may even read it
            return None, str(error)
        raise
    return kept, write_or_tell(path, content)


def _keep(path: Path, content: bytes, before: Path) -> Path | None:
    """Keep a file that is about to be replaced by another content; return where.

    Raises:
        FileError: it cannot be read or kept.
    """
    try:
        old = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise explained(error, path) from error
    if old == content:
        return None
    make_folder(before, like=path)
    write_atomic(before / path.name, old, like=path)
    return before / path.name


def identity(plan: str, unit: str, rows: list[str], period: str = "") -> dict[str, str]:
    """The custom properties that say whose workbook it is, which work is in it and on which round it reports."""
    properties = {u.PROP_PLAN: plan, u.PROP_UNIT: unit, u.PROP_VERSION: u.TEMPLATE_VERSION}
    if period:
        properties[u.PROP_ROUND] = period
    piece, number = "", 1
    for row in rows:
        if piece and len(piece) + len(row) + 1 > _PROPERTY_LIMIT:
            properties[f"{u.PROP_ROWS}{number}"] = piece
            piece, number = "", number + 1
        piece = f"{piece};{row}" if piece else row
    if piece:
        properties[f"{u.PROP_ROWS}{number}"] = piece
    return properties
