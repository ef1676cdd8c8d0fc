"""Tables of a workbook for tests: read, and filled as a clerk or another program would, whatever is there."""

from datetime import date

import openpyxl
from openpyxl.utils import range_boundaries

from cchc_macros import contract as c
from cchc_macros.book.workbook import Workbook
from xl.contents import Formula


def read_table(book, spec):
    """Read a table anew."""
    return Workbook(book).table(spec)


def read_settings(book):
    """Read the settings anew."""
    return Workbook(book).settings


def set_setting(book, key, value):
    """Type the value of a setting."""
    table = read_table(book, c.SETTINGS)
    row = table.values(c.KEY).index(key)
    table.sheet.range((table.top + row, table.left + table.columns[c.VALUE])).value = value


def write_column(table, heading, values):
    """Type values below a heading, over formulas too; a text that begins with "=" is a formula."""
    cells = table.sheet.range((table.top, table.left + table.columns[heading]))
    cells.resize(len(values), 1).value = [[value] for value in values]


def write_rows(table, rows):
    """Make rows the whole table; a text that begins with "=" is a formula, a date is one whatever the column."""
    table.replace([{heading: _typed(value) for heading, value in row.items()} for row in rows])
    for number, row in enumerate(rows):
        for heading, value in row.items():
            if isinstance(value, date):
                table.sheet.range((table.top + number, table.left + table.columns[heading])).value = value


def _typed(value):
    return Formula(value) if isinstance(value, str) and value.startswith("=") else value


def append_rows(table, rows):
    """Add rows."""
    table.update({}, new=rows)


def read_formulas(table):
    """The body as formulas and constants."""
    return [list(row) for row in table.xl.range.formula[1:]]


def with_totals(path, spec):
    """Switch on a table's row of totals in a file, as Table Design > Total Row does."""
    raw = openpyxl.load_workbook(path)
    sheet, table = raw[spec.sheet], raw[spec.sheet].tables[spec.name]
    left, _, right, last = range_boundaries(table.ref)
    table.ref = f"{table.ref.split(':')[0]}:{sheet.cell(last + 1, right).coordinate}"
    table.totalsRowCount, table.tableColumns[0].totalsRowLabel = 1, "Tổng"
    sheet.cell(last + 1, left).value = "Tổng"
    raw.save(path)
    return path
