"""The roster: units by code and name, groups with their members, suggestions for unknown names."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_macros.rules.units.roster import Group, Roster, Unit
from tests.rules.rosters import DIVISION, LANG_SON, OFFICE, OUTSIDE, SERVICE, THAI_NGUYEN


def codes(units):
    return [unit.code for unit in units]


def test_a_unit_is_found_by_its_code_in_either_case():
    assert LANG_SON.unit(" nv2 ").name == "Phòng Nghiệp vụ II"
    assert LANG_SON.unit("NV3") is None
    assert LANG_SON.unit("") is None
    assert Roster([Unit(code="", name="Không mã")]).unit("") is None


def test_a_name_an_alias_and_a_code_stand_for_the_unit():
    office = LANG_SON.unit("VP")
    for name in ("Văn phòng Sở", "văn  phòng", "vp"):
        assert LANG_SON.find(name) == (office,)
    assert LANG_SON.find("Văn phòng UBND") == ()


def test_a_code_stands_for_its_unit_after_what_the_name_begins_with_too():
    for name in ("P. NV2", "P.NV2", "p NV2", "Phòng NV2"):
        assert LANG_SON.find(name) == (LANG_SON.unit("NV2"),)
    assert LANG_SON.find("TT TGPL") == (LANG_SON.unit("TGPL"),)
    assert LANG_SON.find("P. VP") == LANG_SON.find("P. NV3") == LANG_SON.find("P.") == ()


@pytest.mark.parametrize(
    ("roster", "group", "members"),
    [
        (LANG_SON, "Các phòng, đơn vị thuộc Sở", ["VP", "NV1", "NV2", "TGPL", "CC1"]),
        (LANG_SON, "các phòng, đơn vị trực thuộc Sở Tư pháp", ["VP", "NV1", "NV2", "TGPL", "CC1"]),
        (LANG_SON, "Các phòng chuyên môn thuộc Sở", ["NV1", "NV2"]),
        (LANG_SON, "các đơn vị trực thuộc Sở", ["TGPL", "CC1"]),
        (THAI_NGUYEN, "Các phòng, đơn vị thuộc Sở", ["VP", "PBPL", "XDVB"]),
        (THAI_NGUYEN, "Các phòng, đơn vị giải quyết TTHC", []),
        (THAI_NGUYEN, "các đơn vị sự nghiệp trực thuộc Sở", []),
    ],
)
def test_groups_of_the_two_plans_have_their_members(roster, group, members):
    (found,) = roster.find(group)
    assert codes(roster.members(found)) == members


def test_a_group_is_its_kinds_and_named_units_less_the_excepted_in_roster_order():
    def members(**fields):
        return codes(LANG_SON.members(Group(name="nhóm", **fields)))

    assert members(kinds=(" Phòng  Chuyên Môn ",), units=("Văn phòng Sở",)) == ["VP", "NV1", "NV2"]
    assert members(units=("CC1", "vp", "CC1")) == ["VP", "CC1"]
    assert members(kinds=(OFFICE, DIVISION), excepted=("Phòng Nghiệp vụ I", "VP")) == ["NV2"]
    assert members(units=("VP",), excepted=("VP",)) == []
    assert members(kinds=("",)) == []


def test_outside_bodies_are_members_only_where_they_are_named():
    assert codes(LANG_SON.members(Group(name="nhóm", kinds=(OUTSIDE,)))) == []
    assert codes(LANG_SON.members(Group(name="nhóm", kinds=(OFFICE, OUTSIDE), units=("NGOAI",)))) == ["VP", "NGOAI"]
    assert [unit.code for unit in LANG_SON.units if unit.is_outside] == ["NGOAI"]


def test_names_that_no_unit_bears_are_told():
    assert LANG_SON.strangers(("VP", "NV9", "phòng nghiệp vụ i", "Phòng lạ")) == ("NV9", "Phòng lạ")


@pytest.mark.parametrize(
    ("unknown", "suggested"),
    [
        ("Phòng Nghiệp vụ 2", "Phòng Nghiệp vụ II"),
        ("P. NV II", "Phòng Nghiệp vụ II"),
        ("PNV2", "Phòng Nghiệp vụ II"),
        ("NV II", "Phòng Nghiệp vụ II"),
        ("VPS", "Văn phòng Sở"),
        ("TT TGPL", "Trung tâm Trợ giúp pháp lý nhà nước"),
        ("TTTGPLNN", "Trung tâm Trợ giúp pháp lý nhà nước"),
        ("TGPL nhà nước", "Trung tâm Trợ giúp pháp lý nhà nước"),
        ("Trung tâm Trợ giúp pháp lý", "Trung tâm Trợ giúp pháp lý nhà nước"),
        ("PCC số 1", "Phòng Công chứng số 1"),
        ("PCC1", "Phòng Công chứng số 1"),
        ("P.CC số 01", "Phòng Công chứng số 1"),
        ("Phòng NV số 2", "Phòng Nghiệp vụ II"),
        ("NV02", "Phòng Nghiệp vụ II"),
        ("Phòng nghiệp vụ số II", "Phòng Nghiệp vụ II"),
        ("P. NVII", "Phòng Nghiệp vụ II"),
        ("PNVII", "Phòng Nghiệp vụ II"),
        ("Van phong So", "Văn phòng Sở"),
        ("Văn phóng Sở", "Văn phòng Sở"),
        ("Trung tâm Trợ giúp pháp lí nhà nứơc", "Trung tâm Trợ giúp pháp lý nhà nước"),
        ("Lãnh đạo Văn phòng Sở", "Văn phòng Sở"),
        ("Các phòng, đơn vị thuộc Sở Tư pháp", "Các phòng, đơn vị thuộc Sở"),
        ("Các phòng đơn vị thuộc Sở", "Các phòng, đơn vị thuộc Sở"),
    ],
)
def test_close_spellings_and_abbreviations_are_suggested(unknown, suggested):
    assert LANG_SON.suggest(unknown)[0] == suggested


@pytest.mark.parametrize("unknown", ["", "Sở Nội vụ", "Thanh tra tỉnh", "123", "(;)", "II", "Phòng", "Trung tâm"])
def test_nothing_is_suggested_for_what_resembles_nothing(unknown):
    assert LANG_SON.suggest(unknown) == ()


@pytest.mark.parametrize(
    "unknown",
    [
        "Phòng Nghiệp vụ 3", "Phòng Nghiệp vụ III", "phòng nghiệp vụ iii", "P. NV 3", "NV3", "Phòng Công chứng số 2",
        "PCC2", "Phòng Nghiệp vụ 12", "NVIII", "Phòng NV số 12", "PNV-III", "NV03",
    ],
)  # fmt: skip
def test_a_name_with_another_number_is_never_suggested(unknown):
    assert LANG_SON.suggest(unknown) == ()


def test_a_code_of_one_letter_is_found_in_no_text_and_a_long_name_in_any_unicode_form():
    name = "Trung tâm" + " Trợ giúp pháp lý nhà nước" * 7
    roster = Roster([Unit(code="Q", name=name)])
    assert roster.suggest("Đội Q ở xa") == ()
    assert roster.suggest(unicodedata.normalize("NFD", name + " tỉnh")) == (name,)
    behind = unicodedata.normalize("NFD", "áấế " * 30 + "Phòng Công chứng số 1")
    assert LANG_SON.suggest(behind) == ("Phòng Công chứng số 1",)


def test_of_units_that_differ_by_their_number_the_one_with_it_is_suggested():
    office = Roster(
        [Unit(code=f"N{n}", name=f"Phòng Nghiệp vụ {roman}") for n, roman in enumerate(("I", "II", "III"), 1)]
    )
    for unknown, meant in (("Phong Nghiep vu 3", "III"), ("P.NV 1", "I"), ("Phòng Nghịệp vụ II", "II")):
        assert office.suggest(unknown) == (f"Phòng Nghiệp vụ {meant}",)
    assert office.suggest("Phòng Nghiệp vụ 4") == ()


def test_a_long_unit_name_is_found_by_its_usual_abbreviation():
    name = "Phòng Phổ biến, giáo dục pháp luật và theo dõi thi hành pháp luật"
    for short in ("Phòng PBGDPL", "PPBGDPL", "Phòng Phổ biến GDPL"):
        assert THAI_NGUYEN.suggest(short) == (name,)


@given(st.text())
def test_suggestions_are_known_names_at_most_three(text):
    names = {one.name for one in (*LANG_SON.units, *LANG_SON.groups)}
    found = LANG_SON.suggest(text)
    assert set(found) <= names
    assert len(found) == len(set(found)) <= 3


parts = st.sampled_from(["VP", "NV1", "NV2", "TGPL", "CC1", "NGOAI", "Văn phòng Sở", "lạ", ""])


@given(
    st.lists(st.sampled_from([OFFICE, DIVISION, SERVICE, OUTSIDE]), max_size=3),
    st.lists(parts, max_size=4),
    st.lists(parts, max_size=4),
)
def test_members_follow_the_rule_whatever_the_group(kinds, units, excepted):
    def named(unit, names):
        return unit.code in names or unit.name in names

    members = LANG_SON.members(Group(name="nhóm", kinds=tuple(kinds), units=tuple(units), excepted=tuple(excepted)))
    assert list(members) == [
        unit
        for unit in LANG_SON.units
        if ((unit.kind in kinds and unit.kind != OUTSIDE) or named(unit, units)) and not named(unit, excepted)
    ]


def test_thousands_of_different_unknown_names_are_bounded_work(monkeypatch):
    office = Roster([Unit(code=f"P{i}", name=f"Phòng Nghiệp vụ {i}") for i in range(300)])
    compared, compare = [], Roster._suggestions
    monkeypatch.setattr(Roster, "_suggestions", lambda self, *wanted: compared.append(wanted) or compare(self, *wanted))
    monkeypatch.setattr("cchc_macros.rules.units.roster._MOST_COMPARED", 6_000)
    found = [office.suggest(f"Phòng Nghiệp vụ so {i}") for i in range(10_000)]
    assert len(compared) == 11  # ten times 600 names and codes, and the one that passes the bound
    assert [bool(names) for names in found[:11]] == [True] * 11
    assert found[11] == ()
    assert office.suggest("Phòng Nghiệp vụ so 3") == found[3], "a name asked for before keeps its suggestions"


def test_insiders_are_the_members_without_outside_bodies():
    everybody = Group(name="Tất cả", kinds=(OFFICE,), units=("NGOAI",))
    assert codes(LANG_SON.members(everybody)) == ["VP", "NGOAI"]
    assert codes(LANG_SON.insiders(everybody)) == ["VP"]
    assert LANG_SON.insiders(everybody) is LANG_SON.insiders(everybody)


def test_the_word_for_number_may_be_left_out_of_initials():
    assert LANG_SON.suggest("PCC1") == ("Phòng Công chứng số 1",)
    assert LANG_SON.suggest("PCC2") == ()
