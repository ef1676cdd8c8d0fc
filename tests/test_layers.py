"""Layers import one way, as docs/kien-truc.md draws them; the linter says so too."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PURE = {"cchc_macros.contract", "cchc_macros.errors", "cchc_macros.rules"}
# Package -> what of ours it may import besides itself. Longest name wins.
MAY_IMPORT = {
    "cchc_macros.rules": {"cchc_macros.contract"},
    "cchc_macros.plans": PURE,
    "cchc_macros.returns": PURE,
    "cchc_macros.agencies": PURE,
    "cchc_macros.paper": PURE,
    "cchc_macros.reports": PURE | {"cchc_macros.returns", "cchc_macros.paper"},
    "cchc_macros.mail": PURE | {"xl.progress", "xl.files", "xl.safe_names", "workbook_templates"},
    "cchc_macros.book": PURE | {"cchc_macros.plans", "cchc_macros.returns", "cchc_macros.paper"},
    "cchc_macros.macros": PURE
    | {
        "cchc_macros.book", "cchc_macros.plans", "cchc_macros.returns", "cchc_macros.agencies", "cchc_macros.paper",
        "cchc_macros.mail", "cchc_macros.reports", "cchc_macros.registry", "cchc_macros.summary",
        "xl.progress", "cchc_macros", "xl",
    },
    "xl.cells": {"cchc_macros.errors", "xl.packages", "xl.light"},
    "xl.formulas": {"xl.cells"},
    "xl.engine.parts": {"xl.cells", "xl.packages"},
    "xl.engine.memory": {"cchc_macros.errors", "xl.cells", "xl.formulas", "xl.packages", "xl.files", "xl.engine.parts"},
    "xl.engine.editing": {
        "cchc_macros.errors", "xl.cells", "xl.row_heights", "xl.safe_names", "xl.engine.parts", "xl.engine.memory",
    },
    "xl.engine.writing": {
        "cchc_macros.errors", "xl.cells", "xl.files", "xl.engine.parts", "xl.engine.memory", "xl.engine.editing",
    },
    "xl.engine": {"cchc_macros.errors", "xl"},
    "cchc_macros.contract": set(),
    "cchc_macros.errors": set(),
    "cchc_macros.summary": set(),
    "cchc_macros.registry": {"cchc_macros.contract", "cchc_macros.summary"},
}  # fmt: skip
OURS = ("cchc_macros", "xl", "workbook_templates")
CALCULATES = {
    "calendar", "collections", "dataclasses", "datetime", "decimal", "difflib", "functools", "itertools", "re",
    "typing", "unicodedata",
}  # fmt: skip


def modules(package: str) -> list[Path]:
    path = ROOT / package.replace(".", "/")
    return sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]


def imports(file: Path) -> set[str]:
    """Every module a file imports, wherever in it: `from xl import files` is xl.files."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inside = ROOT / node.module.replace(".", "/")
            found |= {
                f"{node.module}.{alias.name}"
                if (inside / f"{alias.name}.py").exists() or (inside / alias.name).is_dir()
                else node.module
                for alias in node.names
            }
    return found


def within(module: str, packages: set[str]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages - {"cchc_macros"}) or (
        module == "cchc_macros" and "cchc_macros" in packages  # its version, not all of it
    )


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_layer_imports_only_what_is_below_it(package):
    assert modules(package)
    for file in modules(package):
        wrong = {
            module
            for module in imports(file)
            if module.partition(".")[0] in OURS and not within(module, MAY_IMPORT[package] | {package})
        }
        assert not wrong, file


@pytest.mark.parametrize("package", ["cchc_macros.rules", "cchc_macros.contract", "cchc_macros.errors"])
def test_the_rules_of_the_field_only_calculate(package):
    for file in modules(package):
        others = {module.partition(".")[0] for module in imports(file)} - set(OURS)
        assert others <= CALCULATES, file


@pytest.mark.parametrize("package", OURS)
def test_no_modules_import_each_other_in_a_circle(package):
    names = {
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file
        for file in modules(package)
    }
    needs = {name: imports(file) & names.keys() - {name, package} for name, file in names.items()}
    while ready := [name for name, needed in needs.items() if not needed & needs.keys()]:
        for name in ready:
            del needs[name]
    assert not needs


def test_macros_speak_to_excel_by_the_xlwings_api_only():
    for file in [*modules("cchc_macros.macros"), *modules("cchc_macros.book")]:
        reached = {
            node.attr for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Attribute)
        }
        assert not {"api", "impl", "platform"} & reached - ({"platform"} if file.stem == "about" else set()), file


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("cchc_macros/rules/new.py", "import pathlib"),
        ("cchc_macros/rules/new.py", "import openpyxl"),
        ("cchc_macros/rules/new.py", "from cchc_macros.book import tables"),
        ("cchc_macros/book/new.py", "from cchc_macros.macros import assign"),
        ("cchc_macros/book/new.py", "from xl import files"),
        ("cchc_macros/plans/new.py", "import xlwings"),
        ("cchc_macros/paper/new.py", "from xl import files"),
        ("cchc_macros/returns/new.py", "import sqlite3"),
        ("cchc_macros/macros/new_.py", "import openpyxl"),
        ("cchc_macros/macros/new_.py", "import smtplib"),
        ("cchc_macros/mail/new.py", "import xlwings"),
        ("xl/engine/new.py", "from cchc_macros.book import tables"),
    ],
)
def test_the_linter_refuses_an_import_the_wrong_way(file, line):
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--select", "TID251", "--stdin-filename", file, "-"]
    checked = subprocess.run(command, input=line, capture_output=True, text=True, cwd=ROOT, check=False)
    assert "TID251" in checked.stdout, checked.stderr


def test_every_package_has_its_layer():
    packages = {f"cchc_macros.{path.parent.name}" for path in (ROOT / "cchc_macros").glob("*/__init__.py")}
    assert packages <= set(MAY_IMPORT)


def test_the_linter_finds_no_wrong_import_now():
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--select", "TID251", "--ignore-noqa", *OURS]
    checked = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert checked.returncode == 0, checked.stdout
