"""Every button in the Excel in memory leaves the workbook that the file engine leaves, whatever state it finds."""

import shutil
from pathlib import Path

import pytest

from cchc_macros.selftest.cases import BOOKS, Case
from tests.excel.double.com import refused
from tests.excel.double.sheets import Worksheet
from tests.excel.pressing import CASES, WRITING, check, run
from tests.excel.scenes import ALL, FILTERED, PLAIN, REFUSING, SCENES, protect_only
from xl.snapshots import differences

GOLDEN = Path(__file__).parent.parent / "golden"


@pytest.mark.parametrize("case", CASES, ids=str)
@pytest.mark.parametrize("name", BOOKS)
@pytest.mark.parametrize("scene", [PLAIN, ALL], ids=str)
def test_a_button_does_in_excel_what_it_does_to_a_file(case, name, scene, books, tmp_path):
    check(run(case, books[name], scene, tmp_path))


@pytest.mark.parametrize("scene", [PLAIN, ALL], ids=str)
def test_a_workbook_of_the_first_version_is_upgraded_in_excel_as_a_file_is(scene, tmp_path):
    (tmp_path / "books").mkdir()
    first = shutil.copy(GOLDEN / "lang-son-2026-1.0.xlsx", tmp_path / "books")
    check(run(Case(verb="upgrade"), Path(first), scene, tmp_path))


@pytest.mark.parametrize("case", CASES, ids=str)
@pytest.mark.parametrize("scene", [*FILTERED, *SCENES], ids=str)
def test_a_button_does_so_in_each_state_alone(case, scene, books, tmp_path):
    check(run(case, books["lang-son-2026"], scene, tmp_path), scene.may_say)


@pytest.mark.parametrize("case", WRITING, ids=str)
@pytest.mark.parametrize("scene", REFUSING, ids=str)
def test_where_a_button_cannot_work_it_says_so_and_changes_nothing(case, scene, books, tmp_path):
    outcome = run(case, books["lang-son-2026"], scene, tmp_path)
    assert outcome.pressed.warned
    assert scene.says in outcome.pressed.said[-1]
    assert differences(outcome.excel, outcome.before) == []
    assert outcome.desk.excels[0].status is False


@pytest.mark.parametrize(
    ("control", "title"),
    [
        ("assign", "Tổng quan"), ("assign", "Nhiệm vụ"), ("assign", "Phiếu mẫu"), ("assign", "Kỳ báo cáo"),
        ("email_file", "Tổng quan"), ("print_preview", "Phụ lục I mẫu"), ("collect", "Bảng điểm"),
        ("import", "Thẩm định"),
    ],
)  # fmt: skip
def test_a_protected_sheet_is_found_before_anything_is_written(control, title, books, tmp_path):
    case = next(case for case in CASES if case.control == control)
    outcome = run(case, books["lang-son-2026"], protect_only(title), tmp_path)
    assert outcome.pressed.said[-1].startswith(f"Sheet '{title}' đang được bảo vệ")
    assert "đưa về" not in outcome.pressed.said[-1]
    assert differences(outcome.excel, outcome.before) == []


@pytest.mark.parametrize("control", ["assign", "print_preview"])
def test_a_copy_that_excel_does_not_make_leaves_none_of_the_others(control, books, tmp_path, monkeypatch):
    copy, made = Worksheet.Copy, []

    def third_fails(sheet, *places, **named):
        made.append(sheet)
        if len(made) == 3:
            raise refused("Copy method of Worksheet class failed")
        copy(sheet, *places, **named)

    monkeypatch.setattr(Worksheet, "Copy", third_fails)
    case = next(case for case in CASES if case.control == control)
    outcome = run(case, books["lang-son-2026"], PLAIN, tmp_path)
    assert outcome.pressed.said[-1].startswith("Excel không chép được sheet")
    assert "Sổ đã được đưa về như trước lần bấm này." in outcome.pressed.said[-1]
    assert differences(outcome.excel, outcome.before) == []
