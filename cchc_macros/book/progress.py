"""The table Progress read: what units say, round by round, and what of it holds now."""

from collections.abc import Iterable, Mapping
from typing import Any

from cchc_macros import contract as c
from cchc_macros.book.cells import is_blank, text_of
from cchc_macros.book.rounds import read_rounds
from cchc_macros.book.workbook import Workbook
from cchc_macros.rules.days.rounds import ranks
from cchc_macros.rules.tasks.tasks import Progress
from cchc_macros.rules.text import fold

OF_ROUND = ", kỳ "  # between a table's name and the round of its rows
Key = tuple[str, str]  # the STT shown, and the unit's code
Row = Mapping[str, Any]


def read_progress(workbook: Workbook) -> Progress:
    """What every unit said last of every piece of work, in whichever round."""
    return workbook.once(_last_reported)


def _last_reported(workbook: Workbook) -> Progress:
    rows = [row for _, row in workbook.table(c.PROGRESS_TABLE).rows()]
    return in_force(rows, ranks(read_rounds(workbook)))


def progress_in(workbook: Workbook, name: str) -> Progress:
    """What units said in one round."""
    wanted = fold(name)
    rows = (row for _, row in workbook.table(c.PROGRESS_TABLE).rows())
    return {_key(row): row for row in rows if fold(row.get(c.PERIOD)) == wanted}


def in_round(name: str, period: str) -> str:
    """What lists of conflicts call a table's rows of one round."""
    return f"{name}{OF_ROUND}{period}" if period else name


def in_force(rows: Iterable[Row], order: Mapping[str, int]) -> dict[Key, Row]:
    """Of each unit and piece of work the row that holds: of the latest round in which anything was said.

    A row in which nobody typed anything says nothing new; what was said before still holds then.
    """
    found: dict[Key, Row] = {}
    best: dict[Key, tuple[bool, int]] = {}
    for row in rows:
        key, weight = _key(row), (says_something(row), _rank(row, order))
        if key not in best or weight > best[key]:
            found[key], best[key] = row, weight
    return found


def says_something(row: Row) -> bool:
    """Whether a unit typed anything into a row: *Chưa thực hiện* is there from the beginning."""
    status = text_of(row.get(c.STATUS))
    return status not in ("", c.TODO) or any(
        not is_blank(row.get(heading)) for heading in (c.PROGRESS, c.RESULT, c.PROOF, c.NOTE)
    )


def _key(row: Row) -> Key:
    return text_of(row[c.STT]), text_of(row[c.UNIT])


def _rank(row: Row, order: Mapping[str, int]) -> int:
    """The place of a row's round; one that the table Rounds lacks is taken to be long ago."""
    return order.get(fold(text_of(row.get(c.PERIOD))), -1)
