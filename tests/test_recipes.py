"""The recipes of docs/engineers/recipes.md, followed."""

import json
import re
import sys
from io import BytesIO
from pathlib import Path
from types import ModuleType

import pytest
from openpyxl import load_workbook

from cchc_macros import arguments, cli, registry
from cchc_macros import contract as c
from cchc_macros.book.findings import describe, write_findings
from cchc_macros.book.scores import read_scores
from cchc_macros.book.workbook import Workbook
from cchc_macros.books import upgrade as upgrading
from cchc_macros.ribbon.tab import ribbon_xml
from tests.tables import read_table
from workbook_templates.build import scores
from workbook_templates.build import workbook as workbook_builder
from workbook_templates.build.files import to_bytes
from xl.engine import open_book

PAGE = (Path(__file__).parent.parent / "docs" / "engineers" / "recipes.md").read_text("utf-8")


def recipe(heading: str) -> dict:
    """Run the block of a recipe; return its names."""
    section = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    (block,) = re.findall(r"```python\n(.*?)```", section, re.DOTALL)
    names: dict = {}
    exec(compile(block, heading, "exec"), names)  # noqa: S102  our own page
    return names


def test_a_button_reaches_the_ribbon_the_command_line_and_its_macro(monkeypatch, workbook, capsys):
    names = recipe("A button")
    button, module = names["BUTTON"], ModuleType("cchc_macros.macros.tally")
    module.tally = names["tally"]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    buttons = (*registry.BUTTONS, button)
    for place in (registry, cli, arguments):
        monkeypatch.setattr(place, "BUTTONS", buttons)
    assert re.search(r'<button label="Đếm dòng"[^>]* id="cchc_tally"', ribbon_xml(buttons))
    assert button.keytip not in {other.keytip for other in registry.BUTTONS[:-1]}
    assert cli.main(["tally", str(workbook("lang-son-2026")), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"count": 8}
    assert "Đếm dòng của Bảng điểm" in cli.build_parser().format_help()


def test_a_column_stands_in_new_workbooks_and_is_added_to_older_ones(monkeypatch, workbook, tmp_path):
    names = recipe("A column")
    older = open_book(workbook("lang-son-2026"))
    monkeypatch.setattr(c, "TABLES", tuple(names["CRITERIA"] if spec is c.CRITERIA else spec for spec in c.TABLES))
    monkeypatch.setattr(c, "CRITERIA", names["CRITERIA"])
    monkeypatch.setattr(scores, "LOOKS", names["LOOKS"])
    made = tmp_path / "so-cchc.xlsx"
    made.write_bytes(to_bytes(workbook_builder.blank_workbook()))
    assert "Người chấm" in read_table(open_book(made), c.CRITERIA).columns
    monkeypatch.setattr(upgrading, "STOCK", tmp_path)
    assert upgrading.upgrade(older).data["added"] == ["cột 'Người chấm' (sheet 'Bảng điểm')"]
    assert "Người chấm" in read_table(older, c.CRITERIA).columns


def test_a_finding_stands_in_the_sheet_with_a_link_to_its_cell(workbook):
    names = recipe("A finding")
    book = open_book(workbook("lang-son-2026"))
    table = read_table(book, c.CRITERIA)
    table.xl.range[1, table.columns[c.TARGET]].value = 1
    read = read_scores(Workbook(book))
    (finding,) = names["audit_ambition"](read.tree)
    data = [describe(finding, {c.CRITERIA.name: read.table})]
    write_findings(Workbook(book), data)
    assert (data[0]["sheet"], data[0]["row_code"]) == (c.SCORES_SHEET, "1")
    ((_, row),) = read_table(book, c.FINDINGS).rows()
    assert row[c.FINDING_CODE] == "TARGET_BELOW_MAX"
    assert row[c.PLACE] == table.cell(0, c.TARGET)
    assert names["EXPLANATION"].meaning.endswith(".")


def test_a_sheet_is_built_with_its_table(monkeypatch):
    names = recipe("A sheet of the template")
    monkeypatch.setattr(
        workbook_builder, "_SHEETS", (*workbook_builder._SHEETS, ("Họp giao ban", names["add_meetings"]))
    )
    sheet = load_workbook(BytesIO(to_bytes(workbook_builder.blank_workbook())))["Họp giao ban"]
    assert list(sheet.tables) == ["Meetings"]
    assert [sheet.cell(4, column).value for column in (1, 2)] == ["Ngày", "Nội dung"]
    assert sheet.cell(4, 1).comment.text.startswith("Ngày họp.")


@pytest.mark.parametrize("heading", re.findall(r"^## (.+)$", PAGE, re.MULTILINE))
def test_every_recipe_is_followed_here(heading):
    assert f'recipe("{heading}")' in Path(__file__).read_text("utf-8")
