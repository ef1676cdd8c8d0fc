"""Names of units that a roster lacks."""

import pytest

from cchc_macros.rules.units.proposals import GROUP, likely_kind, propose_units
from cchc_macros.rules.units.roster import Group, Roster, Unit


def names(*cells: str, roster: Roster | None = None) -> list[str]:
    return [proposal.name for proposal in propose_units(cells, roster or Roster([]))]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Văn phòng Sở", "văn phòng"), ("Phòng Nghiệp vụ I", "phòng chuyên môn"), ("Thanh tra Sở", "phòng chuyên môn"),
        ("Phòng Công chứng số 1", "đơn vị sự nghiệp"), ("Trung tâm Trợ giúp pháp lý nhà nước", "đơn vị sự nghiệp"),
        ("Bộ phận tiếp nhận và trả kết quả", "bộ phận"), ("UBND cấp xã", "bên ngoài"), ("Sở Nội vụ", "bên ngoài"),
        ("Các sở, ban, ngành, địa phương", "bên ngoài"), ("Bộ Tư pháp", "bên ngoài"),
        ("Các phòng, đơn vị thuộc Sở", GROUP), ("Ông Nguyễn Văn A", ""),
    ],
)  # fmt: skip
def test_the_likely_kind_is_told_from_the_name(name: str, kind: str):
    assert likely_kind(name) == kind


def test_a_name_with_a_comma_stays_whole():
    assert names("Phòng Phổ biến, giáo dục pháp luật") == ["Phòng Phổ biến, giáo dục pháp luật"]


def test_a_list_of_names_is_taken_apart_and_each_counted_once():
    found = propose_units(["Văn phòng Sở, Phòng A", "Phòng A; các đơn vị trực thuộc Sở", "văn phòng sở"], Roster([]))
    assert [(unit.name, unit.cells) for unit in found] == [
        ("Văn phòng Sở", 2), ("Phòng A", 2), ("các đơn vị trực thuộc Sở", 1),
    ]  # fmt: skip


def test_of_a_name_and_a_longer_one_that_holds_it_the_longer_is_taken_apart_by_the_other():
    cells = ["Phòng A", "Văn phòng Sở, Phòng A", "Văn phòng Sở"]
    assert names(*cells) == ["Phòng A", "Văn phòng Sở"]


def test_names_that_are_alone_somewhere_are_taken_out_of_lists_of_them():
    found = propose_units(["Kho bạc và Hải quan", "Hải quan", "Kho bạc"], Roster([]))
    assert [(unit.name, unit.cells) for unit in found] == [("Kho bạc", 2), ("Hải quan", 2)]


def test_known_units_and_groups_are_not_proposed():
    roster = Roster(
        [Unit(code="VP", name="Văn phòng Sở", aliases=("Văn phòng",))], [Group(name="Các phòng, đơn vị thuộc Sở")]
    )
    assert names("Văn phòng; Các phòng, đơn vị thuộc Sở; Phòng B", roster=roster) == ["Phòng B"]


def test_a_close_spelling_is_suggested():
    roster = Roster([Unit(code="NV2", name="Phòng Nghiệp vụ II")])
    (proposal,) = propose_units(["Phòng Nghiệp vu II"], roster)
    assert proposal.suggestions == ("Phòng Nghiệp vụ II",)


def test_codes_are_free_and_differ():
    roster = Roster([Unit(code="PA", name="Phòng Khác")])
    codes = [proposal.code for proposal in propose_units(["Phòng A", "Phòng An", "Phòng Nghiệp vụ II"], roster)]
    assert codes == ["PA2", "PA3", "PNV2"]


def test_blank_cells_propose_nothing():
    assert propose_units(["", "  "], Roster([])) == ()
