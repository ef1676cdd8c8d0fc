"""Days: read day first, written as Nghị định 30/2020/NĐ-CP asks for."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_macros.rules.dates import NotADate, format_date, parse_date

days = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("01/6/2026", date(2026, 6, 1)),
        ("31/12/2026", date(2026, 12, 31)),
        ("05/9/2026", date(2026, 9, 5)),  # never 9 May
        ("5-9-2026", date(2026, 9, 5)),
        ("5.9.2026", date(2026, 9, 5)),
        (" 05 / 09 / 2026 ", date(2026, 9, 5)),
        ("2026-12-31", date(2026, 12, 31)),
        ("2026-12-31 00:00:00", date(2026, 12, 31)),
        ("2026-12-31T08:30:00.000", date(2026, 12, 31)),
        ("ngày 05 tháng 9 năm 2026", date(2026, 9, 5)),
        ("Ngày 05/9/2026", date(2026, 9, 5)),
        ("29/02/2028", date(2028, 2, 29)),
        ("01/01/1900", date(1900, 1, 1)),
        ("31/12/2199", date(2199, 12, 31)),
    ],
)
def test_text_is_read_day_first(written, day):
    assert parse_date(written) == day


def test_date_cells_are_taken_as_they_are():
    assert parse_date(datetime(2026, 12, 31, 23, 59, tzinfo=UTC)) == date(2026, 12, 31)
    assert parse_date(date(2026, 1, 2)) == date(2026, 1, 2)


@pytest.mark.parametrize("blank", [None, "", " \n\u00a0"])
def test_a_blank_is_no_day(blank):
    assert parse_date(blank) is None


@pytest.mark.parametrize(
    "value",
    [
        *("31/11/2026", "29/02/2026", "00/5/2026", "12/31/2026", "31/12/26", "26/12/31", "01/6", "6/2026", "2026"),
        *(
            "01/6-2026",
            "31/12/0226",
            "31/12/1899",
            "01/01/2200",
            "31/12/20226",
            "hôm nay",
            "1/6/2026 và 2/6/2026",
            "٠١/٠٦/٢٠٢٦",
            "9" * 10_000,
        ),
        *("31/12/1899", "01/01/2200"),
        *(46022, 46022.0, True, b"01/6/2026"),
    ],
)
def test_what_is_no_day_is_refused(value):
    with pytest.raises(NotADate):
        parse_date(value)


def test_the_refusal_says_what_to_type():
    with pytest.raises(NotADate) as refused:
        parse_date("31/11/2026")
    assert str(refused.value) == "'31/11/2026' không phải là ngày. Nhập ngày/tháng/năm, ví dụ 31/12/2026."


@pytest.mark.parametrize("written", ["03/02/2026", "01/6/2026", "20/3/2026", "31/12/2026", "09/01/2026", "10/10/2026"])
def test_days_are_written_by_the_decree(written):
    assert format_date(parse_date(written)) == written


@given(days)
def test_what_is_written_is_read_back(day):
    for written in (format_date(day), day.isoformat(), f"{day:%d/%m/%Y}", f"{day.day}.{day.month}.{day.year}"):
        assert parse_date(written) == day


@given(days.filter(lambda day: day.day > 12))
def test_the_american_order_is_never_read(day):
    with pytest.raises(NotADate):
        parse_date(f"{day:%m/%d/%Y}")


@given(st.one_of(st.text(), st.text("0123456789/.- ", max_size=12), st.floats(), st.integers()))
def test_any_value_is_a_day_or_blank_or_refused(value):
    try:
        assert isinstance(parse_date(value), date | None)
    except NotADate as refused:
        assert "không phải là ngày" in str(refused)  # noqa: PT017
