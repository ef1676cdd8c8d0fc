"""A small evaluator of Excel formulas, so that saved workbooks show their totals in viewers that do not calculate.

It knows what an office uses. Whatever else a formula asks for raises `Unknown`, and the cell keeps the value that the
file held: a wrong number would be worse than an old one, and Excel recalculates on opening anyway.

Text made from numbers follows the users' locale: a decimal comma.
"""

import xl.light_openpyxl  # noqa: F401  # must come before openpyxl
