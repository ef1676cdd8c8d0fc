"""What a click of each button loads before its work begins: a clerk waits for every module."""

import subprocess
import sys

import pytest

from cchc_macros.registry import BUTTONS

HEAVY = ("openpyxl", "asyncio", "ssl", "numpy", "pandas")


def test_a_click_loads_no_heavy_module_that_its_button_does_not_need():
    light = [button.verb for button in BUTTONS]
    excel = ", xl.windows" if sys.platform == "win32" else ""
    code = (
        f"import sys, cchc_macros.ribbon.click{excel}\nfrom cchc_macros import registry\n"
        f"for verb in {light!r}:\n"
        "    registry.button(verb).load()\n"
        f"    print(verb, *(name for name in {HEAVY!r} if name in sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True).stdout
    assert [line.rstrip() for line in told.splitlines()] == light


@pytest.mark.parametrize("place", ["cchc_macros.agencies.gather", "cchc_macros.evidence.looking", "xl.pages.binding"])
def test_a_process_of_its_own_loads_no_heavy_module_by_where_its_work_stands(place):
    code = f"import sys, {place}\nprint(*(name for name in ('numpy', 'pandas') if name in sys.modules))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True).stdout
    assert told.strip() == ""
