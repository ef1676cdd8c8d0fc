import subprocess
import sys

import pytest

HEAVY = (
    *("numpy", "pandas", "matplotlib", "PIL", "lxml", "cryptography", "polars", "plotly", "xlwings.pro"),
    *("asyncio", "ssl", "xlwings.com_server", "xlwings.udfs", "docx", "jinja2", "reportlab"),
)
FOR_PAPERS = {"PIL", "lxml", "cryptography", "docx", "jinja2", "reportlab"}  # which the demo's PDFs and mail may want


def run(code):
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


@pytest.mark.parametrize(
    ("modules", "allowed"),
    [
        ("xl.engine, xl.engine.book, xl.formulas.calculator", set()),
        ("cchc_macros.ribbon.click" + ", xl.windows" * (sys.platform == "win32"), set()),
        ("cchc_macros.agencies.gather", set()),
        ("cchc_macros.demo", FOR_PAPERS),
    ],
)
def test_what_begins_a_process_loads_nothing_heavy(modules, allowed):
    heavy = [name for name in HEAVY if name not in allowed]
    assert run(f"import sys, {modules}\nprint([name for name in {heavy!r} if name in sys.modules])") == "[]"


def test_what_stands_in_for_a_moment_is_gone_afterwards():
    code = (
        "import sys, xl.light\nprint([name for name in sys.modules if name.startswith('xlwings.') and 'com_s' in name])"
    )
    assert run(code) == "[]"


def test_heavy_libraries_can_be_imported_afterwards():
    assert run("import xl.engine, pandas, numpy, lxml.etree\nprint(pandas.DataFrame([1]).shape)") == "(1, 1)"


def test_hashes_are_whole_afterwards():
    loaded = run(
        "import sys, xl.engine\nprint('_hashlib' in sys.modules)\nimport hashlib\nhashlib.scrypt, hashlib.pbkdf2_hmac"
    )
    assert loaded == "False"


def test_what_was_imported_before_is_left_alone():
    code = "import pandas, xlwings, openpyxl, xl.light, xl.engine, sys\n"
    assert run(code + "print(sys.modules['pandas'] is pandas, None in sys.modules.values())") == "True False"
