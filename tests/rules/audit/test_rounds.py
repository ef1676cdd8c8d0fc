"""The audit of the rounds: an extension that reaches nobody is told."""

from datetime import date

import pytest

from cchc_macros import contract as c
from cchc_macros.rules.audit.rounds import audit_extensions, audit_rounds
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


def test_an_extension_that_gives_no_time_is_told():
    extensions = (Extension("NV1", date(2026, 3, 17)), Extension("NV2", date(2026, 3, 18)))
    one = Round(row=0, name="Quý I/2026", return_by=date(2026, 3, 17), extensions=extensions, status=c.ROUND_OPEN)
    (finding,) = audit_extensions([one], NAMES, ROSTER)
    assert (finding.code, finding.column) == ("EXTENSION_UNKNOWN", c.ROUND_EXTENDED)
    assert "gia hạn đến 17/3/2026, không sau hạn 17/3/2026" in finding.message


def test_what_of_a_round_cannot_be_read_or_does_not_fit_is_told_with_its_cell():
    days = {"first": date(2026, 3, 15), "last": date(2026, 3, 14)}
    rounds = [
        Round(row=0, name="Quý I/2026", status="đang mở"),
        Round(row=1, name="QUÝ I/2026", bad_days=((c.ROUND_RETURN, "17/3"),), status="mở", **days),
        Round(row=2, status=c.ROUND_CLOSED),
    ]
    found = list(audit_rounds(rounds, ["Quý 1"], "gõ lại tên cũ."))
    assert {one.code for one in found} == {"ROUND_UNCLEAR"}
    assert [(one.row, one.column, one.message) for one in found] == [
        (1, c.ROUND_RETURN, "QUÝ I/2026: '17/3' không phải là ngày."),
        (1, c.ROUND_FROM, "QUÝ I/2026: Từ ngày 15/3/2026 sau 14/3/2026."),
        (1, c.STATUS, "QUÝ I/2026: trạng thái 'mở' không có; kỳ tính là chưa mở."),
        (1, c.PERIOD, "QUÝ I/2026: trùng tên với một kỳ phía trên; phiếu hai kỳ lẫn nhau."),
        (2, c.PERIOD, "Dòng chưa có tên kỳ."),
        (None, c.PERIOD, "Có phiếu của kỳ 'Quý 1', bảng không có kỳ này."),
    ]
    assert found[-1].hint == "Gõ lại tên cũ."
