"""Whose a returned file is, when the file itself no longer says so."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from cchc_macros.returns.files import ReturnedFile, ReturnedSheet
from cchc_macros.returns.finder import ExpectedRow
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


def filled(*rows, kind=u.TASK_SHEET, name="Sheet1", first=20):
    """A sheet with a table: rows of {heading: value}."""
    headings = dict(enumerate(kind.columns, start=1))
    body = ({column: row[heading] for column, heading in headings.items() if row.get(heading)} for row in rows)
    return ReturnedSheet(name, dict(enumerate([headings, *body], start=first)))


def known(**more):
    """A workbook with one unit, which has one task."""
    unit = ExpectedUnit(code="A", name="Phòng A", rows={"T:1": ExpectedRow("1", {c.SHEET_TASK: "Việc"})}, **more)
    return Expected.of(("p",), (AGENCY, PLAN), [unit])


def sent(*sheets, plan="p", unit="A"):
    """A file with its properties."""
    properties = {u.PROP_PLAN: plan, u.PROP_UNIT: unit}
    return ReturnedFile("a.xlsx", properties, sheets, datetime(2026, 5, 1, tzinfo=UTC))


TASK = {c.STT: "1", c.SHEET_TASK: "Việc"}


def test_a_file_says_itself_whose_and_of_which_plan_it_is():
    found = understand(sent(filled(TASK | {c.STATUS: c.DOING})), known())
    assert (found.unit.code, found.lacks_status, found.notes) == ("A", False, [])
    assert [(report.id, report.values[c.STATUS]) for report in found.reports] == [("T:1", c.DOING)]
    with pytest.raises(Rejected, match="kế hoạch khác"):
        understand(sent(filled(TASK), plan="q"), known())
    with pytest.raises(Rejected, match="'B' không có việc"):
        understand(sent(filled(TASK), unit="B"), known())


def test_a_file_of_which_no_row_is_known_is_not_returned():
    found = understand(sent(filled({c.STT: "9", c.SHEET_TASK: "Khác", c.STATUS: c.DOING})), known())
    assert (found.reports, len(found.proposed), found.lacks_status) == ([], 1, True)
    assert found.notes[-1].text == "Không nhận được việc nào của phiếu; chưa tính là đã gửi."
    assert not understand(sent(filled()), known()).lacks_status


def test_a_unit_whose_code_has_changed_since_is_told_by_its_name():
    file = replace(returned(AGENCY, PLAN, "Phòng B"), properties={u.PROP_PLAN: "p", u.PROP_UNIT: "PB"})
    found = understand(file, expected("Phòng A", "Phòng B"))
    assert found.unit.code == "U1"
    assert "Mã 'PB' trong tệp nay là 'U1'" in found.notes[0].text
    with pytest.raises(Rejected, match="'PB' không có việc"):
        understand(file, expected("Phòng A", "Phòng C"))


ASKED = {"3": ExpectedRow("3", {c.CRITERION_NAME: "Tiêu chí", c.ROUND: "Thẩm định lần 2"})}
ANSWER = {c.STT: "3", c.CRITERION_NAME: "Tiêu chí", c.EXPLANATION: "Đã làm"}


@pytest.mark.parametrize(("answered", "taken"), [("Thẩm định lần 2", True), (None, True), ("Thẩm định lần 1", False)])
def test_an_answer_is_to_the_round_that_it_tells(answered, taken):
    page = filled(ANSWER | {c.ROUND: answered}, kind=u.EXPLANATIONS, name=u.EXPLANATIONS_SHEET)
    found = understand(sent(filled(TASK | {c.STATUS: c.DOING}), page), known(asked=ASKED))
    assert [report.values[c.EXPLANATION] for report in found.answers] == ["Đã làm"] * taken
    assert any("giải trình cho" in note.text for note in found.notes) is not taken


def test_an_answer_counts_where_the_column_of_the_round_is_gone():
    page = filled(ANSWER, kind=u.EXPLANATIONS, name=u.EXPLANATIONS_SHEET)
    for row in page.rows.values():
        row.pop(list(u.EXPLANATIONS.columns).index(c.ROUND) + 1, None)
    found = understand(sent(filled(TASK | {c.STATUS: c.DOING}), page), known(asked=ASKED))
    assert [report.values[c.EXPLANATION] for report in found.answers] == ["Đã làm"]


@pytest.mark.parametrize(
    ("task", "answer", "lacks"),
    [({}, ANSWER, True), ({c.STATUS: c.TODO}, ANSWER, True), ({c.STATUS: c.DOING}, ANSWER, False),
     ({c.STATUS: c.TODO}, {c.STT: "3"}, False), ({c.STATUS: c.TODO, c.RESULT: "xong"}, ANSWER, False)],
)  # fmt: skip
def test_who_only_answers_the_appraisers_has_not_returned_the_sheet(task, answer, lacks):
    page = filled(answer, kind=u.EXPLANATIONS, name=u.EXPLANATIONS_SHEET)
    assert understand(sent(filled(TASK | task), page), known(asked=ASKED)).lacks_status is lacks


def test_our_other_tables_are_looked_for_on_other_sheets():
    both = filled(TASK | {c.STATUS: c.DOING})
    rows = dict(both.rows) | dict(filled(ANSWER, kind=u.EXPLANATIONS, first=40).rows)
    found = understand(sent(replace(both, rows=rows)), known(asked=ASKED))
    assert found.answers == []


def test_a_file_titled_as_a_unit_without_any_work_is_refused_too():
    known = Expected.of(
        ("p",), (AGENCY, PLAN), [ExpectedUnit(code="A", name="Phòng A", rows={})], others=[("TT1", "Trung tâm Tin học")]
    )
    with pytest.raises(Rejected, match="ghi đơn vị 'TT1'"):
        understand(replace(returned(AGENCY, PLAN, "Phòng A"), name="TT Tin học báo cáo.xlsx"), known)
