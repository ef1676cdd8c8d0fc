"""The list of provinces and cities."""

import pytest

from cchc_macros.rules.provinces import FULL_NAMES, full_name, is_exact, is_known


def test_there_are_34_and_no_two_alike():
    assert len(set(FULL_NAMES)) == 34
    assert sum(name.startswith("thành phố") for name in FULL_NAMES) == 7
    assert {full_name(name) for name in FULL_NAMES} == set(FULL_NAMES)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Thái Nguyên", "tỉnh Thái Nguyên"), ("TỈNH LẠNG SƠN", "tỉnh Lạng Sơn"), ("lang son", "tỉnh Lạng Sơn"),
        ("TP. Hồ Chí Minh", "thành phố Hồ Chí Minh"), ("Thành phố Huế", "thành phố Huế"), ("TP Huế", "thành phố Huế"),
        ("tỉnh Đồng Nai", "thành phố Đồng Nai"), ("Đăk Lăk", "tỉnh Đắk Lắk"), ("Thanh Hoá", "tỉnh Thanh Hóa"),
        ("T.P Huế", "thành phố Huế"), ("TP. Huế", "thành phố Huế"), ("Tp Huế", "thành phố Huế"),
        ("T.P. Cần Thơ", "thành phố Cần Thơ"), ("tp-Huế", "thành phố Huế"), ("Tỉnh: Lạng Sơn", "tỉnh Lạng Sơn"),
        ("TP.HCM", "thành phố Hồ Chí Minh"), ("T. Thái Nguyên", "tỉnh Thái Nguyên"), ("tinh lang son", "tỉnh Lạng Sơn"),
    ],
)  # fmt: skip
def test_a_name_is_printed_in_full(typed, printed):
    assert full_name(typed) == printed


def test_what_is_none_of_them_stays():
    assert full_name(" tỉnh  Bắc Giang ") == "tỉnh Bắc Giang"
    assert not is_known("tỉnh Bắc Giang")
    assert not is_known("")


def test_a_name_without_its_kind_is_not_exact():
    assert is_exact("tỉnh Thái Nguyên")
    assert is_exact("TỈNH THÁI NGUYÊN")
    assert not is_exact("Thái Nguyên")
    assert not is_exact("tỉnh Đồng Nai")
