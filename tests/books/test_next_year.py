"""Next year's workbook from this year's."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings as xw

from cchc_macros import contract as c
from cchc_macros.book.cells import text_of
from cchc_macros.book.scores import read_scores
from cchc_macros.book.workbook import Workbook
from cchc_macros.books.new import new
from cchc_macros.errors import FileError, WorkbookError
from tests.tables import append_rows, read_settings, read_table, write_column
from xl.engine import open_book


def rows(book: xw.Book, spec: c.TableSpec) -> dict[str, dict[str, Any]]:
    return {text_of(row[spec.columns[0]]): row for _, row in read_table(book, spec).rows()}


def put(book: xw.Book, code: str, heading: str, value: object) -> None:
    table = read_table(book, c.CRITERIA)
    column = table.values(heading)
    column[next(index for index, row in table.rows() if text_of(row[c.STT]) == code)] = value
    write_column(table, heading, column)


@pytest.fixture
def old(workbook: Any) -> Path:
    """Lạng Sơn's workbook at the end of 2026: scores assessed, a note of staff's own, a setting of their own."""
    path = workbook("lang-son-2026")
    book = open_book(path)
    for code in "12345678":
        put(book, code, c.SELF_SCORE, 7)
    put(book, "3", c.APPRAISED, 6.5)
    put(book, "8", c.SELF_SCORE, None)
    put(book, "4", c.NOTE, "Đã giải trình")
    put(book, "2", c.NOTE, "Bị trừ 1 điểm do chậm báo cáo")
    put(book, "2", c.EVIDENCE, "Báo cáo số 12/BC-STP ngày 01/6/2026")
    put(book, "6", c.CRITERION_DEADLINE, "Theo Kế hoạch số 41/KH-STP ngày 20/3/2026")
    put(book, "7", c.NOT_SCORED, "x")
    append_rows(read_settings(book).table, [{c.KEY: "Số điện thoại", c.VALUE: "0205"}])
    book.save()
    return path


@pytest.fixture
def made(old: Path, tmp_path: Path) -> tuple[xw.Book, dict[str, Any]]:
    summary = new(tmp_path / "2027.xlsx", from_=old)
    return open_book(tmp_path / "2027.xlsx"), summary.data


def test_what_a_criterion_is_scored_by_goes_along(old: Path, tmp_path: Path):
    book = open_book(old)
    put(book, "3", c.RULE, "b/a")
    put(book, "3", c.SCALE, "Từ 95% trở lên: 10")
    book.save()
    new(tmp_path / "2027.xlsx", from_=old)
    row = rows(open_book(tmp_path / "2027.xlsx"), c.CRITERIA)["3"]
    assert (row[c.RULE], row[c.SCALE]) == ("b/a", "Từ 95% trở lên: 10")


def test_the_roster_and_the_groups_go_along(old: Path, made: tuple[xw.Book, dict[str, Any]]):
    book, data = made
    for spec in (c.UNITS, c.GROUPS):
        assert rows(book, spec) == rows(open_book(old), spec)
    assert (data["carried"]["units"], data["carried"]["groups"]) == (6, 5)


def test_where_the_planned_year_stands_is_the_result_of_the_year_assessed(made: tuple[xw.Book, dict[str, Any]]):
    scores = rows(made[0], c.CRITERIA)
    assert [scores[code][c.RESULT] for code in "12345678"] == [7, 7, 6.5, 7, 7, 7, None, None]
    assert [scores[code][c.MAX_SCORE] for code in "12345678"] == [11, 8, 23, 10, 13, 11, 14, 10]
    assert "Tài liệu kiểm chứng và ghi chú về điểm của năm cũ không chuyển." in made[1]["remarks"]
    for heading in (c.TARGET, c.SELF_SCORE, c.APPRAISED, c.FLAG, c.EVIDENCE):
        assert {row[heading] for row in scores.values()} == {None}
    assert "1 tiêu chí chưa có Thẩm định hay Tự đánh giá nên Kết quả để trống: 8." in made[1]["remarks"]


def test_the_totals_are_live_at_once(made: tuple[xw.Book, dict[str, Any]]):
    book = made[0]
    total = read_scores(Workbook(book)).total
    assert (float(total.max), float(total.result or 0)) == (86, 41.5)
    assert str(book.names[c.TOTAL_RESULT].refers_to_range.formula).startswith("=")


def test_years_and_dates_move_on_but_not_those_of_a_cited_document(made: tuple[xw.Book, dict[str, Any]]):
    book, data = made
    settings = read_settings(book)
    assert (settings.year(c.YEAR_ASSESSED), settings.year(c.YEAR_PLAN)) == (2026, 2027)
    assert "NĂM 2026, NÂNG CAO CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2027" in settings.text(c.PLAN_TITLE)
    scores = rows(book, c.CRITERIA)
    assert (scores["1"][c.CRITERION_DEADLINE], scores["1"][c.DUE].date()) == ("Tháng 12/2027", date(2027, 12, 31))
    assert scores["6"][c.CRITERION_DEADLINE] == "Theo Kế hoạch số 41/KH-STP ngày 20/3/2026"
    assert "Thời hạn giữ nguyên như sổ cũ, xem lại: 6." in data["remarks"]


def test_only_the_years_of_the_workbook_move_and_what_moved_is_told(old: Path, tmp_path: Path):
    book = open_book(old)
    title = "Kế hoạch năm 2026 thực hiện Chương trình giai đoạn 2021-2030, Quyết định số 9/QĐ-TTg ngày 05/3/2021"
    settings = read_settings(book)
    settings.table.sheet.range(
        settings.table.cell(settings.row(c.PLAN_TITLE), c.VALUE).rpartition("!")[2]
    ).value = title
    put(book, "5", c.CRITERION_DEADLINE, "Quý I/2028")
    book.save()
    data = new(tmp_path / "a.xlsx", from_=old).data
    moved = open_book(tmp_path / "a.xlsx")
    assert read_settings(moved).text(c.PLAN_TITLE) == title.replace("2026", "2027")
    assert rows(moved, c.CRITERIA)["5"][c.CRITERION_DEADLINE] == "Quý I/2028"
    remarks = data["remarks"]
    assert "Năm trong Tên kế hoạch đã chuyển: 2026 → 2027. Xem lại." in remarks
    assert "Thời hạn giữ nguyên như sổ cũ, xem lại: 5, 6." in remarks
    assert any(remark.startswith("Thời hạn đã chuyển sang năm sau: 1 (Tháng 12/2027)") for remark in remarks)
    assert "5/6 tiêu chí chưa có Thẩm định" in " ".join(remarks)


def test_what_was_published_last_year_is_blank_and_staffs_own_things_stay(made: tuple[xw.Book, dict[str, Any]]):
    book = made[0]
    settings = read_settings(book)
    for key in (c.PLAN_NUMBER, c.PLAN_DATE, c.PLAN_ID, c.STATED_RESULT, c.STATED_INDEX):
        assert settings.raw(key) is None
    assert settings.text("Số điện thoại") == "0205"
    scores = rows(book, c.CRITERIA)
    assert [scores[code][c.NOTE] for code in "245"] == [None, "Đã giải trình", None]


def test_what_was_carried_is_in_the_log(made: tuple[xw.Book, dict[str, Any]]):
    log = [text_of(row[c.RESULT]) for _, row in read_table(made[0], c.LOG).rows()]
    assert "Chuyển 6 đơn vị từ sổ năm trước." in log
    assert "Chuyển 8 dòng Bảng điểm từ sổ năm trước." in log


def test_a_date_typed_as_a_date_moves_a_year_and_a_leap_day_a_day_less(old: Path, tmp_path: Path):
    book = open_book(old)
    table = read_table(book, c.CRITERIA)
    cell = table.sheet.range(f"{table.column(c.CRITERION_DEADLINE)}{table.top}")
    cell.number_format = "dd/mm/yyyy"  # the column is text; staff's own paste is not
    cell.value = datetime(2028, 2, 29)  # noqa: DTZ001
    book.save()
    new(tmp_path / "a.xlsx", from_=old)
    row = rows(open_book(tmp_path / "a.xlsx"), c.CRITERIA)["1"]
    assert (row[c.CRITERION_DEADLINE], row[c.DUE].date()) == ("28/02/2029", date(2029, 2, 28))


def test_tasks_are_left_behind_and_it_is_said(workbook: Any, tmp_path: Path):
    data = new(tmp_path / "a.xlsx", from_=workbook("thai-nguyen-2026")).data
    assert "Nhiệm vụ của năm cũ không chuyển; nhập phụ lục của kế hoạch mới." in data["remarks"]
    assert rows(open_book(tmp_path / "a.xlsx"), c.TASKS) == {}


def test_the_old_workbook_is_not_touched(old: Path, tmp_path: Path):
    before = old.read_bytes()
    new(tmp_path / "a.xlsx", from_=old)
    assert old.read_bytes() == before


def test_nothing_is_made_of_a_workbook_that_is_not_ours(tmp_path: Path):
    openpyxl.Workbook().save(tmp_path / "khac.xlsx")
    with pytest.raises(WorkbookError):
        new(tmp_path / "a.xlsx", from_=tmp_path / "khac.xlsx")
    assert not (tmp_path / "a.xlsx").exists()


def test_what_is_wrong_with_the_old_workbook_is_told_by_its_name(tmp_path: Path):
    openpyxl.Workbook().save(tmp_path / "khác.xlsx")
    with pytest.raises(WorkbookError, match=r"^khác\.xlsx: Không thấy bảng"):
        new(tmp_path / "mới.xlsx", from_=tmp_path / "khác.xlsx")


def test_an_example_and_an_old_workbook_do_not_go_together(old: Path, tmp_path: Path):
    with pytest.raises(FileError, match="Chỉ chọn một"):
        new(tmp_path / "a.xlsx", example="lang-son-2026", from_=old)


def test_the_command_takes_the_old_workbook(cchc: Any, old: Path, tmp_path: Path):
    data = cchc("new", tmp_path / "a.xlsx", "--from", old)
    assert data["carried"]["criteria"] == 8
