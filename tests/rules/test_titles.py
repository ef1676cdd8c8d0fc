from datetime import date

import pytest

from cchc_macros.rules import titles
from cchc_macros.rules.titles import PlanFacts, plan_subject


def basis(**facts):
    return titles.basis(PlanFacts(agency="Sở Tư pháp", province="tỉnh Lạng Sơn", year_plan=2026, **facts))


def test_the_basis_names_number_date_and_agency():
    assert basis(number="31/KH-STP", day=date(2026, 2, 3)) == (
        "(Kèm theo Kế hoạch số 31/KH-STP ngày 03/02/2026 của Sở Tư pháp tỉnh Lạng Sơn)"
    )


@pytest.mark.parametrize(
    ("number", "day", "expected"),
    [
        ("", None, "số       /KH-STP ngày       /      /2026"),
        ("/KH-STP", "/4/2026", "số       /KH-STP ngày       /4/2026"),
        ("31 /KH-STP", date(2026, 6, 1), "số 31/KH-STP ngày 01/6/2026"),
        ("31", date(2026, 12, 31), "số 31 ngày 31/12/2026"),
    ],
)
def test_what_the_plan_leaves_open_stays_open(number, day, expected):
    assert expected in basis(number=number, day=day)


def test_a_province_in_the_agencys_name_is_not_said_twice():
    plan = PlanFacts(agency="Sở Tư pháp tỉnh Lạng Sơn", province="Tỉnh Lạng Sơn")
    assert titles.basis(plan).count("Lạng Sơn") == 1


def test_an_unknown_agency_and_year_are_dotted():
    assert " ".join(titles.basis(PlanFacts()).split()) == "(Kèm theo Kế hoạch số /KH-…… ngày / /…… của ……)"
    assert "NĂM ……" in titles.score_title(PlanFacts())


def test_titles_are_in_capitals_with_their_marks():
    assert titles.in_capitals("Khắc phục  chỉ số\n\nnăm 2025") == "KHẮC PHỤC CHỈ SỐ\nNĂM 2025"
    assert titles.lost_title(PlanFacts(agency="Sở Tư pháp", year_assessed=2025)) == (
        "CÁC TIÊU CHÍ MẤT ĐIỂM CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2025 CỦA SỞ TƯ PHÁP"
    )


def test_a_title_goes_on_after_about():
    typed = "KHẮC PHỤC CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2025 CỦA SỞ TƯ PHÁP TỈNH LẠNG SƠN"
    plan = PlanFacts(agency="Sở Tư pháp", province="tỉnh Lạng Sơn", title=typed)
    assert plan_subject(plan) == "khắc phục Chỉ số cải cách hành chính năm 2025 của Sở Tư pháp tỉnh Lạng Sơn"
    assert plan_subject(PlanFacts(title="Phân công thực hiện Kế hoạch duy trì Chỉ số")) == "duy trì Chỉ số"
    assert plan_subject(PlanFacts(title="Nâng cao Chỉ số")) == "nâng cao Chỉ số"
    for typed in ("Kế hoạch cải cách năm 2026", "KẾ HOẠCH VỀ CẢI CÁCH NĂM 2026", "Kế hoạch về việc cải cách năm 2026"):
        assert plan_subject(PlanFacts(title=typed)) == "cải cách năm 2026"
    assert plan_subject(PlanFacts(title="Thực hiện kế hoạch về cải cách")) == "thực hiện kế hoạch về cải cách"
    assert plan_subject(PlanFacts(year_assessed=2025, year_plan=2026)).startswith(
        "khắc phục Chỉ số cải cách hành chính năm 2025"
    )


def test_abbreviations_stay_in_capitals():
    typed = "PHÂN CÔNG THỰC HIỆN KẾ HOẠCH NÂNG CAO CHỈ SỐ CCHC, CHỈ SỐ HÀI LÒNG (SIPAS) TẠI HĐND, UBND CẤP XÃ THEO QPPL"
    assert plan_subject(PlanFacts(title=typed)) == (
        "nâng cao Chỉ số CCHC, Chỉ số hài lòng (SIPAS) tại HĐND, UBND cấp xã theo QPPL"
    )
