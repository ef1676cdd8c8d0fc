"""The formulas of cases.txt, and the small workbook they look at: sheet D with table T."""

import datetime as dt
from pathlib import Path

from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

ROWS = (
    ("STT", "Điểm tối đa", "Kết quả", "Không chấm", "Hạn cuối"),
    ("1", 20, 18.5, None, dt.date(2026, 12, 31)),
    ("1.1", 10, 9.5, "x", dt.date(2026, 5, 31)),
    ("2", 15.25, None, "", dt.date(2026, 3, 1)),
    ("phòng Một", 0.1, 0.2, " ", None),
    ("Phòng Hai", True, "9,5", "x", dt.date(2025, 2, 28)),
)
WORDS = {"TRUE": True, "FALSE": False, "ROW": None}


def cases():
    """Return (formula, Excel's value, whether LibreOffice agrees) for each line; None stands for the row's number."""
    found = []
    for line in (Path(__file__).parent / "cases.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            formula, _, rest = line.partition("  →  ")
            value, different, _ = rest.partition("  ≠")
            found.append((formula, value_of(value), not different))
    return found


def value_of(text):
    if text in WORDS:
        return WORDS[text]
    if text.startswith("#"):
        return text
    return text[1:-1] if text.startswith('"') else float(text)


def fill(wb):
    """Put the data on sheet D (B2:F7), with an error in H2 and formulas in H3:H5."""
    ws = wb.active
    ws.title = "D"
    for number, row in enumerate(ROWS, 2):
        for column, value in enumerate(row, 2):
            ws.cell(number, column, value)
    ws.add_table(Table(displayName="T", ref="B2:F7"))
    ws["H2"] = "=1/0"
    ws["H3"], ws["H4"], ws["H5"] = "=C3*2", "=H3+C4", '=IF(H4>0,"","x")'
    wb.defined_names["Tong"] = DefinedName("Tong", attr_text="D!$C$3:$C$6")
    wb.defined_names["He_so"] = DefinedName("He_so", attr_text="2.5")
    wb.create_sheet("F")
