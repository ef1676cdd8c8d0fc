"""The workbooks of an earlier export whose units have changed their codes or have no work any more.

They are told, and put aside where the clerk agrees, but never one that somebody has saved.
"""

from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

from cchc_macros.handing_out.unit_workbook import is_as_stamped
from xl.packages import PACKAGE_FAULTS
from xl.xmltext import escape

_PROPERTIES = "docProps/custom.xml"
_PROPERTIES_READ = 100_000  # bytes, of whatever file lies in the folder


class LeftFile(NamedTuple):
    """A unit workbook of an earlier run; `is_untouched`: nobody has saved it since it was written."""

    path: Path
    is_untouched: bool


def left_files(folder: Path, files: set[Path], plan: str) -> list[LeftFile]:
    """The unit workbooks of this plan in a folder that are none of this run's."""
    others = ((path, *_look(path)) for path in sorted(folder.glob("*.xlsx")) if path not in files)
    whole = f">{escape(plan)}<"  # as XML has the property, and not a part of another plan's
    return [LeftFile(path, as_written) for path, told, as_written in others if whole in told]


def _look(path: Path) -> tuple[str, bool]:
    """The part of a workbook that says to which plan it belongs, and whether it is as written; "" for other files."""
    try:
        with ZipFile(path) as package, package.open(_PROPERTIES) as part:
            told = part.read(_PROPERTIES_READ).decode("utf-8", "replace")
            return told, is_as_stamped(package, told)
    except (OSError, *PACKAGE_FAULTS):
        return "", False
