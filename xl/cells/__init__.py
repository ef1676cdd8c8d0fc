"""Cells as openpyxl keeps them: addresses, references between them, values, tables.

The ground on which `xl.formulas` and `xl.engine` both stand.
"""

import xl.light_openpyxl  # noqa: F401  # must come before openpyxl
