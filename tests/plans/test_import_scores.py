"""An import of sets and registers: rounds of appraisal, a set that is picked, days that count from the issue."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from cchc_macros import contract as c
from cchc_macros.book.cells import text_of
from cchc_macros.errors import PlanError
from cchc_macros.plans.import_plan import import_plan
from tests.tables import read_table
from xl.engine import open_book

TEMPLATES = Path(__file__).parents[2] / "workbook_templates"
ROUNDS = (
    "TT\tTiêu chí\tThang điểm\tTự chấm\tĐiểm thẩm định lần 1\tÝ kiến thẩm định\tGiải trình\tĐiểm thẩm định lần 2\n"
    "1\tSáng kiến\t4\t3,5\t2,5\tThiếu quyết định\tĐã bổ sung\t{}\n"
)
SET = "{}\nSTT\tTiêu chí\tĐiểm tối đa\tTự chấm\n1\t{}\t{}\t\n\n"
SETS = SET.format("Bảng 1. Bộ chỉ số các sở", "A", 10) + SET.format("Bảng 2. Bộ chỉ số cấp xã", "B", 5)
DATED = (
    "PHỤ LỤC\nNHIỆM VỤ\n(Kèm theo Kế hoạch số 31/KH-STP ngày 03/02/2026 của Sở Tư pháp)\n"
    "STT\tNhiệm vụ\tChủ trì\tThời hạn\tTrạng thái\n"
    "1\tA\tLãnh đạo Sở\tTrong 15 ngày kể từ ngày ban hành\t{}\n"
)


@pytest.fixture
def book(tmp_path: Path) -> xw.Book:
    copy = tmp_path / "so.xlsx"
    shutil.copy(TEMPLATES / "so-cchc.xlsx", copy)
    return open_book(copy)


def import_text(book: xw.Book, folder: Path, text: str, **options: Any) -> dict[str, Any]:
    path = folder / "van-ban.txt"
    path.write_text(text, encoding="utf-8")
    return import_plan(book, path, **options).data


def found(data: dict[str, Any], code: str) -> list[str]:
    return [one["message"] for one in data["findings"] if one["code"] == code]


def rows(book: xw.Book, spec: c.TableSpec, *headings: str) -> list[tuple[object, ...]]:
    return [tuple(row[heading] for heading in headings) for _, row in read_table(book, spec).rows()]


def test_every_round_is_kept_and_the_last_one_counts(book: xw.Book, tmp_path: Path):
    import_text(book, tmp_path, ROUNDS.format("3"))
    kept = rows(book, c.APPRAISALS, c.STT, c.ROUND, c.POINTS, c.REASON, c.EXPLANATION)
    assert [tuple(value or "" for value in row) for row in kept] == [
        ("1", "Thẩm định lần 1", 2.5, "Thiếu quyết định", "Đã bổ sung"), ("1", "Thẩm định lần 2", 3, "", ""),
    ]  # fmt: skip
    assert rows(book, c.CRITERIA, c.SELF_SCORE, c.APPRAISED) == [(3.5, 3)]


def test_a_second_import_doubles_no_round_and_changes_none_in_silence(book: xw.Book, tmp_path: Path):
    import_text(book, tmp_path, ROUNDS.format("3"))
    data = import_text(book, tmp_path, ROUNDS.format("3,5"))
    assert rows(book, c.APPRAISALS, c.ROUND, c.POINTS) == [("Thẩm định lần 1", 2.5), ("Thẩm định lần 2", 3)]
    assert any("Thẩm định lần 2" in text for text in found(data, "IMPORT_KEPT"))


def test_several_sets_stop_the_import_until_one_is_picked(book: xw.Book, tmp_path: Path):
    with pytest.raises(PlanError, match="2 bộ tiêu chí"):
        import_text(book, tmp_path, SETS)
    assert rows(book, c.CRITERIA, c.STT) == []
    import_text(book, tmp_path, SETS, table="2")
    assert [text_of(name) for (name,) in rows(book, c.CRITERIA, c.CRITERION_NAME)] == ["B"]


def test_a_preview_asks_which_set(book: xw.Book, tmp_path: Path):
    path = tmp_path / "van-ban.txt"
    path.write_text(SETS, encoding="utf-8")
    asked = import_plan(book, path, dry_run=True).questions
    assert [(one.value, one.yes) for one in asked] == [("1", "table"), ("2", "table")]
    assert "2. Bảng 2. Bộ chỉ số cấp xã (1 tiêu chí" in asked[0].text


def test_days_after_the_issue_count_from_the_plans_date_and_it_is_told(book: xw.Book, tmp_path: Path):
    data = import_text(book, tmp_path, DATED.format(""))
    assert [day.date() for (day,) in rows(book, c.TASKS, c.DUE)] == [date(2026, 2, 18)]
    assert len(found(data, "IMPORT_DUE_COUNTED")) == 1
    assert found(data, "IMPORT_NO_UNIT") == ["'Lãnh đạo Sở' là chức danh hoặc tên người, không phải đơn vị."]
    assert data["units"] == []


def test_a_register_that_says_done_ends_what_was_only_to_be_done(book: xw.Book, tmp_path: Path):
    import_text(book, tmp_path, DATED.format(""))
    import_text(book, tmp_path, DATED.format("Đã xong"))
    assert rows(book, c.TASKS, c.STATUS) == [(c.DONE,)]
