"""Last year's workbook beside this one: index, points, what was won back and lost again."""

import shutil

import openpyxl
import pytest

from cchc_macros import contract as c
from cchc_macros.book.cells import text_of
from cchc_macros.book.workbook import Workbook
from cchc_macros.comparing.compare import compare
from cchc_macros.errors import DataError, FileError, WorkbookError
from cchc_macros.reports.report import year_rows
from tests.conftest import TEMPLATES
from tests.tables import read_table, set_setting, write_column, write_rows
from xl.engine import open_book


def test_every_criterion_stands_beside_last_year_s(workbook, tmp_path):
    old = open_book(shutil.copy(TEMPLATES / "lang-son-2026.xlsx", tmp_path / "2025.xlsx"))
    write_column(read_table(old, c.CRITERIA), c.RESULT, [10, 8, 20, 10, 10, 11, 14, 9])
    set_setting(old, c.YEAR_ASSESSED, 2024)
    old.save(str(tmp_path / "2025.xlsx"))
    book = open_book(workbook("lang-son-2026"))
    summary = compare(book, tmp_path / "2025.xlsx")
    assert "Lưu ý" not in summary.message
    answer = summary.data
    assert answer["index"] == {"before": 92.0, "now": 91.0}
    found = {one["code"]: one for one in answer["criteria"]}
    assert (found["1"]["before"], found["1"]["now"], found["1"]["verdict"]) == (10.0, 11.0, "Lấy lại hết")
    assert found["3"]["verdict"] == "Mất lại"
    assert found["6"]["verdict"] == "Mất mới"
    rows = [row for _, row in read_table(book, c.COMPARISON).rows()]
    assert [text_of(row[c.STT]) for row in rows] == [str(n) for n in range(1, 9)]
    assert [row[c.DOMAIN_NUMBER] for row in rows] == [*range(1, 9)]
    compare(book, tmp_path / "2025.xlsx")
    assert len(list(read_table(book, c.COMPARISON).rows())) == 8


def test_sums_over_some_criteria_say_over_how_many(workbook, tmp_path):
    book = open_book(workbook("so-cchc"))
    rows = [
        {c.STT: "1", c.CRITERION_NAME: "Chỉ đạo"}, {c.STT: "1.1", c.MAX_SCORE: 5, c.RESULT: 4},
        {c.STT: "1.2", c.MAX_SCORE: 5}, {c.STT: "2", c.MAX_SCORE: 5, c.RESULT: 5},
    ]  # fmt: skip
    write_rows(read_table(book, c.CRITERIA), rows)
    book.save(str(tmp_path / "cũ.xlsx"))
    write_column(read_table(book, c.CRITERIA), c.RESULT, [None, 4, 5, 5])
    message = compare(book, tmp_path / "cũ.xlsx").message
    assert "Năm trước: mới có kết quả của 2/3 tiêu chí, đạt 9/10 điểm" in message
    assert "Năm nay:" not in message
    said = {text_of(row[c.STT]): row[c.VERDICT] for _, row in read_table(book, c.COMPARISON).rows()}
    assert said == {
        "1": "Năm trước mới có kết quả (1/2 tiêu chí)",
        "1.1": "Mất lại",
        "1.2": None,
        "2": "Giữ điểm tối đa",
    }
    (first, second) = year_rows(Workbook(book))
    assert (first.verdicts, first.remark, second.remark) == (["Mất lại"], said["1"], "")


def test_another_maximum_and_another_name_are_told(workbook, tmp_path):
    book = open_book(workbook("so-cchc"))
    table = read_table(book, c.CRITERIA)

    def rows(name, top):
        return [
            {c.STT: "1", c.CRITERION_NAME: "Chỉ đạo"},
            {c.STT: "1.1", c.CRITERION_NAME: name, c.MAX_SCORE: top, c.RESULT: 2},
            {c.STT: "1.2", c.CRITERION_NAME: "Kiểm tra", c.MAX_SCORE: 1, c.RESULT: 1},
        ]

    write_rows(table, rows("Báo cáo định kỳ", 3))
    book.save(str(tmp_path / "cũ.xlsx"))
    write_rows(table, rows("Báo cáo định kỳ CCHC", 2.5))
    answer = compare(book, tmp_path / "cũ.xlsx")
    assert "Điểm tối đa khác năm trước: 1.1 (3 → 2,5); nhận xét theo tỷ lệ điểm mất." in answer.message
    assert "Tên khác năm trước: 1.1 (năm trước: Báo cáo định kỳ). Xem có đúng" in answer.message
    told = next(one for one in answer.data["criteria"] if one["code"] == "1.1")
    assert (told["max_before"], told["max"], told["name_before"]) == (3, 2.5, "Báo cáo định kỳ")


def test_a_workbook_that_is_hardly_last_year_s_is_told(workbook):
    book, path = open_book(workbook("lang-son-2026")), workbook("thai-nguyen-2026")
    message = compare(book, path).message
    assert "Năm đánh giá là 2025, sổ này là 2025; xem lại" in message
    assert "của Sở Tư pháp tỉnh Thái Nguyên, sổ này của Sở Tư pháp tỉnh Lạng Sơn" in message


def test_points_that_make_no_total_are_refused_in_either_workbook(workbook, tmp_path):
    old = open_book(shutil.copy(TEMPLATES / "lang-son-2026.xlsx", tmp_path / "2025.xlsx"))
    write_column(read_table(old, c.CRITERIA), c.RESULT, [12])
    old.save(str(tmp_path / "2025.xlsx"))
    with pytest.raises(DataError, match="Tiêu chí 1: kết quả 12 lớn hơn"):
        compare(old, workbook("lang-son-2026"))
    with pytest.raises(DataError, match=r"2025\.xlsx: Bảng điểm!E8"):
        compare(open_book(workbook("lang-son-2026")), tmp_path / "2025.xlsx")


def test_what_is_no_workbook_is_refused(workbook, tmp_path):
    book = open_book(workbook("lang-son-2026"))
    with pytest.raises(FileError):
        compare(book, tmp_path / "không có.xlsx")
    shutil.copy(TEMPLATES / "bao-cao.docx", tmp_path / "thư.docx")
    (tmp_path / "hỏng.xlsx").write_bytes(b"x")
    for name in ("thư.docx", "hỏng.xlsx"):
        with pytest.raises(FileError, match=f"^{name} không phải là sổ"):
            compare(book, tmp_path / name)
    other = openpyxl.Workbook()
    other.save(tmp_path / "khác.xlsx")
    with pytest.raises(WorkbookError, match=r"^khác\.xlsx: Không thấy bảng"):
        compare(book, tmp_path / "khác.xlsx")
