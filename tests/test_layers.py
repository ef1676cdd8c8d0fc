"""The house: arrows between its rooms run one way, the one place of these rules (drawn in docs/engineers)."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = ("cchc_macros", "xl", "workbook_templates")
# A room of cchc_macros imports only rooms that are before it here, and xl.
ROOMS = (
    "contract", "unit_contract", "setting_defaults", "errors", "stock", "command_line", "summary", "error_help",
    "buttons", "registry", "rules", "arguments", "terminal", "template_budget", "sandbox", "book", "scores",
    "handing_out", "plans", "mail", "returns", "paper", "reports", "evidence", "letters", "remedies", "comparing",
    "agencies", "books", "ribbon", "demo", "selftest", "cli", "installer",
)  # fmt: skip
# Likewise in xl, where single modules are rooms too.
ROOMS_OF_XL = (
    "late", "garbage", "product", "digest", "errors", "escapes", "xmltext", "file_faults", "access", "progress",
    "outward", "light", "light_openpyxl", "memory", "child", "safe_names", "fit", "files", "locks", "folders", "log",
    "scratch", "packages", "sameness", "backups", "cells", "workers", "helping", "mails", "host", "kept", "reading",
    "guard", "sheet_copies", "contents", "options", "excel_guard", "patience", "showing", "dialogs",
    "changed_blocks", "cell_writing", "cell_xml", "table_rows", "formulas", "engine", "session", "libreoffice", "pages",
    "pdf", "windows", "snapshots", "trial", "addin", "installed", "passwords",
)  # fmt: skip
ENGINE_ROOMS = (
    "handle", "parts", "memory", "page", "editing", "names", "ranges", "writing", "tables", "sheets", "book", "app",
)  # fmt: skip
PLAN_ROOMS = (
    "model", "words", "readers", "reading", "matching", "merging", "appraisals", "choice", "moved", "plan_settings",
    "plan_units", "scanned", "plan_files", "import_plan",
)  # fmt: skip
RULE_ROOMS = (
    "text", "notes", "numbers", "dates", "codes", "headings", "titles", "provinces", "bands", "plan_identity",
    "findings", "days", "units", "scoring", "tasks", "typed_values", "evidence", "audit",
)  # fmt: skip
# Words that no module of xl says: our product and its field.
PRODUCT = "cchc|par.?index"
FIELD = (
    r"điểm|tiêu chí|lĩnh vực|chỉ số|đơn vị|phiếu|kế hoạch|phụ lục|nhiệm vụ|tiến độ|minh chứng|kiểm chứng|thẩm định|"
    r"báo cáo|bảng điểm|task sheet|self.score|apprais|appendi|evidence|province|department|agenc|justice|ministry"
)
# What the pure rooms may use besides our own: they calculate.
CALCULATES = {
    "calendar", "collections", "dataclasses", "datetime", "decimal", "difflib", "functools", "itertools", "re",
    "typing", "unicodedata", "zlib",
}  # fmt: skip
# Libraries that only some rooms may know, by the place where they are known.
KEPT_TO = {
    "smtplib": "cchc_macros.mail",
    "sqlite3": "cchc_macros.mail",
    "reportlab": "xl.pages",
    "openpyxl": ("xl", "workbook_templates", "cchc_macros.plans.readers"),
}


def name_of(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {name_of(file): file for package in OURS for file in sorted((ROOT / package).rglob("*.py"))}


def imports(source: str) -> set[str]:
    """Every module that a text imports, wherever in it: `from xl import files` is xl.files."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= (inner & MODULES.keys()) or {node.module}
    return found


IMPORTS = {name: imports(file.read_text("utf-8")) for name, file in MODULES.items()}


def room(module: str, package: str) -> str:
    """The room of a package that a module is in, "" for another package's or the package itself."""
    return module.removeprefix(f"{package}.").split(".")[0] if module.startswith(f"{package}.") else ""


def upward(package: str, order: tuple[str, ...]) -> list[tuple[str, str]]:
    """The imports inside a package that run from a lower room to a higher one."""
    height = {name: number for number, name in enumerate(order)}
    return [
        (name, wanted)
        for name, found in IMPORTS.items()
        if (here := room(name, package))
        for wanted in found
        if (there := room(wanted, package)) and here in height and height[there] > height[here]
    ]


@pytest.mark.parametrize(
    ("package", "order"),
    [
        ("cchc_macros", ROOMS),
        ("cchc_macros.rules", RULE_ROOMS),
        ("cchc_macros.plans", PLAN_ROOMS),
        ("xl", ROOMS_OF_XL),
        ("xl.engine", ENGINE_ROOMS),
    ],
)
def test_imports_run_one_way_between_rooms(package, order):
    assert {room(name, package) for name in MODULES} - {""} == set(order)
    assert upward(package, order) == []


def test_xl_knows_nothing_of_our_field():
    wrong = [(n, w) for n, found in IMPORTS.items() if n.startswith("xl") for w in found if w.startswith("cchc_macros")]
    assert wrong == []
    words = re.compile(rf"{PRODUCT}|{FIELD}", re.IGNORECASE)
    texts = {file: file.read_text("utf-8") for file in (ROOT / "xl").rglob("*.py")}
    assert [(file.name, found[0]) for file, text in texts.items() for found in words.finditer(text)] == []


def test_the_rules_of_the_field_only_calculate():
    allowed = {"cchc_macros.contract", "cchc_macros.errors", "xl.late"}  # the last: dataclasses and re, made late
    for name in ("cchc_macros.contract", *(name for name in MODULES if name.startswith("cchc_macros.rules"))):
        others = {
            wanted
            for wanted in IMPORTS[name]
            if not wanted.startswith("cchc_macros.rules") and wanted.partition(".")[0] not in CALCULATES
        }
        assert others <= allowed, name


def test_no_modules_import_each_other_in_a_circle():
    needs = {name: (found & MODULES.keys()) - {name} for name, found in IMPORTS.items()}
    while ready := [name for name, needed in needs.items() if not needed & needs.keys()]:
        for name in ready:
            del needs[name]
    assert not needs


@pytest.mark.parametrize("library", KEPT_TO)
def test_a_library_is_known_only_where_it_belongs(library):
    users = {name for name, found in IMPORTS.items() for wanted in found if wanted.partition(".")[0] == library}
    assert users
    assert all(name.startswith(KEPT_TO[library]) for name in users)


def test_macros_speak_to_excel_by_the_xlwings_api_only():
    for name, file in MODULES.items():
        if name.startswith("cchc_macros"):
            reached = {n.attr for n in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(n, ast.Attribute)}
            assert not {"api", "impl"} & reached, name
