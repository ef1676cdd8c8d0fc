"""An import of sets and registers: rounds of appraisal, a set that is picked, days that count from the issue."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from cchc_macros import contract as c
from cchc_macros.book.cells import text_of
from cchc_macros.errors import PlanError
from cchc_macros.plans.import_plan import import_plan
from cchc_macros.plans.merging import RENAMED
from tests.tables import read_table

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


def test_who_explains_by_when_stands_in_the_round(book: xw.Book, tmp_path: Path):
    head = "TT\tTiêu chí\tThang điểm\tTự chấm\tĐiểm thẩm định\tĐơn vị giải trình\tThời hạn giải trình\n"
    text = head + "1\tA\t4\t3,5\t2,5\tVăn phòng Sở\tTrước 01/12/2026\n2\tB\t2\t2\t1\tPhòng X\tsớm nhất\n"
    import_text(book, tmp_path, text)
    assert [
        (who, until if isinstance(until, str) else until.date())
        for who, until in rows(book, c.APPRAISALS, c.EXPLAINER, c.EXPLAIN_BY)
    ] == [("Văn phòng Sở", date(2026, 11, 30)), ("Phòng X", "sớm nhất")]


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


SINGLE = "TT\tTiêu chí\tĐiểm tối đa\t{}\n1\tSáng kiến\t4\t{}\n"


def test_the_provinces_next_sheet_is_the_next_round(book: xw.Book, tmp_path: Path):
    import_text(book, tmp_path, SINGLE.format("Điểm thẩm định", "2,5"))
    data = import_text(book, tmp_path, SINGLE.format("Điểm thẩm định", "3"))
    assert rows(book, c.APPRAISALS, c.ROUND, c.POINTS) == [("Thẩm định lần 1", 2.5), ("Thẩm định lần 2", 3)]
    assert rows(book, c.CRITERIA, c.APPRAISED) == [(3,)]
    assert not found(data, "IMPORT_KEPT")
    import_text(book, tmp_path, SINGLE.format("Điểm thẩm định", "3"))
    assert len(rows(book, c.APPRAISALS, c.ROUND)) == 2


def test_a_sheet_of_one_round_says_which(book: xw.Book, tmp_path: Path):
    import_text(book, tmp_path, SINGLE.format("Điểm thẩm định lần 2", "3"))
    assert rows(book, c.APPRAISALS, c.ROUND, c.POINTS) == [("Thẩm định lần 2", 3)]
    assert rows(book, c.CRITERIA, c.APPRAISED, c.CURRENT_BY) == [(3, "Thẩm định lần 2")]


SET_OF_AUGUST = (
    "STT\tTiêu chí\tĐiểm tối đa\tTự đánh giá\tĐiểm thẩm định\tTài liệu kiểm chứng\n"
    "1\tChỉ đạo điều hành\t\t\t\t\n"
    "1.1\tKế hoạch cải cách hành chính của cơ quan\t3\t2,5\t2\t41/KH-STP\n"
    "1.2\tBáo cáo định kỳ về cải cách hành chính\t2\t2\t\t12/BC-STP\n"
)
SET_OF_OCTOBER = (
    "STT\tTiêu chí\tĐiểm tối đa\n1\tChỉ đạo điều hành\t\n1.1\tTuyên truyền về cải cách hành chính trên mạng\t1\n"
    "1.2\tKế hoạch cải cách hành chính của cơ quan\t4\n1.3\tBáo cáo định kỳ về cải cách hành chính\t2\n"
)


def test_a_set_that_changes_in_mid_season_keeps_scores_rounds_and_evidence(book: xw.Book, tmp_path: Path):
    import_text(book, tmp_path, SET_OF_AUGUST)
    read_table(book, c.EVIDENCE_TABLE).update({}, new=[{c.STT: "1.1", c.NUMBER_SIGN: "41/KH-STP"}])
    data = import_text(book, tmp_path, SET_OF_OCTOBER)
    kept = {
        row[0]: row[1:] for row in rows(book, c.CRITERIA, c.STT, c.MAX_SCORE, c.SELF_SCORE, c.APPRAISED, c.EVIDENCE)
    }
    assert kept["1.2"] == (4, 2.5, 2, "41/KH-STP")
    assert kept["1.3"] == (2, 2, None, "12/BC-STP")
    assert kept["1.1"] == (1, None, None, None)
    assert rows(book, c.APPRAISALS, c.STT, c.POINTS) == [("1.2", 2)]
    assert rows(book, c.EVIDENCE_TABLE, c.STT, c.NUMBER_SIGN) == [("1.2", "41/KH-STP")]
    assert len(found(data, "IMPORT_RENUMBERED")) == 2


@pytest.mark.parametrize("scored", [c.SELF_SCORE, c.RESULT])
def test_another_criterion_under_the_same_stt_and_maximum_is_a_warning_in_the_answer(
    book: xw.Book, tmp_path: Path, scored: str
):
    head = "STT\tTiêu chí\tĐiểm tối đa\t{}\n1\tChỉ đạo điều hành\t\t\n"
    first = head.format(scored) + "1.1\tTỷ lệ hồ sơ TTHC giải quyết đúng hạn\t3\t2,5\n1.2\tBáo cáo định kỳ\t2\t2\n"
    other = head.format("x") + "1.1\tTỷ lệ hồ sơ TTHC tiếp nhận trực tuyến\t3\t\n1.2\tBáo cáo định kỳ\t2\t\n"
    import_text(book, tmp_path, first)
    (tmp_path / "khac.txt").write_text(other, encoding="utf-8")
    answer = import_plan(book, tmp_path / "khac.txt")
    assert "Tên đã khác mà điểm, tiến độ còn của tên cũ: STT 1.1;" in answer.message
    (warned,) = [one for one in answer.data["findings"] if one["code"] == "IMPORT_OTHER_WORK"]
    assert (warned["level"], warned["row_code"]) == (c.LEVELS[1], "1.1")
    assert rows(book, c.CRITERIA, c.STT, c.FLAG)[1:] == [("1.1", RENAMED), ("1.2", None)]
