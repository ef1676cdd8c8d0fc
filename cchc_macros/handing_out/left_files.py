"""The workbooks of an earlier export whose units have changed their codes or have no work any more.

They are told, and put aside where the clerk agrees, but never one that somebody has saved.
"""

from collections.abc import Sequence
from datetime import datetime
from html import escape
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

from cchc_macros.handing_out.unit_workbook import is_as_stamped
from xl.backups import ENDING
from xl.errors import FileError
from xl.files import make_folder, rename_new

_PROPERTIES = "docProps/custom.xml"
_PROPERTIES_READ = 100_000  # bytes, of whatever file lies in the folder


class LeftFile(NamedTuple):
    """A unit workbook of an earlier run; `is_untouched`: nobody has saved it since it was written."""

    path: Path
    is_untouched: bool


def left_files(folder: Path, files: set[Path], plan: str) -> list[LeftFile]:
    """The unit workbooks of this plan in a folder that are none of this run's."""
    others = ((path, *_look(path)) for path in sorted(folder.glob("*.xlsx")) if path not in files)
    whole = f">{escape(plan, quote=False)}<"  # as XML has the property, and not a part of another plan's
    return [LeftFile(path, as_written) for path, told, as_written in others if whole in told]


def aside(folder: Path) -> Path:
    """Where files of a folder go that stand in the way of this run's."""
    return folder / f"Bản trước {datetime.now():%Y-%m-%d %H%M%S}{ENDING}"  # noqa: DTZ005  the clerk's own clock


def set_aside(left: Sequence[LeftFile], folder: Path) -> tuple[list[Path], list[str]]:
    """Move workbooks that nobody has saved since into a folder; return which went, and what kept others."""
    moved, faults = [], []
    for path in (file.path for file in left if file.is_untouched):
        try:
            make_folder(folder, like=path)
            rename_new(path, folder / path.name)
        except FileError as error:
            faults.append(str(error))
        else:
            moved.append(path)
    return moved, faults


def _look(path: Path) -> tuple[str, bool]:
    """The part of a workbook that says to which plan it belongs, and whether it is as written; "" for other files."""
    try:
        with ZipFile(path) as package, package.open(_PROPERTIES) as part:
            told = part.read(_PROPERTIES_READ).decode("utf-8", "replace")
            return told, is_as_stamped(package, told)
    except (OSError, KeyError, BadZipFile, NotImplementedError, RuntimeError, EOFError):
        return "", False
