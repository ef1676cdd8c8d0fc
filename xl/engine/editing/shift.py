"""Where cells go when others are inserted or deleted before them."""

from xl.cells.addresses import MAX_COLUMN, MAX_ROW, Box
from xl.late import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Cells pushed along an axis.

    Attributes:
        down: True: rows move; False: columns move.
        at: The first row or column that is inserted or deleted.
        count: How many are inserted; negative: deleted.
        first, last: The columns (or rows) that take part.
    """

    down: bool
    at: int
    count: int
    first: int
    last: int

    @property
    def limit(self) -> int:
        """The last row or column of a sheet along the way."""
        return MAX_ROW if self.down else MAX_COLUMN

    @property
    def whole(self) -> bool:
        """Whether whole rows or columns move."""
        return self.first == 1 and self.last >= (MAX_COLUMN if self.down else MAX_ROW)

    def interval(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where a run of rows (columns) comes to lie, None if all of it is deleted."""
        if self.count > 0:
            if (start, end) == (1, self.limit):
                return start, end
            start += self.count * (start >= self.at)
            end = min(self.limit, end + self.count * (end >= self.at))
            return (start, end) if start <= self.limit else None
        gone = self.at - self.count  # the first that stays
        if self.at <= start and end < gone:
            return None
        if (start, end) == (1, self.limit):
            return start, end
        new_start = start if start < self.at else max(self.at, start + self.count)
        new_end = end if end < self.at else max(self.at - 1, end + self.count)
        return new_start, new_end

    def moved(self, box: Box) -> Box | None:
        """Return where a reference leads: one that only partly takes part stays."""
        start, end, across, across_end = self.along(box)
        if across < self.first or across_end > self.last:
            return box
        new = self.interval(start, end)
        return None if new is None else self.box(*new, across, across_end)

    def split(self, box: Box) -> list[Box]:
        """Return where an area comes to lie; one that only partly takes part is split."""
        start, end, across, across_end = self.along(box)
        inside = max(across, self.first), min(across_end, self.last)
        if inside[0] > inside[1] or end < self.at:
            return [box]
        pieces = []
        if across < inside[0]:
            pieces.append(self.box(start, end, across, inside[0] - 1))
        new = self.interval(start, end)
        if new is not None:
            pieces.append(self.box(*new, *inside))
        if across_end > inside[1]:
            pieces.append(self.box(start, end, inside[1] + 1, across_end))
        return pieces

    def along(self, box: Box) -> tuple[int, int, int, int]:
        """Return a box's first and last row, then its first and last column; the other way round if columns move."""
        if self.down:
            return box.row, box.last_row, box.column, box.last_column
        return box.column, box.last_column, box.row, box.last_row

    def box(self, start: int, end: int, across: int, across_end: int) -> Box:
        """Return the box of what `along` gives."""
        return Box(start, across, end, across_end) if self.down else Box(across, start, across_end, end)
