"""Rows that stand under a code that no unit has now: told, and moved to the unit's present code if the clerk agrees.

Only the name beside an old code says whose it was, so a row without a name that a unit has now stays where it is.
"""

from collections.abc import Mapping
from typing import Any

from cchc_macros import contract as c
from cchc_macros.book.cells import text_of
from cchc_macros.book.work import Work
from cchc_macros.book.workbook import Workbook
from cchc_macros.rules.text import first_few, fold
from xl.late import regex

_HELD = ((c.PROGRESS_TABLE, c.UNIT), (c.SELF_SCORES, c.UNIT), (c.RETURNS, c.UNIT), (c.PROPOSALS, c.UNIT),
         (c.CONFLICTS, c.UNIT), (c.EVIDENCE_TABLE, c.SENDER))  # fmt: skip
_ONE_EACH = (c.PROGRESS_TABLE, c.SELF_SCORES)  # one row of a unit, piece of work and round
_SHOWN = 8
_BEFORE_DAY = regex(r"[\w-]+(?=[^;\n()]*\d)")  # words of an extension, none of its reason


def old_codes(workbook: Workbook, work: Work) -> dict[str, str]:
    """The codes in Progress that nobody has now, each with the code of the unit that bears its name; "" for none."""
    now = {unit.code: unit.name for unit in work.roster.units} | {
        sheet.code: sheet.name for sheet in work.assignment.sheets
    }
    by_name = {fold(name): code for code, name in now.items()}
    rows = (row for _, row in workbook.table(c.PROGRESS_TABLE).rows())
    named = {text_of(row[c.UNIT]): fold(row.get(c.UNIT_NAME)) for row in rows}
    return {code: by_name.get(name, "") for code, name in named.items() if code and code not in now}


def tell_codes(codes: Mapping[str, str]) -> str:
    """The rows under old codes, in words; "" where there are none."""
    told = [f"{code} (nay là {now})" if now else f"{code} (không đơn vị nào)" for code, now in codes.items()]
    return f"dòng ở sheet {c.PROGRESS_SHEET} ghi mã {first_few(told, _SHOWN)}" if told else ""


def move_codes(workbook: Workbook, codes: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Put what stands under old codes under the present ones, but for a row that the present code has as well.

    Returns:
        Lines for the log.
    """
    moved = {code: now for code, now in codes.items() if now}
    for spec, heading in _HELD if moved else ():
        if workbook.has(spec):
            table = workbook.table(spec)
            rows = [(row, cells, text_of(cells[heading])) for row, cells in table.rows()]
            taken = {_key(cells, code) for _, cells, code in rows} if spec in _ONE_EACH else set()
            wanted = ((row, cells, moved[code]) for row, cells, code in rows if code in moved)
            table.update({row: {heading: now} for row, cells, now in wanted if _key(cells, now) not in taken})
    if moved and workbook.has(c.ROUNDS):
        rounds = workbook.table(c.ROUNDS)
        told = {row: _with_codes(cells[c.ROUND_EXTENDED], moved) for row, cells in rounds.rows()}
        rounds.update({row: {c.ROUND_EXTENDED: text} for row, text in told.items() if text})
    return [(now, "Chuyển sang mã mới", code) for code, now in moved.items()]


def _with_codes(extended: Any, moved: Mapping[str, str]) -> str:
    """A cell `Gia hạn` with present codes in place of old ones; "" where it names none."""
    text = extended if isinstance(extended, str) else ""
    present = {fold(code): now for code, now in moved.items()}
    changed = _BEFORE_DAY.sub(lambda found: present.get(fold(found[0]), found[0]), text)
    return changed if changed != text else ""


def _key(row: Mapping[str, Any], code: str) -> tuple[str, str, str]:
    return text_of(row.get(c.STT)), text_of(row.get(c.PERIOD)), code
