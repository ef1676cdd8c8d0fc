import gc
import subprocess
import sys

import pytest

from xl.garbage import loading, without_gc


@pytest.mark.parametrize("collecting", [True, False])
def test_the_collector_is_left_as_it_was_found(collecting):
    was = gc.isenabled()
    try:
        (gc.enable if collecting else gc.disable)()
        with without_gc():
            assert not gc.isenabled()
        assert gc.isenabled() == collecting
    finally:
        (gc.enable if was else gc.disable)()


def test_what_was_loaded_is_never_looked_through_again():
    with loading():
        loaded = [[]]
    assert not any(known is loaded for known in gc.get_objects())
    gc.unfreeze()
    assert any(known is loaded for known in gc.get_objects())


def test_a_click_starts_with_its_modules_set_apart():
    code = (
        "import gc, cchc_macros.ribbon.click, cchc_macros.registry\n"
        "before = gc.get_freeze_count()\n"
        "cchc_macros.registry.button('audit').load()\n"
        "print(before > 10_000, gc.get_freeze_count() > before, gc.isenabled())"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert told.stdout.split() == ["True", "True", "True"]
