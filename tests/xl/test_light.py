import subprocess
import sys

import pytest

HEAVY = (
    *("numpy", "pandas", "matplotlib", "PIL", "lxml", "cryptography", "polars", "plotly", "xlwings.pro"),
    *("asyncio", "ssl", "xlwings.com_server", "xlwings.udfs"),
)


def run(code):
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def test_the_engine_loads_nothing_heavy():
    loaded = run(
        "import sys, pathlib, xl.engine, xl.engine.book, xl.formulas.calculator\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    assert loaded == "[]"


@pytest.mark.skipif(sys.platform != "win32", reason="needs pywin32")
def test_a_live_click_loads_nothing_heavy():
    loaded = run(
        f"import sys, cchc_macros.ribbon.click, xl.windows\nprint([name for name in {HEAVY!r} if name in sys.modules])"
    )
    assert loaded == "[]"


def test_what_stands_in_for_a_moment_is_gone_afterwards():
    code = (
        "import sys, xl.light\nprint([name for name in sys.modules if name.startswith('xlwings.') and 'com_s' in name])"
    )
    assert run(code) == "[]"


def test_a_process_that_reads_agencies_loads_nothing_heavy():
    code = f"import sys, cchc_macros.agencies.gather\nprint([name for name in {HEAVY!r} if name in sys.modules])"
    assert run(code) == "[]"


def test_the_demo_loads_nothing_heavy():
    heavy = [name for name in HEAVY if name not in {"PIL", "lxml", "cryptography"}]  # which its PDFs and mail may want
    assert run(f"import sys, cchc_macros.demo\nprint([name for name in {heavy!r} if name in sys.modules])") == "[]"


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
