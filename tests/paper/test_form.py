from dataclasses import replace
from decimal import Decimal

import pytest
from openpyxl import Workbook

from cchc_macros import contract as c
from cchc_macros.paper import layout as of
from cchc_macros.paper.appendix import lost_paper, score_paper, task_paper
from cchc_macros.paper.form import fill
from cchc_macros.rules.tasks.tasks import Task
from cchc_macros.rules.titles import PlanFacts
from tests.paper.test_appendix import PLAN, scored
from workbook_templates.build.appendices import add_appendix_sheets

LONG = "Thực hiện kịp thời, đầy đủ nhiệm vụ được giao theo đúng kế hoạch của Sở. " * 21  # 1.500 characters


@pytest.fixture(scope="module")
def templates():
    """The values of the template sheets, by sheet."""
    workbook = Workbook()
    add_appendix_sheets(workbook)
    return {sheet.title: [list(row) for row in sheet.values] for sheet in workbook.worksheets}


def task_form(templates, *tasks, plan=PLAN):
    return fill(templates[c.APPENDIX_II_TEMPLATE], task_paper(plan, tasks))


def task(code, requirement="Làm xong", name="Một việc"):
    return Task(
        row=0,
        code=code,
        name=name,
        requirement=requirement,
        deadline="Trước 01/6/2026",
        due=None,
        lead="Văn phòng Sở",
        support="Phòng Nghiệp vụ I",
    )


def marks(form):
    return [row[-1].rstrip("\n") for row in form.body]


def height(row):
    return row[-1].count("\n") + 1


def test_every_row_stands_in_the_columns_of_its_placeholders(templates):
    form = task_form(templates, Task(row=0, code="I", name="ĐỀ MỤC"), task("1.1"))
    assert form.body[1][:6] == ["1.1", "Một việc", "Làm xong", "Trước 01/6/2026", "Văn phòng Sở", "Phòng Nghiệp vụ I"]
    assert marks(form) == ["B", "R"]


def test_no_placeholder_is_left(templates):
    form = task_form(templates, task("1.1"))
    texts = [*form.cells.values(), *(text for row in form.body for text in row)]
    assert not any("{" in text for text in texts)
    left = {
        value
        for row, values in enumerate(templates[c.APPENDIX_II_TEMPLATE])
        for column, value in enumerate(values)
        if isinstance(value, str) and "{" in value and row != form.body_row and (row, column) not in form.cells
    }
    assert left == set()


def test_headings_carry_the_years_of_the_settings(templates):
    assert "Yêu cầu năm 2026" in task_form(templates, task("1.1")).cells.values()
    unknown = replace(PLAN, year_plan=None)
    assert "Yêu cầu năm ……" in task_form(templates, task("1.1"), plan=unknown).cells.values()


def test_braces_in_peoples_text_are_no_placeholders(templates):
    form = task_form(templates, task("1.1", name="Điền {STT} và {Tiêu đề}"))
    assert form.body[0][1] == "Điền {STT} và {Tiêu đề}"


def test_a_row_is_as_high_as_its_longest_text(templates):
    form = task_form(templates, task("1.1"), task("1.2", "một\nhai\nba\nbốn"))
    assert [height(row) for row in form.body] == [1, 4]


def test_a_text_of_1500_characters_is_cut_into_pieces_and_comes_out_whole(templates):
    form = task_form(templates, task("1.1", LONG), task("1.2"))
    assert marks(form) == ["R1", *["R2"] * (len(form.body) - 3), "R3", "R"]
    text = " ".join(row[2].strip() for row in form.body[:-1])
    assert text.split() == LONG.split()
    assert [row[0] for row in form.body] == ["1.1", *[""] * (len(form.body) - 2), "1.2"]
    assert {height(row) for row in form.body[:-1]} == {1}  # so the lines stand as close in every program


def test_two_long_texts_in_one_row_both_come_out_whole(templates):
    form = task_form(templates, task("1.1", LONG, LONG[:900]))
    for column, text in ((1, LONG[:900]), (2, LONG)):
        assert " ".join(row[column].strip() for row in form.body).split() == text.split()


def test_no_row_is_higher_than_excel_or_the_page_allows(templates):
    form = task_form(templates, *(task(f"1.{n}", "chữ " * n * 5) for n in range(1, 80)))
    assert max(map(height, form.body)) * 15.75 <= 409
    page = (of.PAGE_MM[1] - of.MARGIN_MM["top"] - of.MARGIN_MM["bottom"]) * 72 / 25.4
    head = sum(height([form.cells[form.body_row - line, 6]]) for line in (1, 2))
    assert (max(map(height, form.body)) + head) * 15.75 <= page


def test_a_left_out_column_is_hidden_and_the_others_grow(templates):
    form = task_form(templates, Task(row=0, code="1", name="Một việc", requirement="Làm xong"))
    assert [form.widths.get(column) for column in (3, 4, 5)] == [0, 0, 0]
    assert form.widths[1] > 1
    assert 0 not in form.widths


def test_a_template_that_lost_its_body_row_is_refused():
    assert fill([["STT", "Tên"]], task_paper(PlanFacts(), [task("1")])) is None


def test_an_offices_own_arrangement_of_the_template_is_followed(templates):
    template = [list(row) for row in templates[c.APPENDIX_II_TEMPLATE]]
    template.insert(0, ["SỞ TƯ PHÁP", *[None] * 6])
    template[7][4], template[7][5] = template[7][5], template[7][4]
    form = fill(template, task_paper(PLAN, [task("1.1")]))
    assert form.body_row == 7
    assert form.body[0][4:6] == ["Phòng Nghiệp vụ I", "Văn phòng Sở"]


def test_headings_are_as_high_as_the_offices_own_words_need(templates):
    template = [list(row) for row in templates[c.APPENDIX_II_TEMPLATE]]
    usual = fill(template, task_paper(PLAN, [task("1.1")]))
    template[usual.body_row - 2][3] = "Thời gian chậm nhất phải hoàn thành, tính theo ngày làm việc của cơ quan"
    longer = fill(template, task_paper(PLAN, [task("1.1")]))
    heights = [sum(height([form.cells[form.body_row - up, 6]]) for up in (1, 2)) for form in (usual, longer)]
    assert heights[1] > heights[0]


def test_headings_and_the_last_row_before_the_totals_stay_with_the_row_below(templates):
    form = task_form(
        templates, Task(row=0, code="I", name="ĐỀ MỤC"), task("1.1"), Task(row=0, code="II", name="ĐỀ MỤC"), task("2.1")
    )
    first = form.body_row + 1  # of the sheet
    assert form.kept == {first, first + 2}
    assert form.size == (first + 3, 6)
    rows = scored(("1", 5, "3.5", 5, {}), ("2", 5, "3.5", 5, {}))
    form = fill(templates[c.APPENDIX_I_TEMPLATE], score_paper(PLAN, rows))
    first = form.body_row + 1
    assert form.size[0] == first + 3
    assert form.kept == {first + 1, first + 2}


def test_a_first_row_that_only_an_empty_page_could_hold_begins_on_the_first_page(templates):
    form = task_form(templates, Task(row=0, code="I", name="ĐỀ MỤC"), task("1.1", "dòng\n" * 21 + "dòng"))
    assert marks(form)[:3] == ["B", "R1", "R2"]
    assert marks(task_form(templates, task("1.0"), task("1.1", "dòng\n" * 21 + "dòng"))) == ["R", "R"]


def test_the_lost_points_sheet_has_its_total_below(templates):
    rows = scored(("1", 5, "3.5", 5, {}))
    form = fill(templates[c.LOST_SHEET_TEMPLATE], lost_paper(PLAN, rows))
    assert form.cells[form.body_row + 1, 5] == "1,5"
    assert form.body[0][:6] == ["1", "1", "Tên 1", "5", "3,5", "1,5"]
    assert rows.total.lost == Decimal("1.5")
