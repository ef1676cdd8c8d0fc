"""Two workbooks held together: whatever a user would miss is in their snapshots."""

import pytest
from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from xl.engine import open_book
from xl.snapshots import book_snapshot, differences

CHANGES = [
    ("cells", lambda wb, ws: setattr(ws["B2"], "value", 9.25), "a number"),
    ("cells", lambda wb, ws: setattr(ws["B2"], "value", "9.5"), "text for a number"),
    ("cells", lambda wb, ws: setattr(ws["C2"], "value", "=B2+2"), "a formula"),
    ("results", lambda wb, ws: setattr(ws["B2"], "value", 9.25), "its result"),
    ("formats", lambda wb, ws: setattr(ws["B2"], "number_format", "0.0%"), "a format"),
    ("sheets", lambda wb, ws: setattr(ws, "sheet_state", "veryHidden"), "a hidden sheet"),
    ("sheets", lambda wb, ws: wb.move_sheet(ws, 1), "the order of sheets"),
    ("names", lambda wb, ws: wb.defined_names.pop("Total"), "a name"),
    ("names", lambda wb, ws: ws.defined_names.add(DefinedName("Total", attr_text="Một!$B$3")), "a name of a sheet"),
    ("tables", lambda wb, ws: setattr(ws.tables["Điểm"], "ref", "A1:C4"), "a longer table"),
    ("table_names", lambda wb, ws: setattr(ws.tables["Điểm"], "displayName", "Bảng2"), "a table's name"),
    ("hidden", lambda wb, ws: setattr(ws.row_dimensions[3], "hidden", True), "a hidden row"),
    ("filters", lambda wb, ws: ws.auto_filter.add_filter_column(0, ["x"]), "a filter"),
]


def made(path, alter=lambda wb, ws: None):
    wb = Workbook()
    ws = wb.active
    ws.title = "Một"
    wb.create_sheet("Hai")
    for row in (["Tên", "Điểm", "Thêm"], ["x", 9.5, "=B2+1"], ["y", 8, None]):
        ws.append(row)
    wb.defined_names.add(DefinedName("Total", attr_text="Một!$B$2"))
    ws.add_table(Table(displayName="Điểm", ref="A1:C3"))
    ws.auto_filter.ref = "E1:E3"
    alter(wb, ws)
    wb.save(path)
    return book_snapshot(open_book(path))


@pytest.mark.parametrize(("what", "alter", "name"), CHANGES, ids=[name for *_, name in CHANGES])
def test_each_kind_of_difference_is_told(what, alter, name, tmp_path):
    before, after = made(tmp_path / "một.xlsx"), made(tmp_path / "hai.xlsx", alter)
    assert differences(before, made(tmp_path / "ba.xlsx")) == []
    assert what in {line.partition(" ")[0] for line in differences(before, after)}
