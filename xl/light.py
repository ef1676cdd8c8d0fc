"""Import xlwings and openpyxl without the heavy libraries they pick up when those are installed.

xlwings imports numpy, pandas, matplotlib and more at its top when it can, openpyxl imports numpy, lxml and
Pillow: seconds that every click and every command would pay, for nothing we use. While the two are being
imported, those names answer "not installed"; afterwards they can be imported as usual.

On Windows xlwings also imports its server of worksheet functions, which needs asyncio and ssl. It cannot do without,
so modules that hold nothing stand in for those meanwhile.

Import this module before xlwings or openpyxl.
"""

import sys
from importlib import import_module
from types import ModuleType

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
_WANTED = ("xlwings", "openpyxl")


class _Nothing(ModuleType):
    """A module in which every name is None."""

    def __getattr__(self, name: str) -> None:
        if name.startswith("__"):
            raise AttributeError(name)


def _import_light() -> None:
    """Import xlwings and openpyxl; do nothing for what is already imported."""
    wanted = [name for name in _WANTED if name not in sys.modules]
    hidden = [name for name in _KEPT_OUT if wanted and name not in sys.modules]
    has_hashlib = "hashlib" in sys.modules
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]  # the import system's "not installed"
    stood_in = {name: _Nothing(name) for name in _STOOD_IN if "xlwings" in wanted}
    sys.modules.update(stood_in)
    try:
        for name in wanted:
            import_module(name)
    finally:
        for name in hidden:
            if name in sys.modules and sys.modules[name] is None:
                del sys.modules[name]
        for name in stood_in:
            del sys.modules[name]
        if not has_hashlib:
            sys.modules.pop("hashlib", None)  # openpyxl keeps the one without OpenSSL; whoever asks next gets it whole


_import_light()
