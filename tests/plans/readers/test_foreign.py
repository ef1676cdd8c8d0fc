"""Somebody's own workbook as a plan."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from cchc_macros import contract as c
from cchc_macros.errors import FileError
from cchc_macros.plans import Plan, read_plans
from cchc_macros.plans.readers import foreign
from cchc_macros.plans.readers.foreign import read_foreign
from tests.conftest import TEMPLATES
from tests.packages import repacked
from tests.plans.old_fonts import in_tcvn3

HEADER = ["TT", "Nội dung công việc", "Cơ quan chủ trì thực hiện", "Thời hạn hoàn thành"]


@pytest.fixture
def workbook() -> Workbook:
    book = Workbook()
    book.active.append(["KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH NĂM 2026"])
    book.active.append([])
    book.active.append(HEADER)
    return book


def plan(book: Workbook, folder: Path) -> Plan:
    book.save(folder / "a.xlsx")
    return read_plans(read_foreign((folder / "a.xlsx").read_bytes(), "a.xlsx").lines)[0]


def test_rows_are_found_below_a_title_and_wherever_the_columns_stand(workbook: Workbook, tmp_path: Path):
    workbook.active.append(["I", "CẢI CÁCH THỂ CHẾ"])
    workbook.active.append([1, "Rà soát", "Phòng A", date(2026, 6, 1)])
    rows = plan(workbook, tmp_path).rows
    assert [(row.code, row.heading) for row in rows] == [("I", True), ("1", False)]
    assert rows[1].cells == {c.TASK_NAME: "Rà soát", c.LEAD: "Phòng A", c.TASK_DEADLINE: "01/6/2026"}
    assert rows[1].source == "sheet 'Sheet', hàng 5"


def test_numbers_that_excel_made_of_stt_are_stt_again(workbook: Workbook, tmp_path: Path):
    for code in (1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 1.1, 1.11):
        workbook.active.append([code, "Việc", "Phòng A"])
    codes = [row.code for row in plan(workbook, tmp_path).rows]
    assert codes == ["1", *(f"1.{n}" for n in range(1, 12))]


def test_scores_and_percentages_are_written_the_vietnamese_way(tmp_path: Path):
    book = Workbook()
    book.active.append(["STT", "Tiêu chí", "Điểm tối đa", "Kết quả", "Mục tiêu"])
    book.active.append([1, "A", 10, 9.125, 10])
    book.active.append(["", "Tổng cộng", 10, 9.125, 10])
    book.active.append(["", "Chỉ số CCHC (%)", "", 0.9125, 1])
    for cell in book.active[4][3:]:
        cell.number_format = "0.00%"
    read = plan(book, tmp_path)
    assert read.rows[0].cells[c.RESULT] == "9,125"
    assert {key: float(value) for key, value in read.stated.items()} == {
        "max": 10, "result": 9.125, "target": 10, "index": 91.25, "target_index": 100,
    }  # fmt: skip


def test_a_cell_merged_downwards_counts_for_every_row(workbook: Workbook, tmp_path: Path):
    workbook.active.append([1, "A", "Phòng A", "Quý I"])
    workbook.active.append([2, "B", "Phòng B"])
    workbook.active.merge_cells("D4:D5")
    assert [row.cells[c.TASK_DEADLINE] for row in plan(workbook, tmp_path).rows] == ["Quý I", "Quý I"]


def test_a_hidden_sheet_is_not_read(workbook: Workbook, tmp_path: Path):
    workbook.active.append([1, "A", "Phòng A"])
    hidden = workbook.create_sheet("nháp")
    hidden.sheet_state = "hidden"
    hidden.append(HEADER)
    hidden.append([9, "Không in", "Phòng B"])
    assert [row.code for row in plan(workbook, tmp_path).rows] == ["1"]


def test_a_formula_that_was_never_computed_is_shown_and_not_lost(workbook: Workbook, tmp_path: Path):
    workbook.active.append([1, "=A1", "Phòng A"])
    assert plan(workbook, tmp_path).rows[0].cells[c.TASK_NAME] == "=A1"


def test_cells_in_an_old_font_are_unicode_afterwards(workbook: Workbook, tmp_path: Path):
    workbook.active.append([1, in_tcvn3("Người ở phường"), "Phòng A"])
    workbook.active["B4"].font = Font(name=".VnTime")
    assert plan(workbook, tmp_path).rows[0].cells[c.TASK_NAME] == "Người ở phường"


def test_merged_areas_of_millions_of_cells_are_refused(workbook: Workbook, tmp_path: Path):
    workbook.save(tmp_path / "a.xlsx")
    merged = b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    repacked(tmp_path / "a.xlsx", tmp_path / "b.xlsx", lambda _, part: part.replace(b"</sheetData>", merged))
    with pytest.raises(FileError, match="gộp quá nhiều ô"):
        read_foreign((tmp_path / "b.xlsx").read_bytes(), "b.xlsx")


def test_a_stray_cell_far_away_costs_nothing(workbook: Workbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(foreign, "MAX_ROWS", 1000)
    workbook.active.append([1, "A", "Phòng A"])
    workbook.active["XFD1048576"] = "lạc"
    assert len(plan(workbook, tmp_path).rows) == 1


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"", b"PK\x05\x06" + b"\0" * 18])
def test_a_broken_file_is_refused(content: bytes):
    with pytest.raises(FileError, match="hỏng"):
        read_foreign(content, "a.xlsx")


@pytest.mark.parametrize(
    ("name", "told"), [("lang-son-2026", "là sổ CCHC.*Sổ cho năm sau"), ("so-don-vi", "là sổ đơn vị")]
)
def test_a_workbook_of_ours_is_no_plan(name: str, told: str):
    content = (TEMPLATES / f"{name}.xlsx").read_bytes()
    with pytest.raises(FileError, match=told):
        read_foreign(content, f"{name}.xlsx")
