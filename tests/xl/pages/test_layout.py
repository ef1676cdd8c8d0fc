import re
from datetime import date

import pytest
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.worksheet.pagebreak import Break

from tests.packages import repacked
from tests.xl.pages.sheets import TIMES, new_sheet, pages_of, paper_of, put, reopened, words
from xl.engine.editing.fitting import fit_changed_rows
from xl.engine.memory.document import Document
from xl.pages.layout import lay_out

MM = 72 / 25.4
THIN = Side(style="thin")


def test_the_page_is_the_set_ups_paper_and_the_sheet_fits_its_width(tmp_path):
    sheet = new_sheet(widths=(40, 60, 60))
    put(sheet, "A1", "trái")
    put(sheet, "C1", "phải", horizontal="right")
    sheet.page_margins.left, sheet.page_margins.right = 30 / 25.4, 15 / 25.4
    (page,) = pages_of(sheet, tmp_path)
    assert (round(page.width / MM), round(page.height / MM)) == (297, 210)
    assert min(char["x0"] for char in page.chars) == pytest.approx(30 * MM, abs=3)
    assert max(char["x1"] for char in page.chars) == pytest.approx((297 - 15) * MM, abs=10)


def test_a_sheet_that_is_not_fitted_goes_on_on_pages_to_the_right(tmp_path):
    sheet = new_sheet(widths=(60, 60, 60))
    sheet.sheet_properties.pageSetUpPr.fitToPage = False
    for letter in "ABC":
        put(sheet, f"{letter}1", f"cột{letter}")
    sheet.print_title_cols = "A:A"
    assert [words(page) for page in pages_of(sheet, tmp_path)] == [["cộtA", "cộtB"], ["cộtA", "cộtC"]]


def test_only_the_print_area_is_printed_each_of_several_on_pages_of_its_own(tmp_path):
    sheet = new_sheet()
    for row in range(1, 6):
        put(sheet, f"A{row}", f"d{row}")
    sheet.print_area = "A1:B2,A4:B5"
    assert [words(page) for page in pages_of(sheet, tmp_path)] == [["d1", "d2"], ["d4", "d5"]]


def test_repeated_rows_stand_on_every_page_below_them(tmp_path):
    sheet = new_sheet()
    put(sheet, "A1", "tên")
    put(sheet, "A2", "đầu")
    for row in range(3, 60):
        put(sheet, f"A{row}", f"d{row}")
    sheet.print_title_rows = "2:2"
    found = [words(page) for page in pages_of(sheet, tmp_path)]
    assert len(found) > 1
    assert found[0][:2] == ["tên", "đầu"]
    assert all(page[0] == "đầu" for page in found[1:])
    assert sorted(word for page in found for word in page if word[0] == "d") == sorted(f"d{r}" for r in range(3, 60))


def test_a_row_nobody_set_the_height_of_is_as_high_as_its_text_and_one_set_by_hand_is_cut(tmp_path):
    sheet = new_sheet(widths=(10,))
    put(sheet, "A1", "một hai ba bốn năm sáu bảy tám chín mười")
    put(sheet, "A2", "một hai ba bốn năm sáu bảy tám chín mười")
    sheet.row_dimensions[2].height = 15
    paper = paper_of(sheet, tmp_path)
    free, fixed = paper.pages[0].writings
    assert free.clip is None
    assert fixed.clip.height == 15


def test_a_cell_taller_than_the_page_goes_on_without_a_line_in_the_middle(tmp_path):
    sheet = new_sheet(widths=(10, 30))
    text = " ".join(f"chữ{number}" for number in range(900))
    for address, value in (("A1", "đầu"), ("B1", text), ("A2", "cuối")):
        put(sheet, address, value, vertical="center").border = Border(THIN, THIN, THIN, THIN)
    found = pages_of(sheet, tmp_path)
    assert len(found) > 2
    assert [word for page in found for word in words(page) if word.startswith("chữ")] == text.split()
    assert words(found[0])[0] == "đầu"
    lying = [[line for line in page.lines if line["top"] == line["bottom"]] for page in found]
    assert [min((line["top"] for line in lines), default=None) for lines in lying[1:-1]] == [None] * (len(found) - 2)


def test_rows_that_are_kept_stay_with_the_row_below(tmp_path):
    sheet = new_sheet()
    for row in range(1, 41):
        put(sheet, f"A{row}", f"d{row}")
    last = words(pages_of(sheet, tmp_path)[0])[-1]
    number = int(last[1:])
    assert words(pages_of(sheet, tmp_path, kept=frozenset({number}))[0])[-1] == f"d{number - 1}"


def test_page_breaks_by_hand_hold_where_the_sheet_is_not_fitted(tmp_path):
    sheet = new_sheet()
    for row in range(1, 5):
        put(sheet, f"A{row}", f"d{row}")
    sheet.row_breaks.append(Break(id=2))
    assert len(pages_of(sheet, tmp_path)) == 1
    sheet.sheet_properties.pageSetUpPr.fitToPage = False
    assert [words(page) for page in pages_of(sheet, tmp_path)] == [["d1", "d2"], ["d3", "d4"]]


def test_merged_cells_are_one_cell_with_lines_around_it(tmp_path):
    sheet = new_sheet()
    put(sheet, "A1", "gộp", horizontal="center", vertical="center")
    for address in ("A1", "B1", "A2", "B2"):
        sheet[address].border = Border(THIN, THIN, THIN, THIN)
    sheet.merge_cells("A1:B2")
    for address in ("B1", "A2", "B2"):  # a merge made by Excel keeps them
        sheet[address].border = Border(THIN, THIN, THIN, THIN)
    (page,) = paper_of(sheet, tmp_path).pages
    assert len(page.strokes) == 4
    (written,) = page.writings[0].lines
    assert written.x == pytest.approx((40 * 8 * 0.75 - written.pieces[0].width) / 2)


def test_the_text_of_cells_merged_over_a_page_end_stands_once(tmp_path):
    sheet = new_sheet()
    put(sheet, "A1", "gộp", vertical="center")
    sheet.merge_cells("A1:A40")
    for row in range(1, 41):
        put(sheet, f"B{row}", f"d{row}")
    found = [words(page) for page in pages_of(sheet, tmp_path)]
    assert len(found) == 2
    assert ["gộp" in page for page in found] == [True, False]


def test_text_runs_over_blank_neighbours_but_not_over_full_ones(tmp_path):
    sheet = new_sheet(widths=(10, 10, 10))
    put(sheet, "A1", "chữ dài hơn một cột rất nhiều", wrap=False)
    put(sheet, "A2", "chữ dài hơn một cột rất nhiều", wrap=False)
    put(sheet, "B2", "đầy")
    put(sheet, "C3", "hết")
    over, cut = [
        writing for writing in paper_of(sheet, tmp_path).pages[0].writings if len(writing.lines[0].pieces[0].text) > 5
    ]
    assert over.clip is None
    assert cut.clip.width == 10 * 8 * 0.75


def test_a_number_too_wide_for_its_column_is_shown_as_excel_shows_it(tmp_path):
    sheet = new_sheet(widths=(5,))
    put(sheet, "A1", 123456789).number_format = "#,##0"
    assert re.fullmatch("#+", words(pages_of(sheet, tmp_path)[0])[0])


def test_headers_and_footers_stand_in_the_margins_the_first_page_has_its_own(tmp_path):
    sheet = new_sheet()
    for row in range(1, 60):
        put(sheet, f"A{row}", f"d{row}")
    sheet.HeaderFooter.differentFirst = True
    sheet.firstFooter.left.text = "Trang đầu"
    sheet.oddHeader.center.text = "&P/&N"
    sheet.oddHeader.center.size = 13
    sheet.oddFooter.right.text = '&A && &F &"Times New Roman,Italic"'
    sheet.page_setup.firstPageNumber, sheet.page_setup.useFirstPageNumber = 5, True
    sheet.page_margins.top, sheet.page_margins.header = 20 / 25.4, 10 / 25.4
    first, *rest = pages_of(sheet, tmp_path)
    assert words(first)[-2:] == ["Trang", "đầu"]
    assert words(rest[0])[0] == f"6/{len(rest) + 1}"
    number = [char for char in rest[0].chars if char["top"] < 20 * MM]
    assert number[0]["top"] == pytest.approx(10 * MM, abs=3)
    middle = (number[0]["x0"] + number[-1]["x1"]) / 2
    left, right = sheet.page_margins.left * 72, sheet.page_margins.right * 72
    assert middle == pytest.approx(left + (rest[0].width - left - right) / 2, abs=1)
    assert words(rest[0])[-3:] == ["Sheet", "&", "a.xlsx"]


def test_what_staff_restyle_shows(tmp_path):
    sheet = new_sheet()
    put(sheet, "A1", "đậm", font=Font(name="Times New Roman", size=20, bold=True, color="FFFF0000"))
    put(sheet, "B1", date(2026, 3, 1), font=TIMES).number_format = "dd/mm/yyyy"
    sheet["C1"].fill = PatternFill("solid", fgColor="FFE2F0D9")
    put(sheet, "A2", "mật")
    sheet.row_dimensions[2].hidden = True
    (page,) = pages_of(sheet, tmp_path)
    assert words(page) == ["đậm", "01/03/2026"]
    big = page.chars[0]
    assert ("Bold" in big["fontname"], round(big["size"]), big["non_stroking_color"]) == (True, 20, (1, 0, 0))
    assert page.rects[0]["non_stroking_color"] == pytest.approx((0xE2 / 255, 0xF0 / 255, 0xD9 / 255), abs=0.01)


def test_a_print_area_of_whole_columns_ends_with_what_is_used(tmp_path):
    sheet = new_sheet()
    for row in range(1, 4):
        put(sheet, f"A{row}", f"d{row}")
        put(sheet, f"C{row}", "không in")
    sheet.merged_cells.add("A5:A1000000")  # `merge_cells` would make a million cells
    sheet.print_area = "A1:B1048576"
    assert [words(page) for page in pages_of(sheet, tmp_path)] == [["d1", "d2", "d3"]]


def test_line_breaks_show_only_where_text_wraps(tmp_path):
    sheet = new_sheet()
    put(sheet, "A1", "một\nhai", wrap=False)
    put(sheet, "A2", "một\nhai")
    assert [len(writing.lines) for writing in paper_of(sheet, tmp_path).pages[0].writings] == [1, 2]


def test_rows_are_as_high_as_their_text_where_care_is_taken_and_as_in_excel_where_not(tmp_path):
    sheet = new_sheet()
    for row in range(1, 4):
        put(sheet, f"A{row}", "một\nhai\nba", vertical="top")
    sheet.row_dimensions[2].height = 60
    doc = reopened(sheet, tmp_path)
    fit_changed_rows(doc.sheet("Sheet"), {1, 2, 3})

    def tops(kept):
        (page,) = lay_out(doc, doc.sheet("Sheet"), kept).pages
        return [writing.lines[0].y for writing in page.writings]

    excel, tight = tops(None), tops(frozenset())
    assert excel[1] - excel[0] > tight[1] - tight[0] >= 3 * 12 * 1.15
    assert tight[2] - tight[1] == pytest.approx(60)  # set by hand


@pytest.mark.parametrize(
    ("pattern", "by"),
    [
        (rb' ht="[^"]*"', b' ht="1e9"'),
        (rb' ht="[^"]*"', b' ht="nan"'),
        (rb' width="[^"]*"', b' width="1e9"'),
        (rb' width="[^"]*"', b' width="-inf"'),
        (rb' max="\d+"', b' max="2000000000"'),
        (rb"<pageMargins[^>]*>", b'<pageMargins left="90" right="90" top="90" bottom="90" header="9" footer="9"/>'),
        (rb"<pageMargins[^>]*>", b'<pageMargins left="-9" right="nan" top="-9" bottom="9" header="nan" footer="0"/>'),
        (rb"\$1:\$2<", b"$1:$1048576<"),
    ],
)
def test_sizes_that_no_paper_has_are_printed_as_far_as_they_can_be(pattern, by, tmp_path):
    sheet = new_sheet()
    put(sheet, "A1", "chữ")
    sheet.row_dimensions[1].height = 20
    sheet.print_title_rows = "1:2"
    sheet.parent.save(tmp_path / "b.xlsx")
    doc = Document(repacked(tmp_path / "b.xlsx", tmp_path / "a.xlsx", lambda _, data: re.sub(pattern, by, data)))
    assert len(lay_out(doc, doc.wb.worksheets[0]).pages) == 1
