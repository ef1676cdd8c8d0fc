"""What comes along: declared, light on a click, under licences that bind nobody, on every Python we promise."""

import ast
import importlib.util
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.conftest import TEMPLATES

ROOT = Path(__file__).parents[2]
OURS = {"cchc_macros", "xl", "workbook_templates", "tests"}
HEAVY = {
    "numpy", "pandas", "lxml", "PIL", "reportlab", "docx", "docxtpl", "jinja2", "pdfplumber", "pypdf", "xlsxwriter",
    "keyring", "cryptography", "smtplib", "http.client", "asyncio", "sqlite3", "urllib.request", "ssl", "socket",
}  # fmt: skip
# Each licence that may come along binds only its own package.
PERMISSIVE = re.compile(
    r"(MIT(-0|-CMU)?|BSD([ -]\d-[Cc]lause)?( License)?|0BSD|Apache-2\.0|PSF(-2\.0)?|Zlib|CC0-1\.0|HPND"
    r"|dependency licenses|phạm vi công cộng)"
)
WEAK = {"docxtpl": "LGPL-2.1-only"}  # used as it is, as a library; docs/engineers/licences.md says what that means


def load(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def licences():
    return load(ROOT / "docs" / "engineers" / "list_licences.py")


def imported(folder):
    """The top-level names that the modules of a folder import, each with a module that does."""
    found = {}
    for path in sorted((ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module]
            found |= {name.partition(".")[0]: path.relative_to(ROOT) for name in names}
    return {name: path for name, path in found.items() if name not in sys.stdlib_module_names and name not in OURS}


def undeclared(folder, allowed, normal):
    brings = packages_distributions()
    return {
        name: str(path)
        for name, path in imported(folder).items()
        if not {normal(distribution) for distribution in brings.get(name, (name,))} & allowed
    }


WINDOWS_ONLY = {
    "win32com",
    "pywintypes",
    "pythoncom",
    "win32con",
    "win32file",
    "win32gui",
    "win32api",
    "winreg",
    "msvcrt",
    "win32print",
}


@pytest.mark.parametrize("folder", ["cchc_macros", "xl", "workbook_templates"])
def test_nothing_is_imported_that_is_not_declared(folder, licences):
    missing = undeclared(folder, set(licences.declared()), licences.normal)
    assert not missing.keys() - WINDOWS_ONLY, missing  # pywin32 comes with xlwings on Windows


def test_tests_import_only_what_is_declared(licences):
    missing = undeclared(
        "tests", {*licences.declared(), *licences.declared("dev"), *licences.declared("fuzz")}, licences.normal
    )
    assert not missing.keys() - WINDOWS_ONLY, missing


def test_nothing_is_declared_that_is_not_imported(licences):
    brings = packages_distributions()
    used = {
        licences.normal(d) for folder in OURS - {"tests"} for name in imported(folder) for d in brings.get(name, ())
    }
    assert set(licences.declared()) <= used


@pytest.mark.parametrize("verb", ["recalculate", "flag"])
def test_a_click_loads_nothing_heavy(verb, tmp_path):
    book = shutil.copy(TEMPLATES / "lang-son-2026.xlsx", tmp_path / "Sổ.xlsx")
    code = f"import sys; from cchc_macros.cli import main; main([{verb!r}, {str(book)!r}]); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, encoding="utf-8", check=True)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "openpyxl" in loaded, "the command did not run"
    assert not loaded & HEAVY


def test_every_licence_is_listed_and_binds_only_its_own_package(licences):
    rows = dict(re.findall(r"^\| ([\w.-]+) \| ([^|]*) \|", licences.PAGE.read_text("utf-8"), re.MULTILINE))
    for package in licences.packages():
        assert package.name in rows, "run: python docs/engineers/list_licences.py"
    for name, terms in rows.items():
        parts = [part.strip() for part in re.split(r" AND | OR |, ", terms)]
        allowed = all(PERMISSIVE.fullmatch(part) for part in parts) or WEAK.get(name) == terms
        assert allowed or (name == "gói" and terms == "giấy phép"), f"{name}: {terms}"


def test_the_part_of_xlwings_that_is_not_free_is_not_used():
    for folder in OURS - {"tests"}:
        for path in (ROOT / folder).rglob("*.py"):
            assert not re.search(r"^\s*(from|import)\s+xlwings\.pro\b", path.read_text("utf-8"), re.MULTILINE), path


def test_every_dependency_is_bounded_below_and_above():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["requires-python"] == ">=3.11"
    for wanted in project["dependencies"]:
        assert ">=" in wanted, wanted
        assert ",<" in wanted, wanted


def other_pythons():
    """Interpreters of the promised versions that are installed here, this one among them."""
    found = {"this": sys.executable}
    for minor in (11, 12, 13, 14):
        for place in [shutil.which(f"python3.{minor}"), *Path.home().glob(f".pyenv/versions/3.{minor}.*/bin/python")]:
            runs = place and subprocess.run([place, "-c", ""], capture_output=True, check=False).returncode == 0
            if runs:
                found[f"3.{minor}"] = str(place)
    return found


def test_every_module_compiles_on_every_python_that_is_here():
    pythons = other_pythons()
    assert pythons
    files = [str(path) for folder in OURS for path in (ROOT / folder).rglob("*.py")]
    code = "import sys; [compile(open(p, encoding='utf-8').read(), p, 'exec') for p in sys.stdin.read().split(chr(0))]"
    for version, python in pythons.items():
        done = subprocess.run(
            [python, "-W", "error", "-c", code],
            input="\0".join(files),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, (version, done.stderr)
