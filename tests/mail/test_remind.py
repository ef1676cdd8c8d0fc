"""Nhắc hạn: what is late or near, per unit, at most once a day."""

import email
import email.policy
from datetime import date
from pathlib import Path

import pytest

from cchc_macros import contract as c
from cchc_macros.errors import DataError
from cchc_macros.mail.remind import remind
from tests.mail.test_email import log, set_cell, units
from tests.tables import read_table, set_setting, write_rows
from xl.engine import open_book

THAI_NGUYEN = "thai-nguyen-2026"
JUNE, YEAR_END = date(2026, 6, 1), date(2026, 12, 31)


@pytest.fixture
def book(workbook):
    return open_book(workbook(THAI_NGUYEN))


def by_unit(answer):
    return {
        unit["code"]: ([one["code"] for one in unit["late"]], [one["code"] for one in unit["near"]])
        for unit in answer["units"]
    }


def early_task(book):
    """STT and lead of the one task due on 31/5/2026."""
    rows = [row for _, row in read_table(book, c.TASKS).rows() if "01/6/2026" in str(row[c.TASK_DEADLINE])]
    assert len(rows) == 1
    return str(rows[0][c.STT])


def test_the_day_after_is_late_and_the_days_before_are_near(book):
    code = early_task(book)
    late = by_unit(remind(book, on=JUNE).data)
    near = by_unit(remind(book, on=date(2026, 5, 31)).data)
    assert late == {"XDVB": ([code], [])}
    assert near == {"XDVB": ([], [code])}
    assert by_unit(remind(book, on=date(2026, 5, 16)).data) == near
    assert by_unit(remind(book, on=date(2026, 5, 15)).data) == {}


def test_the_setting_says_how_many_days_ahead(book):
    set_setting(book, c.NEAR_DAYS, 3)
    assert by_unit(remind(book, on=date(2026, 5, 27)).data) == {}
    assert by_unit(remind(book, on=date(2026, 5, 28)).data)


def test_a_setting_below_zero_is_refused(book):
    set_setting(book, c.NEAR_DAYS, -3)
    with pytest.raises(DataError, match="từ 0 trở lên"):
        remind(book, on=JUNE)


def test_recurring_tasks_are_never_reminded(book):
    recurring = {
        str(row[c.STT]) for _, row in read_table(book, c.TASKS).rows() if "xuyên" in str(row[c.TASK_DEADLINE]).lower()
    }
    assert len(recurring) == 3
    found = by_unit(remind(book, on=date(2027, 2, 1)).data)
    assert not recurring & {code for late, near in found.values() for code in late + near}
    assert {unit: len(late) for unit, (late, _) in found.items()}["PBPL"] == 25


def test_finished_tasks_are_never_reminded(book):
    set_cell(book, c.TASKS, c.STT, early_task(book), c.STATUS, c.DONE)
    assert by_unit(remind(book, on=JUNE).data) == {}


def test_a_units_own_report_counts(book):
    code = early_task(book)
    write_rows(read_table(book, c.PROGRESS_TABLE), [{c.STT: code, c.UNIT: "XDVB", c.STATUS: c.DONE}])
    assert by_unit(remind(book, on=JUNE).data) == {}


def test_the_working_day_comes_from_the_setting(book):
    set_setting(book, c.TODAY, JUNE)
    summary = remind(book)
    assert summary.data["on"] == "2026-06-01"
    assert summary.message.startswith("Ngày 01/6/2026")


def test_an_item_tells_day_role_and_how_late(book):
    (item,) = remind(book, on="03/6/2026").data["units"][0]["late"]
    assert (item["due"], item["days_left"], item["role"]) == ("2026-05-31", -3, "lead")


def test_a_day_that_is_none_is_refused(book):
    with pytest.raises(DataError, match="Ngày làm việc"):
        remind(book, on="31/11/2026")


def test_the_same_reminder_goes_out_once_a_day(book):
    assert units(remind(book, on=JUNE).data["sent"]) == ["XDVB"]
    again = remind(book, on=JUNE).data
    assert not again["sent"]
    assert units(again["skipped"]) == ["XDVB"]
    assert units(remind(book, on=date(2026, 6, 2)).data["sent"]) == ["XDVB"]


def test_another_reminder_of_the_same_day_says_that_it_is_an_update(book):
    remind(book, on=date(2026, 12, 20))
    set_cell(book, c.TASKS, c.STT, early_task(book), c.STATUS, c.DONE)
    (item,) = [one for one in remind(book, on=date(2026, 12, 20)).data["sent"] if one["unit"] == "XDVB"]
    assert item["update"]
    message = email.message_from_bytes(Path(item["path"]).read_bytes(), policy=email.policy.default)
    assert "cập nhật" in message["Subject"]


def test_the_letter_names_what_is_late(book):
    (item,) = remind(book, on=JUNE).data["sent"]
    path = Path(item["path"])
    assert path.parent.name == f"{THAI_NGUYEN} - thư nhắc hạn 2026-06-01"
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    text = message.get_body(("plain",)).get_content()
    assert "ĐÃ QUÁ HẠN" in text
    assert "SẮP ĐẾN HẠN" not in text
    assert "Hạn 31/5/2026" in text
    assert not list(message.iter_attachments())


def test_units_without_address_are_told(book):
    set_cell(book, c.UNITS, c.UNIT_CODE, "XDVB", c.UNIT_EMAIL, None)
    answer = remind(book, on=JUNE).data
    assert by_unit(answer)["XDVB"]
    assert answer["skipped"][0]["code"] == "EMAIL_MISSING"


def test_a_preview_reminds_nobody(book):
    summary = remind(book, on=JUNE, dry_run=True)
    assert units(summary.data["planned"]) == ["XDVB"]
    assert "1 việc trễ hạn, 0 việc sắp đến hạn" in summary.message
    assert units(remind(book, on=JUNE).data["sent"]) == ["XDVB"]


def test_the_log_names_the_reminder(book):
    remind(book, on=JUNE)
    assert log(book) == [("XDVB", "Thư nháp")]


def test_nothing_to_remind_is_said_and_writes_nothing(book, tmp_path):
    summary = remind(book, on=date(2026, 1, 5))
    assert "không có việc nào" in summary.message
    assert not list(tmp_path.glob("*nhắc*"))


def test_from_the_command_line(cchc, workbook):
    answer = cchc("remind", workbook(THAI_NGUYEN), "--on", "1/6/2026")
    assert [unit["code"] for unit in answer["units"]] == ["XDVB"]
