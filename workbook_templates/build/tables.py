"""An Excel table with its columns' looks: headings, widths, formats, notes, drop-down lists."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from cchc_macros import contract as c
from cchc_macros.contract import TableSpec
from workbook_templates.build import styles
from workbook_templates.build.page import set_page
from workbook_templates.build.sheets import freeze, title

HEADING_ROW = 4  # of a sheet that buttons fill
LAST_ROW = 20_000  # formats and lists reach this far down, so that a table can grow into them
Format = tuple[str, DifferentialStyle]  # a condition as a formula and what it changes
TEXT, DATE, PERCENT, GENERAL = "@", "dd/mm/yyyy", "0.00%", "General"
POINTS_OF_100 = '0.00"%"'  # an index: 91 is 91 %


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How one column looks.

    Attributes:
        width: In characters.
        kind: "text" for what the plan says, "input" for figures and choices people enter, "computed" for
            what the software fills.
        note: The comment on the heading.
        align: Horizontal alignment of the body.
        format: Number format of the body.
        choices: Drop-down list, () for none.
        hidden: Whether the column is for the software alone.
        folded: Whether the column is seldom looked at: grouped and folded away, a click on the + shows it.
        link: Whether the column holds links.
    """

    width: float
    kind: Literal["text", "input", "computed"]
    note: str
    align: str = "left"
    format: str = TEXT
    choices: tuple[str, ...] = ()
    hidden: bool = False
    folded: bool = False
    link: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A table on its sheet: where its heading row is and which letter each heading has."""

    sheet: Worksheet
    spec: TableSpec
    heading_row: int
    letters: Mapping[str, str]

    @property
    def first(self) -> int:
        """The first body row."""
        return self.heading_row + 1

    def column(self, heading: str) -> str:
        """The body of a column as far down as formats reach, "E7:E20000"."""
        letter = self.letters[heading]
        return f"{letter}{self.first}:{letter}{LAST_ROW}"

    def area(self, first: str | None = None, last: str | None = None) -> str:
        """The body between two headings (all of it by default)."""
        start = self.letters[first or self.spec.headings[0]]
        end = self.letters[last or self.spec.headings[-1]]
        return f"{start}{self.first}:{end}{LAST_ROW}"

    def at(self, heading: str, offset: int = 0) -> str:
        """The cell of a heading in the first body row, column fixed: "$E7"; for conditional formats."""
        return f"${self.letters[heading]}{self.first + offset}"


def add_table(
    sheet: Worksheet,
    spec: TableSpec,
    looks: Mapping[str, Look],
    *,
    row: int,
    left: int = 1,
    body: Sequence[Sequence[object]] = (),
    heading_height: float = 48,
) -> Placed:
    """Put a table on a sheet: headings at `row`, one blank body row unless `body` is given.

    Raises:
        KeyError: a heading of the contract has no look.
    """
    letters = {heading: get_column_letter(left + i) for i, heading in enumerate(spec.headings)}
    placed = Placed(sheet, spec, row, letters)
    for heading, letter in letters.items():
        _dress_column(sheet, letter, looks[heading])
        _write_heading(sheet[f"{letter}{row}"], heading, looks[heading])
    sheet.row_dimensions[row].height = heading_height
    rows = max(len(body), 1)
    for i in range(rows):
        for j, (heading, letter) in enumerate(letters.items()):
            cell = sheet[f"{letter}{row + 1 + i}"]
            dress_cell(cell, looks[heading])
            cell.value = body[i][j] if body else None
    last = list(letters.values())[-1]
    table = Table(displayName=spec.name, name=spec.name, ref=f"{letters[spec.headings[0]]}{row}:{last}{row + rows}")
    # Users' own columns get lines in Excel from this style; ours get them from conditional formats.
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight15", showRowStripes=False)
    # openpyxl would name the columns only at saving, too late for who reads the workbook in memory.
    table._initialise_columns()  # type: ignore[attr-defined]  # noqa: SLF001
    for column, heading in zip(table.tableColumns, spec.headings, strict=True):
        column.name = heading
    sheet.add_table(table)
    for heading, look in looks.items():
        if look.choices:
            add_choices(sheet, placed.column(heading), look.choices)
    return placed


def _dress_column(sheet: Worksheet, letter: str, look: Look) -> None:
    """Give the whole column its style: rows that a table grows into inherit it."""
    column = sheet.column_dimensions[letter]
    column.width = look.width
    column.font = _font(look)
    column.hidden = look.hidden or look.folded
    column.outlineLevel = int(look.folded)
    column.alignment = _alignment(look)
    column.number_format = look.format


def _alignment(look: Look) -> Alignment:
    return styles.aligned(look.align, wrap=not (look.hidden or look.folded))  # what nobody sees must not make rows tall


def _font(look: Look) -> Font:
    return styles.font(color=styles.LINK, underline=True) if look.link else styles.font()


def dress_cell(cell: Cell, look: Look) -> None:
    """Give a body cell the style of its column."""
    cell.font = _font(look)
    cell.alignment = _alignment(look)
    cell.number_format = look.format


def _write_heading(cell: Cell, heading: str, look: Look) -> None:
    cell.value = heading
    cell.font = styles.font(11, bold=True)
    cell.alignment = styles.aligned("center")
    cell.fill = styles.fill(styles.HEADER_COMPUTED if look.kind == "computed" else styles.HEADER_TYPED)
    cell.border = styles.border()
    cell.number_format = TEXT
    comment = Comment(look.note, "CCHC")
    comment.width, comment.height = 240, 110
    cell.comment = comment


def add_choices(sheet: Worksheet, area: str, choices: Sequence[str], *, strict: bool = True) -> None:
    """A drop-down list; `strict` refuses other values, otherwise it only warns."""
    if any("," in choice for choice in choices):
        raise ValueError(choices)  # Excel would cut it in two
    rule = DataValidation(type="list", formula1='"' + ",".join(choices) + '"', allow_blank=True)
    text = "Chọn một giá trị trong danh sách thả xuống, hoặc xóa trống ô."
    add_check(sheet, [area], rule, "Giá trị không có trong danh sách", text, strict=strict)


def add_check(
    sheet: Worksheet, areas: Iterable[str], rule: DataValidation, title: str, text: str, *, strict: bool = True
) -> None:
    """Check what is typed; `strict` refuses what breaks the rule, otherwise the message only warns."""
    rule.errorStyle, rule.showErrorMessage = "stop" if strict else "warning", True
    rule.errorTitle, rule.error = title, text
    for area in areas:
        rule.add(area)
    sheet.add_data_validation(rule)


def add_number_check(sheet: Worksheet, area: str, top: str, title: str, text: str, *, strict: bool = True) -> None:
    """Check that a number is between 0 and another, a cell's or a constant; see `add_check`."""
    rule = DataValidation(type="decimal", operator="between", formula1="0", formula2=top, allow_blank=True)
    add_check(sheet, [area], rule, title, text, strict=strict)


def add_day_check(sheet: Worksheet, areas: Iterable[str], example: str) -> None:
    """Check that days are days of this century; see `add_check`."""
    rule = DataValidation(type="date", operator="greaterThan", formula1="36526", allow_blank=True)  # 01/01/2000
    add_check(sheet, areas, rule, "Ngày chưa đúng", f"Nhập ngày/tháng/năm, ví dụ {example}, hoặc xóa trống ô.")


def colour(sheet: Worksheet, area: str, formula: str, look: DifferentialStyle) -> None:
    """A conditional format by formula; the first one added to an area wins where two disagree."""
    sheet.conditional_formatting.add(area, Rule(type="expression", dxf=look, formula=[formula]))


def dress_rows(
    placed: Placed,
    looks: Mapping[str, Look],
    *,
    rows: Sequence[Format] = (),
    columns: Mapping[str, Sequence[Format]] | None = None,
) -> None:
    """Give the rows in use their borders and fills: cream to fill in, grey where the software fills.

    Areas do not overlap and each has its formats from the particular to the general: LibreOffice applies only
    the first that holds on an area, so each brings its own borders, and then Excel shows the same.

    Args:
        placed: The table.
        looks: Its columns.
        rows: Formats of whole rows.
        columns: Formats of single columns, before those of the rows.
    """
    start, end = placed.at(placed.spec.headings[0]), placed.at(placed.spec.headings[-1])
    in_use = f"OR(ROW()={placed.first},COUNTA({start}:{end})>0)"
    single = {c.PROGRESS: (), **(columns or {})}  # progress has a bar besides
    for (_, kind), members in groupby(
        placed.spec.headings, key=lambda heading: (heading if heading in single else "", looks[heading].kind)
    ):
        headings = list(members)
        area = placed.area(headings[0], headings[-1])
        for formula, look in (*single.get(headings[0], ()), *rows):
            colour(placed.sheet, area, formula, look)
        back = {"input": styles.INPUT, "computed": styles.COMPUTED}.get(kind)
        colour(placed.sheet, area, in_use, styles.difference(back, lined=True))


def add_record(
    sheet: Worksheet,
    heading: str,
    hint: str,
    spec: TableSpec,
    looks: Mapping[str, Look],
    *,
    keep: str = "B",
    heading_height: float = 22,
) -> Placed:
    """Lay out a sheet that holds one table which buttons fill; its rows are dressed by the caller.

    Args:
        sheet: The sheet.
        heading: What is above the table.
        hint: The line below that.
        spec: The table.
        looks: The looks of its columns.
        keep: The first column that scrolls.
        heading_height: Height of the headings in points.
    """
    sheet.sheet_properties.tabColor = styles.TAB_RESULT
    title(sheet, heading, hint)
    placed = add_table(sheet, spec, looks, row=HEADING_ROW, heading_height=heading_height)
    freeze(sheet, f"{keep}{placed.first}")
    set_page(sheet, heading_row=placed.heading_row)
    return placed
