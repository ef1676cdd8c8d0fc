"""The audit of the roster: what would keep work from a unit, or give it to another."""

import pytest

from cchc_macros import contract as c
from cchc_macros.rules.audit.roster import audit_addresses, audit_codes, audit_groups, audit_shared
from cchc_macros.rules.tasks.assign import Assignment
from cchc_macros.rules.units.roster import Group, Roster, Unit
from tests.mail.make import sheet

OFFICE = Unit(code="VP", name="Văn phòng Sở", kind="văn phòng", row=0)


def places(findings):
    return [(finding.code, finding.table, finding.row, finding.column) for finding in findings]


@pytest.mark.parametrize("code", ["vp", " VP", "VP"])
def test_two_units_of_one_code_are_told_at_the_second(code):
    roster = Roster([OFFICE, Unit(code=code, name="Phòng Nghiệp vụ I", row=3)], [])
    (finding,) = audit_codes(roster)
    assert places([finding]) == [("UNIT_CODE_DUPLICATE", c.UNITS.name, 3, c.UNIT_CODE)]
    assert "'Văn phòng Sở'" in finding.message


def test_a_unit_without_a_code_is_told():
    assert places(audit_codes(Roster([OFFICE, Unit(code="", name="Phòng Ba", row=1)], []))) == [
        ("UNIT_CODE_MISSING", c.UNITS.name, 1, c.UNIT_CODE)
    ]


@pytest.mark.parametrize("kind", ["", "phòng", "đơn vị"])
def test_a_unit_that_no_group_can_take_in_by_its_kind_is_told(kind):
    roster = Roster([OFFICE, Unit(code="NV1", name="Phòng Nghiệp vụ I", kind=kind, row=2)], [])
    assert places(audit_groups(roster)) == [("UNIT_KIND_UNKNOWN", c.UNITS.name, 2, c.UNIT_KIND)]


@pytest.mark.parametrize("kind", [*c.KINDS, "Phòng  Chuyên Môn"])
def test_a_kind_of_the_list_is_right_in_any_case(kind):
    assert (
        places(audit_groups(Roster([Unit(code="NV1", name="Phòng", kind=kind)], [Group(name="Nhóm", kinds=(kind,))])))
        == []
    )


def test_members_of_groups_that_nobody_knows_are_told_with_their_cells():
    group = Group(name="Các phòng", kinds=("phòng ban",), units=("VP", "NV9"), excepted=("Phòng Lạ",), row=4)
    assert places(audit_groups(Roster([OFFICE], [group]))) == [
        ("GROUP_MEMBER_UNKNOWN", c.GROUPS.name, 4, c.GROUP_KINDS),
        ("GROUP_MEMBER_UNKNOWN", c.GROUPS.name, 4, c.GROUP_UNITS),
        ("GROUP_MEMBER_UNKNOWN", c.GROUPS.name, 4, c.GROUP_EXCEPT),
    ]


@pytest.mark.parametrize(("typed", "meant"), [("Phòng NV số 2", "II"), ("P. NVII", "II"), ("NV 1", "I"), ("NV 3", "")])
def test_a_member_that_is_nearly_a_units_name_is_guessed_by_its_number(typed, meant):
    units = [
        Unit(code=f"N{n}", name=f"Phòng Nghiệp vụ {roman}", kind=c.KINDS[1]) for n, roman in enumerate(("I", "II"))
    ]
    (finding,) = audit_groups(Roster(units, [Group(name="Nhóm", units=(typed,), row=0)]))
    assert finding.hint.startswith(f"Có phải 'Phòng Nghiệp vụ {meant}'? Ghi mã" if meant else "Ghi mã")


def test_an_address_that_cannot_be_is_told_in_its_own_column_and_good_ones_are_not():
    unit = Unit(
        code="NV1", name="Phòng", email="nv1@stp.example", cc=("a@stp.example", "b.stp", "c@stp.example"), row=1
    )
    found = list(audit_addresses(Assignment((), ()), Roster([unit])))
    assert places(found) == [("EMAIL_INVALID", c.UNITS.name, 1, c.UNIT_CC)]
    assert "'b.stp'" in found[0].message


def test_units_of_one_address_are_told_at_each_of_them():
    first = Unit(code="NV1", name="Phòng Nghiệp vụ I", email="NV2@stp.example; nv1@stp.example", row=1)
    second = Unit(code="NV2", name="Phòng Nghiệp vụ II", email="nv2@stp.example", row=2)
    alone = Unit(code="TGPL", name="Trung tâm", email="tgpl@stp.example", row=3)
    found = list(audit_shared(Roster([OFFICE, first, second, alone], [])))
    assert places(found) == [("EMAIL_SHARED", c.UNITS.name, row, c.UNIT_EMAIL) for row in (1, 2)]
    assert "cũng là của Phòng Nghiệp vụ II" in found[0].message


def test_a_unit_with_work_and_no_address_is_told_and_one_without_work_is_not():
    units = [
        OFFICE,
        Unit(code="NV1", name="Phòng Nghiệp vụ I", row=1),
        Unit(code="CC1", name="", email="a@b.vn", row=2),
    ]
    work = Assignment(sheets=(sheet("VP"), sheet("CC1")), unresolved=())
    assert places(audit_addresses(work, Roster(units, []))) == [("EMAIL_MISSING", c.UNITS.name, 0, c.UNIT_EMAIL)]


def test_an_address_that_cannot_be_right_is_told_at_its_cell():
    unit = Unit(code="VP", name="Văn phòng Sở", email="vp@stp.example; vp@", cc=("sai",), row=5)
    found = list(audit_addresses(Assignment(sheets=(), unresolved=()), Roster([unit], [])))
    assert places(found) == [
        ("EMAIL_INVALID", c.UNITS.name, 5, c.UNIT_EMAIL), ("EMAIL_INVALID", c.UNITS.name, 5, c.UNIT_CC),
    ]  # fmt: skip
    assert "'vp@'" in found[0].message
