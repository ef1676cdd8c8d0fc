"""An import through the file engine: the plans' rows in the workbook, once, with what staff typed kept."""

import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw
from openpyxl import load_workbook

from cchc_macros import contract as c
from cchc_macros.book.cells import cell_link, text_of
from cchc_macros.errors import FileError, PlanError
from cchc_macros.plans import read_plan
from cchc_macros.plans.import_plan import import_plan
from cchc_macros.plans.merging import REVIEW
from cchc_macros.rules.audit.finding_codes import code_of
from tests.plans.papers import write_docx
from tests.plans.scans import Scanner, printed, scanned
from tests.tables import read_formulas, read_settings, read_table, write_column
from xl.engine import open_book

TEMPLATES = Path(__file__).parents[2] / "workbook_templates"
LANG_SON = TEMPLATES / "data" / "lang-son-2026.txt"
THAI_NGUYEN = TEMPLATES / "data" / "thai-nguyen-2026.txt"
HEADER = "STT\tLĩnh vực, tiêu chí\tYêu cầu\tThời hạn\tĐơn vị chủ trì\tĐơn vị phối hợp\n"

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(body: str, name: str = "ke-hoach.txt") -> Path:
        path = tmp_path / name
        path.write_text(HEADER + body, encoding="utf-8")
        return path

    return write


def rows(book: xw.Book, spec: c.TableSpec) -> dict[str, dict[str, Any]]:
    return {text_of(row[spec.columns[0]]): row for _, row in read_table(book, spec).rows()}


def put(book: xw.Book, spec: c.TableSpec, code: str, heading: str, value: object) -> None:
    table = read_table(book, spec)
    values = [value if text_of(row[c.STT]) == code else row[heading] for _, row in table.rows()]
    write_column(table, heading, values)


def findings(book: xw.Book, code: str) -> list[str]:
    return [
        text_of(row[c.CONTENT])
        for _, row in read_table(book, c.FINDINGS).rows()
        if code_of(row[c.FINDING_CODE]) == code
    ]


def test_lang_son_fills_criteria_and_keeps_what_the_plan_states(book: xw.Book):
    data = import_plan(book, LANG_SON).data
    assert (data["criteria"], data["tasks"], data["headings"]) == (8, 0, 0)
    scores = rows(book, c.CRITERIA)
    assert [(row[c.MAX_SCORE], row[c.RESULT], row[c.TARGET]) for row in scores.values()] == [
        (11, 11, 11), (8, 8, 8), (23, 20, 23), (10, 10, 10), (13, 10, 13), (11, 9, 11), (14, 14, 14), (10, 9, 10),
    ]  # fmt: skip
    assert scores["5"][c.NOTE] == "Tiêu chí trừ 3.5 điểm"
    assert scores["5"][c.DUE].date() == date(2026, 12, 31)
    settings = read_settings(book)
    stated = settings.stated()
    assert [float(value or 0) for value in (stated.max, stated.result, stated.target)] == [100, 90, 100]
    assert [float(value or 0) for value in (stated.index, stated.target_index)] == [89.7, 100]
    assert (settings.text(c.PLAN_NUMBER), settings.day(c.PLAN_DATE)) == ("31/KH-STP", date(2026, 2, 3))
    assert (settings.text(c.PROVINCE), settings.year(c.YEAR_ASSESSED), settings.year(c.YEAR_PLAN)) == (
        "tỉnh Lạng Sơn", 2025, 2026,
    )  # fmt: skip


def test_thai_nguyen_fills_tasks_with_due_dates_and_a_status(book: xw.Book):
    data = import_plan(book, THAI_NGUYEN).data
    assert (data["criteria"], data["tasks"], data["headings"]) == (0, 38, 14)
    tasks = rows(book, c.TASKS)
    headings = {code: row for code, row in tasks.items() if row[c.STATUS] is None}
    assert len(tasks) == 52
    assert len(headings) == 14
    assert all(
        {h for h, value in row.items() if value is not None} == {c.STT, c.TASK_NAME} for row in headings.values()
    )
    due = [row[c.DUE].date() if isinstance(row[c.DUE], datetime) else None for row in tasks.values() if row[c.STATUS]]
    assert (due.count(date(2026, 12, 31)), due.count(date(2026, 5, 31)), due.count(None)) == (34, 1, 3)


def test_a_second_import_of_the_same_plan_changes_nothing(book: xw.Book):
    import_plan(book, THAI_NGUYEN)
    before = rows(book, c.TASKS)
    data = import_plan(book, THAI_NGUYEN).data
    assert (data["new"], data["changed"]) == (0, 0)
    assert rows(book, c.TASKS) == before


def test_what_staff_typed_stays_and_the_plans_own_text_is_brought_up_to_date(book: xw.Book, write: Write):
    import_plan(book, write("1\tViệc\tA\tTrong năm 2026\tVăn phòng Sở\t\n"))
    put(book, c.TASKS, "1", c.STATUS, c.DONE)
    put(book, c.TASKS, "1", c.PROGRESS, 1)
    import_plan(book, write("1\tViệc\tB\tTrước 01/6/2026\tVăn phòng Sở\t\n"))
    row = rows(book, c.TASKS)["1"]
    assert (row[c.STATUS], row[c.PROGRESS], row[c.REQUIREMENT]) == (c.DONE, 1, "B")
    assert row[c.DUE].date() == date(2026, 5, 31)
    assert findings(book, "IMPORT_CHANGED") == [
        "1, Yêu cầu: sổ ghi 'A', văn bản ghi 'B'; đã lấy theo văn bản.",
        "1, Thời hạn: sổ ghi 'Trong năm 2026', văn bản ghi 'Trước 01/6/2026'; đã lấy theo văn bản.",
    ]


def test_a_result_that_staff_corrected_stays_and_is_said(book: xw.Book):
    import_plan(book, LANG_SON)
    put(book, c.CRITERIA, "5", c.RESULT, 9.5)
    put(book, c.CRITERIA, "5", c.SELF_SCORE, 12)
    put(book, c.CRITERIA, "5", c.NOTE, "Đang giải trình")
    import_plan(book, LANG_SON)
    row = rows(book, c.CRITERIA)["5"]
    assert (row[c.RESULT], row[c.SELF_SCORE], row[c.NOTE]) == (9.5, 12, "Đang giải trình")
    assert "5, Kết quả: sổ ghi '9,5', văn bản ghi '10'; giữ giá trị trong sổ." in findings(book, "IMPORT_KEPT")


def test_a_new_row_of_a_revised_plan_goes_below_the_last(book: xw.Book, write: Write):
    import_plan(book, write("1\tA\t\tTrong năm 2026\tB\t\n"))
    import_plan(book, write("1\tA\t\tTrong năm 2026\tB\t\n2\tC\t\tTrong năm 2026\tD\t\n"))
    assert list(rows(book, c.TASKS)) == ["1", "2"]


def test_a_row_the_plan_no_longer_has_stays_and_is_said(book: xw.Book, write: Write):
    import_plan(book, write("1\tA\t\t\tB\t\n2\tC\t\t\tD\t\n"))
    import_plan(book, write("1\tA\t\t\tB\t\n"))
    assert list(rows(book, c.TASKS)) == ["1", "2"]
    assert len(findings(book, "IMPORT_NOT_IN_PLAN")) == 1


def test_a_dry_run_says_everything_and_writes_nothing(book: xw.Book):
    summary = import_plan(book, THAI_NGUYEN, dry_run=True)
    assert summary.message.startswith("Sẽ nhập 38 nhiệm vụ, 14 đề mục")
    assert summary.data["findings"]
    assert [rows(book, spec) for spec in (c.TASKS, c.FINDINGS, c.LOG)] == [{}, {}, {}]
    assert read_settings(book).year(c.YEAR_PLAN) is None


def test_a_doubtful_row_is_marked_and_its_finding_links_to_the_cell(book: xw.Book):
    import_plan(book, THAI_NGUYEN)
    assert {code for code, row in rows(book, c.TASKS).items() if row[c.FLAG] == REVIEW} == {"4.1.2", "7.3.2"}
    table = read_table(book, c.FINDINGS)
    index = next(index for index, row in table.rows() if code_of(row[c.FINDING_CODE]) == "IMPORT_DOUBTFUL")
    link = read_formulas(table)[index][table.columns[c.PLACE]]
    tasks = read_table(book, c.TASKS)
    index = next(index for index, row in tasks.rows() if row[c.STT] == "4.1.2")
    assert link == cell_link(tasks.cell(index, c.TASK_NAME))


def test_findings_of_the_audit_stay_and_those_of_an_older_import_go(book: xw.Book, write: Write):
    import_plan(book, write("1\tA\t\t\tB\t\n1.1\tC\tD\t\t\t\n"))
    table = read_table(book, c.FINDINGS)
    write_column(table, c.FINDING_CODE, ["LEAD_MISSING", *table.values(c.FINDING_CODE)[1:]])
    import_plan(book, write("1\tA\t\t\tB\t\n"))
    assert len(findings(book, "LEAD_MISSING")) == 1
    assert len(findings(book, "IMPORT_READ")) == 1


def test_a_doubt_about_a_cell_that_stays_empty_leads_to_that_cell(book: xw.Book, write: Write):
    import_plan(book, write("1\tA\tB\tQuý I/2026\tVăn phòng Sở\tÔng Nguyễn Văn A\n"))
    table, tasks = read_table(book, c.FINDINGS), read_table(book, c.TASKS)
    index, row = next((i, row) for i, row in table.rows() if "là tên người" in row[c.CONTENT])
    assert row[c.HINT] == "Ghi đơn vị của người ấy vào ô này."
    assert read_formulas(table)[index][table.columns[c.PLACE]] == cell_link(tasks.cell(0, c.SUPPORT))


def test_a_column_that_is_gone_is_back_once_its_name_is_typed_beside_the_headings(book: xw.Book, tmp_path: Path):
    path = tmp_path / "plan.txt"
    path.write_text("STT\tNhiệm vụ\tThời hạn\tNgười phụ trách\n1\tA\tQuý I/2026\tBà An\n", encoding="utf-8")
    table = read_table(book, c.TASKS)
    sheet, left = table.sheet, table.left
    sheet.range((table.top - 1, left + table.columns[c.PERSON])).value = "Cột riêng"
    import_plan(book, path)
    table = read_table(book, c.FINDINGS)
    (hint,) = (text_of(row[c.HINT]) for _, row in table.rows() if f"chưa có cột '{c.PERSON}'" in row[c.CONTENT])
    assert hint.startswith(f"Gõ '{c.PERSON}' vào ô ngay bên phải hàng tiêu đề của bảng")
    table = read_table(book, c.TASKS)
    table.xl.resize(sheet.range((table.top - 1, left), (table.top + len(table.body) - 1, left + table.width)))
    sheet.range((table.top - 1, left + table.width)).value = c.PERSON
    import_plan(book, path)
    assert read_table(book, c.TASKS).values(c.PERSON) == ["Bà An"]
    assert not findings(book, "IMPORT_COLUMN_UNUSED")


def test_an_import_into_one_sheet_leaves_the_findings_of_another(book: xw.Book):
    import_plan(book, THAI_NGUYEN)
    import_plan(book, LANG_SON)
    assert len(findings(book, "IMPORT_READ")) == 2
    assert len(findings(book, "IMPORT_DOUBTFUL")) == 2
    import_plan(book, LANG_SON)
    assert len(findings(book, "IMPORT_READ")) == 2


def test_text_that_excel_would_take_for_a_formula_stays_text(book: xw.Book, write: Write):
    import_plan(book, write('1\t=HYPERLINK("http://x.example")\t+1\t\t=1+1\t\n'))
    table = read_table(book, c.TASKS)
    assert [row[c.TASK_NAME] for _, row in table.rows()] == ['=HYPERLINK("http://x.example")']
    book.save()
    cell = load_workbook(book.fullname)[c.TASKS_SHEET].cell(table.top, table.left + table.columns[c.TASK_NAME])
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://x.example")')


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_text_file_is_read_in_the_encodings_of_notepad(book: xw.Book, tmp_path: Path, encoding: str):
    path = tmp_path / "a.txt"
    path.write_text(HEADER + "1\tRà soát thủ tục\t\t\tPhòng Một\t\n", encoding=encoding)
    import_plan(book, path)
    assert rows(book, c.TASKS)["1"][c.TASK_NAME] == "Rà soát thủ tục"


def test_a_file_that_is_no_text_or_not_there_is_refused_with_the_next_step(book: xw.Book, tmp_path: Path):
    with pytest.raises(FileError, match="Không thấy tệp"):
        import_plan(book, tmp_path / "khong-co.txt")
    binary = tmp_path / "anh.txt"
    binary.write_bytes(b"MZ\x90\0\x03\0\xff\xfe\x81" * 20)
    with pytest.raises(PlanError, match="không phải tệp văn bản"):
        import_plan(book, binary)
    prose = tmp_path / "thu.txt"
    prose.write_text("Kính gửi các đơn vị", encoding="utf-8")
    with pytest.raises(PlanError, match="Không thấy bảng phụ lục"):
        import_plan(book, prose)
    assert rows(book, c.LOG) == {}


def test_a_new_row_in_the_middle_of_a_revised_plan_leaves_all_others_alone(book: xw.Book, write: Write):
    import_plan(book, write("1\tA\t\tTrong năm 2026\tB\t\n3\tE\t\tTrong năm 2026\tG\t\n"))
    put(book, c.TASKS, "3", c.STATUS, c.DONE)
    import_plan(book, write("1\tA\t\t\tB\t\n2\tC\t\tTrong năm 2026\tD\t\n3\tE\tF\tTrong năm 2026\tG\t\n"))
    tasks = rows(book, c.TASKS)
    assert list(tasks) == ["1", "2", "3"]
    assert (tasks["2"][c.LEAD], tasks["2"][c.STATUS]) == ("D", c.TODO)
    assert (tasks["3"][c.REQUIREMENT], tasks["3"][c.STATUS]) == ("F", c.DONE)


def test_a_word_file_fills_the_same_cells_as_the_text(book: xw.Book, tmp_path: Path):
    import_plan(book, THAI_NGUYEN)
    expected = rows(book, c.TASKS)
    other = open_book(Path(shutil.copy(TEMPLATES / "so-cchc.xlsx", tmp_path / "khac.xlsx")))
    plan = read_plan(THAI_NGUYEN.read_text(encoding="utf-8"))
    import_plan(other, write_docx(plan, tmp_path / "a.docx"))
    assert rows(other, c.TASKS) == expected


def test_a_table_pasted_into_its_sheet_is_imported(book: xw.Book):
    sheet = book.sheets[c.PASTE_SHEET]
    sheet.range("B2").value = [
        ["STT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn"], [1, "Rà soát", "Văn phòng Sở", datetime(2026, 6, 1)],  # noqa: DTZ001
    ]  # fmt: skip
    assert import_plan(book, c.PASTE_SHEET).data["tasks"] == 1
    row = rows(book, c.TASKS)["1"]
    assert (row[c.TASK_NAME], row[c.TASK_DEADLINE], row[c.DUE].date()) == ("Rà soát", "01/6/2026", date(2026, 6, 1))


def test_without_a_pasted_table_the_next_step_is_said(book: xw.Book):
    with pytest.raises(PlanError, match="Dán bảng phụ lục vào sheet 'Dán'"):
        import_plan(book, c.PASTE_SHEET)
    book.sheets[c.PASTE_SHEET].delete()
    with pytest.raises(PlanError, match="chưa có thì thêm"):
        import_plan(book, c.PASTE_SHEET)


def test_units_the_roster_does_not_know_are_proposed_and_not_added(book: xw.Book, write: Write):
    before = rows(book, c.UNITS)
    data = import_plan(book, write("1\tA\t\t\tVăn phòng Sở; Phòng Nghiệp vụ II\t\n")).data
    assert [(unit["name"], unit["kind"], unit["code"]) for unit in data["units"]] == [
        ("Văn phòng Sở", "văn phòng", "VPS"), ("Phòng Nghiệp vụ II", "phòng chuyên môn", "PNV2"),
    ]  # fmt: skip
    assert rows(book, c.UNITS) == before
    assert findings(book, "IMPORT_UNIT_PROPOSED") == [
        "'Văn phòng Sở' (1 ô) chưa có trong sheet Đơn vị.", "'Phòng Nghiệp vụ II' (1 ô) chưa có trong sheet Đơn vị.",
    ]  # fmt: skip


def test_old_and_new_tone_marks_are_no_difference(book: xw.Book, write: Write):
    import_plan(book, write("1\tSố hóa hồ sơ\t\t\tVăn phòng Sở\t\n"))
    assert import_plan(book, write("1\tSố hoá hồ sơ\t\t\tVăn phòng Sở\t\n")).data["changed"] == 0


def test_scores_are_summed_again_after_a_new_criterion_in_the_middle(book: xw.Book, tmp_path: Path):
    header = "STT\tTiêu chí\tĐiểm tối đa\tKết quả\n"
    first, second = tmp_path / "1.txt", tmp_path / "2.txt"
    first.write_text(header + "I\tA\t\t\n1.1\tB\t5\t4\nII\tD\t\t\n2.1\tE\t3\t3\n", encoding="utf-8")
    second.write_text(header + "I\tA\t\t\n1.1\tB\t5\t4\n1.2\tC\t2\t1,5\nII\tD\t\t\n2.1\tE\t3\t3\n", encoding="utf-8")
    import_plan(book, first)
    put(book, c.CRITERIA, "2.1", c.SELF_SCORE, 2)
    assert "8,5/10 điểm" in import_plan(book, second).message
    scores = rows(book, c.CRITERIA)
    assert list(scores) == ["I", "1.1", "1.2", "II", "2.1"]
    assert scores["2.1"][c.SELF_SCORE] == 2


def test_units_are_added_where_the_clerk_says_so(book: xw.Book, write: Write):
    path = write("1\tA\t\t\tVăn phòng Sở; các phòng chuyên môn thuộc Sở\tcác phòng giải quyết TTHC; UBND cấp xã\n")
    summary = import_plan(book, path, add_units=True)
    assert "Đã thêm 4 đơn vị, nhóm vào sheet Đơn vị." in summary.message
    assert [(row[c.UNIT_CODE], row[c.UNIT_NAME], row[c.UNIT_KIND]) for _, row in read_table(book, c.UNITS).rows()] == [
        ("VPS", "Văn phòng Sở", "văn phòng"), ("UCX", "UBND cấp xã", "bên ngoài"),
    ]  # fmt: skip
    assert [(row[c.GROUP_NAME], row[c.GROUP_KINDS]) for _, row in read_table(book, c.GROUPS).rows()] == [
        ("Các phòng chuyên môn thuộc Sở", "phòng chuyên môn"), ("Các phòng giải quyết TTHC", None),
    ]  # fmt: skip
    assert import_plan(book, path, add_units=True).data["units"] == []


def test_a_close_spelling_is_never_added(book: xw.Book, write: Write):
    import_plan(book, write("1\tA\t\t\tPhòng Nghiệp vụ II\t\n"), add_units=True)
    summary = import_plan(book, write("1\tA\t\t\tPhòng Nghiệp vu II\t\n"), add_units=True)
    assert summary.data["units"][0]["suggestions"] == ["Phòng Nghiệp vụ II"]
    assert len(rows(book, c.UNITS)) == 1
    assert "1 tên đơn vị chưa có" in summary.message


@pytest.mark.parametrize(("answer", "added"), [("C", 1), (" có ", 1), ("không", 0), ("", 0)])
def test_a_click_asks_in_words_whether_to_add_units(book: xw.Book, write: Write, answer: str, added: int):
    path = write("1\tA\t\t\tVăn phòng Sở\t\n")
    assert [question.yes for question in import_plan(book, path, dry_run=True).questions] == ["add_units"]
    assert import_plan(book, path, add_units=answer).data["units_added"] == added
    assert bool(import_plan(book, path, dry_run=True).questions) == (not added)


def test_what_the_plan_says_otherwise_than_the_settings_is_kept_and_said(book: xw.Book, tmp_path: Path):
    import_plan(book, LANG_SON)
    assert findings(book, "IMPORT_KEPT") == []
    path = tmp_path / "khac.txt"
    text = LANG_SON.read_text(encoding="utf-8").replace("31 /KH-STP ngày 03/02/2026", "45/KH-STP ngày 12/5/2026")
    path.write_text(text.replace("89,70%", "89,75%"), encoding="utf-8")
    message = import_plan(book, path).message
    assert "Văn bản ghi khác sổ: Số kế hoạch, Ngày kế hoạch; giữ như sổ." in message
    settings = read_settings(book)
    assert (settings.text(c.PLAN_NUMBER), settings.day(c.PLAN_DATE)) == ("31/KH-STP", date(2026, 2, 3))
    assert "Ngày kế hoạch: sổ ghi '03/02/2026', văn bản ghi '12/5/2026'; giữ giá trị trong sổ." in findings(
        book, "IMPORT_KEPT"
    )
    assert findings(book, "IMPORT_CHANGED") == [
        "Chỉ số công bố: sổ ghi '89,7 %', văn bản ghi '89,75 %'; đã lấy theo văn bản."
    ]


def test_a_stated_index_typed_with_its_sign_is_no_difference(book: xw.Book):
    import_plan(book, LANG_SON)
    table = read_settings(book).table
    typed = ["89,70%" if row[c.KEY] == c.STATED_INDEX else row[c.VALUE] for _, row in table.rows()]
    write_column(table, c.VALUE, typed)
    import_plan(book, LANG_SON)
    assert findings(book, "IMPORT_CHANGED") == []


def test_a_number_and_date_left_blank_are_said_until_they_are_filled_in(book: xw.Book):
    assert "Không đọc được số kế hoạch và ngày kế hoạch từ văn bản." in import_plan(book, THAI_NGUYEN).message
    table = read_settings(book).table
    typed = [
        {c.PLAN_NUMBER: "7/KH-STP", c.PLAN_DATE: "02/4/2026"}.get(row[c.KEY], row[c.VALUE]) for _, row in table.rows()
    ]
    write_column(table, c.VALUE, typed)
    assert "để trống" not in import_plan(book, THAI_NGUYEN).message
    assert findings(book, "IMPORT_BLANK") == []


def test_what_must_be_looked_at_comes_before_what_is_only_to_be_known(book: xw.Book):
    import_plan(book, THAI_NGUYEN)
    written = [(code_of(row[c.FINDING_CODE]), row[c.LEVEL]) for _, row in read_table(book, c.FINDINGS).rows()]
    assert written[0][0] == "IMPORT_READ"
    levels = [level for _, level in written[1:]]
    assert levels == sorted(levels, key=c.LEVELS.index)
    assert len(set(levels)) == 2


def test_remarks_about_the_whole_document_do_not_gather(book: xw.Book, tmp_path: Path):
    path = tmp_path / "cu.txt"
    path.write_text(
        "STT\tNhiÖm vô\tYªu cÇu\tThêi h¹n\t§¬n vÞ chñ tr×\n1\tC¶i c¸ch hµnh chÝnh nhµ n­íc\t\t\tV¨n phßng\n", "latin-1"
    )
    for _ in range(2):
        import_plan(book, path)
    assert len(findings(book, "IMPORT_CONVERTED")) == 1


def test_of_two_appendices_the_first_one_gives_the_title(book: xw.Book, tmp_path: Path):
    path = tmp_path / "hai.txt"
    scores = "PHỤ LỤC I\nBẢNG ĐIỂM\nSTT\tTiêu chí\tĐiểm tối đa\tKết quả\n1\tThể chế\t8\t7\n"
    path.write_text(f"{scores}\nPHỤ LỤC II\nPHÂN CÔNG\n{HEADER}1\tRà soát\t\t\tPhòng A\t\n", encoding="utf-8")
    import_plan(book, path)
    assert read_settings(book).text(c.PLAN_TITLE) == "BẢNG ĐIỂM"
    import_plan(book, path)
    assert findings(book, "IMPORT_KEPT") == []


def test_a_scan_comes_in_with_a_page_to_compare_it(book: xw.Book, tmp_path: Path):
    pytest.importorskip("cv2", reason="the extra cchc[scan] is not installed")
    pytest.importorskip("trueocr", reason="the extra cchc[scan] is not installed")
    plan = tmp_path / "quét.pdf"
    plan.write_bytes(scanned(printed("thai-nguyen-2026", tmp_path), Scanner(turn=0.5, noise=0.5), pages=2))
    summary = import_plan(book, plan, add_units=True)
    assert summary.data["tasks"] == 10
    assert {row[c.FLAG] for row in rows(book, c.TASKS).values()} == {REVIEW}
    assert "Đối chiếu từng dòng với ảnh: so - đối chiếu quét.html." in summary.message
    assert (tmp_path / "so - đối chiếu quét.html").read_text(encoding="utf-8").count("<img") == 18
    assert any(found["code"] == "IMPORT_SCANNED" for found in summary.data["findings"])
