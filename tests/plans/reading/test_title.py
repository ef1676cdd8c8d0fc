"""What is around an appendix."""

from datetime import date

import pytest

from cchc_macros.plans.model import Plan
from cchc_macros.plans.reading.title import with_surroundings


def read(*before: str, headings: tuple[str, ...] = ()) -> Plan:
    return with_surroundings(Plan(kind="criteria", rows=()), list(before), headings)


def test_number_date_agency_and_province_stand_in_the_line_below_the_title():
    found = read(
        "Phụ lục II",
        "KHẮC PHỤC",
        "CHỈ SỐ",
        "(Kèm theo Kế hoạch số: 31 /KH-STP ngày 03/02/2026 của Sở Tư pháp tỉnh Lạng Sơn)",
    )
    assert (found.number, found.date, found.title) == ("31/KH-STP", date(2026, 2, 3), "KHẮC PHỤC CHỈ SỐ")
    assert (found.agency, found.province) == ("Sở Tư pháp", "tỉnh Lạng Sơn")


def test_a_line_cut_by_the_page_is_read_whole():
    found = read(
        "PHỤ LỤC",
        "A",
        "(Kèm theo Kế hoạch số 31/KH-STP ngày",
        "03 tháng 02 năm 2026 của Sở Tư pháp",
        "thành phố Đà Nẵng)",
    )
    assert (found.number, found.date, found.province) == ("31/KH-STP", date(2026, 2, 3), "thành phố Đà Nẵng")


@pytest.mark.parametrize(
    "line", ["(Kèm theo Kế hoạch số /KH-STP ngày /4/2026 của Sở Tư pháp)", "(Kèm theo Kế hoạch số …/KH-STP)"]
)
def test_blanks_stay_blank(line: str):
    assert (read("PHỤ LỤC", "A", line).number, read("PHỤ LỤC", "A", line).date) == ("", None)


def test_what_the_first_page_says_of_itself_counts_where_the_appendix_says_nothing():
    head = ("Số: 112/KH-STP", "Hải Phòng, ngày 5 tháng 01 năm 2026")
    cited = ("Căn cứ Quyết định số 9/QĐ-UBND ngày 02/01/2026;", "Thực hiện, ngày 3/1/2026 đã họp")
    found = read(*cited, *head, *cited, "PHỤ LỤC", "A")
    assert (found.number, found.date) == ("112/KH-STP", date(2026, 1, 5))
    found = read(*head, "PHỤ LỤC", "A", "(Kèm theo Kế hoạch số 7/KH-STP ngày 06/01/2026)")
    assert (found.number, found.date) == ("7/KH-STP", date(2026, 1, 6))
    assert read(*cited, "PHỤ LỤC", "A").number == ""


def test_a_day_that_does_not_exist_is_no_date():
    assert read("(Kèm theo Kế hoạch số 1/KH-STP ngày 31/11/2026)").date is None


def test_years_come_from_the_columns_first():
    found = read("PHỤ LỤC", "KẾ HOẠCH NĂM 2030", headings=("Kết quả 2025", "Mục tiêu điểm số 2026"))
    assert (found.year_assessed, found.year_plan) == (2025, 2026)


def test_the_year_assessed_is_before_the_year_planned():
    found = read("PHỤ LỤC", "NÂNG CAO CHỈ SỐ NĂM 2026", "kết quả thực hiện Kế hoạch năm 2026; kết quả Chỉ số năm 2025")
    assert (found.year_assessed, found.year_plan) == (2025, 2026)


def test_the_province_may_stand_in_the_body():
    assert read("UBND tỉnh Thái Nguyên về việc", "trên địa bàn tỉnh; của tỉnh đề ra").province == "tỉnh Thái Nguyên"


def test_nothing_around_is_nothing():
    assert read() == Plan(kind="criteria", rows=())


@pytest.mark.parametrize("city", ["TP. Huế", "TP Huế", "T.P Huế", "TP.Huế", "Thành phố Huế", "thành phố Huế"])
def test_a_city_may_be_shortened(city):
    found = read("PHỤ LỤC", f"(Kèm theo Kế hoạch số 31/KH-STP ngày 03/02/2026 của Sở Tư pháp {city})")
    assert (found.agency, found.province) == ("Sở Tư pháp", "thành phố Huế")


def test_tp_inside_a_word_or_number_is_no_city():
    assert read("Quyết định số 5/QĐ-STP Lạng Sơn; HTTP Chung; TPHCM").province == ""
