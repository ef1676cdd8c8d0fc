from decimal import Decimal

import pytest

from cchc_macros import contract as c
from cchc_macros.paper import layout as of
from cchc_macros.paper.appendix import appendices, lost_paper, score_paper, task_paper
from cchc_macros.rules.scoring.scores import Counting, Criterion, score
from cchc_macros.rules.tasks.tasks import Task
from cchc_macros.rules.titles import PlanFacts

PLAN = PlanFacts(agency="Sở Tư pháp", year_assessed=2025, year_plan=2026)
TASK = Task(
    row=1,
    code="1.1",
    name="Một việc",
    requirement="Làm xong",
    deadline="Thường xuyên",
    due=None,
    lead="Văn phòng Sở",
    support="",
)


def scored(*rows, keep_max=False):
    """Score rows given as (code, max, result, target, further fields)."""
    criteria = [
        Criterion(
            row=i,
            code=code,
            name=f"Tên {code}",
            max_score=None if top is None else Decimal(top),
            result=None if got is None else Decimal(got),
            target=None if aim is None else Decimal(aim),
            **more,
        )
        for i, (code, top, got, aim, more) in enumerate(rows)
    ]
    return score(criteria, Counting(keep_max=keep_max))


def cells(paper, code):
    return next(row.cells for row in paper.rows if row.cells[c.STT] == code)


def test_a_domain_is_bold_and_shows_the_sum_of_its_rows():
    paper = score_paper(
        PLAN, scored(("1", None, None, None, {}), ("1.1", "4.5", "4", None, {}), ("1.2", 5, 5, None, {}))
    )
    assert (cells(paper, "1")[c.MAX_SCORE], cells(paper, "1")[c.RESULT]) == ("9,5", "9")
    assert [row.bold for row in paper.rows] == [True, False, False]


def test_the_totals_and_the_index_are_written_the_official_way():
    fields = score_paper(PLAN, scored(("1", 1250, "1121.25", 1250, {}))).fields
    assert fields[f"{of.TOTAL} {c.MAX_SCORE}"] == "1.250"
    assert fields[f"{of.TOTAL} {c.RESULT}"] == "1.121,25"
    assert fields[f"{of.INDEX} {c.RESULT}"] == "89,70%"
    assert fields[f"{of.INDEX} {c.TARGET}"] == "100%"


def test_the_note_stands_in_brackets_below_the_name():
    paper = score_paper(
        PLAN, scored(("1", 9, 8, 9, {"note": "Tiêu chí trừ 1 điểm"}), ("2", 1, 1, 1, {"note": "(đã có ngoặc)"}))
    )
    assert [row.cells[c.CRITERION_NAME] for row in paper.rows] == [
        "Tên 1\n(Tiêu chí trừ 1 điểm)",
        "Tên 2\n(đã có ngoặc)",
    ]


@pytest.mark.parametrize(("keep_max", "shown"), [(False, ("không chấm điểm", "")), (True, ("5", "không chấm điểm"))])
def test_a_row_not_scored_says_so_and_gives_no_points(keep_max, shown):
    paper = score_paper(PLAN, scored(("1", 5, None, None, {"not_scored": True}), ("2", 5, 0, 5, {}), keep_max=keep_max))
    assert (cells(paper, "1")[c.MAX_SCORE], cells(paper, "1")[c.RESULT]) == shown
    assert cells(paper, "2")[c.RESULT] == "0"
    assert paper.fields[f"{of.TOTAL} {c.MAX_SCORE}"] == ("10" if keep_max else "5")


def test_a_blank_result_is_not_a_zero():
    paper = score_paper(PLAN, scored(("1", 5, None, 5, {}), ("2", 5, 3, 5, {})))
    assert cells(paper, "1")[c.RESULT] == ""


def test_a_row_without_a_number_is_still_printed():
    paper = score_paper(PLAN, scored(("1", 5, 5, 5, {}), ("", 3, 2, 3, {})))
    assert [row.cells[c.RESULT] for row in paper.rows] == ["5", "2"]


def test_a_column_with_nothing_in_it_is_left_out():
    paper = score_paper(PLAN, scored(("1", 5, 5, None, {"lead": "Văn phòng Sở"})))
    shown = [column.key for column, show in zip(paper.layout.columns, paper.shown, strict=True) if show]
    assert shown == [c.STT, c.CRITERION_NAME, c.MAX_SCORE, c.RESULT, c.LEAD]


def test_the_room_of_a_left_out_column_goes_to_the_texts():
    paper = score_paper(PLAN, scored(("1", 5, 5, None, {"lead": "Văn phòng Sở"})))
    assert sum(of.widths(paper.layout, paper.shown)) == pytest.approx(sum(column.mm for column in paper.layout.columns))


def test_every_table_is_as_wide_as_the_page_allows():
    assert {sum(column.mm for column in layout.columns) for layout in of.LAYOUTS} == {of.TABLE_MM}


def test_headings_are_bold_and_tasks_are_not():
    paper = task_paper(PLAN, [Task(row=0, code="I", name="CÔNG TÁC CHỈ ĐẠO"), TASK])
    assert [row.bold for row in paper.rows] == [True, False]


def test_two_appendices_are_numbered_and_one_is_not():
    both = appendices(PLAN, scored(("1", 5, 5, 5, {})), [TASK])
    assert [paper.fields[of.HEADING] for paper in both] == ["Phụ lục I", "Phụ lục II"]
    one = appendices(PLAN, scored(), [TASK])
    assert [(paper.layout.sheet, paper.fields[of.HEADING]) for paper in one] == [("Phụ lục II", "Phụ lục")]


def test_a_typed_title_is_the_first_appendixs():
    plan = PlanFacts(agency="Sở Tư pháp", year_plan=2026, title="Tên riêng")
    both = appendices(plan, scored(("1", 5, 5, 5, {})), [TASK])
    assert [paper.fields[of.TITLE][:9] for paper in both] == ["TÊN RIÊNG", "PHÂN CÔNG"]
    assert appendices(plan, scored(), [TASK])[0].fields[of.TITLE] == "TÊN RIÊNG"


def test_a_workbook_without_scores_or_tasks_has_no_appendix():
    assert appendices(PLAN, scored(("1", None, None, None, {})), [Task(row=0, code="I", name="CHỈ CÓ ĐỀ MỤC")]) == []


def test_the_lost_points_sheet_adds_up_what_was_lost():
    rows = scored(("1", 5, "3.5", 5, {}), ("2", 5, 4, 5, {}))
    paper = lost_paper(PLAN, rows)
    assert paper.fields[f"{of.TOTAL} {c.LOST}"] == "2,5"
    assert [(row.cells[of.ORDER], row.cells[c.LOST]) for row in paper.rows] == [("1", "1,5"), ("2", "1")]


def test_causes_and_remedies_make_it_a_remedial_appendix_with_columns_of_their_own():
    plain = scored(("1", 5, "3.5", 5, {}))
    told = scored(("1", 5, "3.5", 5, {"note": "trừ 1,5", "cause": "Hồ sơ trễ hạn", "remedy": "Rà soát"}))
    papers = [lost_paper(PLAN, rows) for rows in (plain, told)]
    assert [paper.layout for paper in papers] == [of.LOST, of.REMEDIAL]
    (row,) = papers[1].rows
    assert [row.cells[key] for key in (c.NOTE, c.CAUSE, c.REMEDY)] == ["trừ 1,5", "Hồ sơ trễ hạn", "Rà soát"]


def test_nothing_lost_is_no_sheet():
    assert lost_paper(PLAN, scored(("1", 5, 5, 5, {}), ("2", 5, None, 5, {}))) is None


@pytest.mark.parametrize(
    ("agency", "shown"),
    [("Sở Tư pháp", "Sở Tư pháp"), ("Sở Nông nghiệp và Phát triển nông thôn, Tài nguyên và Môi trường", "cơ quan")],
)
def test_a_long_name_of_the_agency_does_not_make_the_heading_half_a_page_high(agency, shown):
    paper = score_paper(PlanFacts(agency=agency), scored(("1", 5, 5, 5, {})))
    assert paper.fields[of.AGENCY_IN_HEADING] == shown
    assert agency.upper() in paper.fields[of.TITLE]


def test_a_row_with_rows_below_it_stays_with_them_on_a_page():
    paper = score_paper(PLAN, scored(("1", None, None, None, {}), ("1.1", 5, 5, None, {})))
    assert [row.heading for row in paper.rows] == [True, False]


def test_a_total_over_some_criteria_says_over_how_many():
    rows = [
        ("1", 5, 4, None, {}),
        ("2", 5, None, 5, {}),
        ("3", 5, 3, 5, {}),
        ("4", 5, None, None, {"not_scored": True}),
    ]
    fields = score_paper(PLAN, scored(*rows)).fields
    assert fields[f"{of.TOTAL} {c.RESULT}"] == "7\n(2/3\ntiêu chí)"
    assert fields[f"{of.INDEX} {c.RESULT}"] == "46,67%\n(2/3\ntiêu chí)"
    assert fields[f"{of.TOTAL} {c.TARGET}"] == "10\n(2/3\ntiêu chí)"
    whole = score_paper(PLAN, scored(("1", 5, 4, None, {}), ("2", 5, 3, None, {}))).fields
    assert (whole[f"{of.TOTAL} {c.RESULT}"], whole[f"{of.TOTAL} {c.TARGET}"]) == ("7", "")


def test_a_row_with_rows_below_it_and_what_was_lost_say_over_how_many_too():
    rows = scored(
        ("1", None, None, None, {}), ("1.1", 5, 4, 5, {}), ("1.2", 5, None, 5, {}), ("2", 5, 3, 5, {}),
    )  # fmt: skip
    cells = score_paper(PLAN, rows).rows[0].cells
    assert (cells[c.RESULT], cells[c.TARGET]) == ("4\n(1/2\ntiêu chí)", "10")
    lost = lost_paper(PLAN, rows)
    assert lost.fields[f"{of.TOTAL} {c.LOST}"] == "3\n(2/3\ntiêu chí)"
    assert [row.cells[of.LOST_CODE] for row in lost.rows] == ["2", "1.1"]
    assert lost.rows[1].cells[c.CRITERION_NAME].endswith(f"(mục 1. {rows.criteria[0].name})")
