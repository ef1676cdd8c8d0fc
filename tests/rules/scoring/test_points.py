"""Points as tables print them, statuses as registers write them, days counted from the plan's date."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_macros import contract as c
from cchc_macros.rules.days.deadlines import due_after_issue
from cchc_macros.rules.scoring.points import Points, advice, read_points, says_not_scored
from cchc_macros.rules.tasks.statuses import status_named, status_of
from cchc_macros.rules.units.persons import is_person


@pytest.mark.parametrize(
    ("text", "number", "remark"),
    [
        ("8,00 điểm", "8", ""), ("5 đ", "5", ""), ("4,5đ", "4.5", ""), ("15 (ĐTXHH: 5)", "15", "ĐTXHH: 5"),
        ("Tối đa: 2 điểm", "2", ""), ("-0,5", "-0.5", ""), ("+1 điểm", "1", ""), ("3.5", "3.5", ""),
    ],
)  # fmt: skip
def test_points_with_words(text: str, number: str, remark: str):
    assert read_points(text) == Points(Decimal(number), remark=remark)


@pytest.mark.parametrize("text", ["", "-", "–", "…"])
def test_nothing_said_is_no_points(text: str):
    assert read_points(text) == Points()


@pytest.mark.parametrize(
    "text",
    [
        "Không áp dụng",
        "KAD",
        "K/A/D",
        "k.a.d",
        "k/ad",
        "kcđ",
        "K/C",
        "N/A",
        "Không thuộc phạm vi đánh giá",
        "Không chấm điểm",
        "ko chấm",
        "k/áp dụng",
        "K chấm.",
    ],
)
def test_not_scored(text: str):
    assert read_points(text) == Points(not_scored=True)
    assert says_not_scored(text)


@pytest.mark.parametrize("text", ["Sở Nội vụ", "8/10", "x", "12 tháng", "không", "đạt"])
def test_what_is_no_points_is_refused(text: str):
    assert read_points(text) is None


MARK, BLANK, TYPE = "Không chấm thì đánh x", "Chưa có điểm thì để trống", "Nhập số, ví dụ 9 hoặc 9,5."


@pytest.mark.parametrize(
    ("value", "step"),
    [
        ("KAD", MARK), ("k/a/d", MARK), ("không áp dụng", MARK), ("Không chấm", MARK), ("x", MARK), ("X", MARK),
        ("-", BLANK), ("–", BLANK), ("...", BLANK), ("chín", TYPE), ("xx", TYPE), ("", TYPE), (True, TYPE),
        (date(2026, 5, 9), TYPE), ("9,5 điểm", TYPE), ("khá", TYPE),
    ],
)  # fmt: skip
def test_who_types_that_nothing_is_scored_hears_where_that_is_said(value: object, step: str):
    assert advice(value).startswith(step)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str):
    found = read_points(text)
    assert found is None or isinstance(found, Points)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Đã hoàn thành", c.DONE),
        ("đang triển khai", c.DOING),
        ("Chưa trình", c.TODO),
        ("Đã trình", c.DOING),
        ("Tốt", ""),
    ],
)
def test_statuses_of_registers(text: str, status: str):
    assert status_of(text) == status


def test_a_word_that_says_less_than_a_status_names_none():
    assert status_named("Đã trình") == ""


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Trong 15 ngày kể từ ngày ban hành", date(2026, 2, 18)),
        ("10 ngày kể từ ngày ban hành Kế hoạch này", date(2026, 2, 13)),
        ("Sau 02 tuần kể từ khi ký ban hành", date(2026, 2, 17)),
        ("Chậm nhất 1 tháng sau ngày ban hành kế hoạch", date(2026, 3, 3)),
        ("Trong vòng ba tháng tính từ ngày ký", date(2026, 5, 3)),
        ("10 ngày làm việc kể từ ngày ban hành", None),
        ("15 ngày kể từ ngày nhận hồ sơ", None),
        ("Quý II/2026", None),
        ("30 ngày kể từ ngày ban hành và 15/12/2026", None),
    ],
)
def test_days_after_the_plan_was_issued(text: str, due: date | None):
    assert due_after_issue(text, date(2026, 2, 3)) == due


def test_days_after_the_issue_are_counted_in_words_too():
    words = ["một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"]
    found = [due_after_issue(f"Trong {word} ngày kể từ ngày ban hành", date(2026, 3, 1)) for word in words]
    assert found == [date(2026, 3, 1 + number) for number in range(1, 11)]


_SURNAMES = """Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Nông Hứa Triệu Lương Mai Đinh
Trịnh Đoàn Đào Tô Hà Lâm Tạ Cao Chu Ma Lò Quàng Vi Vương Thái Lưu Tống Phùng Khổng Bế Đàm Lục Giàng Vàng Sùng Thào
Tăng Thân Quách Kiều Doãn Nghiêm Lại Bạch Châu Diệp Giang Khuất Mạc Ninh Ông Sầm Thạch Từ Văn"""


@pytest.mark.parametrize("surname", _SURNAMES.split())
def test_a_full_name_is_a_person(surname):
    assert is_person(f"{surname} Minh Tuấn")
    assert not is_person(f"{surname.upper()} MINH TUẤN")
