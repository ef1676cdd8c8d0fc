"""A printed table put on its template sheet: which text goes into which cell.

The template sheet has one body row, holding the columns' placeholders; `form` says how many rows it becomes. Beside the
columns stands one that is not printed, marked with the placeholder `{Dòng}`. Its text does two things in every row:

- its first letters tell the conditional formats of the template how the row looks: "B" bold or "R" regular, then
  "1", "2" or "3" for the first, a middle or the last piece of a row that is cut;
- it is as many lines high as the row must be, so that the program fits the height of rows whose cells are merged,
  and does not fit a row too low where the printer wraps a little earlier than the screen.

A row that no page could hold, or beyond Excel's limit of 409 points, is cut into pieces with no line between them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from cchc_macros.paper import layout as of
from cchc_macros.paper.appendix import Paper, PaperRow
from cchc_macros.paper.fit import MM, balance, cut, inner_width, wrap

_LINE = 15.75  # points: Excel's height of a line of 12 point Times New Roman
_PAGE_LINES = int((of.PAGE_MM[1] - of.MARGIN_MM["top"] - of.MARGIN_MM["bottom"]) * MM / _LINE)
_TALLEST_ROW = int(409 / _LINE)
_PIECE = 8  # lines in a piece of a cut row: small pieces fill the pages
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")

Block = Sequence[Sequence[object]]


@dataclass(frozen=True, slots=True)
class Form:
    """What to do with a copy of the template sheet. Rows and columns are 0-based.

    Attributes:
        body_row: The template's body row.
        body: The texts from column 0 on, one list per row of the sheet.
        cells: The texts of the other cells, by place as in the template, rows below the body not yet moved.
        widths: Columns whose width in the template changes: the factor by column; 0 for a column left out.
        columns: How many columns are printed.
    """

    body_row: int
    body: list[list[str]]
    cells: dict[tuple[int, int], str]
    widths: dict[int, float]
    columns: int


def fill(template: Block, paper: Paper) -> Form | None:
    """Fill a template sheet's block of values; None where it has no body row or no column `{Dòng}`."""
    place = _places(template, paper)
    if place is None:
        return None
    body_row, columns, lines_column = place
    widths = dict(zip(paper.layout.keys, of.widths(paper.layout, paper.shown), strict=True))
    first, second = heading_lines(paper)
    limit = min(_TALLEST_ROW, _PAGE_LINES - first - second - 1)
    rows = [piece for row in paper.rows for piece in _pieces(row, paper, widths, limit)]
    body = [[texts.get(columns.get(i, ""), "") for i in range(lines_column + 1)] for texts in rows]
    fields = {**paper.fields, of.TITLE: balance(paper.fields[of.TITLE], _table_width(), of.TITLE_SIZE)}
    cells = {
        (row, column): substitute(text, fields)
        for row, column, text in _texts(template)
        if row != body_row and _PLACEHOLDER.search(text)
    }
    for row in {row for row, _ in cells}:
        cells[row, lines_column] = _stack(max(_title_lines(text) for (r, _), text in cells.items() if r == row))
    cells[body_row - 2, lines_column], cells[body_row - 1, lines_column] = _stack(first), _stack(second)
    label_mm = sum(widths[key] for key in paper.layout.keys[: paper.layout.label_width()])
    for below, (label, _) in enumerate(paper.layout.totals, 1):
        cells[body_row + below, lines_column] = _stack(_bold_lines(label, label_mm))
    old = {column.key: column.mm for column in paper.layout.columns}
    changed = {i: widths[key] / old[key] for i, key in columns.items() if key in old and widths[key] != old[key]}
    return Form(body_row, body, cells, changed, lines_column)


def _places(template: Block, paper: Paper) -> tuple[int, dict[int, str], int] | None:
    """The body row, the columns' placeholders by position, and the position of the column of lines."""
    first = "{" + paper.layout.columns[0].key + "}"
    for row, values in enumerate(template):
        keys = {i: match[1] for i, value in enumerate(values) if (match := _PLACEHOLDER.fullmatch(str(value or "")))}
        if first in values and of.LINES in keys.values():
            lines = next(i for i, key in keys.items() if key == of.LINES)
            return row, keys, lines
    return None


def _texts(template: Block) -> Iterator[tuple[int, int, str]]:
    for row, values in enumerate(template):
        for column, value in enumerate(values):
            if isinstance(value, str):
                yield row, column, value


def substitute(text: str, fields: Mapping[str, str]) -> str:
    """Put values in the place of placeholders; an unknown one leaves nothing."""
    return _PLACEHOLDER.sub(lambda match: fields.get(match[1], ""), text)


def _pieces(row: PaperRow, paper: Paper, widths: Mapping[str, float], limit: int) -> Iterator[dict[str, str]]:
    """The texts of the one row of the sheet that a row needs, or of several where it is too high."""
    texts = {key: row.text(key) for key in paper.layout.keys}
    lines = {
        column.key: wrap(
            texts[column.key], inner_width(widths[column.key]), of.BODY_SIZE, bold=row.bold and column.bold
        )
        for column in paper.layout.columns
        if widths[column.key]
    }
    look = of.BOLD if row.bold else of.REGULAR
    height = max(map(len, lines.values()))
    if height <= limit:
        yield {**texts, of.LINES: _stack(height, look)}
        return
    pieces = {key: cut(own, _PIECE) for key, own in lines.items()}
    count = max(map(len, pieces.values()))
    for number, parts in enumerate(zip_longest(*pieces.values(), fillvalue="")):
        part = of.FIRST if number == 0 else of.LAST if number == count - 1 else of.MIDDLE
        piece = dict(zip(pieces, parts, strict=True))
        yield {**piece, of.LINES: _stack(_PIECE if part != of.LAST else height - _PIECE * number, look + part)}


def heading_lines(paper: Paper) -> tuple[int, int]:
    """How many lines high the two heading rows are."""
    widths = dict(zip(paper.layout.keys, of.widths(paper.layout, paper.shown), strict=True))
    single, lower = 1, 1
    groups: dict[str, float] = {}
    for column in paper.layout.columns:
        if not widths[column.key]:
            continue
        lines = _bold_lines(substitute(column.heading, paper.fields), widths[column.key])
        if column.over:
            lower = max(lower, lines)
            groups[column.over] = groups.get(column.over, 0) + widths[column.key]
        else:
            single = max(single, lines)
    upper = max((_bold_lines(text, mm) for text, mm in groups.items()), default=1)
    return upper, max(lower, single - upper)


def _bold_lines(text: str, mm: float) -> int:
    return len(wrap(text, inner_width(mm), of.BODY_SIZE, bold=True))


def _title_lines(text: str) -> int:
    return len(wrap(text, _table_width(), of.TITLE_SIZE, bold=True))


def _table_width() -> float:
    return inner_width(of.TABLE_MM)


def _stack(lines: int, look: str = of.REGULAR) -> str:
    """A text of so many lines that says how the row looks."""
    return look + "\n" * (lines - 1)
