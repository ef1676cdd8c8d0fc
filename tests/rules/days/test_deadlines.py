"""Deadlines as plans phrase them; what cannot be read keeps its text and is never guessed."""

import time
import unicodedata
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_macros.rules.dates import format_date
from cchc_macros.rules.days.deadlines import Deadline, read_deadline
from cchc_macros.rules.text import clean

PLAN_YEAR = 2026
days = st.dates(date(2000, 1, 1), date(2100, 12, 31))


def due(text, plan_year=PLAN_YEAR):
    """The due date of a text that must be a day."""
    deadline = read_deadline(text, plan_year)
    assert deadline.kind == "day", deadline
    return deadline.due


@pytest.mark.parametrize(
    ("text", "day"),
    [
        # the two plans
        ("Trong ngày 31/12/2026", date(2026, 12, 31)),
        ("Trong năm 2026", date(2026, 12, 31)),
        ("Trước 01/6/2026", date(2026, 5, 31)),
        ("Tháng 12/2026", date(2026, 12, 31)),
        # a day by which
        ("05/9", date(2026, 9, 5)),
        ("chậm nhất ngày 30/6/2026", date(2026, 6, 30)),
        ("Chậm nhất là ngày 25/12/2026 (thứ Sáu)", date(2026, 12, 25)),
        ("Đến hết 30/6", date(2026, 6, 30)),
        ("muộn nhất 05/9", date(2026, 9, 5)),
        ("ngày 30 tháng 6 năm 2026", date(2026, 6, 30)),
        ("ngày 30 tháng 6", date(2026, 6, 30)),
        ("30.6.2026", date(2026, 6, 30)),
        ("2026-12-31 00:00:00", date(2026, 12, 31)),
        ("2026/12/31", date(2026, 12, 31)),
        ("31 / 12 / 2026", date(2026, 12, 31)),
        ("17h00 ngày 30/6/2026", date(2026, 6, 30)),
        ("Hoàn thành 100% trong ngày 30/6/2026", date(2026, 6, 30)),
        ("31/5/2026", date(2026, 5, 31)),  # a Sunday stays
        # a day before which
        ("Trước 01/6", date(2026, 5, 31)),
        ("trước ngày 01/01/2027", date(2026, 12, 31)),
        ("trước tháng 6/2026", date(2026, 5, 31)),
        ("Trước quý III", date(2026, 6, 30)),
        ("trước năm 2027", date(2026, 12, 31)),
        ("đến trước ngày 30/6/2026", date(2026, 6, 29)),
        ("trước 17 giờ 00 ngày 30/6/2026", date(2026, 6, 30)),  # an hour of that day
        ("trước 17h 30/6/2026", date(2026, 6, 30)),
        # periods
        ("T12/2026", date(2026, 12, 31)),
        ("12/2026", date(2026, 12, 31)),
        ("Tháng 02 năm 2028", date(2028, 2, 29)),
        ("cuối tháng 6", date(2026, 6, 30)),
        ("Quý I", date(2026, 3, 31)),
        ("quý 3 năm 2026", date(2026, 9, 30)),
        ("Quý IV/2026", date(2026, 12, 31)),
        ("6 tháng đầu năm", date(2026, 6, 30)),
        ("06 tháng cuối năm 2026", date(2026, 12, 31)),
        ("Sáu tháng đầu năm 2026", date(2026, 6, 30)),
        ("Nửa đầu năm 2026", date(2026, 6, 30)),
        ("Trong năm", date(2026, 12, 31)),
        ("cả năm", date(2026, 12, 31)),
        ("đến cuối năm", date(2026, 12, 31)),
        ("2026", date(2026, 12, 31)),
        (2026.0, date(2026, 12, 31)),
        # ranges end with their last day
        ("năm 2026-2028", date(2028, 12, 31)),
        ("Năm 2026 đến năm 2028", date(2028, 12, 31)),
        ("Giai đoạn 2026–2030", date(2030, 12, 31)),
        ("Từ 01/6/2026 đến hết 30/6/2026", date(2026, 6, 30)),
        ("01/6 - 30/6/2026", date(2026, 6, 30)),
        ("01-30/6/2026", date(2026, 6, 30)),
        ("Từ tháng 6 đến tháng 9/2026", date(2026, 9, 30)),
        ("Tháng 6-9/2026", date(2026, 9, 30)),
        ("Quý I/2026 - Quý IV/2026", date(2026, 12, 31)),
        ("từ nay đến 30/6", date(2026, 6, 30)),
        # a narrower day inside a period
        ("Trong năm 2026, chậm nhất 30/11", date(2026, 11, 30)),
        ("Trong năm 2026\n(trước 30/11)", date(2026, 11, 29)),
        ("Quý IV/2026 (trước 15/12/2026)", date(2026, 12, 14)),
        ("Tháng 6 trong năm 2026", date(2026, 6, 30)),
        # a date inside a cited document is none
        ("Trước 30/6/2026 theo Kế hoạch số 41/KH-STP ngày 20/3/2026", date(2026, 6, 29)),
        ("Theo Kế hoạch số 41/KH-STP ngày 20/3/2026, chậm nhất 30/6/2026", date(2026, 6, 30)),
        ("Kế hoạch số 41/KH-STP, ngày 20/3/2026; trước 30/6/2026", date(2026, 6, 29)),
        ("theo Nghị quyết số 66-NQ/TW ngày 30/4/2025 của Bộ Chính trị, trước tháng 12/2026", date(2026, 11, 30)),
        ("Theo quy định, chậm nhất 30/6/2026", date(2026, 6, 30)),
        ("Năm 2026 theo Kế hoạch số 02/KH-STP ngày 03/01/2025", date(2026, 12, 31)),
        ("Theo Kế hoạch số 41/KH-STP ngày 20/3/2026 đến 30/6/2026", date(2026, 6, 30)),
        # a length of time with a last day is that day
        ("trong 10 ngày làm việc kể từ ngày nhận, chậm nhất 30/6/2026", date(2026, 6, 30)),
        ("Sau khi được phê duyệt, chậm nhất ngày 30/6/2026", date(2026, 6, 30)),
        # words that look like others without their marks
        ("khách hàng năm 2026", date(2026, 12, 31)),
        ("đổi mới năm 2026", date(2026, 12, 31)),
        ("Kế hoạch số 41/KH-STP\nTháng 12/2026", date(2026, 12, 31)),
    ],
)
def test_a_day_is_read(text, day):
    assert due(text) == day
    assert read_deadline(text, PLAN_YEAR).instalments == ()


@pytest.mark.parametrize(
    ("text", "instalments"),
    [
        ("đợt 1: 30/6; đợt 2: 30/11", [date(2026, 6, 30), date(2026, 11, 30)]),
        ("Đợt 1: 30/6/2026\nĐợt 2: 30/11/2026", [date(2026, 6, 30), date(2026, 11, 30)]),
        ("30/11/2026; 30/6/2026", [date(2026, 6, 30), date(2026, 11, 30)]),
        ("Tháng 3, 6, 9, 12", [date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31)]),
        ("tháng 6 và tháng 12/2026", [date(2026, 6, 30), date(2026, 12, 31)]),
        ("Quý I, II/2026", [date(2026, 3, 31), date(2026, 6, 30)]),
        ("Quý I+II/2026", [date(2026, 3, 31), date(2026, 6, 30)]),
        ("Quý 2 & 3", [date(2026, 6, 30), date(2026, 9, 30)]),
        ("Tháng 6; 12/2026", [date(2026, 6, 30), date(2026, 12, 31)]),
        ("quí II và quí IV", [date(2026, 6, 30), date(2026, 12, 31)]),
        ("quý II và quý IV", [date(2026, 6, 30), date(2026, 12, 31)]),
        ("6 tháng đầu năm và năm 2026", [date(2026, 6, 30), date(2026, 12, 31)]),
        ("15/6 (báo cáo 6 tháng), 15/12 (báo cáo năm)", [date(2026, 6, 15), date(2026, 12, 15)]),
        ("trước 15/6 và trước 15/12", [date(2026, 6, 14), date(2026, 12, 14)]),
        ("15/12 và 15/01/2027", [date(2026, 12, 15), date(2027, 1, 15)]),
        ("30/6 và 30/11/2027", [date(2027, 6, 30), date(2027, 11, 30)]),
        ("30/9/2026, 31/12, 30/6/2027", [date(2026, 9, 30), date(2026, 12, 31), date(2027, 6, 30)]),
        ("Năm 2026, 2027", [date(2026, 12, 31), date(2027, 12, 31)]),
    ],
)
def test_of_several_instalments_the_last_is_due(text, instalments):
    assert read_deadline(text, PLAN_YEAR).instalments == tuple(instalments)
    assert due(text) == instalments[-1]


@pytest.mark.parametrize(
    "text",
    [
        *("Thường xuyên", "thường xuyên trong năm 2026", "Hằng tháng", "hàng quý", "hằng năm", "Hàng tuần", "Định kỳ"),
        *("trước ngày 20 hằng tháng", "ngày 15 hàng tháng", "Trước ngày 15/12 hằng năm", "Quý I hằng năm"),
        *("mỗi tháng một lần", "Mỗi quý", "02 lần/năm", "6 tháng một lần", "Theo quý", "Năm 2026 và các năm tiếp theo"),
        "Tháng 01/2026 và các tháng tiếp theo",
        *("Hằng quí", "mỗi quí một lần", "Các quý trong năm", "Báo cáo quý, 6 tháng, năm", "Quý, 06 tháng và năm"),
        "Thường xuyên theo Kế hoạch số 41/KH-STP ngày 20/3/2026",
    ],
)
def test_a_recurrence_has_no_due_date(text):
    assert read_deadline(text, PLAN_YEAR) == Deadline(clean(text), "recurring")


@pytest.mark.parametrize(
    "text",
    [
        *("trong 05 ngày làm việc kể từ ngày nhận", "Trong vòng 30 ngày kể từ ngày 01/6/2026", "trong 30 ngày"),
        *("Chậm nhất 05 ngày làm việc sau khi nhận", "Ngay sau khi được phê duyệt", "Khi có yêu cầu", "đột xuất"),
        "trước 05 ngày so với ngày họp",
    ],
)
def test_a_length_of_time_after_an_event_has_no_due_date(text):
    assert read_deadline(text, PLAN_YEAR) == Deadline(clean(text), "event")


@pytest.mark.parametrize(
    "text",
    [
        *("theo Kế hoạch số 41/KH-STP ngày 20/3/2026", "Theo Kế hoạch CCHC năm 2026", "Quyết định số 12/2026/QĐ-UBND"),
        *("Theo Kế hoạch số /KH-STP ngày /4/2026", "Theo Quyết định số 906/QĐ-UBND ngày 06 tháng 4 năm 2026"),
        *("Theo tiến độ", "Theo yêu cầu của UBND tỉnh", "theo Kế hoạch số 41/KH-STP\nngày 20/3/2026 của Sở"),
    ],
)
def test_a_reference_to_a_document_has_no_due_date(text):
    assert read_deadline(text, PLAN_YEAR) == Deadline(clean(text), "reference")


@pytest.mark.parametrize(
    "text",
    [
        # the calendar lacks it
        *("31/11", "31/11/2026", "29/02/2026", "12/31/2026", "Tháng 13/2026", "quý V", "00/6/2026"),
        # more than one reading, or none
        *("31/12/26", "ngày 15", "15 và 30/6/2026", "năm2026", "46387", "30/6-2026", "15/12/2026 và 15/01"),
        *("Đầu tháng 6", "giữa tháng 6", "đầu năm 2026", "Tuần 2 tháng 6/2026", "khoảng tháng 6"),
        *("sau 30/6/2026", "từ tháng 6/2026", "trước kỳ họp ngày 30/6/2026", "Trước 15-20/6/2026"),
        *("Trong năm 2026; báo cáo quý I trước 20/3/2026", "ngày làm việc cuối cùng của tháng 6/2026"),
        *("Quý II/III", "Quý II hoặc III", "Tháng 6/9 hoặc sớm hơn"),
        *("sớm nhất 30/6/2026", "không trước 30/6/2026", "Đã hoàn thành ngày 15/3/2026", "tuần cuối tháng 6/2026"),
        *("Quý I năm sau", "trước 31/01 năm kế tiếp", "05 ngày làm việc trước 30/6/2026", "trước 30/6/2026 05 ngày"),
        *("Trong 30 ngày kể từ ngày Quyết định có hiệu lực 01/6/2026", "Sau khi được phê duyệt, ngày 30/6/2026"),
        # blanks still to be filled in
        *("ngày   tháng 12 năm 2026", "ngày …/12/2026", "ngày /12/2026"),
        # no deadline at all
        *("không rõ", "khi nào xong thì xong", "Văn phòng Sở", "Trong ngày", "x" * 10_000, "=TODAY()"),
        *(46387, 46387.5, True, float("nan"), 1e300, b"30/6/2026"),
    ],
)
def test_what_is_not_clear_is_unreadable_and_never_guessed(text):
    deadline = read_deadline(text, PLAN_YEAR)
    assert (deadline.kind, deadline.due, deadline.instalments) == ("unreadable", None, ())
    assert deadline.text


@pytest.mark.parametrize("blank", [None, "", " \n", "-", "–", "…"])
def test_a_blank_is_no_deadline(blank):
    assert read_deadline(blank, PLAN_YEAR).kind == "none"


@pytest.mark.parametrize("cell", [date(2026, 6, 1), datetime(2026, 6, 1, 8, tzinfo=UTC)])
def test_a_date_cell_is_that_day(cell):
    assert read_deadline(cell, None) == Deadline("01/6/2026", "day", date(2026, 6, 1))


def test_a_day_without_a_year_is_of_the_year_before_it_where_that_after_it_has_no_such_day():
    found = read_deadline("15/01/2028; 29/02; 31/3/2029", 2026)
    assert found.instalments == (date(2028, 1, 15), date(2028, 2, 29), date(2029, 3, 31))


def test_the_plan_year_stands_in_only_where_no_year_is_written():
    assert due("30/6", 2031) == date(2031, 6, 30)
    assert due("Quý I", 2031) == date(2031, 3, 31)
    assert due("Quý I/2026", 2031) == date(2026, 3, 31)
    assert read_deadline("30/6", None).kind == "unreadable"
    assert read_deadline("30/6", 99_999).kind == "unreadable"
    assert due("30/6/2026", None) == date(2026, 6, 30)


@pytest.mark.parametrize(
    ("plan", "columns", "counts"),
    [
        ("lang-son-2026", 8, {("Tháng 12/2026", date(2026, 12, 31)): 8}),
        (
            "thai-nguyen-2026",
            6,
            {
                ("Trong ngày 31/12/2026", date(2026, 12, 31)): 6,
                ("Trong năm 2026", date(2026, 12, 31)): 28,
                ("Trước 01/6/2026", date(2026, 5, 31)): 1,
                ("Thường xuyên", None): 3,
            },
        ),
    ],
)
def test_every_deadline_of_the_two_plans_is_read(seed, plan, columns, counts):
    found = {}
    for line in seed(plan).read_text("utf-8").splitlines():
        cells = line.split("\t")
        text = cells[7 if columns == 8 else 3] if len(cells) == columns else ""
        if text and "<b>" not in text and not text.startswith("Th\u1eddi gian"):
            deadline = read_deadline(text, PLAN_YEAR)
            assert deadline.kind in {"day", "recurring"}
            found[text, deadline.due] = found.get((text, deadline.due), 0) + 1
    assert found == counts


@given(days, st.sampled_from([None, 2026]))
def test_every_day_is_read_in_every_phrase(day, plan_year):
    for written in (format_date(day), f"{day:%d/%m/%Y}", f"ngày {day.day} tháng {day.month} năm {day.year}"):
        for phrase in ("{}", "Trong {}", "chậm nhất {}", "đến hết {}.", "Hoàn thành xong\n{}"):
            assert due(phrase.format(written), plan_year) == day
        assert due(f"Trước {written}", plan_year) == day - timedelta(days=1)
        assert read_deadline(f"theo Công văn số 12/STP-VP ngày {format_date(day)}", 2026).kind == "reference"


@given(days)
def test_before_a_month_is_the_end_of_the_month_before_it(day):
    first = day.replace(day=1)
    assert due(f"trước tháng {day.month}/{day.year}") == first - timedelta(days=1)
    last = due(f"Tháng {day.month}/{day.year}")
    assert (last.year, last.month) == (day.year, day.month)
    assert (last + timedelta(days=1)).day == 1


@given(days, days)
def test_a_range_ends_with_its_last_day(one, other):
    first, last = sorted((one, other))
    assert due(f"từ ngày {format_date(first)} đến ngày {format_date(last)}") == last


@given(st.lists(days, min_size=2, max_size=6, unique=True))
def test_instalments_are_all_there(several):
    written = "; ".join(f"đợt {i}: {format_date(day)}" for i, day in enumerate(several, 1))
    assert read_deadline(written, None).instalments == tuple(sorted(several))


@given(
    st.sampled_from(
        ["Trước 01/6/2026", "Quý IV năm 2026", "Thường xuyên", "hằng tháng", "6 tháng đầu năm", "Trong năm"]
    ),
    st.sampled_from(["NFC", "NFD"]),
    st.sampled_from([str, str.upper, str.lower]),
    st.sampled_from([" ", "  ", "\u00a0", "\n", " \u200b"]),
)
def test_case_spacing_and_unicode_form_do_not_count(text, form, case, space):
    other = unicodedata.normalize(form, case(text)).replace(" ", space)
    plain, disturbed = read_deadline(text, PLAN_YEAR), read_deadline(f" {other} ", PLAN_YEAR)
    assert (disturbed.kind, disturbed.due) == (plain.kind, plain.due)


pieces = st.sampled_from(
    [
        *("trước", "sau", "từ", "đến", "ngày", "tháng", "năm", "quý", "kỳ", "đợt", "và", "hằng", "chậm nhất", "trong"),
        *(
            "theo",
            "kế hoạch",
            "số",
            "đầu",
            "cuối",
            "nửa",
            "-",
            "/",
            ",",
            ";",
            "(",
            ")",
            "\n",
            "I",
            "IV",
            "1",
            "6",
            "12",
        ),
        *("31", "30/6", "31/12/2026", "6/2026", "2026", "26", "41/KH-STP"),
    ]
)


@given(st.one_of(st.text(), st.lists(pieces, max_size=25).map(" ".join)), st.none() | st.integers())
def test_any_text_is_read_or_kept_and_nothing_is_raised(text, plan_year):
    deadline = read_deadline(text, plan_year)
    assert deadline.text == clean(text)
    assert (deadline.kind == "day") == (deadline.due is not None)
    assert deadline.instalments == tuple(sorted(set(deadline.instalments)))
    assert not deadline.instalments or deadline.instalments[-1] == deadline.due
    assert deadline.kind != "none" or not any(char.isalnum() for char in text)


@given(st.one_of(st.none(), st.booleans(), st.floats(), st.integers(), st.datetimes(), st.binary()))
def test_any_cell_value_is_taken(value):
    assert read_deadline(value, PLAN_YEAR).kind in {"none", "day", "unreadable"}


@pytest.mark.parametrize(
    "hostile",
    [
        *("theo a b c d " * 50, "1/" * 250, "tháng 1" + ", 2" * 200, "kế hoạch số " * 50, "x" * 1_000_000),
        *("năm 2026" + " trong ngày trước" * 28 + " 30/6", "quý i " * 80, "1-" * 250, "(,:." * 120 + "30/6"),
    ],
)
def test_hostile_text_is_read_at_once(hostile):
    start = time.process_time()
    read_deadline(hostile, PLAN_YEAR)
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Trong tháng Mười hai", date(2026, 12, 31)), ("tháng mười một năm 2026", date(2026, 11, 30)),
        ("Trước ngày 15 tháng Sáu năm 2026", date(2026, 6, 14)), ("Tháng Tư", date(2026, 4, 30)),
        ("Tháng Năm", date(2026, 5, 31)), ("tháng Mười", date(2026, 10, 31)),
    ],
)  # fmt: skip
def test_months_written_in_words_are_read(text: str, due: date):
    assert read_deadline(text, 2026).due == due


@pytest.mark.parametrize("text", ["tháng năm", "tháng Giêng", "tháng Mười ba"])
def test_what_may_be_no_month_of_the_calendar_is_not_guessed(text: str):
    assert read_deadline(text, 2026).due is None


def test_each_month_has_its_word():
    words = ("Một", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười một", "Mười hai")
    for number, word in [*enumerate(words, start=1), (4, "Bốn"), (7, "Bẩy")]:
        assert read_deadline(f"tháng {word} năm 2026", 2026).due.month == number
