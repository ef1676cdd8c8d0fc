"""Self-scores: lead units propose, the office decides, the current total follows."""

import shutil

import openpyxl
import pytest

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from cchc_macros.handing_out.export import export
from tests.returns.make import rows_by, stamp, table
from tests.returns.test_collect import NV2, VP, Office, exported  # noqa: F401  a fixture
from tests.returns.test_rounds import ROUNDS, open_round
from tests.tables import read_table
from xl.engine import open_book


@pytest.fixture
def office(exported, tmp_path, cchc):  # noqa: F811
    return Scoring(exported, tmp_path, cchc)


class Scoring(Office):
    """An office whose units score themselves."""

    def scored(self, unit, entries, name=None, *, day=0):
        """A unit's workbook with scores filled in: {STT: {heading: value}}."""
        book = openpyxl.load_workbook(self.blank / unit)
        sheet = book[c.SELF_SCORES_SHEET]
        head, *rows = sheet[sheet.tables[u.OWN_SCORES.name].ref]
        columns = {cell.value: i for i, cell in enumerate(head)}
        for row in rows:
            for heading, value in entries.get(str(row[columns[c.STT]].value), {}).items():
                row[columns[heading]].value = value
        path = self.returns / (name or unit)
        book.save(path)
        return stamp(path, self.moment(day))

    def criterion(self, code):
        return rows_by(self.book, "Criteria", c.STT)[code,]


def take_where_returned(office, value):
    """Choose *Lấy phiếu* in every conflict in which the returned sheet says so."""
    book = openpyxl.load_workbook(office.book)
    head, *lines = (row for row in book[c.CONFLICTS_SHEET].iter_rows() if row[0].row >= 4)
    columns = {cell.value: place for place, cell in enumerate(head)}
    for line in lines:
        for number, text in enumerate(str(line[columns[c.IN_RETURN]].value).split("\n"), start=1):
            if text == f"{number}) {value}":
                line[columns[c.CHOICE]].value = f"{c.TAKE_RETURN} {number}"
    book.save(office.book)


def test_a_unit_workbook_asks_for_the_criteria_that_the_unit_leads(office):
    book = openpyxl.load_workbook(office.blank / VP)
    sheet = book[c.SELF_SCORES_SHEET]
    assert [cell.value for cell in sheet[sheet.tables["OwnScores"].ref][0]] == list(u.OWN_SCORES.columns)
    rows = {row[0].value: row for row in sheet[sheet.tables["OwnScores"].ref][1:]}
    assert list(rows) == ["1", "3", "4", "5", "6", "7", "8"]
    assert [rows["3"][i].value for i in (2, 3, 4)] == [23, 20, 23]
    assert [cell.protection.locked for cell in rows["3"]] == [True] * 5 + [False] * 3


def test_a_proposal_comes_into_the_criteria_with_its_source(office):
    office.scored(
        VP, {"1": {c.SELF_SCORE: "10,5", c.EVIDENCE: "BC 12", c.NOTE: "Thiếu 0,5"}, "4": {c.SELF_SCORE: 9.25}}
    )
    merged = office.collect()["merged"]
    assert [(item["changed"], item["notes"]) for item in merged] == [(4, [])]
    one, four = office.criterion("1"), office.criterion("4")
    assert (one[c.SELF_SCORE], one[c.EVIDENCE], one[c.PROPOSED]) == (10.5, "BC 12", "10,5 (VP)")
    assert (four[c.SELF_SCORE], four[c.EVIDENCE]) == (9.25, None)
    row = rows_by(office.book, "SelfScores", c.STT, c.UNIT)["1", "VP"]
    assert (row[c.NOTE], row[c.SOURCE]) == ("Thiếu 0,5", VP)


def test_the_current_total_and_index_follow_and_the_appraised_score_wins(office, cchc):
    office.scored(VP, {"1": {c.SELF_SCORE: 10}, "3": {c.SELF_SCORE: 22}})
    office.collect()
    book = openpyxl.load_workbook(office.book, data_only=True)
    assert (
        book[c.SCORES_SHEET][book.defined_names[c.TOTAL_CURRENT].attr_text.split("!")[1].replace("$", "")].value == 32
    )
    office.edit("Criteria", "3", c.APPRAISED, 21)
    answer = cchc("recalculate", office.book)
    assert (answer["total"]["current"], answer["index"]["current"]) == (31, 31)


def test_a_score_of_one_lead_of_several_names_those_who_have_not_scored(office):
    office.scored(VP, {"3": {c.SELF_SCORE: 22}}, "1.xlsx", day=1)
    office.collect()
    row = office.criterion("3")
    assert (row[c.SELF_SCORE], row[c.PROPOSED]) == (22, "22 (VP); chưa chấm: NV2, TGPL, CC1")
    office.scored(VP, {"3": {c.SELF_SCORE: 21}}, "2.xlsx", day=5)  # what is ours is still known as ours
    assert office.collect()["conflicts"] == []
    row = office.criterion("3")
    assert (row[c.SELF_SCORE], row[c.PROPOSED]) == (21, "21 (VP); chưa chấm: NV2, TGPL, CC1")


def test_twice_changes_nothing(office):
    office.scored(VP, {"1": {c.SELF_SCORE: 10, c.EVIDENCE: "BC"}})
    office.scored(NV2, {"3": {c.SELF_SCORE: 20}})
    office.collect()
    before = [table(office.book, name) for name in ("Criteria", "SelfScores", "Conflicts", "Log")]
    office.collect()
    assert [table(office.book, name) for name in ("Criteria", "SelfScores", "Conflicts", "Log")] == before


def test_leads_that_differ_are_asked_about_and_choosing_one_settles_it(office):
    office.scored(VP, {"3": {c.SELF_SCORE: 22}})
    office.scored(NV2, {"3": {c.SELF_SCORE: 21}})
    conflicts = office.collect()["conflicts"]
    assert [(item["table"], item["code"], item["returned"], item["file"]) for item in conflicts] == [
        (c.SCORES_SHEET, "3", "21 | 22", "NV2 | VP")
    ]
    row = office.criterion("3")
    assert (row[c.SELF_SCORE], row[c.PROPOSED]) == (None, "NV2 21; VP 22; chưa chấm: TGPL, CC1")
    take_where_returned(office, "21")
    assert office.collect()["conflicts"] == []
    assert office.criterion("3")[c.SELF_SCORE] == 21


def test_who_leads_a_criterion_no_more_is_not_counted_among_its_leads(office):
    office.scored(VP, {"3": {c.SELF_SCORE: 20}})
    office.scored(NV2, {"3": {c.SELF_SCORE: 21}})
    office.collect()
    office.edit("Criteria", "3", c.LEAD, "Phòng Nghiệp vụ II")
    assert office.collect()["conflicts"] == []
    assert (office.criterion("3")[c.SELF_SCORE], office.criterion("3")[c.PROPOSED]) == (21, "21 (NV2)")


def test_units_that_give_the_same_score_stand_together(office):
    for unit, points in ((VP, 22), (NV2, 21), ("TGPL - Trung tâm Trợ giúp pháp lý nhà nước.xlsx", 21)):
        office.scored(unit, {"3": {c.SELF_SCORE: points}})
    (dispute,) = office.collect()["conflicts"]
    assert dispute["file"] == "NV2, TGPL | VP"
    take_where_returned(office, "21")
    assert office.collect()["conflicts"] == []
    assert office.criterion("3")[c.SELF_SCORE] == 21


@pytest.mark.parametrize("agreed", [21, 21.5])
def test_the_agreed_score_typed_into_the_criteria_settles_it_and_it_is_not_asked_again(office, agreed):
    office.scored(VP, {"3": {c.SELF_SCORE: 22}})
    office.scored(NV2, {"3": {c.SELF_SCORE: 21}})
    office.collect()
    office.edit("Criteria", "3", c.SELF_SCORE, agreed)
    answer = office.collect()
    assert (answer["conflicts"], answer["obeyed"]) == ([], 1)
    assert office.criterion("3")[c.SELF_SCORE] == agreed
    assert office.collect()["conflicts"] == []


def test_questions_about_scores_stand_in_the_order_of_the_criteria(office):
    office.scored(VP, {"3": {c.SELF_SCORE: 22}, "8": {c.SELF_SCORE: 9}})
    office.scored(NV2, {"3": {c.SELF_SCORE: 21}, "8": {c.SELF_SCORE: 8}})
    assert [item["code"] for item in office.collect()["conflicts"]] == ["3", "8"]


def test_a_score_that_the_office_gave_is_not_overwritten(office):
    office.edit("Criteria", "1", c.SELF_SCORE, 9)
    office.edit("Criteria", "1", c.EVIDENCE, "Hồ sơ của Văn phòng")
    office.scored(VP, {"1": {c.SELF_SCORE: 11, c.EVIDENCE: "BC 12"}})
    conflicts = office.collect()["conflicts"]
    assert sorted((item["column"], item["workbook"], item["returned"]) for item in conflicts) == [
        (c.EVIDENCE, "Hồ sơ của Văn phòng", "BC 12"), (c.SELF_SCORE, "9", "11"),
    ]  # fmt: skip
    assert office.criterion("1")[c.SELF_SCORE] == 9


def test_a_newer_proposal_follows_where_the_office_let_the_first_stand(office):
    office.scored(VP, {"1": {c.SELF_SCORE: 9, c.EVIDENCE: "BC 12"}}, "1.xlsx", day=1)
    office.collect()
    office.scored(VP, {"1": {c.SELF_SCORE: 10, c.EVIDENCE: "BC 12; BC 15"}}, "2.xlsx", day=5)
    assert office.collect()["conflicts"] == []
    assert (office.criterion("1")[c.SELF_SCORE], office.criterion("1")[c.EVIDENCE]) == (10, "BC 12; BC 15")


def test_a_score_that_was_changed_after_the_day_of_the_self_scores_is_asked_about(office):
    office.scored(VP, {"1": {c.SELF_SCORE: 10}})
    office.collect()
    book = open_book(office.book)
    settings = read_table(book, c.SETTINGS)
    for key, day in ((c.SELF_BY, "20/11/2026"), (c.TODAY, "24/11/2026")):
        settings.update({settings.values(c.KEY).index(key): {c.VALUE: day}})
    book.save(str(office.book))
    assert office.collect()["conflicts"] == []  # closed as it is now
    office.edit("Criteria", "1", c.SELF_SCORE, 9)
    (conflict,) = office.collect()["conflicts"]
    assert (conflict["table"], conflict["code"], conflict["workbook"], conflict["returned"]) == (
        c.SCORES_SHEET, "1", "9", "10",
    )  # fmt: skip


def test_after_the_day_of_the_self_scores_sums_and_what_is_not_scored_are_not_asked_about(office, cchc):
    book = open_book(office.book)
    criteria, settings = read_table(book, c.CRITERIA), read_table(book, c.SETTINGS)
    told = {c.LEAD: "Văn phòng Sở", c.MAX_SCORE: 2, c.SELF_SCORE: 1}
    criteria.update({0: {c.NOT_SCORED: "x", c.SELF_SCORE: 3}}, new=[{c.STT: "9"}, {c.STT: "9.1"} | told])
    for key, day in ((c.SELF_BY, "20/11/2026"), (c.TODAY, "24/11/2026")):
        settings.update({settings.values(c.KEY).index(key): {c.VALUE: day}})
    book.save(str(office.book))
    cchc("recalculate", office.book)
    assert office.collect()["conflicts"] == []
    assert [row[c.STT] for row in table(office.book, "Appraisals")] == ["9.1"]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (12, "cao hơn điểm tối đa 11"),
        ("chín", "không phải là điểm"),
        (-1, "điểm âm"),
        ("K/A/D", "đánh x vào cột Không chấm"),
    ],
)
def test_a_score_out_of_bounds_is_told_and_not_taken(office, value, told):
    office.scored(VP, {"1": {c.SELF_SCORE: value, c.EVIDENCE: "BC"}})
    notes = office.collect()["merged"][0]["notes"]
    assert [note["cell"] for note in notes] == ["Tự đánh giá!F8"]
    assert told in notes[0]["message"]
    assert office.criterion("1")[c.SELF_SCORE] is None
    assert office.criterion("1")[c.EVIDENCE] == "BC"


def test_what_was_proposed_goes_out_again_with_the_next_export(office, cchc, tmp_path):
    office.scored(VP, {"1": {c.SELF_SCORE: 10.5, c.EVIDENCE: "BC 12"}})
    office.collect()
    cchc("export", office.book, "--to", tmp_path / "again")
    sheet = openpyxl.load_workbook(tmp_path / "again" / VP)[c.SELF_SCORES_SHEET]
    row = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "1")
    assert row[5:7] == (10.5, "BC 12")
    shutil.copy(tmp_path / "again" / VP, office.returns / "lần hai.xlsx")
    assert office.collect()["merged"][0]["changed"] == 0


def test_a_unit_without_scored_criteria_gets_one_sheet(exported):  # noqa: F811
    for path in (exported / "thai-nguyen-2026").iterdir():
        assert openpyxl.load_workbook(path).sheetnames == [u.UNIT_WORKBOOK_SHEET]


def test_what_is_scored_in_a_later_round_holds_and_the_earlier_stays(office):
    for day, (name, score) in enumerate(zip(ROUNDS, (9, 10.5), strict=False)):
        book = open_book(office.book)
        open_round(book, name)
        export(book, office.blank)
        book.save()
        office.scored(VP, {"1": {c.SELF_SCORE: score}}, day=day)
        office.collect()
        assert office.criterion("1")[c.SELF_SCORE] == score
    rows = rows_by(office.book, "SelfScores", c.STT, c.UNIT, c.PERIOD)
    said = {key[2]: (row[c.SELF_SCORE], row[c.SUPERSEDED]) for key, row in rows.items()}
    assert said == {ROUNDS[0]: (9, "x"), ROUNDS[1]: (10.5, None)}
    assert openpyxl.load_workbook(office.blank / VP)[c.SELF_SCORES_SHEET]["F8"].value == 9  # as last said then


def test_cause_and_remedy_in_a_note_come_into_the_criteria(office):
    office.scored(
        VP, {"3": {c.SELF_SCORE: 21, c.NOTE: "Nguyên nhân: 12 hồ sơ chậm; thiếu người. giải pháp : Tập huấn\nRà soát"}}
    )
    office.collect()
    row = office.criterion("3")
    assert (row[c.CAUSE], row[c.REMEDY]) == ("12 hồ sơ chậm; thiếu người.", "Tập huấn\nRà soát")
    office.scored(VP, {"3": {c.SELF_SCORE: 21, c.NOTE: "Nguyên nhân: chậm số liệu"}}, "lần 2.xlsx", day=2)
    assert office.collect()["conflicts"] == []
    row = office.criterion("3")
    assert (row[c.CAUSE], row[c.REMEDY]) == ("chậm số liệu", "Tập huấn\nRà soát")  # what is not said again stays


def test_a_cause_that_the_office_wrote_is_asked_about_and_taken_by_choice(office):
    office.edit("Criteria", "3", c.CAUSE, "Do cơ quan khác")
    office.scored(VP, {"3": {c.SELF_SCORE: 21, c.NOTE: "Nguyên nhân: thiếu người"}})
    (asked,) = office.collect()["conflicts"]
    assert (asked["column"], asked["workbook"], asked["returned"]) == (c.CAUSE, "Do cơ quan khác", "thiếu người")
    assert office.criterion("3")[c.CAUSE] == "Do cơ quan khác"
    take_where_returned(office, "thiếu người")
    book = openpyxl.load_workbook(office.book)
    sheet = book[c.CONFLICTS_SHEET]
    head = next(row for row in sheet.iter_rows() if any(cell.value == c.CHOICE for cell in row))
    column = next(cell.column for cell in head if cell.value == c.CHOICE)
    sheet.cell(head[0].row + 1, column).value = c.TAKE_RETURN
    book.save(office.book)
    assert office.collect()["conflicts"] == []
    assert office.criterion("3")[c.CAUSE] == "thiếu người"
