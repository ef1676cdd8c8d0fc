"""Returned unit workbooks for tests: exported by the product, filled in as units do it."""

import re
from datetime import UTC

import openpyxl

from cchc_macros import contract as c
from tests.packages import repacked


def find_headings(sheet):
    """Row number and {heading: column} of the task sheet's table."""
    for row in sheet.iter_rows():
        columns = {cell.value: cell.column for cell in row if cell.value}
        if c.STT in columns and c.STATUS in columns:
            return row[0].row, columns
    raise AssertionError("no task sheet")


def row_of(sheet, stt):
    """The row number of a piece of work."""
    top, columns = find_headings(sheet)
    return next(r for r in range(top + 1, sheet.max_row + 1) if str(sheet.cell(r, columns[c.STT]).value) == stt)


def fill(path, entries, to=None):
    """Type values into a unit workbook: {STT: {heading: value}}; save with openpyxl."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    _, columns = find_headings(sheet)
    for stt, values in entries.items():
        for heading, value in values.items():
            sheet.cell(row_of(sheet, stt), columns[heading]).value = value
    target = to or path
    target.parent.mkdir(parents=True, exist_ok=True)
    book.save(target)
    return target


def table(path, name):
    """A table of a workbook as rows of {heading: value}; formulas as text."""
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        if name in sheet.tables:
            head, *body = ([cell.value for cell in row] for row in sheet[sheet.tables[name].ref])
            return [dict(zip(head, row, strict=True)) for row in body if any(value is not None for value in row)]
    raise AssertionError(name)


def rows_by(path, name, *headings):
    """The rows of a table by some of their columns."""
    return {tuple(row[heading] for heading in headings): row for row in table(path, name)}


def repack(path, change):
    """Rewrite the parts of a package in place, as `repacked`."""
    return repacked(path, path, change)


def stamp(path, moment):
    """Make a file say when it was saved."""
    text = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()

    def change(name, data):
        if name != "docProps/core.xml":
            return data
        return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + text, data)

    return repack(path, change)


def without_properties(path):
    """Take the custom properties away, as some programs do on saving."""

    def change(name, data):
        if name == "docProps/custom.xml":
            return None
        if name == "_rels/.rels":
            return re.sub(rb"<Relationship [^>]*custom-properties[^>]*/>", b"", data)
        if name == "[Content_Types].xml":
            return re.sub(rb"<Override [^>]*/docProps/custom.xml[^>]*/>", b"", data)
        return data

    return repack(path, change)
