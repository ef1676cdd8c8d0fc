"""The Excel in memory held against what live Excel answered (`measured/`, of the open-source project pyOpenVBA)."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.excel.double.com import ComError, ViolationError
from xl.cells import typed as texts

MEASURED = Path(__file__).parent / "measured"
SHIFT_DOWN = -4121


def facts(name):
    return json.loads((MEASURED / f"{name}.json").read_text("utf-8"))


def cases(name):
    return [pytest.param(case, id=case["name"]) for case in facts(name)["cases"]]


def typing():
    lines = (MEASURED / "typing.tsv").read_text("utf-8").splitlines()
    shown = [line.replace("·", " ").replace("¶", "\n").split("\t") for line in lines if not line.startswith("#\x20")]
    return [tuple(line) for line in shown if len(line) == 3]


def kept(cell):
    """What is in a cell: its formula, its value, the name of its error."""
    if cell.HasFormula or type(cell.Value2) is int:
        return cell.Formula
    return cell.Value2


def column(sheet, letter, first=2, last=7):
    return [kept(sheet.Range(f"{letter}{row}")) for row in range(first, last + 1)]


def refuses(action):
    try:
        action()
    except ComError as error:
        return error.excepinfo[5] == -2146827284
    return False


def num(text):
    return float(text)


@pytest.mark.parametrize(("text", "value", "form"), typing())
def test_a_text_becomes_what_excel_makes_of_it(sheet, text, value, form, monkeypatch):
    monkeypatch.setattr(texts, "_this_year", lambda: 2026)
    cell = sheet.Range("B2")
    cell.Value = text
    found = kept(cell)
    if value == "=":
        assert found == text
    elif value == "TRUE":
        assert found is True
    elif value.startswith("#"):
        assert found == value
    else:
        assert isinstance(found, float)
        assert found == pytest.approx(num(value), rel=1e-13)
    assert cell.NumberFormat == form


def sent(value):
    if isinstance(value, dict):
        day = value.get("day")
        return Decimal(value["money"]) if day is None else dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC)
    return value


@pytest.mark.parametrize(("form", "by", "value", "held", "after"), facts("formats")["presets"])
def test_a_value_in_a_cell_of_a_format(sheet, form, by, value, held, after):
    cell = sheet.Range("B2")
    if form == "@":
        cell.NumberFormat = "@"
    setattr(cell, by, sent(value))
    assert kept(cell) == held
    assert type(kept(cell)) is type(held) or isinstance(held, int)
    assert cell.NumberFormat == after


@pytest.mark.parametrize("steps", facts("formats")["sequences"])
def test_texts_one_after_the_other_leave_their_formats(sheet, steps):
    for text, form in steps:
        sheet.Range("B2").Value = text
        assert (text, sheet.Range("B2").NumberFormat) == (text, form)


def test_the_mark_of_text_stays_until_a_number_or_formula_takes_it_away(sheet):
    cell = sheet.Range("B2")
    for value, mark in facts("formats")["prefix"]:
        if value is None:
            cell.ClearContents()
        else:
            cell.Value = value
        assert (value, cell.PrefixCharacter) == (value, mark)


def listed(sheet, case):
    """The filtered list of the measurements."""
    sheet.Range("A1:C1").Value = ["Name", "Qty", "Twice"]
    for row, line in enumerate(facts("filtered")["plain"], 2):
        sheet.Range(f"A{row}:C{row}").Value = line
    field, *wanted = case["filter"]
    if field:
        sheet.Range("A1:C7").AutoFilter(field, *wanted)
    else:
        sheet.Range("A1:C7").AutoFilter(1, None)
    for row in case.get("hide", ()):
        sheet.Range(f"{row}:{row}").EntireRow.Hidden = True


@pytest.mark.parametrize("case", cases("filtered"))
def test_an_edit_in_filter_mode(sheet, case):
    listed(sheet, case)
    doings = {
        "write": lambda: setattr(sheet.Range(case["write"][0]), "Value", case["write"][1]),
        "clear": lambda: sheet.Range(case["clear"]).ClearContents(),
        "insert": lambda: sheet.Range(case["insert"]).Insert(SHIFT_DOWN),
        "delete": lambda: sheet.Range(case["delete"]).Delete(),
        "unhide": lambda: setattr(sheet.Range(case["unhide"]).EntireRow, "Hidden", False),
        "show all": sheet.ShowAllData,
    }
    for name, do in doings.items():
        if name in case:
            assert refuses(do) == case.get("refused", False)
    assert column(sheet, case["column"]) == case["gives"]
    if "range" in case:
        assert sheet.AutoFilter.Range.Address == case["range"]
    if "hidden" in case:
        assert [row for row in range(1, 9) if sheet.Range(f"{row}:{row}").Hidden] == case["hidden"]


def table(sheet):
    rows = [["Name", "Qty", "Price"], ["apple", 3, 1.5], ["pear", 5, 2.25], ["plum", 7, 0.5]]
    sheet.Range("A1:C4").Value = rows
    return sheet.ListObjects.Add(1, sheet.Range("A1:C4"), None, 1)


@pytest.mark.parametrize("case", cases("growth"))
def test_a_table_grows_over_what_is_written_beside_it(sheet, case):
    made = table(sheet)
    references = facts("growth")["references"]
    for row, text in enumerate(references, 1):
        sheet.Range(f"H{row}").Formula = text
    if "second" in case:
        sheet.Range("A6:B7").Value = [["Key", "Value"], ["a", 1]]
        sheet.ListObjects.Add(1, sheet.Range("A6:B7"), None, 1)
    for address, value in case["write"]:
        sheet.Range(address).Value = value
    assert made.Range.Address == case["range"]
    if "heading" in case:
        assert sheet.Range("D1").Value == case["heading"]
    if "stretches" in case:
        stretched = facts("growth")["stretched"] if case["stretches"] else {}
        wanted = [stretched.get(str(number), text) for number, text in enumerate(references)]
        assert [sheet.Range(f"H{row}").Formula for row in range(1, len(wanted) + 1)] == wanted


@pytest.mark.parametrize("case", cases("tables"))
def test_tables_are_edited_as_excel_edits_them(sheet, case):
    made = table(sheet)
    sheet.Range("A7").Value, sheet.Range("E3").Value = "below", "beside"
    sheet.Range("G6").Formula = "=SUM(C2:C4)"
    if "add row" in case:
        made.ListRows.Add(**case["add row"])
    if "resize" in case or "wider" in case:
        made.Resize(sheet.Range(case.get("resize") or case["wider"]))
    for address, value in case.get("write", ()):
        sheet.Range(address).Value = value
    assert made.Range.Address == case["range"]
    assert {address: kept(sheet.Range(address)) for address in case["cells"]} == case["cells"]


@pytest.mark.parametrize("case", cases("arrays"))
def test_an_array_lies_over_a_range(sheet, case):
    sheet.Range("A1:B6").Value = 7
    sheet.Range("C3:D4").Value = "old"
    if "merge" in case:
        sheet.Range(case["merge"]).ClearContents()
        sheet.Range(case["merge"]).Merge()
    sheet.Range(case["area"]).Formula = case["write"]
    height, width = len(case["gives"]), len(case["gives"][0])
    found = [[kept(sheet.Cells(3 + r, 3 + c)) for c in range(width)] for r in range(height)]
    assert found == case["gives"]


@pytest.mark.parametrize("case", cases("protected"))
def test_a_protected_sheet_takes_what_is_not_locked_and_then_refuses(sheet, case):
    if "before" in case:
        sheet.Range("A1").Value = case["before"]
    for address in case["unlock"]:
        sheet.Range(address).Locked = False
    sheet.Protect()
    doings = {
        "write": lambda: setattr(sheet.Range(case["write"][0]), "Value", case["write"][1]),
        "clear": lambda: sheet.Range(case["clear"]).ClearContents(),
        "format": lambda: setattr(sheet.Range(case["format"]), "NumberFormat", "@"),
        "height": lambda: setattr(sheet.Range(case["height"]), "RowHeight", 30),
        "width": lambda: setattr(sheet.Range(case["width"]), "ColumnWidth", 20),
        "insert": lambda: sheet.Range(case["insert"]).Insert(),
        "delete": lambda: sheet.Range(case["delete"]).Delete(),
        "hide": lambda: setattr(sheet.Range(case["hide"]).EntireRow, "Hidden", True),
        "merge": lambda: sheet.Range(case["merge"]).Merge(),
        "copy": lambda: sheet.Range(case["copy"][0]).Copy(sheet.Range(case["copy"][1])),
        "rename": lambda: setattr(sheet, "Name", case["rename"]),
        "lock": lambda: setattr(sheet.Range(case["lock"]), "Locked", False),
    }
    (do,) = [do for name, do in doings.items() if name in case]
    assert refuses(do) == case["refused"]
    assert {address: kept(sheet.Range(address)) for address in case["gives"]} == case["gives"]


def test_what_no_excel_has_is_told(sheet):
    with pytest.raises(AttributeError):
        sheet.Range("A1").Valu  # noqa: B018
    with pytest.raises(ViolationError, match="takes 1-2"):
        sheet.Range("A1", "A2", "A3")
    with pytest.raises(ViolationError, match="no argument Below"):
        sheet.Copy(Below=sheet)
    with pytest.raises(ComError):
        sheet.Range("A1").Row = 3
    assert len(sheet.desk.log.violations) == 4
