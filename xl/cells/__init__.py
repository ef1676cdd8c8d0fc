"""Cells as openpyxl keeps them: addresses, references between them, values, tables.

The ground on which `xl.formulas` and `xl.engine` both stand.
"""
