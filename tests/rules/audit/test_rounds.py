"""The audit of the rounds: an extension that reaches nobody is told."""

from datetime import date

import pytest

from cchc_macros import contract as c
from cchc_macros.rules.audit.rounds import audit_extensions
from cchc_macros.rules.days.rounds import Extension, Round
from cchc_macros.rules.units.roster import Roster, Unit

ROSTER = Roster([Unit(code="NV2", name="Phòng Nghiệp vụ II", row=0), Unit(code="NV1", name="Phòng Nghiệp vụ I", row=1)])
NAMES = ["NV2", "Phòng Nghiệp vụ II", "NV1", "Phòng Nghiệp vụ I"]


def told(*who, status=c.ROUND_OPEN, unread=()):
    extensions = tuple(Extension(name, date(2026, 3, 20)) for name in who)
    one = Round(row=2, name="Quý I/2026", extensions=extensions, status=status, unread=unread)
    return list(audit_extensions([one], NAMES, ROSTER))


def test_a_unit_that_nobody_bears_is_told_with_the_one_that_may_be_meant():
    (finding,) = told("NV1", "P. NV2", "P. NV2")
    assert (finding.code, finding.table, finding.row, finding.column) == (
        "EXTENSION_UNKNOWN", c.ROUNDS.name, 2, c.ROUND_EXTENDED,
    )  # fmt: skip
    assert "'P. NV2'" in finding.message
    assert "Phòng Nghiệp vụ II" in finding.hint


@pytest.mark.parametrize("who", ["", "nv1", "Phòng nghiệp vụ II"])
def test_everyone_and_units_by_any_of_their_names_are_right(who):
    assert told(who) == []


def test_a_line_without_a_day_is_told():
    (finding,) = told(unread=("NV1: sau Tết",))
    assert "'NV1: sau Tết'" in finding.message


def test_a_round_that_is_over_is_left_alone():
    assert told("NV9", status=c.ROUND_CLOSED, unread=("NV1",)) == []
