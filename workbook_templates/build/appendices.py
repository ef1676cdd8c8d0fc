"""The hidden sheets that *print* copies: the two appendices and the sheet of lost points.

They hold the looks and, in braces, placeholders for what `cchc_macros.paper` puts there; see `paper.form` for the
column beside the table that is not printed.
"""

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cchc_macros.paper import layout as of
from cchc_macros.paper.layout import Layout
from workbook_templates.build import styles
from workbook_templates.build.page import set_page

_BLACK = "FF000000"
_TEXT = "@"  # dates and numbers are written out the official way: Excel must not read them again


def add_appendix_sheets(workbook: Workbook) -> None:
    """Add the hidden template sheets of the printed papers at the end of a workbook."""
    for layout in of.LAYOUTS:
        _add_sheet(workbook, layout)


def chars(mm: float) -> float:
    """A column width in Excel's measure: digits of the workbook's own font, 12 point Times New Roman, 8 pixels wide."""
    return round(mm / 25.4 * 96 / 8, 2)


def _add_sheet(workbook: Workbook, layout: Layout) -> None:
    sheet = workbook.create_sheet(layout.template)
    sheet.sheet_state = "hidden"
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = styles.TAB_FORM
    for position, column in enumerate(layout.columns, 1):
        sheet.column_dimensions[get_column_letter(position)].width = chars(column.mm)
    _add_titles(sheet, layout)
    top = len(layout.top) + 2
    _add_heading(sheet, layout, top)
    body = top + 2
    _add_body(sheet, layout, body)
    _add_totals(sheet, layout, body + 1)
    last = body + len(layout.totals)
    _add_helper(sheet, layout, body, last)
    set_page(sheet)
    sheet.print_title_rows = f"{top}:{top + 1}"
    sheet.print_area = f"A1:{get_column_letter(len(layout.columns))}{last}"
    sheet.freeze_panes = f"A{body}"


def _put(
    sheet: Worksheet, row: int, column: int, text: str | None, font: Font, *, centred: bool = True, lined: bool = False
) -> None:
    cell = sheet.cell(row, column, text)
    cell.font = font
    cell.alignment = Alignment(horizontal="center" if centred else "left", vertical="center", wrap_text=True)
    cell.number_format = _TEXT
    if lined:
        cell.border = _box()


def _font(size: float = of.BODY_SIZE, *, bold: bool = False, italic: bool = False, color: str = "000000") -> Font:
    return styles.font(size, bold=bold, italic=italic, color=color)


def _box(*, top: bool = True, bottom: bool = True) -> Border:
    """Black lines at the sides, above and below."""
    line, none = Side(style="thin", color=_BLACK), Side()
    return Border(left=line, right=line, top=line if top else none, bottom=line if bottom else none)


def _add_titles(sheet: Worksheet, layout: Layout) -> None:
    for row, placeholder in enumerate(layout.top, 1):
        italic = placeholder == of.BASIS
        _put(sheet, row, 1, f"{{{placeholder}}}", _font(of.TITLE_SIZE, bold=not italic, italic=italic))
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(layout.columns))


def _add_heading(sheet: Worksheet, layout: Layout, top: int) -> None:
    """Two lines: columns that share a heading are under it, the others are two lines high."""
    shared: dict[str, list[int]] = {}
    for position, column in enumerate(layout.columns, 1):
        if column.over:
            shared.setdefault(column.over, []).append(position)
        upper, lower = (column.over, column.heading) if column.over else (column.heading, None)
        first = not column.over or shared[column.over] == [position]
        _put(sheet, top, position, upper if first else None, _font(bold=True), lined=True)
        _put(sheet, top + 1, position, lower, _font(bold=True), lined=True)
        if not column.over:
            sheet.merge_cells(start_row=top, end_row=top + 1, start_column=position, end_column=position)
    for positions in shared.values():
        sheet.merge_cells(start_row=top, end_row=top, start_column=positions[0], end_column=positions[-1])


def _add_body(sheet: Worksheet, layout: Layout, row: int) -> None:
    for position, column in enumerate(layout.columns, 1):
        _put(sheet, row, position, f"{{{column.key}}}", _font(), centred=column.centred)
        sheet.cell(row, position).border = _box(top=False, bottom=False)
    helper = get_column_letter(len(layout.columns) + 1)
    for bold in (True, False):
        positions = [i for i, column in enumerate(layout.columns, 1) if column.bold == bold]
        if positions:
            # The row below belongs to the area, so that rows inserted between the two belong to it too.
            area = f"{get_column_letter(positions[0])}{row}:{get_column_letter(positions[-1])}{row + 1}"
            _add_looks(sheet, area, f"${helper}{row}", bold=bold)


def _add_looks(sheet: Worksheet, area: str, marker: str, *, bold: bool) -> None:
    """Lines around rows, none inside a row that is cut, bold rows.

    Each brings all of the look: LibreOffice applies only the first that holds, and so does Excel where it is told to.
    """
    boxes = {
        of.FIRST: _box(bottom=False),
        of.MIDDLE: _box(top=False, bottom=False),
        of.LAST: _box(top=False),
        of.WHOLE: _box(),
    }
    for look, font in ((of.BOLD, Font(bold=True)), (of.REGULAR, None)) if bold else ((None, None),):
        for piece, box in boxes.items():
            whose = f'LEFT({marker},1)="{look}"' if look else f'{marker}<>""'
            formula = f'AND({whose},MID({marker},2,1)="{piece}")' if piece else whose
            style = DifferentialStyle(font=font, border=box)
            rule = Rule(type="expression", dxf=style, formula=[formula], stopIfTrue=True)
            sheet.conditional_formatting.add(area, rule)


def _add_totals(sheet: Worksheet, layout: Layout, first: int) -> None:
    label_width = layout.label_width()
    for row, (label, placeholders) in enumerate(layout.totals, first):
        for position, column in enumerate(layout.columns, 1):
            text = placeholders.get(column.key)
            _put(sheet, row, position, f"{{{text}}}" if text else None, _font(bold=True), lined=True)
        sheet.cell(row, 1).value = label
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=label_width)


def _add_helper(sheet: Worksheet, layout: Layout, body: int, last: int) -> None:
    """The column that is not printed, written in white; its type size is its row's, so that its lines are as high."""
    position = len(layout.columns) + 1
    sheet.column_dimensions[get_column_letter(position)].width = 4
    for row in range(1, last + 1):
        size = of.BODY_SIZE if len(layout.top) < row < body + 1 + len(layout.totals) else of.TITLE_SIZE
        _put(sheet, row, position, f"{{{of.LINES}}}" if row == body else None, _font(size, color="FFFFFF"))
