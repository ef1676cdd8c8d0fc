"""Evidence of the year, by kind and not by the calendar alone."""

from datetime import date

import pytest

from cchc_macros.rules.evidence.evidence import why_outside


@pytest.mark.parametrize(
    ("kind", "title", "day", "is_inside"),
    [
        ("KH", "Kế hoạch cải cách hành chính", date(2025, 12, 22), True),
        ("KH", "Kế hoạch cải cách hành chính năm 2026", date(2025, 9, 1), True),
        ("KH", "Kế hoạch cải cách hành chính năm 2025", date(2025, 12, 22), False),
        ("KH", "Kế hoạch giai đoạn 2021-2030", date(2021, 7, 15), True),
        ("KH", "Kế hoạch khắc phục năm 2025, nâng cao năm 2026", date(2026, 2, 3), True),
        ("BC", "Báo cáo kết quả năm 2026", date(2027, 1, 10), True),
        ("BC", "Báo cáo kết quả năm 2025", date(2026, 1, 10), False),
        ("BC", "Báo cáo", date(2027, 3, 31), True),
        ("BC", "Báo cáo", date(2025, 12, 20), False),
        ("QD", "Quyết định công bố Chỉ số hài lòng năm 2026", date(2027, 4, 6), True),
        ("TB", "Thông báo kết luận", date(2026, 7, 1), True),
        ("TB", "Thông báo kết luận", date(2025, 12, 31), False),
        ("TB", "Thông báo kết luận ngày 05 tháng 12 năm 2024", date(2026, 7, 1), True),
        ("ND", "Nghị định 09/2019/NĐ-CP", date(2019, 1, 24), True),
        *((kind, "Văn bản", date(2019, 1, 24), True) for kind in ("LUAT", "TT", "NQ", "CT", "QC", "QYD", "DA", "HD")),
        ("", "ảnh chụp màn hình", None, True),
    ],
)
def test_the_rule_of_each_kind(kind, title, day, is_inside):
    assert (why_outside(kind, title, day, 2026) == "") is is_inside


def test_without_a_year_nothing_is_outside():
    assert why_outside("TB", "Thông báo", date(1999, 1, 1), None) == ""
