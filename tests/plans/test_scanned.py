"""Scanned plans in a workbook: units by their names without tone marks, every row for a person to look at."""

from dataclasses import replace

import pytest

from cchc_macros import contract as c
from cchc_macros.plans.model import Document, Line, Piece, Place, Plan, PlanRow
from cchc_macros.plans.scanned import review_page, to_look_at
from cchc_macros.rules.units.roster import Group, Roster, Unit

ROSTER = Roster(
    [
        Unit(code="VP", name="Văn phòng Sở", kind="văn phòng"),
        Unit(code="NV1", name="Phòng Nghiệp vụ I", kind="phòng chuyên môn"),
        Unit(code="NV2", name="Phòng Nghiệp vụ II", kind="phòng chuyên môn"),
        Unit(code="HA", name="Phòng Hà", kind="phòng chuyên môn"),
        Unit(code="HAS", name="Phòng Hả", kind="phòng chuyên môn"),
    ],
    [Group(name="Các phòng, đơn vị thuộc Sở", kinds=("phòng chuyên môn",))],
)
ROW = PlanRow(code="1", cells={c.TASK_NAME: "Rà soát"}, heading=False, source="trang 1, hàng 2")


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Vãn phòng Sờ; Phòng Nghiep vụ I", "Văn phòng Sở; Phòng Nghiệp vụ I"),
        ("Phòng Nghiệp vu II (Kế toán)", "Phòng Nghiệp vụ II (Kế toán)"),
        ("Các phỏng, đơn vị thuộc Sở", "Các phòng, đơn vị thuộc Sở"),
        ("Phòng Nghiệp vụ III", "Phòng Nghiệp vụ III"),
        ("Phòng Nghiệp vụ IIl", "Phòng Nghiệp vụ IIl"),
        ("Phòng Ha", "Phòng Ha"),  # two units it may be
    ],
)
def test_units_are_told_without_their_marks(read: str, meant: str):
    plan = to_look_at(Plan(kind="tasks", rows=(replace(ROW, cells={c.LEAD: read}),)), ROSTER)
    assert plan.rows[0].cells[c.LEAD] == meant


def test_every_row_is_for_a_person_to_look_at():
    plan = to_look_at(Plan(kind="tasks", rows=(ROW, replace(ROW, code="2", doubts=("Xem.",)))), ROSTER)
    assert [len(row.doubts) for row in plan.rows] == [1, 2]


def test_the_review_shows_each_piece_over_what_was_read():
    lines = (Line(("Phụ lục <b>",), Place("trang 1, dòng", 1), table=False), Line(("1", "Rà <soát>"), Place("hàng", 2)))
    page = review_page(Document(lines, pieces={"hàng 2": Piece(jpeg="QUJD", unsure=("Rà <soát>",))}), "kế hoạch.pdf")
    assert '<img alt="" src="data:image/jpeg;base64,QUJD">' in page
    assert "<td>1</td><td><mark>Rà &lt;soát&gt;</mark></td>" in page
    assert "<b>" not in page
