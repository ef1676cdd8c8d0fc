"""Points that the appraiser took away go out to be explained and come back; the season's days are reminded of."""

import openpyxl
import pytest

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from tests.returns.make import stamp, table
from tests.returns.test_collect import NV1, VP, Office, exported  # noqa: F401  a fixture
from tests.tables import read_table, write_rows
from xl.engine import open_book

FIRST = "Thẩm định lần 1"


class Season(Office):
    """An office whose scores were appraised."""

    def change(self, *rounds, **settings):
        """Put rounds into the workbook, settings by their names in the contract, and self-scores of 10."""
        book = open_book(self.book)
        write_rows(read_table(book, c.APPRAISALS), rounds)
        criteria = read_table(book, c.CRITERIA)
        for row in {str(one[c.STT]) for one in rounds}:
            place = [str(code) for code in criteria.values(c.STT)].index(row)
            criteria.update({place: {c.SELF_SCORE: 10}})
        keys = read_table(book, c.SETTINGS)
        for name, value in settings.items():
            keys.update({keys.values(c.KEY).index(getattr(c, name)): {c.VALUE: value}})
        book.save(str(self.book))

    def asked(self, unit=VP):
        """What a unit's workbook asks to explain, after an export."""
        self._cchc("export", self.book, "--to", self.blank)
        return table(self.blank / unit, u.EXPLANATIONS.name)

    def answer(self, entries, unit=VP, name=None, *, day=0):
        """Answers typed into a unit's workbook: {STT: {heading: value}}."""
        book = openpyxl.load_workbook(self.blank / unit)
        sheet = book[u.EXPLANATIONS_SHEET]
        head, *rows = sheet[sheet.tables[u.EXPLANATIONS.name].ref]
        columns = {cell.value: place for place, cell in enumerate(head)}
        for row in rows:
            for heading, value in entries.get(str(row[columns[c.STT]].value), {}).items():
                row[columns[heading]].value = value
        path = self.returns / (name or unit)
        book.save(path)
        stamp(path, self.moment(day))

    def answers_of(self, code):
        """The rows *Giải trình* of a criterion, by unit."""
        rows = [row for row in table(self.book, "Appraisals") if row[c.STT] == code and row[c.ROUND] == c.EXPLANATION]
        return {row[c.EXPLAINER]: row for row in rows}


@pytest.fixture
def office(exported, tmp_path, cchc):  # noqa: F811
    found = Season(exported, tmp_path, cchc)
    found.blank = tmp_path / "blank"  # exported anew
    return found


def made(code, points, **more):
    return {c.STT: code, c.ROUND: FIRST, c.POINTS: points, c.REASON: "Thiếu minh chứng", **more}


def test_fewer_points_than_the_unit_gave_itself_go_out_with_reason_and_day(office):
    office.change(made("1", 8), made("4", 10), made("5", 9), EXPLAINED_BY="30/11/2026")
    (one, five) = office.asked()
    shown = [one[heading] for heading in (c.STT, c.SELF_SCORE, c.ROUND, c.POINTS, c.DIFFERENCE, c.REASON)]
    assert shown == ["1", 10, FIRST, 8, -2, "Thiếu minh chứng"]
    assert f"{one[c.EXPLAIN_BY]:%d/%m/%Y}" == "30/11/2026"
    assert five[c.STT] == "5"
    book = openpyxl.load_workbook(office.blank / VP)
    assert book.sheetnames == [u.UNIT_WORKBOOK_SHEET, c.SELF_SCORES_SHEET, u.EXPLANATIONS_SHEET]
    sheet = book[u.EXPLANATIONS_SHEET]
    head, row, *_ = sheet[sheet.tables[u.EXPLANATIONS.name].ref]
    open_to_unit = [head[place].value for place, cell in enumerate(row) if not cell.protection.locked]
    assert open_to_unit == list(u.UNIT_EXPLAINS)


def test_the_answer_comes_back_beside_the_points(office):
    office.change(made("1", 8))
    office.asked()
    office.answer({"1": {c.EXPLANATION: "Đã ban hành Kế hoạch 41", c.PROOF: "41/KH-STP"}})
    answer = office.collect()
    assert answer["conflicts"] == []
    assert table(office.book, "Returns")[0][c.RESULT] == c.RETURN_EMPTY  # the task sheet itself is as it went out
    assert any("2 ô mới" in str(line[c.DETAIL]) for line in table(office.book, "Log"))
    first, row = table(office.book, "Appraisals")
    assert (first[c.ROUND], first[c.POINTS], first[c.EXPLANATION]) == (FIRST, 8, None)
    assert (row[c.ROUND], row[c.POINTS], row[c.EXPLAINER]) == (c.EXPLANATION, None, "Văn phòng Sở")
    assert (row[c.EXPLANATION], row[c.PROOF], row[c.SOURCE]) == ("Đã ban hành Kế hoạch 41", "41/KH-STP", VP)
    assert row[c.RECORDED] is not None
    assert any("1, Thẩm định lần 1" in str(line[c.DETAIL]) for line in table(office.book, "Log"))
    assert office.asked()[0][c.EXPLANATION] == "Đã ban hành Kế hoạch 41"


def test_what_an_answer_cites_stands_as_evidence_of_the_criterion_once(office):
    office.change(made("4", 8, **{c.EXPLAINER: "Văn phòng Sở; Phòng Nghiệp vụ I"}))
    office.asked()
    nv1 = next(path.name for path in office.blank.glob("NV1*"))
    for unit, proof in ((VP, "Kế hoạch số 41/KH-STP ngày 05/01/2026; Bao cao nam.pdf"), (nv1, "41/KH-STP")):
        office.answer({"4": {c.EXPLANATION: "Xem Kế hoạch số 41/KH-STP", c.PROOF: proof}}, unit)
        office.collect()
    found = [
        (row[c.STT], row[c.NUMBER_SIGN], row[c.SENDER], row[c.DAY] is None)
        for row in table(office.book, c.EVIDENCE_TABLE.name)
    ]
    assert found == [("4", "41/KH-STP", "VP", False), ("4", None, "VP", True)]
    office._cchc("evidence", office.book, office.returns)
    assert len(table(office.book, c.EVIDENCE_TABLE.name)) == 2


def test_another_answer_than_before_is_the_offices_choice(office):
    office.change(made("1", 8))
    office.asked()
    office.answer({"1": {c.EXPLANATION: "A"}})
    office.collect()
    office.answer({"1": {c.EXPLANATION: "B"}}, name="moi.xlsx", day=2)
    (conflict,) = office.collect()["conflicts"]
    assert (conflict["table"], conflict["workbook"], conflict["returned"]) == (c.APPRAISALS_SHEET, "A", "B")
    assert conflict["reason"] == "Sổ đã có nội dung khác"
    (row,) = table(office.book, c.CONFLICTS.name)
    assert row[c.GO_TO] == '=HYPERLINK("#\'Thẩm định\'!G6","Thẩm định!G6")'
    office.edit(c.CONFLICTS.name, "1", c.CHOICE, c.TAKE_RETURN)
    office.collect()
    assert office.answers_of("1")["Văn phòng Sở"][c.EXPLANATION] == "B"


def test_units_that_are_named_explain_and_each_has_its_part(office):
    office.change(made("4", 8, **{c.EXPLAINER: "Văn phòng Sở; Phòng Nghiệp vụ I"}))
    office.asked()
    nv1 = next(path.name for path in office.blank.glob("NV1*"))
    for unit, text in ((VP, "Của VP"), (nv1, "Của NV1")):
        office.answer({"4": {c.EXPLANATION: text}}, unit)
    office.collect()
    said = {unit: row[c.EXPLANATION] for unit, row in office.answers_of("4").items()}
    assert said == {"Văn phòng Sở": "Của VP", "Phòng Nghiệp vụ I": "Của NV1"}
    office.returned(VP, {}, "lại.xlsx")
    office.collect()
    assert len(office.answers_of("4")) == 2


def test_what_units_answered_beside_the_points_by_an_earlier_version_still_counts(office):
    office.change(made("4", 8, **{c.EXPLAINER: "Văn phòng Sở; Phòng Nghiệp vụ I", c.EXPLANATION: "VP: Cũ"}))
    assert office.asked()[0][c.EXPLANATION] == "Cũ"
    office.answer({"4": {c.EXPLANATION: "Mới"}})
    (conflict,) = office.collect()["conflicts"]
    assert (conflict["workbook"], conflict["returned"]) == ("Cũ", "Mới")


def test_an_answer_to_an_earlier_round_is_told_and_not_taken(office):
    office.change(made("1", 8))
    office.asked()
    office.answer({"1": {c.EXPLANATION: "Muộn"}})
    office.change(made("1", 8), made("1", 9) | {c.ROUND: "Thẩm định lần 2"})
    (merged,) = office.collect()["merged"]
    assert any("giải trình cho 'Thẩm định lần 1'" in note["message"] for note in merged["notes"])
    assert all(not row[c.EXPLANATION] for row in table(office.book, "Appraisals"))


def test_the_seasons_days_are_reminded_of_as_tasks_are(office, cchc):
    office.change(made("1", 8), SELF_BY="20/11/2026", EXPLAINED_BY="30/11/2026", APPRAISED_BY="25/11/2026")
    answer = cchc("remind", office.book, "--on", "2026-11-24", "--dry-run")
    vp = next(unit for unit in answer["units"] if unit["code"] == "VP")
    late = {item["code"]: item for item in vp["late"]}
    near = {item["code"]: item for item in vp["near"]}
    assert late[c.SELF_SCORE]["due"] == "2026-11-20"
    assert "1" not in late[c.SELF_SCORE]["name"].partition(": ")[2].split(", ")
    assert (near[c.EXPLANATION]["name"], near[c.EXPLANATION]["days_left"]) == ("1 tiêu chí: 1", 6)


def test_answers_stand_below_their_criterion_in_the_order_of_the_units_whoever_was_first(office):
    both = "Phòng Nghiệp vụ I; Văn phòng Sở"
    office.change(made("1", 8, **{c.EXPLAINER: both}), made("4", 8, **{c.EXPLAINER: both}), made("5", 9))
    office.asked()
    for unit, codes in ((NV1, "4"), (VP, "5"), (NV1, "1"), (VP, "41")):
        office.answer({code: {c.EXPLANATION: f"vì {code}"} for code in codes}, unit, f"{unit[:3]}{codes}.xlsx")
        office.collect()
    rows = [(row[c.STT], row[c.ROUND], (row[c.EXPLAINER] or "")[:3]) for row in table(office.book, "Appraisals")]
    asked, said = FIRST, c.EXPLANATION
    assert rows == [
        ("1", asked, "Phò"), ("1", said, "Phò"), ("1", said, "Văn"),
        ("4", asked, "Phò"), ("4", said, "Phò"), ("4", said, "Văn"),
        ("5", asked, ""), ("5", said, "Văn"),
    ]  # fmt: skip
