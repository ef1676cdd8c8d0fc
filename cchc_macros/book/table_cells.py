"""What stands in a table of the workbook: read in one block, its columns known by heading."""

from collections.abc import Callable, Iterator
from dataclasses import field
from typing import Any

import xl.light  # noqa: F401  # must come before xlwings
from xl.late import dataclass

import xlwings as xw  # isort: skip

from cchc_macros import contract as c
from cchc_macros.book.cells import is_blank, text_of
from cchc_macros.contract import TableSpec
from xl.cell_writing import Body, Held, read_formulas
from xl.contents import Content, Formula
from xl.reading import ReadArea, values_of

# Columns whose cells are not in the text format: dates, and numbers or values of any kind.
OF_DATES = frozenset((
    c.DUE, c.UPDATED, c.TIME, c.SAVED, c.COLLECTED, c.ROUND_FROM, c.ROUND_TO, c.ROUND_RETURN, c.ROUND_REPORT,
    c.EXPLAIN_BY, c.RECORDED, c.DAY,
))  # fmt: skip
_VALUES = frozenset((
    c.VALUE, c.PROGRESS, c.POINTS, c.PLACE, c.GO_TO, c.MAX_SCORE, c.TARGET, c.SELF_SCORE, c.APPRAISED, c.LOST, c.RATIO,
    c.CURRENT, c.CURRENT_BY, c.TRIAL, c.NUMBER_A, c.NUMBER_B, c.POINTS_BY_RULE, c.SURVEY, c.BONUS, c.DOMAIN_NUMBER,
    c.LOST_RANK, c.ROUND_WORK, c.ROUND_DONE, c.ROUND_DOING, c.ROUND_RETURNED, c.WANTED_NUMBER, c.BEFORE, c.NOW,
    c.DIFFERENCE, c.LOST_BEFORE, c.LOST_NOW,
))  # fmt: skip


@dataclass(slots=True, kw_only=True)
class TableCells:
    """One Excel table as read; a row is known by its index in `body`.

    Attributes:
        spec: Name and headings by the contract.
        sheet_name: Its name, asked for once.
        xl: xlwings' own object of it.
        headings: The headings as they stand there, users' own included.
        columns: Contract heading -> 0-based offset in the table. Users' own columns are not in it.
        top: Sheet row of the first body row (1-based).
        left: Sheet column of the table's first column (1-based).
        body: The values, one list per body row; a row of totals that staff switched on is none of them.
        has_totals: Whether there is such a row.
        made: The ranges of it that were asked for, while no rows come or go.
        on_write: Called after something was written.
        is_stale: Formulas were written whose values are not known.
    """

    spec: TableSpec
    sheet: xw.Sheet
    sheet_name: str
    xl: xw.main.Table
    headings: list[str]
    columns: dict[str, int]
    top: int
    left: int
    body: list[list[Any]] = field(default_factory=list)
    has_totals: bool = False
    made: dict[ReadArea, xw.Range] = field(default_factory=dict)
    on_write: Callable[[], None] = lambda: None
    is_stale: bool = False
    _formulas: list[list[str]] | None = None

    @property
    def width(self) -> int:
        """Number of columns, users' own included."""
        return len(self.headings)

    def rows(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """The rows that hold anything in a contract column, as (row index, {heading: value})."""
        for index, values in enumerate(self.body):
            row = {heading: values[offset] for heading, offset in self.columns.items()}
            if not all(map(is_blank, row.values())):
                yield index, row

    def index(self, *key: str) -> dict[tuple[str, ...], int]:
        """The rows by the texts of some columns; of several alike the first."""
        found: dict[tuple[str, ...], int] = {}
        for index, row in self.rows():
            found.setdefault(tuple(text_of(row[heading]) for heading in key), index)
        return found

    def values(self, heading: str) -> list[Any]:
        """The values of one column, a value per body row."""
        offset = self.columns[heading]
        return [row[offset] for row in self.body]

    def contents(self, heading: str) -> list[Content]:
        """What the cells of one column hold, formulas as such."""
        return self._held().column(self.columns[heading])

    def formulas_in(self, row: int) -> set[str]:
        """The headings of ours under which a row holds a formula."""
        held = self._held()
        return {name for name, offset in self.columns.items() if isinstance(held.content(row, offset), Formula)}

    def holds(self, row: int, heading: str, formula: str) -> bool:
        """Whether a cell holds a formula, letter for letter."""
        held, offset = self._held(), self.columns[heading]
        return held.formulas[row][offset] == formula and bool(held.values[row][offset] != formula)

    def column(self, heading: str) -> str:
        """The sheet's letter of a column."""
        return str(xw.utils.col_name(self.left + self.columns[heading]))  # type: ignore[no-untyped-call]

    def cell(self, row: int, heading: str) -> str:
        """The address of a cell with its sheet, "Bảng điểm!E12"."""
        return f"{self.sheet_name}!{self.column(heading)}{self.top + row}"

    def below(self) -> list[Any]:
        """The values of the row right under the table, which by the contract holds nothing."""
        area = self._body().area(len(self.body) + self.has_totals, 0, 1, self.width)
        return values_of(self.sheet, area)[0]

    def beside(self) -> xw.Range:
        """The column of cells right of the table, headings and totals included."""
        body = self._body()
        return body.cells(body.area(-1, self.width, len(self.body) + 1 + self.has_totals, 1))

    # How

    def _value(self, row: int, heading: str) -> Any:
        return self.body[row][self.columns[heading]]

    def _body(self) -> Body:
        # Elsewhere a result is in words, and a flag no formula: taking the text format off is a call for every cell.
        others = {*_VALUES, *OF_DATES, *((c.RESULT, c.FLAG) if self.spec == c.CRITERIA else ())}
        texts = {offset for heading, offset in self.columns.items() if heading not in others}
        dates = {offset for heading, offset in self.columns.items() if heading in OF_DATES}
        return Body(
            sheet=self.sheet, sheet_name=self.sheet_name, top=self.top, left=self.left, texts=texts, dates=dates,
            made=self.made,
        )  # fmt: skip

    def _held(self) -> Held:
        """What the cells hold; their formulas are read when first asked for."""
        if self._formulas is None:
            self._formulas = read_formulas(self._body(), len(self.body), self.width)
        return Held(self.body, self._formulas)

    def _filled(self) -> int:
        """How many rows there are down to the last that holds anything, formulas of users' own columns apart."""
        own = set(range(self.width)) - set(self.columns.values())
        for row in reversed(range(len(self.body))):
            if any(not is_blank(self.body[row][column]) for column in self.columns.values()):
                return row + 1
            held = ((self.body[row][n], self._held().content(row, n)) for n in own)
            if any(not is_blank(value) and not isinstance(content, Formula) for value, content in held):
                return row + 1
        return 0
