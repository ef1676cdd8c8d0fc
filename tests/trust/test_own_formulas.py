"""What staff type into the workbook's tables beside ours outlives every button, on a real workbook and its file."""

from datetime import date

import openpyxl
import pytest

from cchc_macros import contract as c
from cchc_macros.handing_out.assign import assign
from cchc_macros.scores.audit import audit
from cchc_macros.scores.flag import flag
from cchc_macros.scores.recalculate import recalculate
from tests.tables import read_table
from xl.engine import open_book

BUTTONS = (recalculate, flag, audit, assign)
OWN = {  # of row 3 of Criteria, by heading: a formula or text of the clerk's own
    c.NOTE: '=CONCATENATE("xem ",A12)', c.FLAG: '=IF(1>0,"của tôi","")', c.DUE: "=DATE(2026,6,30)",
}  # fmt: skip


def pressed(workbook, tmp_path, own, *, buttons=BUTTONS):
    """The workbook with the clerk's own cells in row 3 of Criteria, after all buttons and a saving; read by another."""
    path = workbook("lang-son-2026")
    book = open_book(path)
    table = read_table(book, c.CRITERIA)
    for heading, value in own.items():
        cell = table.sheet.range((table.top + 2, table.left + table.columns[heading]))
        if value.startswith("="):
            cell.number_format = "General"
        cell.value = value
    for button in (*buttons, *buttons):
        button(book)
    book.save(str(tmp_path / "sau.xlsx"))
    sheet = openpyxl.load_workbook(tmp_path / "sau.xlsx")[c.SCORES_SHEET]
    return {heading: sheet.cell(table.top + 2, table.left + table.columns[heading]) for heading in own}, read_table(
        open_book(tmp_path / "sau.xlsx"), c.CRITERIA
    )


def test_formulas_in_our_columns_outlive_every_button(workbook, tmp_path):
    cells, table = pressed(workbook, tmp_path, OWN)
    assert {heading: cell.value for heading, cell in cells.items()} == OWN
    assert any(value for row, value in enumerate(table.values(c.FLAG)) if row != 2)  # the other rows were flagged


@pytest.mark.parametrize("text", ["''abc", "'=1+1", "'1.10", "'TRUE", "'#N/A"])
def test_a_text_typed_with_an_apostrophe_outlives_every_button(text, workbook, tmp_path):
    cells, table = pressed(workbook, tmp_path, {c.EVIDENCE: text, c.NOTE: text})
    for cell in cells.values():
        assert cell.value == text[1:]
        assert cell.data_type == "s"
        assert cell.quotePrefix
    assert table.values(c.NOTE)[2] == text[1:]


def test_columns_of_the_clerks_own_outlive_every_button(workbook, tmp_path):
    book = open_book(workbook("lang-son-2026"))
    audit(book)
    for spec in (c.CRITERIA, c.TASKS, c.FINDINGS):
        table = read_table(book, spec)
        table.sheet.range((table.top - 1, table.left + table.width)).value = "Của tôi"
        area = table.xl.range
        table.xl.resize(area.resize(area.shape[0], table.width + 1))
        for row in range(len(table.body)):
            table.sheet.range((table.top + row, table.left + table.width)).value = f"cạnh {table.body[row][1]}"
    criteria = read_table(book, c.CRITERIA)
    said = {row[1]: row[-1] for row in criteria.body}
    criteria.update({7: {c.NOTE: "Tiêu chí trừ 1 điểm"}})  # row 8 is no finding any more
    for button in BUTTONS:
        button(book)
    assert {row[1]: row[-1] for row in read_table(book, c.CRITERIA).body} == said
    findings = read_table(book, c.FINDINGS)
    assert len(findings.body) > 3
    assert all(row[-1] in (f"cạnh {row[1]}", None) for row in findings.body)
    assert sum(row[-1] is not None for row in findings.body) >= len(findings.body) - 1
    kept = [row[c.DETAIL] for _, row in read_table(book, c.LOG).rows()]
    assert any("Của tôi: cạnh" in text for text in kept)  # what was beside the finding that is none any more


def test_dates_that_assign_writes_are_dates_of_the_file(workbook, tmp_path):
    book = open_book(workbook("thai-nguyen-2026"))
    tasks = read_table(book, c.TASKS)
    tasks.update({row: {c.DUE: None} for row in range(len(tasks.body))})
    assign(book)
    book.save(str(tmp_path / "sau.xlsx"))
    sheet = openpyxl.load_workbook(tmp_path / "sau.xlsx")[c.TASKS_SHEET]
    column = tasks.left + tasks.columns[c.DUE]
    found = [sheet.cell(tasks.top + row, column).value for row in range(len(tasks.body))]
    assert sum(value is not None and value.date() == date(2026, 12, 31) for value in found) == 34
