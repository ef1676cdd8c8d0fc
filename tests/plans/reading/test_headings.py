"""Columns known by their headings."""

import pytest

from cchc_macros import contract as c
from cchc_macros.plans.model import Line, Place
from cchc_macros.plans.reading.headings import CODE, meaning, read_header
from cchc_macros.plans.reading.places import Header


def lines(*rows: str) -> list[Line]:
    return [Line(tuple(row.split("|")), Place("dòng", n)) for n, row in enumerate(rows, start=1)]


def header(*rows: str) -> Header:
    found = read_header(lines(*rows))
    assert found
    return found[0]


@pytest.mark.parametrize(
    ("heading", "means"),
    [
        ("STT", CODE), ("Số TT", CODE), ("Đơn vị chủ trì", "lead"), ("Cơ quan chủ trì thực hiện", "lead"),
        ("Trách nhiệm thực hiện", "lead"), ("Đơn vị chịu trách nhiệm", "lead"), ("Đơn vị phối hợp", "support"),
        ("Thời gian chậm nhất phải hoàn thành", "deadline"), ("Tiến độ", "state"), ("Hạn chót", "deadline"),
        ("Điểm tối đa (Các tiêu chí không có nhiệm vụ: không chấm điểm)", "max"), ("Điểm chuẩn", "max"),
        ("Kết quả chỉ số CCHC của Sở Tư pháp 2025", "result"), ("Điểm đạt được năm 2025", "result"),
        ("Mục tiêu điểm số 2026", "target"), ("Điểm tự chấm", "self"), ("Điểm thẩm định", "appraised"),
        ("Yêu cầu năm 2026", "requirement"), ("Sản phẩm đầu ra", "requirement"), ("Ghi chú", "note"),
        ("Lĩnh vực/Tiêu chí/Tiêu chí thành phần", "name"), ("Nội dung công việc", "name"), ("Tên nhiệm vụ", "name"),
        ("Tài liệu kiểm chứng", "evidence"), ("Tiêu chí liên quan", "related"), ("Điểm bị trừ", "lost"),
        ("ĐƠN VI CHỦ TRI", "lead"), ("Kinh phí", None), ("", None), ("Rõ người", "person"), ("Rõ việc", "name"),
        ("RÕ THỜI GIAN", "deadline"), ("Rõ sản phẩm", "requirement"), ("Rõ trách nhiệm", "lead"), ("Rõ", None),
    ],
)  # fmt: skip
def test_a_heading_is_understood_in_many_wordings(heading: str, means: str | None):
    assert meaning(heading) == means


def test_a_parent_heading_helps_a_lower_one_that_says_nothing_alone():
    found = header("STT|Tiêu chí|Điểm||", "||Tối đa|Đạt|")
    assert found.kind == "criteria"
    assert found.columns == {0: CODE, 1: c.CRITERION_NAME, 2: c.MAX_SCORE, 3: c.RESULT}


def test_a_second_name_column_holds_the_requirement():
    assert header("TT|Tiêu chí|Nhiệm vụ|Chủ trì").columns[2] == c.REQUIREMENT


@pytest.mark.parametrize(
    "row",
    ["1|Rà soát|Hoàn thành|Văn phòng Sở", "TT|Họ và tên|Chức vụ", "|||", "Nơi nhận|GIÁM ĐỐC", "STT|Nội dung|Kinh phí"],
)
def test_other_rows_and_tables_are_no_headers(row: str):
    assert read_header(lines(row)) is None


def test_the_header_again_is_known_whole_and_cut():
    found = header("STT|Tiêu chí|Điểm tối đa (nếu có)|Trách nhiệm thực hiện|", "|||Chủ trì|Phối hợp")
    assert found.repeats(("STT", "Tiêu chí", "Điểm tối đa (nếu", "Trách nhiệm thực hiện", ""))
    assert found.repeats(("", "", "Điểm tối đa", "Trách nhiệm", ""))
    assert found.repeats(("", "", "", "Chủ trì", "Phối hợp"))
    assert not found.repeats(("", "", "", "Chủ trì", "Phòng A"))
    assert not found.repeats(("", "Tiêu chí", "", "", ""))
    assert not found.repeats(("", "", "", "", ""))


def test_a_row_that_numbers_the_columns_is_known_and_scores_are_not():
    found = header("STT|Tiêu chí|Điểm tối đa|Kết quả|Mục tiêu")
    assert found.numbers_columns(("(1)", "(2)", "(3)", "(4)", "(5)=(3)-(4)"))
    assert found.numbers_columns(("A", "B", "1", "2", "3"))
    assert not found.numbers_columns(("1", "Thể chế", "2", "3", "4"))


def test_scores_beside_targets_are_the_result_of_the_year_before():
    found = header("STT|Tiêu chí|Điểm tối đa|Tự chấm 2025|Thẩm định 2025|Mục tiêu 2026")
    assert found.columns == {0: CODE, 1: c.CRITERION_NAME, 2: c.MAX_SCORE, 4: c.RESULT, 5: c.TARGET}
    assert found.unused == (3,)


def test_scores_without_targets_are_those_of_the_year_in_hand():
    found = header("STT|Tiêu chí|Điểm tối đa|Tự đánh giá|Thẩm định")
    assert (found.columns[3], found.columns[4]) == (c.SELF_SCORE, c.APPRAISED)
