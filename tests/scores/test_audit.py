"""Kiểm tra số liệu: every finding with its place, in the workbook and as JSON."""

from datetime import datetime

from cchc_macros import contract as c
from cchc_macros.book.work import read_roster
from cchc_macros.book.workbook import Workbook
from cchc_macros.plans.import_plan import import_plan
from cchc_macros.rules.audit.finding_codes import code_of
from cchc_macros.scores.audit import audit
from tests.scores.test_recalculate import fill
from tests.tables import read_table, set_setting, write_rows
from xl.engine import open_book


def found(book):
    return {(f["code"], f["sheet"], f["cell"]) for f in audit(book).data["findings"]}


def test_findings_are_written_with_links_to_their_cells(workbook):
    book = open_book(workbook("lang-son-2026"))
    audit(book)
    table = read_table(book, c.FINDINGS)
    formulas = [row[0] for row in table.sheet.range(f"C{table.top}").resize(len(table.body), 1).formula]
    assert all(formula.startswith('=HYPERLINK("#') for formula in formulas[:5])
    assert {row[c.LEVEL] for _, row in table.rows()} <= set(c.LEVELS)


def test_a_second_audit_replaces_the_first(workbook):
    book = open_book(workbook("lang-son-2026"))
    first = audit(book).data
    assert audit(book).data == first
    assert len(list(read_table(book, c.FINDINGS).rows())) == len(first["findings"])


def test_scores_are_left_as_they_are(workbook):
    book = open_book(workbook("lang-son-2026"))
    before = read_table(book, c.CRITERIA).body
    audit(book)
    assert read_table(book, c.CRITERIA).body == before


def test_text_where_a_number_belongs_is_a_finding_with_its_cell(workbook):
    book = fill(workbook("so-cchc"), ("1", 10, "chín"))
    row = read_table(book, c.CRITERIA).top
    assert ("NOT_A_NUMBER", c.SCORES_SHEET, f"E{row}") in found(book)


def test_units_and_addresses_that_cannot_be_right_are_found(workbook):
    book = open_book(workbook("thai-nguyen-2026"))
    units, tasks = read_table(book, c.UNITS), read_table(book, c.TASKS)
    book.sheets[c.UNITS_SHEET].range(units.cell(0, c.UNIT_EMAIL).rpartition("!")[2]).value = "vp(at)stp"
    book.sheets[c.UNITS_SHEET].range(units.cell(1, c.UNIT_EMAIL).rpartition("!")[2]).value = None
    book.sheets[c.TASKS_SHEET].range(tasks.cell(1, c.SUPPORT).rpartition("!")[2]).value = "Phòng Tổ chức"
    book.sheets[c.TASKS_SHEET].range(tasks.cell(2, c.LEAD).rpartition("!")[2]).value = None
    book.sheets[c.TASKS_SHEET].range(tasks.cell(3, c.TASK_DEADLINE).rpartition("!")[2]).value = "31/11/2026"
    book.sheets[c.TASKS_SHEET].range(tasks.cell(4, c.TASK_DEADLINE).rpartition("!")[2]).value = "Trước 01/6/2027"
    book.sheets[c.TASKS_SHEET].range(tasks.cell(5, c.RELATED).rpartition("!")[2]).value = "9.9"
    codes = {f["code"]: f for f in audit(book).data["findings"]}
    for code, place in {
        "EMAIL_INVALID": units.cell(0, c.UNIT_EMAIL),
        "EMAIL_MISSING": units.cell(1, c.UNIT_EMAIL),
        "UNIT_UNKNOWN": tasks.cell(1, c.SUPPORT),
        "LEAD_MISSING": tasks.cell(2, c.LEAD),
        "DEADLINE_UNREADABLE": tasks.cell(3, c.TASK_DEADLINE),
        "DEADLINE_OUTSIDE_YEAR": tasks.cell(4, c.TASK_DEADLINE),
        "TASK_CRITERION_UNKNOWN": tasks.cell(5, c.RELATED),
    }.items():
        assert code in codes
        assert f"{codes[code]['sheet']}!{codes[code]['cell']}" == place


def test_a_criterion_that_lost_points_with_nobody_at_work_on_it_is_found(workbook):
    book = fill(workbook("so-cchc"), ("1", 10, 8), {c.STT: "2", c.MAX_SCORE: 5, c.RESULT: 4, c.LEAD: "Văn phòng Sở"})
    rows = [f["row_code"] for f in audit(book).data["findings"] if f["code"] == "LOST_WITHOUT_TASK"]
    assert rows == ["1"]


def test_a_group_without_members_is_told_with_its_sheet_and_work(workbook):
    found = audit(open_book(workbook("thai-nguyen-2026"))).data["findings"]
    told = [one["message"] for one in found if one["code"] == "GROUP_EMPTY"]
    assert [("7 việc" in text, "2 việc" in text) for text in told] == [(True, False), (False, True)]
    assert all("nằm ở phiếu chung 'Phiếu " in text for text in told)


def test_an_outside_body_is_told_once_and_not_as_an_error(workbook):
    outside = [f for f in audit(open_book(workbook("lang-son-2026"))).data["findings"] if f["code"] == "UNIT_OUTSIDE"]
    assert len(outside) == 1
    assert outside[0]["level"] == "Thông tin"


def test_the_warnings_of_an_import_outlive_the_audit(workbook, tmp_path):
    book = open_book(workbook("so-cchc"))
    path = tmp_path / "a.txt"
    path.write_text("STT\tNhiệm vụ\tChủ trì\tKinh phí\n1\tA\tPhòng B\t5 triệu\n", encoding="utf-8")
    import_plan(book, path)
    for _ in range(2):
        summary = audit(book)
        codes = [code_of(row[c.FINDING_CODE]) for _, row in read_table(book, c.FINDINGS).rows()]
        assert codes == [*(found["code"] for found in summary.data["findings"]), "IMPORT_COLUMN_UNUSED"]
    assert "Còn 1 cảnh báo của lần nhập phụ lục" in summary.message
    assert "IMPORT_READ" not in codes


def test_a_blank_row_among_the_units_does_not_move_the_cells_named(workbook):
    book = open_book(workbook("lang-son-2026"))
    units = read_table(book, c.UNITS)
    first = book.sheets[c.UNITS_SHEET].range((units.top, units.left)).resize(1, units.width)
    first.clear_contents()
    book.sheets[c.UNITS_SHEET].range(units.cell(2, c.UNIT_EMAIL).rpartition("!")[2]).value = "nv2(at)stp"
    found = [f["cell"] for f in audit(book).data["findings"] if f["code"] == "EMAIL_INVALID"]
    assert found == [units.cell(2, c.UNIT_EMAIL).rpartition("!")[2]]


def test_a_deadline_nobody_can_read_is_only_told_once_its_day_is_typed(workbook):
    row = {c.STT: "1", c.MAX_SCORE: 5, c.RESULT: 5, c.LEAD: "Văn phòng Sở", c.CRITERION_DEADLINE: "31/11/2026"}
    for typed, level in ((None, "Cảnh báo"), ("30/11/2026", "Thông tin")):
        book = fill(workbook("so-cchc"), row | {c.DUE: typed})
        (found,) = [f for f in audit(book).data["findings"] if f["code"] == "DEADLINE_UNREADABLE"]
        assert found["level"] == level
        assert ("30/11/2026" in found["message"]) == bool(typed)


def test_an_empty_workbook_is_not_called_right(workbook):
    done = audit(open_book(workbook("so-cchc")))
    assert done.message == "Sổ chưa có tiêu chí hay nhiệm vụ nào để kiểm tra. Bấm Nhập phụ lục trước."


def test_a_year_may_be_typed_with_its_word(workbook):
    book = open_book(workbook("lang-son-2026"))
    before = found(book)
    set_setting(book, c.YEAR_PLAN, "Năm 2026")
    assert found(book) == before


def test_a_setting_that_cannot_be_read_hides_no_other_finding(workbook):
    book = open_book(workbook("lang-son-2026"))
    before = {code for code, *_ in found(book)}
    set_setting(book, c.YEAR_PLAN, "hai nghìn")
    set_setting(book, c.NEAR_DAYS, "vài")
    findings = audit(book).data["findings"]
    assert before <= {finding["code"] for finding in findings}
    told = {finding["row_code"]: finding for finding in findings if finding["code"] == "SETTING_UNREADABLE"}
    assert set(told) == {c.YEAR_PLAN, c.NEAR_DAYS}
    assert told[c.YEAR_PLAN]["message"] == "Năm kế hoạch: 'hai nghìn' không phải là năm."
    assert told[c.YEAR_PLAN]["hint"] == "Nhập bốn chữ số, ví dụ 2026."
    assert told[c.YEAR_PLAN]["sheet"] == c.SETTINGS_SHEET
    assert told[c.YEAR_PLAN]["cell"]


def test_a_day_that_only_buttons_can_read_is_told_for_the_sheets_show_another(workbook):
    book = open_book(workbook("lang-son-2026"))
    set_setting(book, c.TODAY, "20/01/2027")
    told = {one["row_code"]: one for one in audit(book).data["findings"] if one["code"] == "SETTING_UNREADABLE"}
    assert set(told) == {c.TODAY}
    assert "'20/01/2027' là chữ nên công thức ở các sheet tính theo hôm nay" in told[c.TODAY]["message"]
    set_setting(book, c.TODAY, datetime(2027, 1, 20))  # noqa: DTZ001  a cell holds its own day
    assert "SETTING_UNREADABLE" not in {code for code, *_ in found(book)}


def test_a_province_without_its_kind_is_told_and_one_that_is_none_too(workbook):
    book = open_book(workbook("lang-son-2026"))
    for typed, hint in (("Lạng Sơn", "Ghi 'tỉnh Lạng Sơn'"), ("tỉnh Bắc Giang", "Ghi đủ")):
        set_setting(book, c.PROVINCE, typed)
        [finding] = [one for one in audit(book).data["findings"] if one["code"] == "PROVINCE_UNKNOWN"]
        assert finding["hint"].startswith(hint)
    set_setting(book, c.PROVINCE, "tỉnh Lạng Sơn")
    assert "PROVINCE_UNKNOWN" not in {code for code, *_ in found(book)}


def test_an_extension_for_nobody_is_told_at_its_cell(workbook):
    book = open_book(workbook("lang-son-2026"))
    rounds = read_table(book, c.ROUNDS)
    extended = "NV1: 20/3/2026 (chờ số liệu); P. NV9: 21/3/2026"
    write_rows(rounds, [{c.PERIOD: "Quý I/2026", c.STATUS: c.ROUND_OPEN, c.ROUND_EXTENDED: extended}])
    (finding,) = [one for one in audit(book).data["findings"] if one["code"] == "EXTENSION_UNKNOWN"]
    assert finding["sheet"] == c.ROUNDS_SHEET
    assert "'P. NV9'" in finding["message"]


def test_a_group_names_its_units_as_a_plans_cell_does(workbook):
    book = open_book(workbook("lang-son-2026"))
    groups = read_table(book, c.GROUPS)
    named = "Phòng Nghiệp vụ I, phòng Nghiệp vụ II và Phòng Lạ"
    for heading, value in ((c.GROUP_KINDS, None), (c.GROUP_UNITS, named), (c.GROUP_EXCEPT, None)):
        book.sheets[c.UNITS_SHEET].range(groups.cell(0, heading).rpartition("!")[2]).value = value
    strangers = [f["message"] for f in audit(book).data["findings"] if f["code"] == "GROUP_MEMBER_UNKNOWN"]
    assert strangers == [
        f"Nhóm '{groups.body[0][groups.columns[c.GROUP_NAME]]}': sheet Đơn vị không có đơn vị 'Phòng Lạ'."
    ]
    roster = Workbook(book).once(read_roster)
    assert [unit.code for unit in roster.members(roster.groups[0])] == ["NV1", "NV2"]
