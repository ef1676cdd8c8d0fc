"""Rounds: the data year from 15/12, which is open, who has more time, when units are reminded."""

from dataclasses import replace
from datetime import date

import pytest

from cchc_macros.rules.days.rounds import (
    Extension,
    Round,
    after_working_days,
    before,
    heading,
    is_reminding_day,
    ranks,
    read_extensions,
    reminding_days,
    round_in,
    starting_rounds,
)
from cchc_macros.rules.text import fold


def test_the_starting_table_is_the_data_year_of_reports():
    found = [(one.name, one.first, one.last, one.return_by, one.report_by) for one in starting_rounds(2026)]
    assert found == [
        ("Quý I/2026", date(2025, 12, 15), date(2026, 3, 14), date(2026, 3, 17), date(2026, 3, 20)),
        ("6 tháng đầu năm 2026", date(2025, 12, 15), date(2026, 6, 14), date(2026, 6, 16), date(2026, 6, 20)),
        # not cumulative: from the day after the half-year's data close
        ("Quý III/2026", date(2026, 6, 15), date(2026, 9, 14), date(2026, 9, 16), date(2026, 9, 20)),
        ("Năm 2026", date(2025, 12, 15), date(2026, 12, 14), date(2026, 12, 16), date(2026, 12, 20)),
    ]


def test_working_days_leave_out_saturday_and_sunday():
    assert after_working_days(date(2026, 3, 13), 1) == date(2026, 3, 16)
    assert after_working_days(date(2026, 3, 14), 2) == date(2026, 3, 17)


def test_rounds_are_ordered_by_the_day_their_data_close():
    rounds = starting_rounds(2026)[::-1]
    assert ranks(rounds) == {"": 0} | {fold(one.name): 4 - place for place, one in enumerate(rounds)}
    assert before(rounds, "QUÝ III/2026").name == "6 tháng đầu năm 2026"
    assert before(rounds, "Quý I/2026") is None
    assert before(rounds, "Quý IX") is None


def test_no_round_comes_before_another_that_closes_on_the_same_day():
    rounds = [replace(one, row=row) for row, one in enumerate(starting_rounds(2026))]
    nine = replace(rounds[2], row=4, name="9 tháng", first=rounds[0].first)
    both = [*rounds, nine]
    assert before(both, "9 tháng").name == before(both, "Quý III/2026").name == "6 tháng đầu năm 2026"
    assert before(both, "Năm 2026").name == "Quý III/2026"  # as the sheet's formula finds it: the first in the table
    assert before([*both, Round(row=5, name="Đột xuất")], "Đột xuất") is None  # nobody said when its data close


@pytest.mark.parametrize(
    ("text", "expected", "unread"),
    [
        ("NV1: 20/3/2026 (chờ số liệu)", [Extension("NV1", date(2026, 3, 20), "chờ số liệu")], ()),
        ("NV1, NV2 đến ngày 20/3: chờ sở khác",
         [Extension(who, date(2026, 3, 20), "chờ sở khác") for who in ("NV1", "NV2")], ()),
        ("25/3/2026", [Extension("", date(2026, 3, 25))], ()),
        ("VP: 20/3/2026 (ốm; nghỉ)\nTGPL gia hạn đến 22/3/2026",
         [Extension("VP", date(2026, 3, 20), "ốm; nghỉ"), Extension("TGPL", date(2026, 3, 22))], ()),
        ("VP: tuần sau; CC1: 31/02/2026", [], ("VP: tuần sau", "CC1: 31/02/2026")),
        ("", [], ()),
    ],
)  # fmt: skip
def test_extensions_are_read(text, expected, unread):
    assert read_extensions(text, date(2026, 3, 17)) == (tuple(expected), unread)


@pytest.mark.parametrize(("near", "expected"), [((2026, 12, 16), 2027), ((2026, 3, 17), 2026), ((2027, 1, 2), 2027)])
def test_an_extension_without_a_year_is_the_day_nearest_to_the_due_day(near, expected):
    (found,), _ = read_extensions("VP: 05/01", date(*near))
    assert found.day == date(expected, 1, 5)
    assert read_extensions("VP: 29/02", date(2027, 3, 1)) == ((Extension("VP", date(2028, 2, 29)),), ())
    assert read_extensions("VP: 05/01", None) == ((), ("VP: 05/01",))


def test_a_unit_has_the_longest_time_given_to_it_or_to_all():
    extensions, _ = read_extensions("25/3/2026; NV1: 28/3/2026 (chờ); NV2: 20/3/2026", None)
    one = Round(name="Quý I", return_by=date(2026, 3, 17), extensions=extensions)
    assert one.due(["nv1", "Phòng Nghiệp vụ I"]) == (date(2026, 3, 28), "chờ")
    assert one.due(["NV2"]) == (date(2026, 3, 25), "")
    assert Round(name="Quý I").due(["VP"]) == (None, "")
    earlier = Round(return_by=date(2026, 3, 17), extensions=(Extension("VP", date(2026, 3, 1)),))
    assert earlier.due(["VP"]) == (date(2026, 3, 17), "")  # an extension takes no time away


def test_a_sheet_says_its_round_and_it_is_read_back():
    rounds = starting_rounds(2026)
    names = [one.name for one in rounds]
    for one in rounds:
        lines = ["SỞ TƯ PHÁP", f"{heading(one)} Gửi về Văn phòng Sở chậm nhất ngày 17/3/2026."]
        assert round_in(lines, names) == one.name
    assert round_in(["Gửi về Văn phòng Sở"], names) is None
    assert round_in([heading(Round(name="Quý I/2026 bổ sung"))], [*names, "Quý I/2026 bổ sung"]) == "Quý I/2026 bổ sung"
    assert heading(Round()) == ""


def test_reminding_days_are_read_and_refused():
    assert reminding_days("7; 3; 1; 0") == (7, 3, 1, 0)
    assert reminding_days("0, 3 7") == (7, 3, 0)
    assert reminding_days("") == ()
    for text in ("ba ngày", "7; -1", "1,5 ngày"):
        with pytest.raises(ValueError):
            reminding_days(text)


@pytest.mark.parametrize(
    ("left", "reminded", "expected"),
    [
        (8, [], False),
        (7, [], True),
        (7, [7], False),  # once a day
        (6, [7], False),
        (6, [], True),  # nobody clicked a day before
        (3, [7], True),
        (2, [7, 3], False),
        (2, [7], True),
        (0, [1], True),
        (-1, [0], True),
        (-2, [-1], True),  # overdue: every day
        (-2, [-1, -2], False),
    ],
)
def test_units_are_reminded_on_some_days_and_daily_when_overdue(left, reminded, expected):
    assert is_reminding_day(left, (7, 3, 1, 0), reminded) is expected
