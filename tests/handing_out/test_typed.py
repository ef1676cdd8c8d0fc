"""What people type on the office's own task sheets is never lost in silence."""

import pytest

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from cchc_macros.book.find import table_on
from cchc_macros.handing_out.assign import assign
from cchc_macros.returns.collect import collect
from cchc_macros.rules.tasks.memory import Memory
from cchc_macros.rules.text import clean
from tests.tables import append_rows, read_table, write_column
from xl.engine import open_book

UNIT = "NV1"
SHEET = f"Phiếu {UNIT}"


@pytest.fixture
def office(workbook):
    """The example with sheets made, and a report of NV1 on its first row in Tiến độ."""
    book = open_book(workbook("lang-son-2026"))
    assign(book)
    stt = sheet(book).values(c.STT)[0]
    append_rows(
        read_table(book, c.PROGRESS_TABLE),
        [{c.STT: stt, c.UNIT: UNIT, c.STATUS: c.DOING, c.PROGRESS: 0.25, c.RESULT: "Đã họp"}],
    )
    return book


def sheet(book):
    return table_on(book.sheets[SHEET], u.TASK_SHEET)


def type_in(book, heading, value, row=0):
    table = sheet(book)
    table.sheet.range((table.top + row, table.left + table.columns[heading])).value = value


def asked(book):
    rows = [row for _, row in read_table(book, c.CONFLICTS).rows()]
    return [tuple(row[heading] for heading in (c.UNIT, c.COLUMN, c.IN_BOOK, c.IN_RETURN, c.SOURCE)) for row in rows]


def shown(book, heading, row=0):
    return sheet(book).values(heading)[row]


def choose(book, choice):
    write_column(read_table(book, c.CONFLICTS), c.CHOICE, [choice] * len(asked(book)))


def test_what_tien_do_says_newly_comes_to_the_sheet_without_a_word(office):
    assign(office)
    assert (shown(office, c.STATUS), shown(office, c.PROGRESS), shown(office, c.RESULT)) == (c.DOING, 0.25, "Đã họp")
    write_column(read_table(office, c.PROGRESS_TABLE), c.STATUS, [c.DONE])
    assert assign(office).data["conflicts"] == 0
    assert shown(office, c.STATUS) == c.DONE
    assert asked(office) == []


def test_what_a_later_round_says_comes_to_the_sheet_without_a_word(office):
    progress = read_table(office, c.PROGRESS_TABLE)
    write_column(progress, c.PERIOD, ["Quý I/2026"])
    assign(office)
    write_column(progress, c.SUPERSEDED, ["x"])
    later = {c.PERIOD: "6 tháng đầu năm 2026", c.STATUS: c.DONE, c.PROGRESS: 1, c.RESULT: "Đã ký"}
    append_rows(progress, [{c.STT: progress.values(c.STT)[0], c.UNIT: UNIT, **later}])
    assert assign(office).data["conflicts"] == 0
    assert (shown(office, c.STATUS), shown(office, c.RESULT)) == (c.DONE, "Đã ký")
    type_in(office, c.RESULT, "Đã ký, đã gửi")
    assert assign(office).data["conflicts"] == 1


@pytest.mark.parametrize(
    ("heading", "value", "here", "there"),
    [
        (c.STATUS, c.DONE, c.DOING, c.DONE), (c.PROGRESS, 0.8, "25%", "80%"), (c.RESULT, "Đã ký", "Đã họp", "Đã ký"),
        (c.PROOF, "QĐ 12", "(để trống)", "QĐ 12"),
    ],
)  # fmt: skip
def test_what_was_typed_on_the_sheet_against_tien_do_is_asked_and_stays(office, heading, value, here, there):
    assign(office)
    type_in(office, heading, value)
    summary = assign(office)
    assert summary.data["conflicts"] == 1
    assert "1 chỗ gõ trên phiếu" in summary.message
    assert shown(office, heading) == value
    assert asked(office) == [(UNIT, heading, here, there, SHEET)]
    assert assign(office).data["conflicts"] == 1  # still waiting, listed once
    assert len(asked(office)) == 1


@pytest.mark.parametrize("choice", [c.KEEP_BOOK, c.TAKE_RETURN, f"{c.TAKE_RETURN} 1"])
def test_the_office_chooses_and_the_sheet_follows(office, choice, tmp_path):
    assign(office)
    type_in(office, c.STATUS, "hoàn thành")
    assign(office)
    choose(office, choice)
    collect(office, dir=tmp_path)
    assert asked(office) == []
    assert assign(office).data["conflicts"] == 0
    assert shown(office, c.STATUS) == (c.DOING if choice == c.KEEP_BOOK else c.DONE)
    assert read_table(office, c.PROGRESS_TABLE).values(c.STATUS) == [shown(office, c.STATUS)]


def test_what_was_typed_before_tien_do_knew_the_row_is_asked_too(workbook):
    book = open_book(workbook("lang-son-2026"))
    assign(book)
    type_in(book, c.STATUS, c.DONE)
    row = {c.STT: shown(book, c.STT), c.UNIT: UNIT, c.STATUS: c.DOING}
    append_rows(read_table(book, c.PROGRESS_TABLE), [row])
    assert assign(book).data["conflicts"] == 1
    assert shown(book, c.STATUS) == c.DONE


def test_what_was_typed_in_a_row_whose_work_went_away_stands_in_the_log(office):
    assign(office)
    type_in(office, c.RESULT, "Đã trình", row=1)
    stt = shown(office, c.STT, row=1)
    criteria = read_table(office, c.CRITERIA)
    blank = {row: {c.LEAD: None, c.SUPPORT: None} for row, cells in criteria.rows() if cells[c.STT] == stt}
    criteria.update(blank)
    assign(office)
    details = [row[c.DETAIL] for _, row in read_table(office, c.LOG).rows()]
    assert any(f"{SHEET}, STT {stt}: {c.STATUS}" in text and "Đã trình" in text for text in details)


def test_a_column_of_the_clerks_own_stays_with_its_row_when_work_comes_and_goes(office):
    table = sheet(office)
    table.sheet.range((table.top - 1, table.left + table.width)).value = "Ghi riêng"
    area = table.xl.range
    table.xl.resize(area.resize(area.shape[0], table.width + 1))
    codes = table.values(c.STT)
    for number, code in enumerate(codes):
        table.sheet.range((table.top + number, table.left + table.width)).value = f"về {code}"
    criteria = read_table(office, c.CRITERIA)
    criteria.replace([row for _, row in criteria.rows() if row[c.STT] != codes[0]][::-1])
    assign(office)
    read = sheet(office)
    assert codes[0] not in read.values(c.STT)
    assert [row[-1] for row in read.body] == [f"về {code}" for code in read.values(c.STT)]


@pytest.mark.parametrize(
    ("heading", "value", "same"),
    [
        (c.PROGRESS, "25 %", 0.25),
        (c.PROGRESS, 25, 0.25),
        (c.STATUS, "đang làm", c.DOING),
        (c.RESULT, "đã  họp", "Đã họp"),
    ],
)
def test_the_same_in_other_words_is_not_asked_about(office, heading, value, same):
    assign(office)
    type_in(office, heading, value)
    assert assign(office).data["conflicts"] == 0
    assert (shown(office, heading), asked(office)) == (same, [])


def test_what_a_sheet_showed_gives_way_however_it_was_remembered(office):
    heading, old, new = c.RESULT, "Đã họp\nĐã ký", "Xong"
    progress = read_table(office, c.PROGRESS_TABLE)
    write_column(progress, heading, [old])
    assign(office)
    (memory,) = (Memory.read(text, u.UNIT_FILLS) for text in read_table(office, c.PROGRESS_TABLE).values(c.MEMORY))
    once = memory.showing({heading: clean(old)}).write(u.UNIT_FILLS)  # as an earlier version kept it
    for kept in (memory.write(u.UNIT_FILLS), once):
        type_in(office, heading, old)
        write_column(read_table(office, c.PROGRESS_TABLE), c.MEMORY, [kept])
        write_column(read_table(office, c.PROGRESS_TABLE), heading, [new])
        assert assign(office).data["conflicts"] == 0
        assert shown(office, heading) == new
