"""Appendix tables among everything else that is in a document."""

import pytest

from cchc_macros import contract as c
from cchc_macros.plans import Line, Place, Plan, read_plans
from cchc_macros.plans.readers.text import lines_of_text

TASKS = "STT\tNhiệm vụ\tChủ trì\tThời hạn\n"
SCORES = "STT\tTiêu chí\tĐiểm tối đa\tKết quả\n"


def plans(text: str) -> tuple[Plan, ...]:
    return read_plans(lines_of_text(text))


def reported(plan: Plan, code: str) -> list[str]:
    return [found.message for found in plan.report if found.code == code]


def test_two_appendices_of_one_document_are_two_plans():
    scores, tasks = plans(
        f"PHỤ LỤC I\nBẢNG ĐIỂM\n{SCORES}1\tThể chế\t8\t7\n\nPHỤ LỤC II\nPHÂN CÔNG\n{TASKS}1\tRà soát\tPhòng A\t\n"
    )
    assert (scores.kind, scores.title, len(scores.rows)) == ("criteria", "BẢNG ĐIỂM", 1)
    assert (tasks.kind, tasks.title, len(tasks.rows)) == ("tasks", "PHÂN CÔNG", 1)


def test_a_table_of_signatures_after_the_appendix_is_left_out():
    (plan,) = plans(f"{TASKS}1\tRà soát\tPhòng A\tQuý I\n\nNơi nhận: như trên\tGIÁM ĐỐC\n- Lưu VT\tNguyễn Văn A\n")
    assert len(plan.rows) == 1
    assert plan.rows[0].cells[c.TASK_NAME] == "Rà soát"
    assert not reported(plan, "IMPORT_SKIPPED")


def test_a_table_before_the_appendix_is_left_out():
    (plan,) = plans(f"TT\tHọ tên\tChức vụ\n1\tNguyễn Văn A\tTổ trưởng\n\n{TASKS}1\tRà soát\tPhòng A\t\n")
    assert [row.cells[c.TASK_NAME] for row in plan.rows] == ["Rà soát"]


def test_page_numbers_between_the_rows_are_no_rows():
    (plan,) = plans(f"{TASKS}1\tRà soát thủ\tPhòng\t\n- 2 -\n\ttục\tA\t\n")
    assert plan.rows[0].cells == {c.TASK_NAME: "Rà soát thủ tục", c.LEAD: "Phòng A"}
    assert not reported(plan, "IMPORT_SKIPPED")


def test_a_section_typed_as_a_line_between_the_rows_is_a_heading():
    (plan,) = plans(f"{TASKS}1\tA\tPhòng A\t\nII. THỂ CHẾ\n2\tB\tPhòng A\t\n")
    assert [(row.code, row.heading) for row in plan.rows] == [("1", False), ("II", True), ("2", False)]


def test_a_row_broken_over_three_pages_is_one():
    (plan,) = plans(f"{TASKS}1\tmột\tPhòng\t\n\n{TASKS}\thai\t\t\n\n{TASKS}\tba\tA\t\n")
    assert plan.rows[0].cells == {c.TASK_NAME: "một hai ba", c.LEAD: "Phòng A"}
    assert plan.rows[0].source == "dòng 2-8"


def test_rows_without_an_stt_column_are_numbered():
    (plan,) = plans("Nhiệm vụ\tChủ trì\tThời hạn\nRà soát\tPhòng A\tQuý I\nCông khai\tPhòng B\tQuý II\n")
    assert [row.code for row in plan.rows] == ["1", "2"]


def test_several_rows_that_lost_their_stt_get_each_their_own():
    (plan,) = plans(f"{TASKS}1\tA\tP\tQuý I\n\tB\tP\tQuý I\n\tC\tP\tQuý I\n2\tD\tP\t\n")
    assert [row.code for row in plan.rows] == ["1", "1a", "1b", "2"]
    assert [bool(row.doubts) for row in plan.rows] == [False, True, True, False]


def test_a_rest_joined_in_mid_page_is_doubtful():
    (plan,) = plans(f"{TASKS}1\tRà soát\tPhòng A\t\n\tthủ tục\t\t\n")
    assert plan.rows[0].cells[c.TASK_NAME] == "Rà soát thủ tục"
    assert "không ở chỗ ngắt trang" in plan.rows[0].doubts[0]


def test_totals_stand_anywhere_and_are_no_rows():
    (plan,) = plans(f"{SCORES}\tTổng cộng\t100\t89,5\n1\tA\t100\t89,5\n\tChỉ số CCHC (%)\t\t89,50%\n")
    assert len(plan.rows) == 1
    assert {key: str(value) for key, value in plan.stated.items()} == {"max": "100", "result": "89.5", "index": "89.50"}


def test_cells_merged_with_the_row_above_take_its_text():
    header = Line(("STT", "Nhiệm vụ", "Chủ trì", "Thời hạn"), Place("bảng 1, dòng", 1))
    first = Line(("1", "A", "Phòng A", "Quý I"), Place("bảng 1, dòng", 2))
    second = Line(("2", "B", None, None), Place("bảng 1, dòng", 3))
    (plan,) = read_plans([header, first, second])
    assert plan.rows[1].cells == {c.TASK_NAME: "B", c.LEAD: "Phòng A", c.TASK_DEADLINE: "Quý I"}


def test_a_cell_merged_with_an_empty_one_is_no_cell_of_the_row_it_goes_on_with():
    header = Line(("STT", "Nhiệm vụ", "Chủ trì", "Thời hạn"), Place("bảng 1, dòng", 1))
    first = Line(("1", "", "Phòng A", ""), Place("bảng 1, dòng", 2))
    rest = Line(("", None, "và Phòng B", None), Place("bảng 1, dòng", 3))
    (plan,) = read_plans([header, first, rest])
    assert plan.rows[0].cells == {c.LEAD: "Phòng A và Phòng B"}
    assert any("không có tên" in message for message in reported(plan, "IMPORT_DOUBTFUL"))


@pytest.mark.parametrize(
    "signed",
    [
        "\tNgười lập biểu\t\tGIÁM ĐỐC\n\n\t\t\tNguyễn Văn A\n",
        "\t\tGIÁM ĐỐC SỞ TƯ PHÁP\t\n\t\tPHÓ GIÁM ĐỐC\t\n\t\tTrần Thị B\t\n",
        "\t\tLạng Sơn, ngày 12 tháng 02 năm 2026\t\n\t\tCHÁNH VĂN PHÒNG\t\n\n\t\tLê C\t\n",
    ],
)
def test_a_signature_in_the_columns_of_the_table_is_no_part_of_the_last_row(signed: str):
    (plan,) = plans(f"{TASKS}1\tRà soát\tPhòng A\tQuý I\n\n{signed}")
    assert [row.cells for row in plan.rows] == [{c.TASK_NAME: "Rà soát", c.LEAD: "Phòng A", c.TASK_DEADLINE: "Quý I"}]
    assert not reported(plan, "IMPORT_SKIPPED")


def test_a_leader_named_as_who_does_it_is_no_signature():
    (plan,) = plans(f"{TASKS}1\tRà soát\tBan\t\n\n{TASKS}\t\tGiám đốc\t\n2\tB\tGiám đốc Sở\tQuý I\n")
    assert [row.cells[c.LEAD] for row in plan.rows] == ["Ban Giám đốc", "Giám đốc Sở"]


def test_rows_after_a_signature_in_the_middle_are_still_read():
    (plan,) = plans(f"{TASKS}1\tA\tPhòng A\t\n\n\tNgười lập biểu\tGIÁM ĐỐC\t\n\n{TASKS}2\tB\tPhòng\t\n\n\t\tB\t\n")
    assert [row.cells[c.LEAD] for row in plan.rows] == ["Phòng A", "Phòng B"]


def test_bullets_where_the_stt_stands_are_lines_of_the_row_above():
    (plan,) = plans(f"{TASKS}1\tRà soát\tPhòng A\tQuý I\n-\tvăn bản\t\t\n-\tthủ tục\t\t\n")
    assert plan.rows[0].cells[c.TASK_NAME] == "Rà soát\n- văn bản\n- thủ tục"
    assert plan.rows[0].doubts == ()


def test_a_table_without_stt_is_read_after_a_signature_too():
    header = "Nhiệm vụ\tChủ trì\tThời hạn\n"
    (plan,) = plans(
        f"{header}Rà soát\tPhòng A\tQuý I\n\nNgười lập biểu\tGIÁM ĐỐC\t\n\n{header}Công khai\tPhòng B\tQuý II\n"
    )
    assert [row.cells[c.TASK_NAME] for row in plan.rows] == ["Rà soát", "Công khai"]
