"""Whose a returned file is, when the file itself no longer says so."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cchc_macros import unit_contract as u
from cchc_macros.returns.files import ReturnedFile, ReturnedSheet
from cchc_macros.returns.understand import Expected, ExpectedUnit, Rejected, understand

AGENCY, PLAN = "SỞ TƯ PHÁP", "(Kèm theo Kế hoạch số 31)"


def returned(*above):
    """A file without properties, with these lines above its table."""
    rows = {number: {1: text} for number, text in enumerate(above, start=1)}
    rows[20] = dict(enumerate(u.TASK_SHEET.columns, start=1))
    return ReturnedFile("a.xlsx", {}, (ReturnedSheet("Sheet1", rows),), datetime(2026, 5, 1, tzinfo=UTC))


def expected(*names):
    return Expected.of(
        ("p",), (AGENCY, PLAN), [ExpectedUnit(code=f"U{n}", name=name, rows={}) for n, name in enumerate(names)]
    )


def test_the_lines_above_the_table_tell_agency_plan_and_unit():
    found = understand(returned("Sở Tư pháp", "phòng b", PLAN.lower()), expected("Phòng A", "Phòng B"))
    assert found.unit.code == "U1"


@pytest.mark.parametrize("above", [(AGENCY, "Phòng A"), (PLAN, "Phòng A")])
def test_without_the_agency_or_the_plan_it_is_nobodys(above):
    with pytest.raises(Rejected, match="không ghi đúng cơ quan, số kế hoạch"):
        understand(returned(*above), expected("Phòng A"))


def test_a_name_that_two_units_bear_or_two_names_tell_none():
    with pytest.raises(Rejected, match="không rõ của đơn vị nào"):
        understand(returned(AGENCY, PLAN, "Phòng A"), expected("Phòng A", "PHÒNG A"))
    with pytest.raises(Rejected, match="không rõ của đơn vị nào"):
        understand(returned(AGENCY, PLAN, "Phòng A", "Phòng B"), expected("Phòng A", "Phòng B"))


def test_a_file_titled_as_a_unit_without_any_work_is_refused_too():
    known = Expected.of(
        ("p",), (AGENCY, PLAN), [ExpectedUnit(code="A", name="Phòng A", rows={})], others=[("TT1", "Trung tâm Tin học")]
    )
    with pytest.raises(Rejected, match="ghi đơn vị 'TT1'"):
        understand(replace(returned(AGENCY, PLAN, "Phòng A"), name="TT Tin học báo cáo.xlsx"), known)
