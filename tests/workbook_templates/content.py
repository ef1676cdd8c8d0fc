"""What a workbook holds, as plain values that can be compared: never its raw bytes."""

from openpyxl.utils import get_column_letter


def content(workbook):
    """Everything a person could notice of a workbook, by sheet."""
    return {
        "sheets": workbook.sheetnames,
        "names": {name: found.attr_text for name, found in workbook.defined_names.items()},
        **{sheet.title: _sheet(sheet) for sheet in workbook},
    }


def _sheet(sheet):
    return {
        "cells": {cell.coordinate: _cell(cell) for row in sheet.iter_rows() for cell in row if cell.has_style},
        "columns": {
            letter: (d.width, d.hidden, _style(d)) for letter, d in sorted(sheet.column_dimensions.items())
        },
        "heights": {row: d.height for row, d in sheet.row_dimensions.items() if d.height},
        "tables": {t.name: (t.ref, [column.name for column in t.tableColumns]) for t in sheet.tables.values()},
        "names": {name: found.attr_text for name, found in sheet.defined_names.items()},
        "merged": sorted(map(str, sheet.merged_cells.ranges)),
        "formats": [
            (str(area.sqref), rule.priority, rule.formula, repr(rule.dxf))
            for area in sheet.conditional_formatting
            for rule in area.rules
        ],
        "lists": sorted(
            (str(rule.sqref), rule.type, rule.formula1 or "", rule.formula2 or "", rule.error or "")
            for rule in sheet.data_validations.dataValidation
        ),
        "page": (
            repr(sheet.page_setup), repr(sheet.page_margins), _header(sheet), sheet.print_title_rows,
            sheet.print_area, repr(sheet.sheet_properties), repr(sheet.print_options),
        ),
        "view": (sheet.freeze_panes, sheet.sheet_state, sheet.sheet_view.showGridLines),
        "protection": repr(sheet.protection),
    }  # fmt: skip


def _header(sheet):
    parts = (
        sheet.HeaderFooter.oddHeader.center,
        sheet.HeaderFooter.firstHeader.center,
        sheet.HeaderFooter.oddFooter.center,
    )
    return sheet.HeaderFooter.differentFirst, [(part.text, part.font, part.size) for part in parts]


def _cell(cell):
    note = getattr(cell, "comment", None)
    return cell.value, _style(cell), note and note.text


def _style(styled):
    return tuple(
        repr(part)
        for part in (styled.font, styled.fill, styled.border, styled.alignment, styled.number_format, styled.protection)
    )


def body_column(sheet, heading):
    """The letter and first body row of a heading in one of the sheet's tables."""
    for table in sheet.tables.values():
        first, _ = table.ref.split(":")
        row, left = sheet[first].row, sheet[first].column
        names = [column.name for column in table.tableColumns]
        if heading in names:
            return get_column_letter(left + names.index(heading)), row + 1
    raise KeyError(heading)
