"""Numbers and dates of papers, as cells, file names and first pages have them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_macros.rules.evidence.papers import (
    find_day,
    find_numbers,
    kind_of,
    numbers_in_name,
    read_first_page,
    read_number,
)


@pytest.mark.parametrize(
    ("text", "number", "parts", "year"),
    [
        ("Kế hoạch số 41/KH-STP ngày 03/02/2026", 41, ("KH", "STP"), None),
        ("Số 15-BC/VPTU", 15, ("BC", "VPTU"), None),
        ("Số: 1400 - CV/VPTU", 1400, ("CV", "VPTU"), None),
        ("Công văn 12/UBND-VX", 12, ("UBND", "VX"), None),
        ("09/2019/NĐ-CP", 9, ("ND", "CP"), 2019),
        ("số 12/kh-stp", 12, ("KH", "STP"), None),
        ("số 05/TTr-STP", 5, ("TTR", "STP"), None),
    ],
)
def test_a_number_is_read_however_offices_write_it(text, number, parts, year):
    found = read_number(text)
    assert (found.number, found.parts, found.year) == (number, parts, year)


@pytest.mark.parametrize("text", ["", "3/tháng", "ngày 03/02/2026", "50/50 lượt", "Phòng số 1 - Tổ", "0205.3812.345"])
def test_what_only_looks_like_a_number_is_none(text):
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("stem", "found"),
    [
        ("41-KH-STP", [(41, ("KH", "STP"))]),
        ("BC_15", [(15, ("BC",))]),
        ("Bao cao 15", [(15, ("BC",))]),
        ("A14_01-VBNB_2026-CV-1400-2026_daky", [(1, ("VBNB",)), (1400, ("CV",))]),
        ("142_UBND_Chuyendoiso", [(142, ("UBND",))]),
        ("123-QD-UBND (bản ký)", [(123, ("QD", "UBND"))]),
        ("7-kh-STP", [(7, ("KH", "STP"))]),
        ("7-STP-kh", [(7, ("STP",))]),
        ("cv_don_doc_2508.signed", []),
        ("Kế hoạch CCHC 2026", []),
        ("anh-chup-man-hinh", []),
        ("anh 1", []),
    ],
)
def test_a_file_s_name_tells_what_may_be_its_number(stem, found):
    assert [(one.number, one.parts) for one in numbers_in_name(stem)] == found


def test_papers_are_the_same_where_nothing_contradicts():
    same = [
        ("41/KH-STP", "41/KH"),
        ("041/KH-STP", "41/kh-STP"),
        ("15-BC/VPTU", "15/BC-VPTU"),
        ("9/2019/NĐ-CP", "09/NĐ-CP"),
    ]
    other = [("41/KH-STP", "14/KH-STP"), ("41/KH-STP", "41/BC-STP"), ("09/2019/NĐ-CP", "09/2026/NĐ-CP")]
    for one, two in same:
        assert read_number(f"số {one}").is_same(read_number(f"số {two}"))
    for one, two in other:
        assert not read_number(one).is_same(read_number(two))


def test_the_first_page_s_own_number_and_date_are_read_not_those_it_cites():
    page = read_first_page(
        "UBND TỈNH LẠNG SƠN\nSỞ TƯ PHÁP\nSố: 41/KH-STP Lạng Sơn, ngày 03 tháng 02 năm 2026\nKẾ HOẠCH\n"
        "Cải cách hành chính năm 2026\n____\nCăn cứ Quyết định số 876/QĐ-BNV ngày 05 tháng 12 năm 2024"
    )
    assert (page.number.shown, page.day) == ("41/KH-STP", date(2026, 2, 3))
    assert page.about == "Kế hoạch Cải cách hành chính năm 2026"


def test_a_number_and_date_that_are_not_written_yet_are_not_taken_from_elsewhere():
    page = read_first_page(
        "SỞ TƯ PHÁP\nSố:      /KH-STP\nLạng Sơn, ngày    tháng 02 năm 2026\nKẾ HOẠCH\nvề x\n"
        "Căn cứ Quyết định\nSố 876/QĐ-BNV ngày 05 tháng 12 năm 2024"
    )
    assert (page.number, page.day) == (None, None)


def test_first_pages_without_marks_and_with_days_that_do_not_exist():
    page = read_first_page("So 12/BC-VPTU\nLang Son, ngay 31 thang 02 nam 2026\nBAO CAO")
    assert (page.number.shown, page.day) == ("12/BC-VPTU", None)
    assert read_first_page("Điện thoại: 0205.3812 - FAX 12/34").number is None
    assert read_first_page("V/v đôn đốc gửi phiếu").about == "V/v đôn đốc gửi phiếu"


def test_days_and_kinds():
    assert find_day("ngày 03 tháng 02 năm 2026") == find_day("(3/2/2026)") == date(2026, 2, 3)
    assert find_day("31/02/2026") is None
    assert kind_of(read_number("41/KH-STP"), "") == kind_of(None, "Kế hoạch năm") == "KH"
    assert kind_of(read_number("5/STP-VP"), "") == ""


@given(st.text(max_size=300))
def test_any_text_is_read(text):
    list(find_numbers(text))
    numbers_in_name(text)
    find_day(text)
    read_first_page(text)


_SIGNS = "KH CTR BC QĐ CV TB TTr BB GM NQ CT HD TT NĐ QC ĐA DS KL CĐ PL"


@pytest.mark.parametrize("sign", _SIGNS.split())
def test_the_type_of_a_paper_is_told_by_its_symbol(sign):
    assert read_number(f"Số 12/{sign}-STP").kind == sign.upper().replace("Đ", "D")


@pytest.mark.parametrize("word", ["tháng", "năm", "quý", "ngày", "lượt", "người", "tiêu", "chí", "phòng", "việc"])
def test_a_count_by_something_is_no_number_of_a_paper(word):
    assert read_number(f"số 3/{word}") is None
