"""The task sheets of units that changed their codes or have no work any more, and of groups that got members.

They are told, and cleared away where the clerk agrees, but never with answers that nobody has collected.
"""

from collections.abc import Iterable, Mapping

import xlwings as xw

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from cchc_macros.book.cells import text_of
from cchc_macros.book.find import table_on
from cchc_macros.book.tables import Gone
from cchc_macros.rules.tasks.tasks import Progress
from cchc_macros.rules.text import first_few
from cchc_macros.rules.typed_values import in_words
from xl.reading import member

_OURS = "Sheet_Unit"  # a name that every task sheet has of its template
_SHOWN = 5

Answers = frozenset[tuple[str, str, str]]  # STT, column, text


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
    known = frozenset(said for (stt, _), row in progress.items() for said in _answers(stt, row))
    table = table_on(sheet, u.TASK_SHEET)
    rows = [(text_of(row[c.STT]), row) for _, row in table.rows()]
    waiting = {stt: row for stt, row in rows if _answers(stt, row) - known}
    return table.replace(list(waiting.values()), key=((c.STT,),)), list(waiting)


def _answers(stt: str, row: Mapping[str, object]) -> Answers:
    """What a row says, in words."""
    texts = ((heading, in_words(heading, row.get(heading))) for heading in u.UNIT_FILLS)
    return frozenset((stt, heading, text) for heading, text in texts if text not in ("", c.TODO))


def tell_sheets(left: Mapping[str, list[str]]) -> str:
    """What is to be done about task sheets that hold uncollected answers: name -> the STT of their rows."""
    held = [f"{name} (STT {first_few(rows, _SHOWN)})" for name, rows in left.items() if rows]
    if not held:
        return ""
    return f" Còn điều gõ trên phiếu không còn dùng, giữ nguyên để chép sang phiếu mới: {'; '.join(held)}."
