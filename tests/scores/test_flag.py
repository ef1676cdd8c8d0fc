"""Đánh dấu mất điểm: ranks and notes, nothing a person wrote overwritten."""

from cchc_macros import contract as c
from cchc_macros.scores.flag import flag
from tests.scores.test_recalculate import fill
from tests.tables import read_table
from xl.engine import open_book


def column(book, heading):
    return read_table(book, c.CRITERIA).values(heading)


def test_notes_are_written_the_way_plans_do_where_there_is_none(workbook):
    book = fill(workbook("so-cchc"), ("1", 10, 10), ("2", 10, 7), ("3", 5, 4.5))
    flag(book)
    assert column(book, c.NOTE) == ["Tiêu chí đạt điểm tối đa", "Tiêu chí trừ 3 điểm", "Tiêu chí trừ 0,5 điểm"]


def test_a_note_a_person_wrote_stays(workbook):
    book = open_book(workbook("lang-son-2026"))
    before = column(book, c.NOTE)
    flag(book)
    after = column(book, c.NOTE)
    assert [new for old, new in zip(before, after, strict=True) if old] == [old for old in before if old]
    assert after[7] == "Tiêu chí trừ 1 điểm"


def test_a_flag_a_person_wrote_stays_and_ours_are_renewed(workbook):
    rows = [{c.STT: "1", c.MAX_SCORE: 10, c.RESULT: 8, c.FLAG: "Hỏi lại Sở Nội vụ"}, ("2", 10, 9)]
    book = fill(workbook("so-cchc"), *rows)
    flag(book)
    assert column(book, c.FLAG) == ["Hỏi lại Sở Nội vụ", "▼ Mất 1 điểm (thứ 2)"]
    table = read_table(book, c.CRITERIA)
    table.sheet.range(table.cell(1, c.RESULT).rpartition("!")[2]).value = 10
    flag(book)
    assert column(book, c.FLAG) == ["Hỏi lại Sở Nội vụ", None]


def test_equal_losses_share_a_rank(workbook):
    book = open_book(workbook("lang-son-2026"))
    lost = flag(book).data["lost"]
    assert [(item["code"], item["rank"]) for item in lost] == [("3", 1), ("5", 1), ("6", 3), ("8", 4)]


def test_rows_not_scored_and_rows_without_a_result_are_not_lost(workbook):
    rows = [{c.STT: "1", c.MAX_SCORE: 10, c.RESULT: 2, c.NOT_SCORED: "x"}, ("2", 10, None), ("3", 10, 10)]
    book = fill(workbook("so-cchc"), *rows)
    assert flag(book).data["lost"] == []
    assert column(book, c.NOTE) == [None, None, "Tiêu chí đạt điểm tối đa"]
