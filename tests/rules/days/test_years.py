"""Years that move on to the next, and years that are part of a name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_macros.rules.days.years import years_on
from cchc_macros.rules.text import clean_lines

MOVING = (2025, 2026)


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("Khắc phục Chỉ số năm 2025, nâng cao Chỉ số năm 2026", "Khắc phục Chỉ số năm 2026, nâng cao Chỉ số năm 2027"),
        ("KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH NĂM 2026 CỦA SỞ", "KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH NĂM 2027 CỦA SỞ"),
        ("Trong ngày 31/12/2026", "Trong ngày 31/12/2027"),
        ("Trước 01.6.2026", "Trước 01.6.2027"),
        ("Tháng 12/2026", "Tháng 12/2027"),
        ("Quý I/2026 và Quý IV/2026", "Quý I/2027 và Quý IV/2027"),
        ("Năm 2025-2026: 2026", "Năm 2025-2026: 2027"),
        ("Dòng một năm 2026\ndòng hai", "Dòng một năm 2027\ndòng hai"),
        ("Chậm nhất 31/3/2026 theo Kế hoạch số 41/KH-STP ngày 20/3/2026",
         "Chậm nhất 31/3/2027 theo Kế hoạch số 41/KH-STP ngày 20/3/2026"),
    ],
)  # fmt: skip
def test_the_years_of_the_workbook_move_on(text, moved):
    assert years_on(text, MOVING)[0] == moved


@pytest.mark.parametrize(
    "text",
    [
        "Chương trình tổng thể giai đoạn 2021-2030",
        "Giai đoạn 2026 – 2030",
        "từ năm 2024 đến hết năm 2026",
        "Quyết định số 12/2026/QĐ-UBND ngày 05/3/2026 của UBND tỉnh",
        "Quyết định phê duyệt Đề án, ngày 05/3/2026",
        "Nghị quyết 76/2025/UBTVQH15",
        "Nghị định số 335/2025/NĐ-CP ngày 21 tháng 12 năm 2025",
        "Theo Kế hoạch số 41/KH-STP ngày 20/3/2026",
        "Luật Thanh tra năm 2025",
        "năm 2024, năm 2030",
        "số 2026123 và 120256",
    ],
)
def test_years_in_ranges_and_in_names_of_documents_stay(text):
    assert years_on(text, MOVING) == (clean_lines(text), [])


def test_what_was_moved_is_told_once():
    assert years_on("2026, 2026 và 2025", MOVING)[1] == ["2026 → 2027", "2025 → 2026"]


@given(st.text(max_size=60), st.integers(2000, 2098))
def test_only_the_given_years_change(text, year):
    moved, told = years_on(text, (year,))
    assert bool(told) == (moved != clean_lines(text))
    assert str(year) in clean_lines(text) or not told
