"""Units are asked for the sheet of a round: on set days, daily when overdue, once a day, wherever the ledger went."""

import sqlite3
from contextlib import closing
from datetime import date, datetime

import pytest

from cchc_macros import contract as c
from cchc_macros.book.cells import text_of
from cchc_macros.errors import DataError
from cchc_macros.handing_out.export import export
from cchc_macros.mail.mailing import ledger_path
from cchc_macros.mail.remind import remind
from cchc_macros.mail.sent import sent
from cchc_macros.returns.collect import collect
from tests.returns.make import fill
from tests.returns.test_rounds import open_round
from tests.tables import read_table, set_setting, write_column
from xl.engine import open_book

FIRST = "Quý I/2026"
MARCH = [date(2026, 3, day) for day in range(1, 32)]


def on(day):
    return MARCH[day - 1]


@pytest.fixture
def book(workbook, tmp_path):
    book = open_book(workbook("lang-son-2026"))
    set_setting(book, c.TODAY, datetime(2026, 3, 10))  # noqa: DTZ001
    open_round(book, FIRST)
    return book


def asked(answer):
    return sorted(item["unit"] for item in answer["sent"])


def missing(answer):
    return {one["code"]: one for one in answer["missing"]}


def test_units_are_asked_on_set_days_and_daily_when_overdue(book):
    everyone = ["CC1", "NV1", "NV2", "TGPL", "VP"]
    got = {day: asked(remind(book, on=on(day)).data) for day in (9, 10, 10, 12, 14, 15, 16, 17, 18, 19)}
    assert got == {9: [], 10: [], 12: [], 14: everyone, 15: [], 16: everyone, 17: everyone, 18: everyone, 19: everyone}


def test_the_ledger_may_be_lost_and_nobody_is_asked_twice_a_day(book, tmp_path):
    first = remind(book, on=on(10), via="eml").data
    assert len(first["sent"]) == 5
    assert len(remind(book, on=on(10)).data["sent"]) == 0
    path = tmp_path / "khác" / "so.xlsx"
    path.parent.mkdir()
    book.save(str(path))  # the workbook goes to another machine, its ledger does not
    again = remind(open_book(path), on=on(11)).data
    assert asked(again) == []  # seven days were told of: six are none of the days
    assert missing(again)["VP"]["reminded"] == 1


def test_who_has_returned_is_not_asked_and_who_lacks_something_is_told_what(book, tmp_path):
    export(book, tmp_path / "out")
    done = {str(n): {c.STATUS: c.DOING} for n in range(1, 9)} | {"1": {c.STATUS: c.DONE}}
    fill(next((tmp_path / "out").glob("VP -*")), done, tmp_path / "back" / "VP.xlsx")
    fill(next((tmp_path / "out").glob("NV1 -*")), {"2": {c.STATUS: c.NOT_ARISEN}}, tmp_path / "back" / "NV1.xlsx")
    answer = collect(book, tmp_path / "back").data
    assert answer["missing"] == ["NV2", "TGPL", "CC1"]
    told = missing(remind(book, on=on(10), dry_run=True).data)
    assert set(told) == {"VP", "NV2", "TGPL", "CC1"}
    assert (told["VP"]["state"], told["VP"]["lacks"][0]["code"]) == ("incomplete", "1")
    rows = [row for _, row in read_table(book, c.RETURNS).rows()]
    assert {text_of(row[c.UNIT]): text_of(row[c.RESULT]) for row in rows if row[c.WANTED_NUMBER]} == {
        "VP": c.RETURN_INCOMPLETE, "NV2": c.RETURN_MISSING, "TGPL": c.RETURN_MISSING, "CC1": c.RETURN_MISSING,
    }  # fmt: skip


def test_a_unit_with_more_time_is_asked_later(book):
    table = read_table(book, c.ROUNDS)
    write_column(table, c.ROUND_EXTENDED, ["NV1: 27/3/2026 (chờ số liệu thống kê)", None, None, None])
    answer = remind(book, on=on(17)).data
    assert asked(answer) == ["CC1", "NV2", "TGPL", "VP"]
    assert missing(answer)["NV1"]["extension"] == "chờ số liệu thống kê"
    assert missing(answer)["NV1"]["due"] == "2026-03-27"


@pytest.mark.parametrize(
    ("whose", "units"),
    [
        ("Các đơn vị sự nghiệp trực thuộc Sở", {"TGPL", "CC1"}),
        ("phòng nghiệp vụ I, nv2 và TGPL", {"NV1", "NV2", "TGPL"}),
        ("Phòng, đơn vị lạ", set()), ("", {"NV1", "NV2", "TGPL", "CC1"}),
    ],
)  # fmt: skip
def test_more_time_is_given_to_whom_a_plan_would_name_so(book, whose, units):
    write_column(read_table(book, c.ROUNDS), c.ROUND_EXTENDED, [f"{whose}: 27/3/2026 (chờ)", None, None, None])
    told = missing(remind(book, on=on(17), dry_run=True).data)
    assert {code for code, one in told.items() if one["due"] == "2026-03-27"} - {"VP"} == units


def test_a_unit_whose_name_has_a_comma_is_given_more_time_by_its_name(workbook):
    book = open_book(workbook("thai-nguyen-2026"))
    open_round(book, FIRST)
    name = "Phòng Phổ biến, giáo dục pháp luật và theo dõi thi hành pháp luật"
    write_column(read_table(book, c.ROUNDS), c.ROUND_EXTENDED, [f"{name}: 27/3/2026", None, None, None])
    told = missing(remind(book, on=on(17), dry_run=True).data)
    assert {code for code, one in told.items() if one["due"] == "2026-03-27"} == {"PBPL"}


def test_an_extension_that_cannot_be_read_and_two_open_rounds_are_told(book):
    write_column(read_table(book, c.ROUNDS), c.ROUND_EXTENDED, ["NV1: tuần sau", None, None, None])
    with pytest.raises(DataError, match=r"Kỳ báo cáo!E7: không đọc được ngày gia hạn"):
        remind(book, on=on(10))
    write_column(read_table(book, c.ROUNDS), c.ROUND_EXTENDED, [None] * 4)
    write_column(read_table(book, c.ROUNDS), c.STATUS, [c.ROUND_OPEN, c.ROUND_OPEN, None, None])
    with pytest.raises(DataError, match="2 kỳ cùng"):
        remind(book, on=on(10))


def test_without_an_open_round_nobody_is_asked(workbook):
    book = open_book(workbook("lang-son-2026"))
    answer = remind(book, on=on(17)).data
    assert answer["sent"] == []
    assert {one["due"] for one in answer["missing"]} == {None}


def test_each_unit_can_be_asked_about(book):
    remind(book, on=on(10))
    asked = sent(book, each=True, dry_run=True).questions
    assert {one.yes for one in asked} == {"units"}
    assert [one.value for one in asked] == [one["unit"] for one in sent(book, dry_run=True).data["sent"]]
    assert any("VP – Văn phòng Sở" in one.text for one in asked)


def test_drafts_sent_by_hand_are_marked_by_unit_or_all(book):
    remind(book, on=on(10))
    waiting = sent(book, dry_run=True)
    assert len(waiting.data["sent"]) == 5
    assert [one["unit"] for one in sent(book, "vp").data["sent"]] == ["VP"]
    assert len(sent(book).data["sent"]) == 4
    assert sent(book).data["sent"] == []
    assert sent(book, "VP").message == "Không có thư nháp nào của VP chờ ghi là đã gửi."
    again = remind(book, on=on(10)).data  # a draft of what went out would go out twice
    assert ([one["code"] for one in again["skipped"] if one["to"]], again["sent"]) == (["ALREADY_SENT"] * 5, [])
    assert [one["unit"] for one in remind(book, on=on(10), resend="NV1").data["sent"]] == ["NV1"]
    lines = [row for _, row in read_table(book, c.LOG).rows() if "bằng tay" in str(row[c.DETAIL])]
    assert len(lines) == 5


def test_a_draft_made_anew_of_what_was_sent_by_hand_can_be_marked_again(book):
    def a_minute_later():
        with closing(sqlite3.connect(ledger_path(book))) as ledger, ledger:
            ledger.execute("UPDATE mail SET created = created - 60, changed = changed - 60")

    def marked(**how):
        return [one["unit"] for one in sent(book, **how).data["sent"]]

    remind(book, on=on(10))
    assert len(marked()) == 5
    for _ in range(2):
        a_minute_later()
        remind(book, on=on(10), resend="NV1")
        a_minute_later()
        assert marked(dry_run=True) == marked() == ["NV1"]
        assert marked() == []
    a_minute_later()
    assert [one["unit"] for one in remind(book, on=on(10)).data["sent"]] == []
