"""Days and periods found in plain text, with what each means in the calendar."""

from datetime import date

import pytest

from cchc_macros.rules.days.periods import Period, find_periods


def spans(text):
    """What a text names, as (first day, last day, is_start)."""
    return [(*(period.days() or (None, None)), period.is_start) for period in find_periods(text)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("30/6/2026", date(2026, 6, 30), date(2026, 6, 30)),
        ("thang 2/2028", date(2028, 2, 1), date(2028, 2, 29)),
        ("thang 12 nam 2026", date(2026, 12, 1), date(2026, 12, 31)),
        ("12/2026", date(2026, 12, 1), date(2026, 12, 31)),
        ("quy iii/2026", date(2026, 7, 1), date(2026, 9, 30)),
        ("quy 1 nam 2026", date(2026, 1, 1), date(2026, 3, 31)),
        ("6 thang dau nam 2026", date(2026, 1, 1), date(2026, 6, 30)),
        ("6 thang cuoi nam 2026", date(2026, 7, 1), date(2026, 12, 31)),
        ("9 thang dau nam 2026", date(2026, 1, 1), date(2026, 9, 30)),
        ("ba thang dau nam 2026", date(2026, 1, 1), date(2026, 3, 31)),
        ("sau thang dau nam 2026", date(2026, 1, 1), date(2026, 6, 30)),
        ("nua dau nam 2026", date(2026, 1, 1), date(2026, 6, 30)),
        ("nua cuoi nam 2026", date(2026, 7, 1), date(2026, 12, 31)),
        ("nam 2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_has_a_first_and_a_last_day(text, first, last):
    assert spans(text) == [(first, last, False)]


@pytest.mark.parametrize("text", ["31/11/2026", "00/6/2026", "thang 13/2026", "thang 0/2026", "20 thang dau nam 2026"])
def test_what_the_calendar_lacks_has_no_days(text):
    (period,) = find_periods(text)
    assert period.days() is None


def test_without_a_year_there_are_no_days():
    assert find_periods("quy iv") == [Period(start=0, end=6, first_month=10, last_month=12)]
    assert spans("quy iv") == [(None, None, False)]


def test_a_list_shares_its_year():
    assert spans("thang 6, 9 va thang 12/2026") == [
        (date(2026, 6, 1), date(2026, 6, 30), False),
        (date(2026, 9, 1), date(2026, 9, 30), False),
        (date(2026, 12, 1), date(2026, 12, 31), False),
    ]
    assert [is_start for *_, is_start in spans("quy i - iii/2026")] == [True, False]
    assert [is_start for *_, is_start in spans("nam 2026 den nam 2028")] == [True, False]
    assert [is_start for *_, is_start in spans("15-20/6/2026")] == [True, False]


@pytest.mark.parametrize(
    "text", ["12/2026/qd-ubnd", "41/kh-stp", "quy v", "66-nq/tw", "kh-12/2026", "30/6/26", "hang quy", "12", ""]
)
def test_numbers_of_documents_and_loose_numbers_are_no_periods(text):
    assert [period for period in find_periods(text) if period.end == len(text)] == []


def test_places_are_told():
    text = "cham nhat ngay 30/6/2026, bao cao"
    (period,) = find_periods(text)
    assert text[period.start : period.end] == "ngay 30/6/2026"
