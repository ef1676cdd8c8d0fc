"""A printed table put on its template sheet: which text goes into which cell.

The template sheet has one body row, holding the columns' placeholders; `form` says how many rows it becomes. Beside the
columns stands one that is not printed, marked with the placeholder `{Dòng}`. Its text does two things in every row:

- its first letters tell the conditional formats of the template how the row looks: "B" bold or "R" regular, then
  "1", "2" or "3" for the first, a middle or the last piece of a row that is cut;
- it is as many lines high as the row must be, so that the program fits the height of rows whose cells are merged,
  and does not fit a row too low where the printer wraps a little earlier than the screen.

A row that no page could hold is cut into pieces with no line drawn between them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from cchc_macros.paper import layout as of
from cchc_macros.paper.appendix import Paper
from cchc_macros.paper.rows import LINE, TITLE_LINE, SheetRow, sheet_rows
from xl.fit import balance, inner_width, wrap
from xl.late import dataclass, regex

_HEADING_ROWS = 2
_PLACEHOLDER = regex(r"\{([^{}]+)\}")

Block = Sequence[Sequence[object]]
Heading = tuple[str, str, float]  # what it shares with its neighbour, "" for nothing; its own text; its width in mm


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What to do with a copy of the template sheet. Rows and columns are 0-based.

    Attributes:
        body: The texts from column 0 on, one list per row of the sheet.
        cells: The texts of the other cells, by place as in the template, rows below the body not yet moved.
        widths: Columns whose width in the template changes: the factor by column; 0 for a column left out.
        size: How many rows and columns are printed.
        kept: Numbers of the sheet's rows, from 1, that stay on a page with the row below: headings, and the last row
            with the totals.
    """

    body_row: int
    body: list[list[str]]
    cells: dict[tuple[int, int], str]
    widths: dict[int, float]
    size: tuple[int, int]
    kept: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the template has its body row, the columns' placeholders by position, and the column of lines."""

    body_row: int
    columns: dict[int, str]
    lines: int


def fill(template: Block, paper: Paper) -> Form | None:
    """Fill a template sheet's block of values; None where it has no body row or no column `{Dòng}`."""
    places = _find_places(template, paper)
    if places is None:
        return None
    widths = dict(zip(paper.layout.keys, of.widths(paper.layout, paper.shown), strict=True))
    cells = _other_cells(template, paper, places, widths)
    end = 1 + max(row for row, values in enumerate(template) if _is_printed(row, values, cells, places))
    heights = [
        (LINE if row >= places.body_row - _HEADING_ROWS else TITLE_LINE) * _lines(cells.get((row, places.lines), ""))
        for row in range(places.body_row)
    ]
    heading = sum(heights[-_HEADING_ROWS:])
    rows = list(sheet_rows(paper, widths, sum(heights) - heading, heading))
    old = {column.key: column.mm for column in paper.layout.columns}
    changed = {i: widths[key] / old[key] for i, key in places.columns.items() if key in old and widths[key] != old[key]}
    last = end + len(rows) - 1
    first, below = places.body_row + 1, end - places.body_row - 1
    kept = {row for row, sheet_row in enumerate(rows, first) if sheet_row.kept} | set(range(last - below, last))
    return Form(
        body_row=places.body_row,
        body=_body(rows, places),
        cells=cells,
        widths=changed,
        size=(last, places.lines),
        kept=frozenset(kept),
    )


def _find_places(template: Block, paper: Paper) -> _Places | None:
    first = "{" + paper.layout.columns[0].key + "}"
    for row, values in enumerate(template):
        keys = {i: match[1] for i, value in enumerate(values) if (match := _PLACEHOLDER.fullmatch(str(value or "")))}
        if row >= _HEADING_ROWS and first in values and of.LINES in keys.values():
            lines = next(i for i, key in keys.items() if key == of.LINES)
            return _Places(row, keys, lines)
    return None


def _other_cells(
    template: Block, paper: Paper, places: _Places, widths: Mapping[str, float]
) -> dict[tuple[int, int], str]:
    """The texts outside the body that have placeholders, and the lines of every row that has text there."""
    fields = {**paper.fields, of.TITLE: balance(paper.fields[of.TITLE], _table_width(), of.TITLE_SIZE)}
    cells = {
        (row, column): substitute(value, fields)
        for row, values in enumerate(template)
        for column, value in enumerate(values)
        if row != places.body_row and isinstance(value, str) and _PLACEHOLDER.search(value)
    }
    for row in {row for row, _ in cells}:
        lines = max(_title_lines(text) for (r, _), text in cells.items() if r == row)
        cells[row, places.lines] = _stack(lines)
    upper, lower = heading_lines(_headings(template, places, paper, widths))
    cells[places.body_row - 2, places.lines], cells[places.body_row - 1, places.lines] = _stack(upper), _stack(lower)
    label_mm = sum(widths[key] for key in paper.layout.keys[: paper.layout.label_width()])
    for row, (label, _) in enumerate(paper.layout.totals, places.body_row + 1):
        cells[row, places.lines] = _stack(_bold_lines(label, label_mm))
    return cells


def _is_printed(row: int, values: Sequence[object], cells: Mapping[tuple[int, int], str], places: _Places) -> bool:
    """Whether anything is in a row of the printed columns; a signature nobody is named for does not."""
    return any(cells.get((row, column), value) for column, value in enumerate(values[: places.lines]))


def _body(rows: Iterable[SheetRow], places: _Places) -> list[list[str]]:
    """The body's texts, from column 0 on."""
    texts = [{**row.texts, of.LINES: _stack(row.lines, row.look)} for row in rows]
    return [[row.get(places.columns.get(i, ""), "") for i in range(places.lines + 1)] for row in texts]


def substitute(text: str, fields: Mapping[str, str]) -> str:
    """Put values in the place of placeholders; an unknown one leaves nothing."""
    return _PLACEHOLDER.sub(lambda match: fields.get(match[1], ""), text)


def heading_lines(headings: Iterable[Heading]) -> tuple[int, int]:
    """How many lines high the two heading rows are."""
    single, lower = 1, 1
    groups: dict[str, float] = {}
    for over, text, mm in headings:
        lines = _bold_lines(text, mm)
        if over:
            lower = max(lower, lines)
            groups[over] = groups.get(over, 0) + mm
        else:
            single = max(single, lines)
    upper = max((_bold_lines(text, mm) for text, mm in groups.items()), default=1)
    return upper, max(lower, single - upper)


def _headings(template: Block, places: _Places, paper: Paper, widths: Mapping[str, float]) -> Iterator[Heading]:
    """The headings of the shown columns, as the template words them."""
    over = ""
    for position, key in places.columns.items():
        upper, lower = (str(template[places.body_row - up][position] or "") for up in (2, 1))
        over = upper or over
        shared, own = (over, lower) if lower else ("", upper)
        if widths.get(key):
            yield substitute(shared, paper.fields), substitute(own, paper.fields), widths[key]


def _bold_lines(text: str, mm: float) -> int:
    return len(wrap(text, inner_width(mm), of.BODY_SIZE, bold=True))


def _title_lines(text: str) -> int:
    return len(wrap(text, _table_width(), of.TITLE_SIZE, bold=True))


def _table_width() -> float:
    return inner_width(of.TABLE_MM)


def _lines(stack: str) -> int:
    return stack.count("\n") + 1


def _stack(lines: int, look: str = of.REGULAR) -> str:
    """A text of so many lines that says how the row looks."""
    return look + "\n" * (lines - 1)
