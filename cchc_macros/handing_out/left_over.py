"""What a unit leaves behind that changed its code or has no work any more, and a group that got members.

Its task sheet in the workbook and its workbook of an earlier export are told, and cleared away where the clerk agrees,
but never with answers that nobody has collected.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

import xlwings as xw

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from cchc_macros.book.cells import text_of
from cchc_macros.book.find import table_on
from cchc_macros.book.progress import Progress
from cchc_macros.book.tables import Gone
from cchc_macros.handing_out.typed import in_words
from cchc_macros.handing_out.unit_workbook import is_as_stamped
from cchc_macros.rules.text import first_few
from xl.errors import FileError
from xl.files import make_folder, rename_new
from xl.reading import member

_PROPERTIES = "docProps/custom.xml"
_PROPERTIES_READ = 100_000  # bytes, of whatever file lies in the folder
_OURS = "Sheet_Unit"  # a name that every task sheet has of its template
_SHOWN = 5

Answers = frozenset[tuple[str, str, str]]  # STT, column, text


class LeftFile(NamedTuple):
    """A unit workbook of an earlier run; `is_untouched`: nobody has saved it since it was written."""

    path: Path
    is_untouched: bool


def left_sheets(sheets: Mapping[str, xw.Sheet], wanted: Iterable[str]) -> dict[str, xw.Sheet]:
    """The task sheets of units that have no work any more. The template and others' sheets are not ours."""
    folded = {name.casefold() for name in (c.TASK_SHEET_TEMPLATE, *wanted)}
    return {
        name: sheet
        for name, sheet in sheets.items()
        if name.startswith(c.TASK_SHEET_PREFIX)
        and name.casefold() not in folded
        and len(sheet.tables)
        and member(sheet.names, _OURS) is not None
    }


def empty(sheet: xw.Sheet, progress: Progress) -> tuple[list[Gone], list[str]]:
    """Take the work off a sheet, but what people typed there and the register lacks; return what went, what stayed."""
    known = frozenset(said for (stt, _), row in progress.items() for said in _said(stt, row))
    table = table_on(sheet, u.TASK_SHEET)
    rows = [(text_of(row[c.STT]), row) for _, row in table.rows()]
    waiting = {stt: row for stt, row in rows if _said(stt, row) - known}
    return table.replace(list(waiting.values()), key=((c.STT,),)), list(waiting)


def _said(stt: str, row: Mapping[str, object]) -> Answers:
    """What a row says, in words."""
    texts = ((heading, in_words(heading, row.get(heading))) for heading in u.UNIT_FILLS)
    return frozenset((stt, heading, text) for heading, text in texts if text not in ("", c.TODO))


def tell_sheets(left: Mapping[str, list[str]]) -> str:
    """What is to be done about task sheets that hold uncollected answers: name -> the STT of their rows."""
    held = [f"{name} (STT {first_few(rows, _SHOWN)})" for name, rows in left.items() if rows]
    if not held:
        return ""
    return f" Còn điều gõ trên phiếu không còn dùng, giữ nguyên để chép sang phiếu mới: {'; '.join(held)}."


def left_files(folder: Path, files: set[Path], plan: str) -> list[LeftFile]:
    """The unit workbooks of this plan in a folder that are none of this run's."""
    others = ((path, *_look(path)) for path in sorted(folder.glob("*.xlsx")) if path not in files)
    return [LeftFile(path, as_written) for path, told, as_written in others if plan in told]


def set_aside(left: Sequence[LeftFile], folder: Path) -> tuple[list[Path], list[str]]:
    """Move workbooks that nobody has saved since into a folder; return which went, and what kept others."""
    moved, faults = [], []
    for path in (file.path for file in left if file.is_untouched):
        try:
            make_folder(folder, like=path)
            rename_new(path, folder / path.name)
        except FileError as error:
            faults.append(str(error))
        else:
            moved.append(path)
    return moved, faults


def _look(path: Path) -> tuple[str, bool]:
    """The part of a workbook that says to which plan it belongs, and whether it is as written; "" for other files."""
    try:
        with ZipFile(path) as package, package.open(_PROPERTIES) as part:
            told = part.read(_PROPERTIES_READ).decode("utf-8", "replace")
            return told, is_as_stamped(package, told)
    except (OSError, KeyError, BadZipFile, NotImplementedError, RuntimeError, EOFError):
        return "", False
