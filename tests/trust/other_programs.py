"""Our workbook as other programs save it: LibreOffice itself, and by hand what WPS, Google Sheets and Numbers do.

Made from our own: values and formulas are as they were, what a program does not know is gone.
"""

import datetime as dt
import re

import openpyxl
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.styles import Border, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidationList

from tests.libreoffice import saved
from tests.packages import packed, parts

_DAYS_1904 = 1462


def libreoffice(path):
    """Saved by LibreOffice Calc."""
    saved(path, "xlsx", path.with_name("ra")).replace(path)


def wps(path):
    """WPS: custom properties and values computed beforehand are gone, texts are in the cells, names in capitals."""
    book = openpyxl.load_workbook(path)
    for name in list(book.custom_doc_props.names):
        del book.custom_doc_props[name]
    book.save(path)
    _rewrite(path, {"xl/workbook.xml": _names_in_capitals})
    inline_strings(path)


def google_sheets(path):
    """Google Sheets: no tables, no custom properties, one style for all, rules and lists gone; values are kept."""
    values = openpyxl.load_workbook(path, data_only=True)
    plain(path, keep_tables=False)
    _cached(path, values)


def numbers(path):
    """Numbers: neither tables nor names, formulas turned into their values, days counted from 1904."""
    values = openpyxl.load_workbook(path, data_only=True)
    plain(path, keep_tables=False)
    book = openpyxl.load_workbook(path)
    book.defined_names.clear()
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    cell.value = values[sheet.title][cell.coordinate].value
    book.save(path)
    date_base_1904(path)


def date_base_1904(path):
    """Days counted from 1904, as Excel for Macintosh did and Numbers does."""
    book = openpyxl.load_workbook(path)
    book.epoch = openpyxl.utils.datetime.MAC_EPOCH
    book.save(path)


def inline_strings(path):
    """Every text in its own cell, none shared; no computed values."""
    shared = []

    def read(xml):
        shared.extend(re.findall(rb"<si>(.*?)</si>|<si/>", xml, re.DOTALL))
        return xml

    _rewrite(path, {"xl/sharedStrings.xml": read})

    def inline(xml):
        cell = rb'<c ([^>]*?) ?t="s"([^>]*)><v>(\d+)</v></c>'
        return re.sub(
            cell, lambda at: b'<c %s t="inlineStr"%s><is>%s</is></c>' % (at[1], at[2], shared[int(at[3])]), xml
        )

    _rewrite(path, {r"xl/worksheets/sheet\d+\.xml": inline})


def merged(path):
    """Title and notes above the tables merged over other columns, as some programs put them together again."""
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        tops = [openpyxl.utils.range_boundaries(table.ref)[1] for table in sheet.tables.values()]
        for row in range(1, min(tops, default=1) - 1):
            if not any(cell.value is not None for cell in sheet[row][1:]):
                sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=sheet.max_column)
    book.save(path)


def plain(path, *, keep_tables=True):
    """What is more than values, formulas and names is gone: styles, rules, lists, properties, perhaps tables."""
    book = openpyxl.load_workbook(path)
    for name in list(book.custom_doc_props.names):
        del book.custom_doc_props[name]
    for sheet in book.worksheets:
        sheet.conditional_formatting = ConditionalFormattingList()
        sheet.data_validations = DataValidationList()
        sheet.protection.sheet = False
        if not keep_tables:
            for name in list(sheet.tables):
                del sheet.tables[name]
        for row in sheet.iter_rows():
            for cell in row:
                cell.font, cell.fill, cell.border = Font(), PatternFill(), Border()
    book.save(path)


def _cached(path, values):
    """Put computed values beside formulas, as a program that computes does."""
    names = {sheet.title: sheet for sheet in values.worksheets}
    titles = values.sheetnames

    def with_values(number):
        sheet = names[titles[number - 1]]

        def put(at):
            value = sheet[at[1].decode()].value
            if value is None or isinstance(value, (bool, dt.date)):
                return at[0]
            kind = b' t="str"' if isinstance(value, str) else b""
            text = str(value).replace("&", "&amp;").replace("<", "&lt;").encode()
            return b'<c r="%s"%s%s>%s<v>%s</v></c>' % (at[1], at[2], kind, at[3], text)

        return lambda xml: re.sub(rb'<c r="([A-Z]+\d+)"([^>]*)>(<f>[^<]*</f>)<v(?: ?/>|></v>)</c>', put, xml)

    changes = {rf"xl/worksheets/sheet{number}\.xml": with_values(number) for number in range(1, len(titles) + 1)}
    _rewrite(path, changes)


def _names_in_capitals(xml):
    return re.sub(rb'(<definedName name=")([A-Z][a-z_A-Z]+")', lambda at: at[1] + at[2].upper(), xml)


def _rewrite(path, changes):
    """Change the parts whose names match patterns."""
    contents = parts(path)
    for pattern, change in changes.items():
        contents |= {name: change(data) for name, data in contents.items() if re.fullmatch(pattern, name)}
    packed(path, contents)
