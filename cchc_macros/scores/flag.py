"""Đánh dấu mất điểm: rank what lost points and note it the way plans do."""

from decimal import Decimal

import xlwings as xw

from cchc_macros import contract as c
from cchc_macros.book.cells import is_blank
from cchc_macros.book.scores import Scores, read_scores
from cchc_macros.book.work import read_roster
from cchc_macros.book.workbook import Workbook
from cchc_macros.rules.numbers import format_number
from cchc_macros.rules.scoring.so_far import tell_missing_results
from cchc_macros.rules.text import first_few
from cchc_macros.rules.units.roles import read_roles
from cchc_macros.scores.recalculate import check, write_scores
from cchc_macros.summary import Summary

MARK = "▼"  # our flags begin with it; what a person wrote in the column does not
_SHOWN = 4


def flag(book: xw.Book) -> Summary:
    """Write the rank of each leaf that lost points into `Cờ` and, where it is blank, the note into `Ghi chú`.

    Raises:
        DataError, WorkbookError: as `recalculate`.
    """
    workbook = Workbook(book)
    scores, roster = workbook.once(read_scores), workbook.once(read_roster)
    check(scores)
    ranked = rank_lost(scores)
    flags = {row: f"{MARK} Mất {format_number(lost)} điểm (thứ {rank})" for row, lost, rank in ranked}
    notes = _notes(scores)
    write_scores(
        workbook,
        {
            row: {
                c.FLAG: _flag(values[c.FLAG], flags.get(row)),
                c.NOTE: notes.get(row) if is_blank(values[c.NOTE]) else values[c.NOTE],
            }
            for row, values in scores.table.rows()
        },
    )
    table = scores.table
    by_row = {criterion.row: criterion for criterion in scores.criteria}
    lost_data = [
        {
            "code": by_row[row].code,
            "name": by_row[row].name,
            "lost": float(lost),
            "rank": rank,
            "leads": list(dict.fromkeys(u.code for m in read_roles(by_row[row].lead, "", roster)[0] for u in m.units)),
        }
        for row, lost, rank in ranked
    ]
    worst = first_few((f"{by_row[row].code} (−{format_number(lost)})" for row, lost, _ in ranked), _SHOWN, "; ")
    if not scores.criteria:
        return Summary(message=f"Sheet {table.sheet_name} chưa có tiêu chí nào để đánh dấu.", data={"lost": []})
    message = f"{len(ranked)} tiêu chí mất điểm" + (f": {worst}." if ranked else ".")
    if missing := tell_missing_results(scores):
        message += f" {missing}"
    return Summary(message=message, data={"lost": lost_data})


def rank_lost(scores: Scores) -> list[tuple[int, Decimal, int]]:
    """The leaves that lost points as (row index, lost, rank), the most first; equal losses share a rank."""
    lost = scores.lost_leaves()
    ranks: dict[Decimal, int] = {}
    for position, (_, points) in enumerate(lost, start=1):
        ranks.setdefault(points, position)
    return [(node.criterion.row, points, ranks[points]) for node, points in lost]


def _notes(scores: Scores) -> dict[int, str]:
    """The notes as plans write them."""
    notes: dict[int, str] = {}
    for node in scores.tree.leaves():
        lost = scores.of(node).lost
        if lost is not None and lost >= 0:
            told = f"Tiêu chí trừ {format_number(lost)} điểm" if lost > 0 else "Tiêu chí đạt điểm tối đa"
            notes[node.criterion.row] = told
    return notes


def _flag(old: object, new: str | None) -> object:
    return new if is_blank(old) or str(old).startswith(MARK) else old
