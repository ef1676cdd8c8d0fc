"""A table of the workbook: read once, written by `update` and `replace`.

In Excel every call is a round trip between processes: a click reads a table once and writes the few blocks of it that
change, however many rows there are. What staff added - columns, notes, formulas, colours - stays with its row.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cchc_macros.book.cells import is_blank, text_of
from cchc_macros.book.row_matching import Moves, match_rows
from cchc_macros.book.table_cells import TableCells
from cchc_macros.errors import WorkbookError
from xl.cell_writing import Held, write_changes
from xl.contents import Content, Formula, as_read, content, same
from xl.late import dataclass
from xl.table_rows import delete_rows, insert_rows, rearranged, resize_rows, widen_table

Row = Mapping[str, Any]
_Stays = Callable[[Content, Any, Content], bool]
_MOST_MOVES = 12  # of rows that come or go amid others; beyond, contents change places as when Excel sorts
_TOTALS = (
    "Bảng {table} (sheet '{sheet}') đang bật dòng tổng nên không thêm, bớt dòng được. "
    "Chọn một ô của bảng, vào Table Design, bỏ chọn Total Row rồi làm lại."
)


@dataclass(frozen=True, slots=True)
class Over:
    """A value that takes the place of a formula too: a person chose it."""

    value: Any


@dataclass(frozen=True, slots=True)
class Gone:
    """A row that is no more: its values by our headings, and what staff typed in columns of their own."""

    values: Row
    own: Mapping[str, str]


@dataclass(slots=True, kw_only=True)
class Table(TableCells):
    """A table that is written too.

    Values written are plain Python values: a str is a text whatever it looks like, a formula is a `Formula`.
    """

    def update(
        self, cells: Mapping[int, Row], *, new: Sequence[Row] = (), inserted: Mapping[int, Sequence[Row]] | None = None
    ) -> None:
        """Write named columns of some rows, and add rows. A formula of a user's own gives way to a formula or `Over`.

        Args:
            cells: What to write, by row and heading; a heading that the table lacks is left out.
            new: Rows to come below the last that holds anything.
            inserted: Rows to come below a row, -1 for the top; all that is there moves down, with what hangs on it.

        Raises:
            WorkbookError: rows cannot be added, or Excel does not keep what is written.
            DataError: a text is too long for a cell.
        """
        wanted = {row: values for row, values in cells.items() if self._differs(row, values)}
        fresh: dict[int, Row] = {}
        if inserted:
            wanted, fresh = self._insert(inserted, wanted)
        if new:
            first = max(self._filled(), *(row + 1 for row in (*wanted, *fresh)), 0)
            self._fit(max(first + len(new), len(self.body)))
            fresh |= enumerate(new, first)
        self._write(wanted, fresh, _is_formula)

    def replace(self, rows: Sequence[Row], *, key: Sequence[tuple[str, ...]] = ()) -> list[Gone]:
        """Make `rows` all there is. What staff keep in columns of their own, and on cells, goes along with its row.

        A formula that a user typed stays where it gives the value that is to be written.

        Args:
            rows: The rows, in order; a heading left out is blank.
            key: By which columns a row is known as one that was there: all columns of the first tuple, else of the
                next. Without a key all rows are new.

        Returns:
            The rows that went.

        Raises:
            WorkbookError, DataError: as `update`.
        """
        old = range(self._filled())
        before = [[tuple(text_of(self._value(row, name)) for name in names) for names in key] for row in old]
        known = key if before else ()  # there is nothing to look for in an empty table
        after = [[tuple(text_of(as_read(row.get(name))) for name in names) for names in known] for row in rows]
        moves = match_rows(before, after)
        gone = [self._gone(row) for row in moves.gone]
        blank = dict.fromkeys(self.columns)
        kept = {place: blank | dict(rows[place]) for place, source in enumerate(moves.sources) if source is not None}
        fresh = {place: row for place, row in enumerate(rows or [{}]) if place not in kept}
        height = max(len(rows), 1)
        if moves.is_in_order and len(moves.going()) + len(moves.coming()) <= _MOST_MOVES:
            self._move(moves)
            self._fit(height)
            self._write(kept, fresh, _gives)
        else:
            self._fit(max(height, len(self.body)))
            self._write(kept, fresh, _gives, rearranged(self._held(), moves.sources, len(self.body)))
            self._fit(height)
        return gone

    def widen(self) -> None:
        """Take the column beside into the table."""
        body = self._body()
        heading = text_of(self.beside()[0, 0].value)
        widen_table(body, self.xl, self.width + 1, len(self.body) + 1 + self.has_totals)
        self.headings.append(heading)
        self.is_stale = True
        self.on_write()

    # How

    def _gone(self, row: int) -> Gone:
        own = set(range(self.width)) - set(self.columns.values())
        typed = {
            self.headings[column]: text_of(self.body[row][column])
            for column in sorted(own)
            if not is_blank(self.body[row][column]) and not _is_formula(self._held().content(row, column))
        }
        return Gone({heading: self.body[row][column] for heading, column in self.columns.items()}, typed)

    def _differs(self, row: int, values: Row) -> bool:
        return any(
            isinstance(value, Formula | Over) or not same(content(value), content(self._value(row, heading)))
            for heading, value in values.items()
            if heading in self.columns
        )

    def _write(
        self, cells: Mapping[int, Row], fresh: Mapping[int, Row], stays: _Stays, base: Held | None = None
    ) -> None:
        """Write cells, and fresh rows whole.

        Args:
            cells: By row and heading.
            fresh: New rows; Excel may have filled their columns by itself.
            stays: Tells of a cell's content and value, and of what is to come there, whether it stays.
            base: What the other cells are to hold; by default what they do.
        """
        if not cells and not fresh:
            return
        held, plan = self._held(), base or self._held()
        after = {} if base is None else {column: base.column(column) for column in range(self.width)}
        shown: list[tuple[int, int, Any]] = []
        for heading, offset in self.columns.items():
            told = [(row, line[heading], False) for row, line in cells.items() if heading in line]
            told += [(row, line.get(heading), True) for row, line in fresh.items()]
            if not told:
                continue
            column = after.get(offset) or after.setdefault(offset, plan.column(offset))
            for row, value, is_new in told:
                if is_new and type(value) is str and value and column[row] is None:  # the most by far: spare the calls
                    column[row] = value
                    shown.append((row, offset, value))
                    continue
                chosen, free = (value.value, True) if isinstance(value, Over) else (value, is_new)
                new = content(chosen)
                if same(column[row], new) or (not free and stays(column[row], plan.values[row][offset], new)):
                    continue
                column[row] = new
                shown.append((row, offset, new if type(new) is str else as_read(chosen)))
                self.is_stale = self.is_stale or (isinstance(new, Formula) and new.value is None)
        if write_changes(self._body(), held, after):
            self._formulas, self.body = held.formulas, plan.values
            body = self.body
            for row, offset, value in shown:
                body[row][offset] = value
            self.on_write()

    def _insert(
        self, inserted: Mapping[int, Sequence[Row]], cells: Mapping[int, Row]
    ) -> tuple[dict[int, Row], dict[int, Row]]:
        """Insert rows from the bottom up; return cells and new rows by the rows' places now."""
        fresh: dict[int, Row] = {}
        for after in sorted(inserted, reverse=True):
            rows = inserted[after]
            self._open(after + 1, len(rows))
            cells, fresh = (
                {row + len(rows) * (row > after): line for row, line in lines.items()} for lines in (cells, fresh)
            )
            fresh |= enumerate(rows, after + 1)
        return dict(cells), fresh

    def _move(self, moves: Moves) -> None:
        """Take out rows that go, make room for new ones that have others below them."""
        if len(moves.gone) == len(self.body) and moves.gone:
            self._fit(len(self.body) + 1)  # a table cannot be without rows
        for row, count in moves.going():
            self._check_totals()
            delete_rows(self._body(), self.width, row, count)
            self.made.clear()
            del self.body[row : row + count]
            self._reshaped()
        for row, count in moves.coming():
            self._open(row, count)

    def _open(self, row: int, count: int) -> None:
        """Make room for rows above a row, or below the last: there the table grows and nothing moves."""
        if row == len(self.body):
            self._fit(row + count)
            return
        self._check_totals()
        insert_rows(self._body(), self.width, row, count)
        self.made.clear()
        self.body[row:row] = [[None] * self.width for _ in range(count)]
        self._reshaped()

    def _fit(self, height: int) -> None:
        """Give the table a number of rows."""
        before = len(self.body)
        if before == height:
            return
        self._check_totals()
        self.made.clear()
        resize_rows(self._body(), self.xl, self.width, (before, height))
        self.body = [*self.body[:height], *([None] * self.width for _ in range(height - before))]
        self._reshaped()

    def _reshaped(self) -> None:
        self._formulas = None
        self.is_stale = self.is_stale or self.width > len(self.columns)  # their formulas fill new rows
        self.on_write()

    def _check_totals(self) -> None:
        """Stop where rows cannot come or go.

        Raises:
            WorkbookError: a row of totals would be amid the rows.
        """
        if self.has_totals:
            raise WorkbookError(_TOTALS.format(table=self.spec.name, sheet=self.sheet_name))


def _is_formula(held: Content, _value: object = None, new: Content = None) -> bool:
    return isinstance(held, Formula) and not isinstance(new, Formula)


def _gives(held: Content, value: object, new: Content) -> bool:
    return _is_formula(held, value, new) and same(content(value), new)
