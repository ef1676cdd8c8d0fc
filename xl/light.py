"""Import xlwings, and openpyxl where it is needed, without the heavy libraries they pick up when those are installed.

xlwings imports numpy, pandas, matplotlib and more at its top when it can, openpyxl imports numpy, lxml and
Pillow: seconds that every click and every command would pay, for nothing we use. While one of them is being
imported, those names answer "not installed"; afterwards they can be imported as usual.

On Windows xlwings also imports its server of worksheet functions, which needs asyncio and ssl. It cannot do without,
so modules that hold nothing stand in for those meanwhile.

Import this module before xlwings, and `xl.light_openpyxl` before openpyxl, which a click in Excel does without.
"""

import sys
from importlib import import_module
from types import ModuleType

from xl.garbage import loading

# xlwings' licensed part is never used here, and pulls in cryptography.
_KEPT_OUT = (
    "numpy",
    "pandas",
    "polars",
    "matplotlib",
    "plotly",
    "PIL",
    "lxml",
    "xlwings.pro",
    "cryptography",
    "_hashlib",  # OpenSSL, for passwords of chart sheets
)
_STOOD_IN = ("xlwings.com_server", "xlwings.udfs")


class _Nothing(ModuleType):
    """A module in which every name is None."""

    def __getattr__(self, name: str) -> None:
        if name.startswith("__"):
            raise AttributeError(name)


def import_light(wanted: str) -> None:
    """Import xlwings or openpyxl; do nothing if it is already imported."""
    if wanted in sys.modules:
        return
    hidden = [name for name in _KEPT_OUT if name not in sys.modules]
    has_hashlib = "hashlib" in sys.modules
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]  # the import system's "not installed"
    stood_in = {name: _Nothing(name) for name in _STOOD_IN if wanted == "xlwings"}
    sys.modules.update(stood_in)
    try:
        with loading():
            import_module(wanted)
    finally:
        for name in hidden:
            if name in sys.modules and sys.modules[name] is None:
                del sys.modules[name]
        for name in stood_in:
            del sys.modules[name]
        if not has_hashlib:
            sys.modules.pop("hashlib", None)  # openpyxl keeps the one without OpenSSL; whoever asks next gets it whole


import_light("xlwings")
