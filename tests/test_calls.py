"""Calls tell what each value is: many positions are read wrong, and go wrong in silence when a field is added."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = [file for room in ("cchc_macros", "xl", "workbook_templates") for file in sorted((ROOT / room).rglob("*.py"))]
MOST_POSITIONS = 6
MOST_FIELDS = 4  # of a dataclass that may be made by position


@pytest.fixture(scope="module")
def trees():
    return {file.relative_to(ROOT): ast.parse(file.read_text("utf-8")) for file in FILES}


def test_no_call_has_seven_or_more_values_by_position(trees):
    assert [
        f"{file}:{node.lineno}"
        for file, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and len(node.args) > MOST_POSITIONS
    ] == []


def test_a_dataclass_of_more_than_four_fields_is_made_by_keyword(trees):
    assert [
        f"{file}: {node.name}"
        for file, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for decorator in node.decorator_list
        if "dataclass" in ast.unparse(decorator)
        and sum(isinstance(line, ast.AnnAssign) for line in node.body) > MOST_FIELDS
        and "kw_only=True" not in ast.unparse(decorator)
    ] == []
