import re

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from cchc_macros.paper import layout as of
from cchc_macros.setting_defaults import SETTING_DEFAULTS
from tests.conftest import TEMPLATES

KNOWN = {
    of.HEADING, of.TITLE, of.BASIS, of.LINES, of.AGENCY_IN_HEADING, *(key for key, _, _ in SETTING_DEFAULTS),
    *(column.key for layout in of.LAYOUTS for column in layout.columns),
    *(text for layout in of.LAYOUTS for _, cells in layout.totals for text in cells.values()),
}  # fmt: skip


@pytest.fixture(scope="module")
def workbook():
    return load_workbook(TEMPLATES / "so-cchc.xlsx")


@pytest.fixture(params=of.LAYOUTS, ids=lambda layout: layout.sheet)
def layout(request):
    return request.param


@pytest.fixture
def sheet(workbook, layout):
    return workbook[layout.template]


def heading_rows(sheet):
    first, last = re.findall(r"\d+", sheet.print_title_rows)
    return int(first), int(last)


def test_the_template_sheets_are_hidden(sheet):
    assert sheet.sheet_state == "hidden"


def test_the_page_is_a4_lying_one_page_wide(sheet):
    setup = sheet.page_setup
    assert (setup.paperSize, setup.orientation, setup.fitToWidth, setup.fitToHeight) == (9, "landscape", 1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    margins = sheet.page_margins
    assert [round(getattr(margins, side) * 25.4) for side in ("top", "bottom", "left", "right")] == [20, 20, 30, 15]


def test_both_heading_rows_repeat(sheet, layout):
    first, last = heading_rows(sheet)
    assert last == first + 1
    assert sheet.cell(first, 1).value == layout.columns[0].heading
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert f"A{first}:A{last}" in merged


def test_the_columns_fit_the_page_and_the_column_of_lines_is_not_printed(sheet, layout):
    letters = [get_column_letter(place) for place in range(1, len(layout.columns) + 1)]
    width = sum(sheet.column_dimensions[letter].width for letter in letters) * 8 / 96 * 25.4
    assert 245 <= width <= 252
    assert sheet.print_area.split("!")[-1].startswith(f"$A$1:${letters[-1]}$")


def test_every_placeholder_is_one_that_is_filled(sheet):
    texts = [value for row in sheet.values for value in row if isinstance(value, str)]
    assert {name for text in texts for name in re.findall(r"\{([^{}]+)\}", text)} <= KNOWN


def test_the_body_row_holds_the_columns_in_order(sheet, layout):
    _, last = heading_rows(sheet)
    body = [cell.value for cell in sheet[last + 1]]
    assert body == [f"{{{key}}}" for key in (*layout.keys, of.LINES)]


def test_everything_is_text(sheet):
    formats = {cell.number_format for row in sheet.iter_rows() for cell in row if cell.value}
    assert formats == {"@"}  # Excel must not read 03/02 as a date of its own


def test_only_one_look_holds_for_a_row(sheet):
    rules = [rule for area in sheet.conditional_formatting for rule in area.rules]
    assert rules
    assert all(rule.stopIfTrue for rule in rules)


def test_the_looks_reach_the_row_below_so_that_inserted_rows_have_them(sheet):
    _, last = heading_rows(sheet)
    for area in sheet.conditional_formatting:
        assert {(box.min_row, box.max_row) for box in area.sqref.ranges} == {(last + 1, last + 2)}
