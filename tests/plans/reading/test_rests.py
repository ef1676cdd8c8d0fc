"""Words around a signature."""

import pytest

from cchc_macros.plans.reading.rests import signs


@pytest.mark.parametrize(
    "text",
    [
        "Người lập biểu", "NGƯỜI TỔNG HỢP", "KT. GIÁM ĐỐC", "TL. Giám đốc", "PHÓ GIÁM ĐỐC SỞ TƯ PHÁP",
        "CHÁNH VĂN PHÒNG", "Nơi nhận: như trên", "(Ký, ghi rõ họ tên)", "(Đã ký)",
        "Lạng Sơn, ngày 12 tháng 02 năm 2026",
        "Thái Nguyên, ngày … tháng … năm 2026",
    ],
)  # fmt: skip
def test_words_of_a_signature(text: str):
    assert signs(text)


@pytest.mark.parametrize(
    "text",
    ["Giám đốc Sở", "Chánh Văn phòng", "Ký kết quy chế", "trước ngày 31 tháng 12 năm 2026", "Kế toán", "VĂN PHÒNG SỞ"],
)
def test_words_of_a_row(text: str):
    assert not signs(text)
