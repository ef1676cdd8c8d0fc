"""Identities of plans."""

from hypothesis import given
from hypothesis import strategies as st

from cchc_macros.rules.plan_identity import plan_identity


def test_an_identity_tells_plan_year_and_province_in_ascii():
    assert (
        plan_identity("Sở Tư pháp", "tỉnh Lạng Sơn", 2026, "31/KH-STP", "ab12")
        == "so-tu-phap-tinh-lang-son-2026-31-kh-stp"
    )
    assert plan_identity("Sở Tư pháp", "tỉnh Đắk Lắk", 2026, "", "ab12") == "so-tu-phap-tinh-dak-lak-2026"


def test_workbooks_without_year_or_province_share_none():
    assert plan_identity("Sở Tư pháp", "", 2026, "", "ab12") == "so-tu-phap-2026-ab12"
    assert plan_identity("Sở Tư pháp", "tỉnh Lạng Sơn", None, "", "ab12") == "so-tu-phap-tinh-lang-son-ab12"
    assert plan_identity("", "", None, "", "ab12") == "ab12"


@given(st.text(), st.text(), st.none() | st.integers(2000, 2100), st.text())
def test_whatever_is_typed_it_is_plain(agency, province, year, number):
    identity = plan_identity(agency, province, year, number, "0f")
    assert set(identity) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
