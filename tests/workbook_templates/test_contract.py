"""The blank workbook holds every sheet, table, column, setting and name of the contract."""

import pytest
from openpyxl.utils import range_boundaries

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from cchc_macros.registry import BUTTONS
from cchc_macros.setting_defaults import SETTING_DEFAULTS

NAMES = (
    c.TOTAL_MAX, c.TOTAL_RESULT, c.TOTAL_TARGET, c.TOTAL_CURRENT, c.INDEX_RESULT, c.INDEX_TARGET, c.INDEX_CURRENT,
)  # fmt: skip


@pytest.mark.parametrize("spec", c.TABLES, ids=lambda spec: spec.name)
def test_table_has_the_headings_of_the_contract_in_order(blank, spec):
    table = blank[spec.sheet].tables[spec.name]
    left, top, right, _ = range_boundaries(table.ref)
    row = next(blank[spec.sheet].iter_rows(top, top, left, right, values_only=True))
    assert row == spec.headings
    assert [column.name for column in table.tableColumns] == list(spec.headings)


@pytest.mark.parametrize("spec", c.TABLES, ids=lambda spec: spec.name)
def test_nothing_stands_below_a_table(blank, spec):
    sheet = blank[spec.sheet]
    left, _, right, bottom = range_boundaries(sheet.tables[spec.name].ref)
    below = sheet.iter_rows(bottom + 1, sheet.max_row, left, right) if bottom < sheet.max_row else ()
    assert [cell.coordinate for row in below for cell in row if cell.value is not None] == []


@pytest.mark.parametrize("spec", [s for s in c.TABLES if s is not c.SETTINGS], ids=lambda spec: spec.name)
def test_an_empty_table_has_one_blank_row(blank, spec):
    left, top, right, bottom = range_boundaries(blank[spec.sheet].tables[spec.name].ref)
    assert bottom - top == 1
    assert set(next(blank[spec.sheet].iter_rows(bottom, bottom, left, right, values_only=True))) == {None}


def test_settings_hold_every_key_with_its_default(blank):
    sheet = blank[c.SETTINGS_SHEET]
    left, top, right, bottom = range_boundaries(sheet.tables[c.SETTINGS.name].ref)
    assert list(sheet.iter_rows(top + 1, bottom, left, right, values_only=True)) == list(SETTING_DEFAULTS)


@pytest.mark.parametrize("name", NAMES)
def test_total_is_a_named_formula_above_its_table(blank, name):
    sheet, address = blank.defined_names[name].attr_text.replace("'", "").replace("$", "").split("!")
    assert sheet == c.SCORES_SHEET
    cell = blank[sheet][address]
    assert str(cell.value).startswith("=")
    assert cell.row < range_boundaries(blank[sheet].tables[c.CRITERIA.name].ref)[1]


def test_templates_that_are_copied_are_hidden(blank):
    hidden = {sheet.title for sheet in blank if sheet.sheet_state != "visible"}
    assert {c.TASK_SHEET_TEMPLATE, c.APPENDIX_I_TEMPLATE, c.APPENDIX_II_TEMPLATE} <= hidden


def test_task_sheet_template_has_the_unit_columns_and_names_of_its_own(blank, unit):
    for sheet in (blank[c.TASK_SHEET_TEMPLATE], unit[u.UNIT_WORKBOOK_SHEET]):
        (table,) = sheet.tables.values()
        assert [column.name for column in table.tableColumns] == list(u.TASK_SHEET.columns)
        assert set(sheet.defined_names) == {
            "Sheet_Agency", "Sheet_Unit", "Sheet_Plan", "Sheet_Summary", "Sheet_Reply",
        }  # fmt: skip


def test_unit_workbook_has_one_sheet_and_its_table(unit):
    assert unit.sheetnames == [u.UNIT_WORKBOOK_SHEET]
    assert list(unit.active.tables) == [u.TASK_SHEET.name]


def test_guide_names_every_button_and_says_what_it_does(blank):
    shown = {cell.value for row in blank[c.GUIDE_SHEET].iter_rows() for cell in row}
    for button in BUTTONS:
        if button.label:
            assert {button.label, button.supertip} <= shown


def test_the_workbook_opens_on_the_guide(blank):
    assert blank.active.title == c.GUIDE_SHEET


def test_the_columns_for_the_software_alone_are_the_hidden_ones(blank):
    for spec in c.TABLES:
        sheet = blank[spec.sheet]
        left, top, right, _ = range_boundaries(sheet.tables[spec.name].ref)
        for cell in next(sheet.iter_rows(top, top, left, right)):
            column = sheet.column_dimensions[cell.column_letter]
            assert column.hidden is (cell.value in c.HIDDEN or column.outlineLevel > 0), cell.value
            assert not (cell.value in c.HIDDEN and column.outlineLevel), cell.value  # a click on the + shows no marks
