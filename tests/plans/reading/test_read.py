"""The two published plans, and small tables of every awkward kind."""

from datetime import date
from decimal import Decimal
from importlib.resources import files

import pytest

from cchc_macros import contract as c
from cchc_macros.errors import PlanError
from cchc_macros.plans import Plan, PlanRow, read_plan

BROKEN = ("1.5", "4.1.2", "6.2", "7.3.1", "8.1", "8.5")
TASK_HEADER = "STT\tLĩnh vực, tiêu chí\tYêu cầu\tThời hạn\tĐơn vị chủ trì\tĐơn vị phối hợp\n"


def example(name: str) -> Plan:
    return read_plan((files("workbook_templates") / "data" / f"{name}.txt").read_text(encoding="utf-8"))


def row(plan: Plan, code: str) -> PlanRow:
    return next(row for row in plan.rows if row.code == code)


def codes(plan: Plan) -> list[str]:
    return [row.code for row in plan.rows]


def reported(plan: Plan, code: str) -> list[str]:
    return [found.message for found in plan.report if found.code == code]


@pytest.fixture(scope="module")
def lang_son() -> Plan:
    return example("lang-son-2026")


@pytest.fixture(scope="module")
def thai_nguyen() -> Plan:
    return example("thai-nguyen-2026")


def test_lang_son_has_its_eight_domains_with_scores(lang_son: Plan):
    assert lang_son.kind == "criteria"
    assert codes(lang_son) == list("12345678")
    scores = [tuple(row.cells[column] for column in (c.MAX_SCORE, c.RESULT, c.TARGET)) for row in lang_son.rows]
    assert scores == [
        ("11", "11", "11"), ("8", "8", "8"), ("23", "20", "23"), ("10", "10", "10"),
        ("13", "10", "13"), ("11", "9", "11"), ("14", "14", "14"), ("10", "9", "10"),
    ]  # fmt: skip
    assert not any(row.heading or row.doubts for row in lang_son.rows)


def test_lang_son_keeps_what_it_states(lang_son: Plan):
    assert lang_son.stated == {
        "max": Decimal(100), "result": Decimal(90), "target": Decimal(100),
        "index": Decimal("89.70"), "target_index": Decimal(100),
    }  # fmt: skip
    assert (lang_son.number, lang_son.date) == ("31/KH-STP", date(2026, 2, 3))
    assert (lang_son.agency, lang_son.province) == ("Sở Tư pháp", "tỉnh Lạng Sơn")
    assert (lang_son.year_assessed, lang_son.year_plan) == (2025, 2026)
    assert lang_son.title == (
        "KHẮC PHỤC CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2025, NÂNG CAO CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2026 CỦA SỞ TƯ PHÁP"
    )


def test_a_note_in_brackets_leaves_the_name(lang_son: Plan):
    assert row(lang_son, "5").cells[c.CRITERION_NAME] == "Cải cách chế độ công vụ"
    assert row(lang_son, "5").cells[c.NOTE] == "Tiêu chí trừ 3.5 điểm"
    assert row(lang_son, "1").cells[c.NOTE] == "Tiêu chí đạt điểm tối đa"
    assert c.NOTE not in row(lang_son, "8").cells


def test_headers_cut_at_a_page_break_are_dropped(lang_son: Plan):
    assert "bỏ 2 lần tiêu đề lặp" in reported(lang_son, "IMPORT_READ")[0]
    assert reported(lang_son, "IMPORT_JOINED") == []


def test_thai_nguyen_has_38_tasks_under_14_headings(thai_nguyen: Plan):
    assert thai_nguyen.kind == "tasks"
    headings = [row.code for row in thai_nguyen.rows if row.heading]
    assert headings == ["I", "II", "III", "3.1", "3.2", "IV", "4.1", "4.2", "V", "VI", "VII", "7.2", "7.3", "8"]
    assert len(thai_nguyen.rows) - len(headings) == 38
    assert all(set(row.cells) == {c.TASK_NAME} for row in thai_nguyen.rows if row.heading)


def test_a_row_broken_over_two_pages_is_one_task(thai_nguyen: Plan):
    joined = [found.row_code for found in thai_nguyen.report if found.code == "IMPORT_JOINED"]
    assert tuple(joined) == BROKEN
    assert row(thai_nguyen, "6.2").cells[c.LEAD] == "Các phòng, đơn vị thuộc Sở"
    assert row(thai_nguyen, "7.3.1").cells[c.SUPPORT] == "Văn phòng Sở"
    assert (
        row(thai_nguyen, "1.5").cells[c.SUPPORT] == "Phòng Phổ biến, giáo dục pháp luật và theo dõi thi hành pháp luật"
    )
    assert row(thai_nguyen, "1.5").source == "dòng 13-17"


def test_bullets_run_together_by_the_page_break_stand_on_lines_again(thai_nguyen: Plan):
    lines = row(thai_nguyen, "7.3.1").cells[c.REQUIREMENT].split("\n")
    assert [line[:7] for line in lines] == ["- Tỷ lệ", "- Tỷ lệ"]


def test_scanning_slips_are_kept_and_reported(thai_nguyen: Plan):
    assert "Phê duyet, điều chỉnh" in row(thai_nguyen, "4.1.2").cells[c.TASK_NAME]
    assert "phân đầu đạt 100%" in row(thai_nguyen, "7.3.2").cells[c.REQUIREMENT]
    slips = reported(thai_nguyen, "IMPORT_DOUBTFUL")
    assert [slip.split("'")[1] for slip in slips] == ["Phê duyet", "phân đầu"]


def test_blanks_for_number_and_date_stay_blank(thai_nguyen: Plan):
    assert (thai_nguyen.number, thai_nguyen.date) == ("", None)


def test_a_text_without_a_table_says_what_is_missing():
    with pytest.raises(PlanError, match="Không thấy bảng phụ lục"):
        read_plan("Căn cứ Quyết định số 906/QĐ-UBND\n\n1. Tiếp tục triển khai\n")


def test_columns_are_known_by_heading_in_any_order_and_wording():
    plan = read_plan(
        "Cơ quan phối hợp\tTT\tThời gian phải hoàn thành\tNội dung công việc\tCơ quan chủ trì thực hiện\n"
        "Phòng B\t1\tTrước 01/6/2026\tRà soát\tPhòng A\n"
    )
    assert plan.rows[0].cells == {
        c.TASK_NAME: "Rà soát", c.TASK_DEADLINE: "Trước 01/6/2026", c.LEAD: "Phòng A", c.SUPPORT: "Phòng B",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("duty", "led"), [("Chủ trì", ["", ""]), ("Phòng Nghiệp vụ I", ["Phòng Nghiệp vụ I", "Phòng Nghiệp vụ I"])]
)
def test_columns_that_say_what_is_to_be_clear_are_known(duty: str, led: list[str]):
    plan = read_plan(
        "TT\tRõ việc\tRõ người\tRõ thời gian\tRõ trách nhiệm\tRõ sản phẩm\n"
        f"1\tCông khai TTHC\tHoàng Văn E\t30/6/2026\t{duty}\tBáo cáo\n2\tTập huấn\tTrần Văn F\tQuý III\t{duty}\tLớp\n"
    )
    assert [(row.cells[c.TASK_NAME], row.cells[c.PERSON], row.cells.get(c.LEAD, "")) for row in plan.rows] == [
        ("Công khai TTHC", "Hoàng Văn E", led[0]), ("Tập huấn", "Trần Văn F", led[1]),
    ]  # fmt: skip


def test_a_header_of_two_lines_names_the_columns_below_its_merged_cells():
    plan = read_plan(
        "| STT | Tiêu chí | Điểm | | | Trách nhiệm thực hiện | |\n"
        "|---|---|---|---|---|---|---|\n"
        "| | | Tối đa | Kết quả 2025 | Mục tiêu 2026 | Chủ trì | Phối hợp |\n"
        "| 1 | Thể chế | 8 | 7,5 | 8 | Phòng A | Phòng B |\n"
    )
    assert plan.kind == "criteria"
    assert plan.rows[0].cells == {
        c.CRITERION_NAME: "Thể chế", c.MAX_SCORE: "8", c.RESULT: "7,5", c.TARGET: "8",
        c.LEAD: "Phòng A", c.SUPPORT: "Phòng B",
    }  # fmt: skip
    assert (plan.year_assessed, plan.year_plan) == (2025, 2026)


def test_numbering_that_begins_anew_in_each_section_becomes_unique():
    body = "".join(f"{code}\tViệc {code}\t\t\t{lead}\t\n" for code, lead in zip(
        ("I", "1", "2", "II", "1", "2"), ("", "A", "B", "", "C", "D"), strict=True))  # fmt: skip
    plan = read_plan(TASK_HEADER + body)
    assert codes(plan) == ["I", "I.1", "I.2", "II", "II.1", "II.2"]
    assert reported(plan, "IMPORT_RENUMBERED") == [
        "STT của 4 dòng lặp lại giữa các mục nên ghi kèm mục: 1 thành I.1, 2 thành I.2, 1 thành II.1, 2 thành II.2."
    ]


def test_a_row_that_lost_its_stt_in_mid_page_is_a_doubtful_row_of_its_own():
    plan = read_plan(TASK_HEADER + "1.1\tA\tB\tTrong năm 2026\tC\tD\n\tE\tF\tTrong năm 2026\tG\tH\n1.2\tI\tK\t\tL\t\n")
    assert codes(plan) == ["1.1", "1.1a", "1.2"]
    assert row(plan, "1.1").cells[c.TASK_NAME] == "A"
    assert reported(plan, "IMPORT_DOUBTFUL")


def test_a_number_that_cannot_be_read_is_kept_and_doubtful():
    plan = read_plan("STT\tTiêu chí\tĐiểm tối đa\tKết quả\n1\tA\t10\tchín\n")
    assert plan.rows[0].cells[c.RESULT] == "chín"
    assert plan.rows[0].doubts == ("Kết quả: 'chín' không phải là số. Nhập lại số cho ô này.",)


def test_a_criterion_not_scored_is_marked_and_has_no_score():
    plan = read_plan("STT\tTiêu chí\tĐiểm tối đa\tKết quả\n1\tA\t10\tKhông chấm điểm\n")
    assert plan.rows[0].cells == {c.CRITERION_NAME: "A", c.MAX_SCORE: "10", c.NOT_SCORED: "x"}


def test_a_column_without_a_place_in_the_workbook_is_reported():
    plan = read_plan("STT\tNhiệm vụ\tChủ trì\tKinh phí\n1\tA\tPhòng B\t5 triệu\n")
    assert reported(plan, "IMPORT_COLUMN_UNUSED") == ["Cột 'Kinh phí' (1 ô) không có chỗ trong sổ."]


def test_a_line_inside_the_table_that_is_no_row_is_reported():
    plan = read_plan(TASK_HEADER + "1\tA\t\t\tB\t\nGhi thêm bằng tay\n2\tC\t\t\tD\t\nNơi nhận: như trên\n")
    assert reported(plan, "IMPORT_SKIPPED") == ["Bỏ qua dòng 3: 'Ghi thêm bằng tay'."]


def test_printed_points_of_a_parent_that_are_not_its_childrens_sum_are_reported():
    plan = read_plan("STT\tTiêu chí\tĐiểm tối đa\tKết quả\n1\tA\t10\t8\n1.1\tB\t6\t5\n1.2\tC\t4\t2,5\n")
    assert reported(plan, "IMPORT_DOUBTFUL") == ["Văn bản: 1: kết quả ghi 8, các dòng con cộng lại 7,5."]


def test_the_report_says_which_column_went_where():
    plan = read_plan("STT\tNội dung\tCơ quan chủ trì thực hiện\n1\tA\tB\n")
    assert plan.report[0].message == "Đã đọc 1 nhiệm vụ."
    assert plan.report[0].hint == (
        "'Nội dung' vào cột Lĩnh vực, tiêu chí; 'Cơ quan chủ trì thực hiện' vào cột Đơn vị chủ trì."
    )


def test_dots_to_write_on_and_dashes_are_no_text():
    plan = read_plan(TASK_HEADER + "1\tBáo cáo……….\t………\t-\tVăn phòng.....\t/\n")
    assert plan.rows[0].cells == {c.TASK_NAME: "Báo cáo", c.LEAD: "Văn phòng"}


def test_a_dash_where_points_belong_stays_doubtful():
    plan = read_plan("STT\tTiêu chí\tĐiểm tối đa\tKết quả\n1\tA\t10\t-\n")
    assert plan.rows[0].cells[c.RESULT] == "-"
    assert plan.rows[0].doubts


def test_ditto_marks_are_filled_and_counted():
    plan = read_plan(TASK_HEADER + "1\tA\t\tQuý I\tVăn phòng\t\n2\tB\t\tnt\tnt\t\n")
    assert row(plan, "2").cells == {c.TASK_NAME: "B", c.TASK_DEADLINE: "Quý I", c.LEAD: "Văn phòng"}
    assert reported(plan, "IMPORT_READ") == ["Đã đọc 2 nhiệm vụ; ghi 2 ô 'như trên' theo dòng trên."]
