"""Who leads and who supports where a cell says both; posts, persons and units told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_macros.rules.text import clean_lines
from cchc_macros.rules.units.persons import is_person
from cchc_macros.rules.units.proposals import likely_kind, no_units, propose_units
from cchc_macros.rules.units.roles import read_roles, split_roles
from cchc_macros.rules.units.roster import Group, Roster, Unit
from cchc_macros.rules.units.words import without_post

VP = Unit(code="VP", name="Văn phòng Sở", kind="văn phòng")
NV1 = Unit(code="NV1", name="Phòng Nghiệp vụ I", kind="phòng chuyên môn")
NV2 = Unit(code="NV2", name="Phòng Nghiệp vụ II", kind="phòng chuyên môn")
ROSTER = Roster([VP, NV1, NV2], [Group(name="Các phòng chuyên môn", kinds=("phòng chuyên môn",))])


@pytest.mark.parametrize(
    ("cell", "lead", "support"),
    [
        ("Chủ trì: Văn phòng Sở; Phối hợp: Phòng Nghiệp vụ I", "Văn phòng Sở", "Phòng Nghiệp vụ I"),
        ("Cơ quan chủ trì: A\nCơ quan phối hợp: B, C", "A", "B, C"),
        ("- Phối hợp: B\n- Chủ trì: A", "A", "B"),
        ("CT: A; PH: B", "A", "B"),
        ("A chủ trì, phối hợp với B, C", "A", "B, C"),
        ("Giao A chủ trì phối hợp cùng B", "A", "B"),
        ("A chủ trì; B và C phối hợp thực hiện.", "A", "B và C"),
        ("Chủ trì A, phối hợp B", "A", "B"),
        ("A phối hợp với B", "A", "B"),
        ("A (chủ trì), B, C (phối hợp)", "A", "B, C"),
        ("A (CT), B", "A", "B"),
        ("Văn phòng Sở, Phòng B (phối hợp), Phòng C (phối hợp)", "Văn phòng Sở", "Phòng B; Phòng C"),
        ("Văn phòng Sở, Phòng B (phối hợp), Phòng C (chủ trì)", "Phòng C", "Văn phòng Sở, Phòng B"),
        ("Phòng A (phối hợp), Phòng B, Phòng C (phối hợp)", "", "Phòng A; Phòng B, Phòng C"),
        ("Văn phòng Sở, Phòng Phổ biến, giáo dục (phối hợp)", "Văn phòng Sở", "Phòng Phổ biến, giáo dục"),
        ("A chủ trì", "A", ""),
        ("B phối hợp", "", "B"),
        ("Trung tâm Hỗ trợ doanh nghiệp; Quỹ hỗ trợ", "Trung tâm Hỗ trợ doanh nghiệp; Quỹ hỗ trợ", ""),
        ("Bộ phận đầu mối", "Bộ phận đầu mối", ""),
        ("", "", ""),
    ],
)
def test_roles_in_one_cell(cell: str, lead: str, support: str):
    roles = split_roles(cell)
    assert (roles.lead, roles.support) == (lead, support)


def test_a_cell_of_supports_that_names_the_lead_gives_it():
    roles = split_roles("", "Chủ trì: A; Phối hợp: B")
    assert (roles.lead, roles.support) == ("A", "B")


@given(st.text(alphabet="AB chủtrìpốợv.,;:()\n", max_size=60))
def test_nothing_of_a_cell_is_invented(cell: str):
    roles = split_roles(cell)
    words = clean_lines(cell)
    for part in (*roles.lead.split("; "), *roles.support.split("; ")):
        assert part in words or part == ""


@pytest.mark.parametrize(
    ("cell", "units", "actor"),
    [
        ("Trưởng phòng Nghiệp vụ I", (NV1,), "Trưởng phòng"),
        ("Chánh Văn phòng Sở", (VP,), "Chánh Văn phòng"),
        ("Phó Trưởng phòng Nghiệp vụ II", (NV2,), "Phó Trưởng phòng"),
        ("Lãnh đạo Văn phòng Sở", (VP,), "Lãnh đạo"),
        ("Trưởng các phòng chuyên môn", (NV1, NV2), "Trưởng các"),
    ],
)
def test_a_post_is_the_unit_named_after_it(cell: str, units: tuple[Unit, ...], actor: str):
    ((mention,), _) = read_roles(cell, "", ROSTER)
    assert (mention.units, mention.actor) == (units, actor)


def test_a_cell_typed_by_hand_gives_both_roles():
    leads, supports = read_roles("Văn phòng Sở chủ trì, phối hợp với Trưởng phòng Nghiệp vụ I", "", ROSTER)
    assert [unit for mention in leads for unit in mention.units] == [VP]
    assert [unit for mention in supports for unit in mention.units] == [NV1]


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Nguyễn Văn An", True), ("Ông Trần Bình - 0912 345 678", True), ("đ/c Lan", True), ("0912.345.678", True),
        ("an@stp.example", True), ("Phòng Nghiệp vụ I", False), ("Văn phòng Sở", False), ("Đoàn Luật sư tỉnh", False),
        ("Sở Tư pháp", False), ("Lê Lợi", False),
    ],
)  # fmt: skip
def test_persons_are_told_from_units(text: str, person: bool):  # noqa: FBT001
    assert is_person(text) is person


SURNAMES = (
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Nông Hứa Triệu Lương Mai "
    "Đinh Trịnh Đoàn Đào Tô Hà Lâm Tạ Cao Chu La Ma Lò Quàng Vi Vương Thái Lưu Tống Phùng Bế Đàm Lục Hầu "
    "Giàng Vàng Sùng Thào Tăng Thân Quách Kiều Doãn Nghiêm Lại Bạch Châu Diệp Khuất Mạc Ninh Ông Phó "
    "Quan Sầm Thạch Từ Văn Viên"
)


@pytest.mark.parametrize("surname", SURNAMES.split())
def test_a_surname_with_two_names_is_a_person(surname: str):
    assert is_person(f"{surname} Thị Bích")


def test_persons_and_posts_without_a_unit_are_not_proposed_and_told():
    cells = ["Nguyễn Văn An", "Lãnh đạo Sở", "Trưởng phòng Hành chính", "Thanh tra Sở; ông Trần Bình 0912345678"]
    assert [unit.name for unit in propose_units(cells, ROSTER)] == ["Phòng Hành chính", "Thanh tra Sở"]
    assert no_units(cells, ROSTER) == ("Nguyễn Văn An", "Lãnh đạo Sở", "ông Trần Bình 0912345678")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Giám đốc Sở", ""),
        ("Ban Giám đốc", ""),
        ("Thủ trưởng các đơn vị", "Các đơn vị"),
        ("Thanh tra Sở", "Thanh tra Sở"),
    ],
)
def test_a_post_is_taken_off(text: str, unit: str):
    assert without_post(text) == unit


def test_a_list_of_outside_bodies_is_one_by_one():
    cell = (
        "Sở Văn hóa, Thể thao và Du lịch, Văn phòng HĐND và UBND xã, Ban Tổ chức Tỉnh ủy, Công an tỉnh, Kho bạc, "
        "Thanh tra tỉnh, UBND các xã, phường"
    )
    found = propose_units([cell], ROSTER)
    assert [unit.name for unit in found] == [
        "Sở Văn hóa, Thể thao và Du lịch", "Văn phòng HĐND và UBND xã", "Ban Tổ chức Tỉnh ủy", "Công an tỉnh",
        "Kho bạc", "Thanh tra tỉnh", "UBND các xã, phường",
    ]  # fmt: skip
    assert {unit.kind for unit in found} == {"bên ngoài"}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Thanh tra Sở", "phòng chuyên môn"), ("Thanh tra thành phố", "bên ngoài"), ("Văn phòng UBND", "bên ngoài"),
        ("Văn phòng Sở", "văn phòng"), ("Ban Dân tộc", "bên ngoài"), ("Trung tâm Trợ giúp pháp lý", "đơn vị sự nghiệp"),
        ("Cục Thi hành án dân sự", "bên ngoài"), ("Hội Luật gia tỉnh", "bên ngoài"), ("Bộ phận một cửa", "bộ phận"),
    ],
)  # fmt: skip
def test_kinds_of_bodies(name: str, kind: str):
    assert likely_kind(name) == kind
