"""What a careful office looks at: type, paper, repeated headings, lists, colours, what is locked."""

from itertools import combinations

import pytest
from openpyxl.utils import range_boundaries

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from tests.workbook_templates.content import body_column
from workbook_templates.build.tasks import WORKING_DAY
from xl.fit import text_width

MM = 25.4


@pytest.fixture(params=["so-cchc", "so-don-vi"])
def workbook(request, blank, unit):
    return {"so-cchc": blank, "so-don-vi": unit}[request.param]


def test_everything_is_times_new_roman(workbook):
    cells = {cell.font.name for sheet in workbook for row in sheet.iter_rows() for cell in row}
    columns = {d.font.name for sheet in workbook for d in sheet.column_dimensions.values()}
    assert cells | columns == {"Times New Roman"}
    assert b"Calibri" not in workbook.loaded_theme  # charts take their type from the theme
    assert b"Cambria" not in workbook.loaded_theme


def test_every_table_has_filter_buttons_that_work_also_where_the_sheet_is_protected(workbook):
    tables = [(sheet, table) for sheet in workbook for table in sheet.tables.values()]
    assert len(tables) >= 1
    for sheet, table in tables:
        assert table.autoFilter.ref == table.ref
        assert not (sheet.protection.sheet and sheet.protection.autoFilter), sheet.title


def test_paper_is_a4_or_for_the_widest_tables_a3_with_the_margins_of_the_decree(workbook):
    for sheet in workbook:
        margins = sheet.page_margins
        wide = sum(column.width for column in sheet.column_dimensions.values() if not column.hidden)
        a3 = sheet.page_setup.orientation == "landscape" and wide > 200  # too small to read on A4
        assert str(sheet.page_setup.paperSize) == ("8" if a3 else "9")
        assert 20 <= round(margins.top * MM, 3) <= 25
        assert 20 <= round(margins.bottom * MM, 3) <= 25
        assert 30 <= round(margins.left * MM, 3) <= 35
        assert 15 <= round(margins.right * MM, 3) <= 20


def test_page_number_stands_in_the_top_margin_but_not_on_the_first_page(workbook):
    for sheet in workbook:
        header = sheet.HeaderFooter
        assert header.differentFirst
        assert header.oddHeader.center.text == "&P"
        assert not header.firstHeader.center.text
        assert not any(part.text for part in (header.oddFooter.center, header.oddFooter.left, header.oddFooter.right))
        assert (sheet.page_setup.useFirstPageNumber, sheet.page_setup.firstPageNumber) == (True, 1)


def test_tables_lie_one_page_wide_with_repeated_headings(workbook):
    for sheet in workbook:
        for table in sheet.tables.values():
            top = range_boundaries(table.ref)[1]
            assert sheet.print_title_rows == f"${top}:${top}"
            assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert sheet.page_setup.orientation == ("portrait" if sheet.title == c.SETTINGS_SHEET else "landscape")


def test_headings_stay_in_sight(workbook):
    for sheet in workbook:
        for table in sheet.tables.values():
            assert sheet.freeze_panes
            assert sheet[sheet.freeze_panes].row == range_boundaries(table.ref)[1] + 1


def test_body_cells_wrap_and_new_rows_inherit_their_look_from_the_column(workbook):
    for sheet in workbook:
        for table in sheet.tables.values():
            left, top, right, _ = range_boundaries(table.ref)
            for cell in next(sheet.iter_rows(top + 1, top + 1, left, right)):
                column = sheet.column_dimensions[cell.column_letter]
                assert cell.alignment.wrap_text is not column.hidden  # what nobody sees makes no row tall
                assert bool(column.alignment.wrap_text) is not column.hidden
                assert column.alignment.vertical == "center"
                if table.name != c.SETTINGS.name:
                    assert (column.font.sz, column.number_format) == (cell.font.sz, cell.number_format)


@pytest.mark.parametrize(
    "spec", [c.PROGRESS_TABLE, c.SELF_SCORES, c.CONFLICTS, c.PROPOSALS], ids=lambda spec: spec.name
)
def test_the_longest_code_of_the_examples_stands_on_one_line(blank, spec):
    sheet = blank[spec.sheet]
    column, _ = body_column(sheet, c.UNIT)
    room = sheet.column_dimensions[column].width * 5.25  # points: 7 pixels a digit
    assert text_width("CPDVGQTTHC", 12) + 2 < room


@pytest.mark.parametrize(
    ("sheet", "heading"),
    [
        (c.SCORES_SHEET, c.STT), (c.SCORES_SHEET, c.NOTE), (c.SCORES_SHEET, c.CRITERION_DEADLINE),
        (c.TASKS_SHEET, c.STT), (c.TASKS_SHEET, c.REQUIREMENT), (c.TASKS_SHEET, c.RELATED),
        (c.TASKS_SHEET, c.TASK_DEADLINE), (c.UNITS_SHEET, c.UNIT_CODE), (c.UNITS_SHEET, c.UNIT_EMAIL),
    ],
)  # fmt: skip
def test_typed_codes_and_dates_stay_text(blank, sheet, heading):
    letter, row = body_column(blank[sheet], heading)
    assert blank[sheet][f"{letter}{row}"].number_format == "@"


@pytest.mark.parametrize(
    ("sheet", "heading", "choices"),
    [
        (c.TASKS_SHEET, c.STATUS, c.STATUSES),
        (c.PROGRESS_SHEET, c.ROLE, (c.ROLE_LEAD, c.ROLE_SUPPORT)),
        (c.PROGRESS_SHEET, c.STATUS, c.STATUSES),
        (c.UNITS_SHEET, c.UNIT_KIND, c.KINDS),
        (c.SCORES_SHEET, c.NOT_SCORED, ("x",)),
        (c.CONFLICTS_SHEET, c.CHOICE, c.CONFLICT_CHOICES),
    ],
)
def test_choices_come_from_a_drop_down_list(blank, sheet, heading, choices):
    letter, row = body_column(blank[sheet], heading)
    assert _choices(blank[sheet], f"{letter}{row}") == choices
    assert _choices(blank[sheet], f"{letter}{row + 5000}") == choices


def test_the_denominator_is_chosen_from_a_list(blank):
    sheet = blank[c.SETTINGS_SHEET]
    row = next(row for row in range(1, 60) if sheet[f"A{row}"].value == c.DENOMINATOR)
    assert _choices(sheet, f"B{row}") == (c.DENOMINATOR_APPLICABLE, c.DENOMINATOR_FULL)


def test_every_heading_has_a_note_that_fits_its_box(workbook):
    for sheet in workbook:
        for table in sheet.tables.values():
            left, top, right, _ = range_boundaries(table.ref)
            for cell in next(sheet.iter_rows(top, top, left, right)):
                assert 4 < len(cell.comment.text) <= 120


def test_computed_columns_have_another_heading_than_typed_ones(blank):
    sheet = blank[c.SCORES_SHEET]
    fills = {
        heading: sheet[f"{letter}{row - 1}"].fill.fgColor.rgb
        for heading in (c.RESULT, c.LOST)
        for letter, row in [body_column(sheet, heading)]
    }
    assert fills[c.RESULT] != fills[c.LOST]


def test_work_on_a_sheet_of_this_workbook_is_late_by_its_own_working_day(blank, unit):
    for book, name, other in ((blank, WORKING_DAY, "TODAY()"), (unit, "TODAY()", WORKING_DAY)):
        sheet = next(one for one in book.worksheets if u.TASK_SHEET.name in one.tables)
        formulas = " ".join(
            formula for area in sheet.conditional_formatting for rule in area.rules for formula in rule.formula
        )
        assert f"<{name}" in formulas
        assert other not in formulas


def test_areas_of_conditional_formats_do_not_overlap_so_that_libreoffice_shows_the_same(workbook):
    for sheet in workbook:
        parts = [part for area in sheet.conditional_formatting for part in area.sqref.ranges]
        assert [(a.coord, b.coord) for a, b in combinations(parts, 2) if not a.isdisjoint(b)] == [], sheet.title


def test_the_five_columns_of_the_unit_are_open_and_the_rest_is_locked_without_a_password(unit):
    sheet = unit.active
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert not any(
        (
            sheet.protection.formatRows,
            sheet.protection.formatColumns,
            sheet.protection.sort,
            sheet.protection.autoFilter,
        )
    )
    row = range_boundaries(sheet.tables[u.TASK_SHEET.name].ref)[3]
    locked = {cell.coordinate: cell.protection.locked for line in sheet.iter_rows() for cell in line}
    open_cells = {address for address, is_locked in locked.items() if not is_locked}
    letters = {heading: chr(65 + i) for i, heading in enumerate(u.TASK_SHEET.columns)}
    assert open_cells == {f"{letters[heading]}{row}" for heading in u.UNIT_FILLS}


def test_a_unit_can_write_work_that_came_up_below_the_table(unit):
    columns = unit.active.column_dimensions
    below = {h: columns[chr(65 + i)].protection.locked for i, h in enumerate(u.TASK_SHEET.columns)}
    wanted = (c.SHEET_TASK, c.REQUIREMENT, c.TASK_DEADLINE, *u.UNIT_FILLS)
    assert {heading for heading, is_locked in below.items() if not is_locked} == set(wanted)


def test_progress_is_a_share_with_a_message_of_what_to_do(unit):
    rules = [rule for rule in unit.active.data_validations.dataValidation if rule.type == "decimal"]
    assert [(rule.formula1, rule.formula2) for rule in rules] == [("0", "1")]
    assert "0% đến 100%" in rules[0].error


def test_sheet_tabs_have_colours(workbook):
    assert all(sheet.sheet_properties.tabColor for sheet in workbook if sheet.sheet_state == "visible")


def _choices(sheet, address):
    for rule in sheet.data_validations.dataValidation:
        if rule.type == "list" and address in rule.sqref:
            return tuple(rule.formula1.strip('"').split(","))
    return None
