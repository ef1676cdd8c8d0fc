"""Where the parts of an Excel table lie on its sheet."""

from typing import Any

from xl.cells.addresses import Box, parse_box


def box_of(table: Any) -> Box:
    """Return the cells of the whole table; raise ValueError for one without."""
    box = parse_box(table.ref or "")
    if box is None:
        raise ValueError(f"table {table.displayName} has no range: {table.ref}")
    return box


def header_rows(table: Any) -> int:
    """Return the number of heading rows, 0 or 1."""
    return 1 if table.headerRowCount is None else int(table.headerRowCount)


def total_rows(table: Any) -> int:
    """Return the number of totals rows, 0 or 1."""
    return int(table.totalsRowCount or 0)


def body_of(table: Any) -> Box:
    """Return the cells of the data rows; `last_row` is above `row` if there are none."""
    box = box_of(table)
    return box._replace(row=box.row + header_rows(table), last_row=box.last_row - total_rows(table))


def filtered(table: Any) -> Box:
    """Return the cells that its filter buttons are for: all but the totals row."""
    box = box_of(table)
    return box._replace(last_row=box.last_row - total_rows(table))
