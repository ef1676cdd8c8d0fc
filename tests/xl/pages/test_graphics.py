import pytest
from openpyxl.formatting.rule import ColorScaleRule, DataBarRule, IconSetRule

from tests.xl.pages.sheets import new_sheet, pages_of, paper_of, put, words


def sheet_with(rule, numbers, area="A1:A9"):
    sheet = new_sheet()
    for row, number in enumerate(numbers, 1):
        put(sheet, f"A{row}", number)
    sheet.conditional_formatting.add(area, rule)
    return sheet


def page_of(rule, numbers, path):
    return paper_of(sheet_with(rule, numbers), path).pages[0]


def test_a_bar_is_as_long_as_its_number(tmp_path):
    rule = DataBarRule("num", 0, "num", 1, color="FF0070C0", minLength=0, maxLength=100)
    page = page_of(rule, [0.25, 1, "chữ", 0, 7], tmp_path)
    whole = page.fills[1].frame.width
    assert [round(fill.frame.width / whole, 2) for fill in page.fills] == [0.25, 1, 1]
    assert page.fills[0].color == "66A9D9"  # light enough for a text on it


def test_a_bar_without_lengths_takes_a_tenth_at_least_and_leaves_one_free(tmp_path):
    page = page_of(DataBarRule("min", None, "max", None, color="FF0070C0"), [1, 2, 3], tmp_path)
    cell = page.fills[0].frame.width / 0.1
    assert [fill.frame.width / cell for fill in page.fills] == pytest.approx([0.1, 0.5, 0.9])


def test_a_scale_colours_between_its_marks(tmp_path):
    rule = ColorScaleRule("min", None, "FFFF0000", "percentile", 50, "FFFFFF00", "max", None, "FF00FF00")
    page = page_of(rule, [0, 5, 10, 20, 30], tmp_path)
    assert [fill.color for fill in page.fills] == ["FF0000", "FF8000", "FFFF00", "80FF00", "00FF00"]


def test_icons_stand_for_the_mark_that_a_number_reaches(tmp_path):
    page = page_of(IconSetRule("3TrafficLights1", "percent", [0, 33, 67]), [0, 33, 66, 67, 100], tmp_path)
    red, amber, green = page.shapes[0].color, page.shapes[1].color, page.shapes[4].color
    assert [shape.color for shape in page.shapes] == [red, amber, amber, green, green]
    assert len({red, amber, green}) == 3


def test_arrows_turn_upwards_and_can_be_reversed(tmp_path):
    down, up = page_of(IconSetRule("3Arrows", "num", [0, 5, 9]), [1, 9], tmp_path).shapes
    reverse = page_of(IconSetRule("3Arrows", "num", [0, 5, 9], reverse=True), [1, 9], tmp_path).shapes

    def tip(shape):
        """How far the tip is below the middle: the corner that no other shares its height with."""
        heights = [round(y, 1) for _, y in shape.corners]
        return next(y for y in heights if heights.count(y) == 1) - (max(heights) + min(heights)) / 2

    assert tip(down) > 0 > tip(up)
    assert tip(reverse[0]) < 0 < tip(reverse[1])


def test_a_number_is_left_out_where_the_rule_says_so(tmp_path):
    sheet = sheet_with(IconSetRule("3Flags", "num", [0, 5, 9], showValue=False), [1, 9])
    put(sheet, "B1", "còn")
    assert [words(page) for page in pages_of(sheet, tmp_path)] == [["còn"]]


def test_marks_beyond_us_draw_nothing(tmp_path):
    rule = DataBarRule("formula", "LAMBDA(x,x)(1)", "max", None, color="FF0070C0")
    page = page_of(rule, [1, 2], tmp_path)
    assert page.fills == []
    assert len(page.writings) == 2


def test_grid_lines_are_printed_where_the_set_up_asks_for_them(tmp_path):
    sheet = new_sheet()
    put(sheet, "A1", 1)
    put(sheet, "B3", 2)
    assert paper_of(sheet, tmp_path).pages[0].strokes == []
    sheet.print_options.gridLines = True
    page = paper_of(sheet, tmp_path).pages[0]
    assert sorted((stroke.x == stroke.to_x) for stroke in page.strokes) == [False] * 4 + [True] * 3
