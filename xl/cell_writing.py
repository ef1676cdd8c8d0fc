"""Cells of a table written so that each holds what was meant, in few calls, whatever Excel makes of a block.

Only what changed is written; what the guard says is hidden is written apart. Where formulas come, values
go over the whole block first, since Excel fills a column with the formula that comes into it empty. Then all is read
back in one call and mended cell by cell.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any

import xl.light  # noqa: F401  # must come before xlwings
from xl.late import dataclass

import xlwings as xw  # isort: skip

from xl.changed_blocks import Block, Column, changed_blocks
from xl.contents import Content, Formula, as_text, content, holds_formula, holds_text, marked, read, same, shows
from xl.errors import DataError, WorkbookError
from xl.guard import guard
from xl.reading import ReadArea, cells_of, formulas_in, runs

_LONGEST_TEXT = 32_767
_TEXT = "@"
_LAST_CELL = "XFD1048576"
_YEAR = "y"  # in a format of dates, as Windows in English and in Vietnamese spells it
_NOT_KEPT = (
    "Sheet '{sheet}', ô {cell}: Excel không giữ đúng nội dung được ghi, nên sổ phải trở lại như trước. Bỏ gộp ô, "
    "bỏ lọc, hiện các hàng và cột ẩn của sheet này rồi bấm lại."
)
_ALL_TEXT = (
    "Sheet '{sheet}', cột {column}: các ô đang định dạng Text nên công thức không chạy. Chọn cả cột, đổi định dạng "
    "sang General rồi bấm lại."
)
_TOO_LONG = "Sheet '{sheet}', ô {cell}: nội dung dài {length} ký tự, một ô chỉ chứa được {most}. Rút ngắn rồi làm lại."


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Where the cells of a table stand.

    Attributes:
        sheet: The sheet.
        sheet_name: Its name, for messages.
        top: The sheet row of the first.
        left: The sheet column of the first.
        texts: Columns, counted from 0, whose cells are in the text format.
        dates: Those whose cells show dates.
        made: The ranges of areas that were asked for, while no cells come or go.
    """

    sheet: xw.Sheet
    sheet_name: str
    top: int
    left: int
    texts: Collection[int] = ()
    dates: Collection[int] = ()
    made: dict[ReadArea, xw.Range] = field(default_factory=dict)

    def cells(self, area: ReadArea) -> xw.Range:
        """Cells of the sheet."""
        if area not in self.made:
            self.made[area] = cells_of(self.sheet, area)
        return self.made[area]

    def area(self, row: int, column: int, height: int, width: int) -> ReadArea:
        """The place on the sheet of cells counted from the first."""
        return ReadArea(self.top + row, self.left + column, height, width)

    def address(self, row: int, column: int) -> str:
        """The letters and number of a cell."""
        return f"{xw.utils.col_name(self.left + column)}{self.top + row}"  # type: ignore[no-untyped-call]


@dataclass(slots=True)
class Held:
    """What the cells of a table hold: values and formulas, row by row, each as xlwings reads it in one call."""

    values: list[list[Any]]
    formulas: list[list[str]]

    def content(self, row: int, column: int) -> Content:
        """What a cell holds."""
        return read(self.values[row][column], self.formulas[row][column])

    def column(self, column: int) -> list[Content]:
        """What a column holds."""
        return [
            None if v[column] is None and not f[column] else read(v[column], f[column])
            for v, f in zip(self.values, self.formulas, strict=True)
        ]


def read_formulas(body: Body, height: int, width: int) -> list[list[str]]:
    """The cells as formulas and constants; with the headings, since the range of the whole table is known."""
    return formulas_in(body.cells(body.area(-1, 0, height + 1, width)))[1:]


def write_changes(body: Body, held: Held, after: Mapping[int, Column]) -> bool:
    """Write what differs in some columns; return whether anything did; `held.formulas` are then as they are now.

    Args:
        body: Where the cells stand.
        held: What they hold.
        after: What columns, by their place from 0, are to hold.

    Raises:
        DataError: a text is longer than a cell takes.
        WorkbookError: Excel would not keep what was written; the workbook is half written.
    """
    before = {column: held.column(column) for column in after}
    blocks = list(changed_blocks(before, after))
    if not blocks:
        return False
    _check_lengths(body, blocks, after)
    guard().check([body.sheet])
    with guard().writing():
        for block in blocks:
            _write(body, block, _cut(block, after))
        _mend(body, held, before, after)
    return True


def write_texts(sheet: xw.Sheet, area: ReadArea, rows: Sequence[Sequence[object]]) -> None:
    """Write texts and numbers into cells of no table; every text stays one, whatever it looks like."""
    guard().check([sheet])
    body = Body(sheet=sheet, sheet_name="", top=area.row, left=area.column)
    columns = [list(map(content, column)) for column in zip(*rows, strict=True)]
    _write(body, Block(0, 0, area.height, area.width), columns)


def write_formula(cell: xw.Range, formula: str) -> None:
    """Write a formula into a cell of no table; xlwings' own way asks Excel eleven things."""
    cell.impl.formula = formula


def _cut(block: Block, columns: Mapping[int, Column]) -> list[Column]:
    """The contents of a block, column by column."""
    rows = slice(block.row, block.row + block.height)
    return [columns[column][rows] for column in range(block.column, block.column + block.width)]


def _write(body: Body, block: Block, columns: Sequence[Column]) -> None:
    """Write a block, given column by column: its values, and where it has formulas the formulas after them."""
    for place, column in enumerate(columns, block.column):
        if place in body.dates and any(isinstance(value, float) for value in column):
            _show_dates(body, body.area(block.row, place, block.height, 1), place)
    area = body.area(block.row, block.column, block.height, block.width)
    columns = _with_texts(body, block, columns)
    if not any(map(holds_formula, columns)):
        _put(body, area, columns)
        return
    _take_text_format_off(body, area, [isinstance(value, Formula) for value in columns[0]])
    _put(body, area, [[0.0 if isinstance(value, Formula) else value for value in column] for column in columns])
    _put(body, area, [["" if value is None else value for value in column] for column in columns], formulas=True)


def _put(body: Body, area: ReadArea, columns: Sequence[Column], *, formulas: bool = False) -> None:
    """Write contents in pieces of equal visibility."""
    for piece in guard().pieces(body.sheet, area):
        down, right = piece.row - area.row, piece.column - area.column
        part = [column[down : down + piece.height] for column in columns[right : right + piece.width]]
        rows = list(map(list, zip(*part, strict=True)))
        cells = body.cells(piece).impl  # contents are what Excel takes; xlwings' own conversion asks it for more
        if formulas:
            cells.formula = rows
        else:
            cells.raw_value = rows


def _with_texts(body: Body, block: Block, columns: Sequence[Column]) -> list[Column]:
    """The contents with every text such as the format of its cell keeps it; formats of pasted rows are repaired."""
    written = list(columns)
    for first, count, ours in _text_columns(body, block, columns):
        texts = columns[first : first + count]
        asked = ours or any(marked(text) != as_text(text) for column in texts for text in column)  # else written alike
        area = body.area(block.row, block.column + first, block.height, count)
        keeps = not asked or _keeps_text(body, area, repair=ours)
        written[first : first + count] = [list(map(as_text if keeps else marked, column)) for column in texts]
    return written


def _text_columns(body: Body, block: Block, columns: Sequence[Column]) -> Iterator[tuple[int, int, bool]]:
    """Neighbouring columns of a block with texts in them: the first, how many, whether their format is ours to mend."""
    lines = list(enumerate(columns))
    with_text = {column for column, line in lines if holds_text(line)}
    ours = {column for column, line in lines if block.column + column in body.texts and not holds_formula(line)}
    for own in (ours, with_text - ours):
        for first, last in runs(own):
            if with_text.intersection(range(first, last + 1)):
                yield first, last - first + 1, own is ours


def _keeps_text(body: Body, area: ReadArea, *, repair: bool) -> bool:
    """Whether cells are in the text format, or could be brought into it."""
    if body.cells(area).number_format == _TEXT:
        return True
    if repair:
        _set_format(body, area, _TEXT)
    return repair


def _show_dates(body: Body, area: ReadArea, column: int) -> None:
    """Give cells that get dates the format that the column's first cell has, where a pasted row has another."""
    if not _is_of_dates(body.cells(area).number_format):
        model = body.cells(body.area(0, column, 1, 1)).number_format
        if model is not None and _is_of_dates(model):
            _set_format(body, area, model)


def _is_of_dates(number_format: str | None) -> bool:
    return number_format is not None and _YEAR in number_format.casefold()


def _set_format(body: Body, area: ReadArea, number_format: str) -> None:
    for piece in guard().pieces(body.sheet, area):
        body.cells(piece).number_format = number_format


def _take_text_format_off(body: Body, area: ReadArea, with_formula: Sequence[bool]) -> None:
    """A formula in a cell of the text format would stay text: give it the format of one that is not, or refuse."""
    found = list(_formats(body, area))
    if all(number_format != _TEXT for _, number_format in found):
        return
    unused = body.sheet.range(_LAST_CELL).number_format  # "General", as this Excel spells it
    model = next((number_format for _, number_format in (*found, (area, unused)) if number_format != _TEXT), None)
    for part, number_format in found:
        rows = range(part.row - area.row, part.row - area.row + part.height)
        if number_format != _TEXT or not any(with_formula[row] for row in rows):
            continue
        if model is None:
            column = xw.utils.col_name(area.column)  # type: ignore[no-untyped-call]
            raise WorkbookError(_ALL_TEXT.format(sheet=body.sheet_name, column=column))
        for row in rows:
            if with_formula[row]:
                _set_format(body, ReadArea(area.row + row, area.column, 1, 1), model)


def _formats(body: Body, area: ReadArea) -> Iterator[tuple[ReadArea, str | None]]:
    """The parts of a column that have one number format each, by halves."""
    found = body.cells(area).number_format
    if found is not None or area.height == 1:
        yield area, found
        return
    half = area.height // 2
    yield from _formats(body, area._replace(height=half))
    yield from _formats(body, area._replace(row=area.row + half, height=area.height - half))


def _mend(body: Body, held: Held, before: Mapping[int, Column], after: Mapping[int, Column]) -> None:
    """Read back what the cells hold, write what holds something else again, cell by cell; refuse what still does."""

    def read_wrong() -> tuple[list[list[str]], list[tuple[int, int]]]:
        now = read_formulas(body, len(held.formulas), len(held.formulas[0]))
        wrong = []
        for column, (found, old) in enumerate(zip(zip(*now), zip(*held.formulas), strict=True)):  # noqa: B905  even rows
            for row, (formula, meant) in enumerate(zip(found, after.get(column, old), strict=True)):
                if meant == formula or (meant is None and not formula):  # the most cells by far
                    continue
                if column in after and not same(before[column][row], meant):
                    is_right = shows(meant, formula)
                else:
                    is_right = formula == old[row]
                if not is_right:
                    wrong.append((row, column))
        return now, sorted(wrong)

    now, wrong = read_wrong()
    for row, column in wrong:
        meant = after[column][row] if column in after else held.content(row, column)
        _write(body, Block(row, column, 1, 1), [[meant]])
    if wrong:
        now, wrong = read_wrong()
    if wrong:
        raise WorkbookError(_NOT_KEPT.format(sheet=body.sheet_name, cell=body.address(*wrong[0])))
    held.formulas = now


def _check_lengths(body: Body, blocks: Sequence[Block], after: Mapping[int, Column]) -> None:
    for block in blocks:
        for column, line in enumerate(_cut(block, after), block.column):
            for row, value in enumerate(line, block.row):
                if isinstance(value, str) and len(value) > _LONGEST_TEXT:
                    cell = body.address(row, column)
                    raise DataError(
                        _TOO_LONG.format(sheet=body.sheet_name, cell=cell, length=len(value), most=_LONGEST_TEXT)
                    )
