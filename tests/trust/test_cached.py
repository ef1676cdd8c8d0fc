"""A saved workbook shows its totals in a viewer that does not calculate."""

import re
import warnings
from decimal import Decimal

import openpyxl
import pytest

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from tests.conftest import TEMPLATES
from tests.packages import parts
from tests.trust.test_hostile import formulas
from tests.trust.verbs import LETTERS

TOTALS = (c.TOTAL_MAX, c.TOTAL_RESULT, c.TOTAL_TARGET, c.INDEX_RESULT, c.INDEX_TARGET)
COMMANDS = (
    ("recalculate",), ("flag",), ("audit",), ("assign",), ("export", "--to", "{folder}/ra"),
    ("email", *LETTERS), ("collect", "{folder}/ra"), ("upgrade",), ("undo",),
)  # fmt: skip


def totals(path):
    """What a viewer shows in the cells of the totals."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path, data_only=True)
    found = {}
    for name in TOTALS:
        sheet, _, cell = book.defined_names[name].attr_text.partition("!")
        found[name] = book[sheet.strip("'")][cell.replace("$", "")].value
    return found


def without_value(path):
    """The formula cells that hold no computed value; an empty text is one."""
    sheets = [data.decode() for name, data in parts(path).items() if "worksheets/sheet" in name]
    cells = [cell for text in sheets for cell in re.findall(r"<c [^>]*[^/]>.*?</c>", text) if "<f" in cell]
    assert cells
    return [cell for cell in cells if not re.search(r"<v\b", cell)]


@pytest.mark.parametrize(
    ("example", "expected"), [("lang-son-2026", (100, 91, 100, 91, 100)), ("thai-nguyen-2026", None), ("so-cchc", None)]
)
def test_totals_show_without_calculating_after_every_command(example, expected, workbook, cchc):
    book = workbook(example)
    for verb, *options in (("",), *COMMANDS):
        if verb == "email" and example == "so-cchc":
            continue  # a letter needs a plan
        if verb:
            cchc(verb, book, *(option.format(folder=book.parent) for option in options))
        assert not without_value(book), f"after {verb}"
        if expected:
            found = [round(Decimal(str(number)), 6) for number in totals(book).values()]
            assert found == [Decimal(number) for number in expected], f"after {verb}"


@pytest.mark.parametrize("example", ["lang-son-2026", "thai-nguyen-2026"])
def test_a_units_workbook_shows_its_summary_without_calculating(example, workbook, cchc):
    book = workbook(example)
    for item in cchc("export", book, "--to", book.parent / "ra")["files"]:
        assert formulas(item["path"])
        sheet = openpyxl.load_workbook(item["path"], data_only=True)[u.UNIT_WORKBOOK_SHEET]
        computed = openpyxl.load_workbook(item["path"])[u.UNIT_WORKBOOK_SHEET]
        for row in computed.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert sheet[cell.coordinate].value, (item["path"], cell.coordinate)


def test_the_committed_templates_show_their_totals():
    path = TEMPLATES / "lang-son-2026.xlsx"
    assert totals(path)[c.TOTAL_RESULT] == 91
    assert not without_value(path)
