"""Results that Excel itself gave, recorded by others, and ours beside them.

The recordings are those of libraz/formulon (tests/oracle/golden, Apache-2.0): Excel 365 for Mac in Japanese, each case
a few cells and a formula, entered as Excel takes one today: where it gives many values, the first is recorded.
"""

import json
import re
import sys
from collections import Counter, defaultdict
from unittest import mock

import openpyxl
from openpyxl.worksheet.formula import ArrayFormula

from xl.cells.values import CellError
from xl.formulas import calculator
from xl.formulas.budget import Budget
from xl.formulas.calculator import Calculator
from xl.formulas.values import Unknown

_HOME = "Z1"  # where the recordings have their formula, but for those named by its cell
_CELL = re.compile(r"^[A-Z]{1,3}[1-9]\d*$")
_JAPANESE = re.compile("[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]")
UNKNOWN, RIGHT, AS_ARRAY, WRONG, CRASH = "unknown", "right", "right as an array formula", "wrong", "crash"


def compared(folder):
    """Return how many cases came out how, and those that came out wrong as (suite, case, ours, Excel's)."""
    counts, wrong = Counter(), []
    for path in sorted(folder.rglob("*.json")):
        for case in json.loads(path.read_text("utf-8"))["cases"]:
            if "expect" not in case:
                counts["without a result"] += 1
                continue
            outcome, ours = _outcome(case, path)
            reason = _reason(path.stem, case, ours) if outcome in (WRONG, CRASH) else None
            counts[reason or outcome] += 1
            if outcome in (WRONG, CRASH) and not reason:
                wrong.append((path.stem.removesuffix(".golden"), case["formula"], ours, case["expect"]))
    return counts, wrong


def unknown_functions(folder):
    """Return how often each function is in a formula that has no value here."""
    found = defaultdict(int)
    for path in folder.rglob("*.json"):
        for case in json.loads(path.read_text("utf-8"))["cases"]:
            if "expect" in case and _outcome(case, path)[0] == UNKNOWN:
                for name in set(re.findall(r"([A-Z][A-Z0-9.]+)\(", case["formula"])):
                    found[name] += 1
    return found


def _outcome(case, path):
    from_file = path.parent.name == "ironcalc"  # cells of workbooks, among them empty texts; the others were typed
    plain = _computed(case, from_file, array=False)
    if plain[0] != WRONG:
        return plain
    spilled = _computed(case, from_file, array=True)
    return (AS_ARRAY, spilled[1]) if spilled[0] == RIGHT else plain


def _computed(case, from_file, *, array):
    wb = openpyxl.Workbook()
    wb.active.title = "Sheet1"
    for address, value in (case["setup"] or {}).items():
        if from_file or value.get("value") != "":
            _fill(wb, address, value)
    home = wb["Sheet1"][case["id"] if _CELL.match(case["id"]) else _HOME]
    home.value = case["formula"]
    if array:
        home._value = ArrayFormula(home.coordinate, case["formula"])
    try:
        with mock.patch.object(calculator, "log_error", _not_caught):
            ours = Calculator(wb, {}, Budget()).result(home)
    except Unknown:
        return UNKNOWN, None
    except Exception as error:  # noqa: BLE001  # what is looked for
        return CRASH, repr(error)
    return (RIGHT if _same(ours, case["expect"]) else WRONG), ours


def _not_caught(_doing):
    raise sys.exception()


def _fill(wb, address, value):
    sheet, _, cell = address.rpartition("!")
    sheet = sheet.strip("'") or "Sheet1"
    ws = wb[sheet] if sheet in wb.sheetnames else wb.create_sheet(sheet)
    target = ws[cell]
    kind = value["kind"]
    if kind == "formula":
        target.value = value["formula"]
    elif kind == "error":
        target._value, target.data_type = value["code"], "e"
    elif kind == "text":
        target._value, target.data_type = value["value"], "s"
    elif kind in ("number", "bool"):
        target.value = value["value"]


def _same(ours, wanted):
    kind = wanted["kind"]
    if kind == "error":
        return type(ours) is CellError and ours == wanted["code"]
    value = wanted.get("value")
    if kind == "number":
        return type(ours) is float and abs(ours - value) <= 1e-9 * max(1, abs(value))
    if kind == "bool":
        return ours is value
    return type(ours) is str and ours == (value or "")


def _reason(suite, case, ours):
    """Return why another result than Excel's is right, None if it is not."""
    wanted = case["expect"].get("value")
    texts = [value.get("value") for value in (case["setup"] or {}).values()]
    if _JAPANESE.search(" ".join([case["formula"], *(text for text in texts if isinstance(text, str))])):
        return "letters that only a Japanese Excel holds for the same"
    if isinstance(ours, str) and isinstance(wanted, str) and ours.replace(",", ".") == wanted:
        return "a decimal comma, as the users' Excel writes"
    if isinstance(ours, str) and ours.endswith((" SA", " CH")):
        return "morning and afternoon in the users' words"
    if suite.startswith("calc_test_no_export__tables") and "SUBTOTAL" in case["formula"]:
        return "rows that a filter hid, which the recording does not hold"
    return next((reason for part, reason in _OF_JAPAN.items() if part in case["formula"]), None)


_OF_JAPAN = {
    '"0;0;0;@!"': "a sign that means another thing to a Japanese Excel",
    'TEXT(1.5, "#.##")': "a format with the users' signs for decimals and thousands",
}
