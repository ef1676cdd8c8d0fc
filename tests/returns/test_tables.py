"""Our table is found in a returned file by its headings, and nothing else is taken for it."""

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from cchc_macros.returns.files import ReturnedSheet
from cchc_macros.returns.tables import find_tables

HEADINGS = list(u.TASK_SHEET.columns)


def file(**sheets):
    """The sheets of a file, each {row number: [values]}."""
    return [
        ReturnedSheet(name.replace("_", " "), {row: dict(enumerate(cells, start=1)) for row, cells in rows.items()})
        for name, rows in sheets.items()
    ]


def test_what_is_above_the_headings_and_what_is_below_are_told_apart():
    (table,) = find_tables(file(S={1: ["SỞ TƯ PHÁP", 5.0], 3: HEADINGS, 4: ["1", "Việc"]}), u.TASK_SHEET)
    assert (list(table.above()), list(table.rows())) == (["SỞ TƯ PHÁP"], [(4, {1: "1", 2: "Việc"})])
    assert table.place(4, c.SHEET_TASK) == "S!B4"


def test_a_table_lacks_at_most_half_of_its_headings():
    half = len(HEADINGS) // 2
    assert find_tables(file(S={1: HEADINGS[: half + 1]}), u.TASK_SHEET)
    assert not find_tables(file(S={1: HEADINGS[:half]}), u.TASK_SHEET)
    assert not find_tables(file(S={1: HEADINGS[1:]}), u.TASK_SHEET)  # no STT


def test_a_table_is_looked_for_in_the_first_rows_however_many_there_are():
    lines = {row: ["chữ"] for row in range(1, 500)}
    assert find_tables(file(S=lines | {150: HEADINGS}), u.TASK_SHEET)[0].heading_row == 150
    assert not find_tables(file(S=lines | {450: HEADINGS}), u.TASK_SHEET)


def test_the_sheet_with_our_name_comes_first():
    sheets = file(Bản_nháp={1: HEADINGS}, Phiếu_giao_việc={2: HEADINGS}, Khác={1: ["chữ"]})
    assert [table.sheet.name for table in find_tables(sheets, u.TASK_SHEET)] == [u.UNIT_WORKBOOK_SHEET, "Bản nháp"]
