"""Folders for files on their way elsewhere: gone when the work is done, also where a run was killed.

They may hold a unit's workbook, so what a killed run left must not lie about: the next run removes it.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from xl.files import is_left_behind, run_mark

_PREFIX = "cchc-tam-"


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder among the system's temporary files, named after this process."""
    _remove_left_behind()
    try:
        with tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{run_mark()}-", ignore_cleanup_errors=True) as folder:
            yield Path(folder)
    finally:
        _remove_left_behind()  # a LibreOffice that outlived a killed run puts its profile back when it ends


def _remove_left_behind() -> None:
    with suppress(OSError):
        for entry in os.scandir(tempfile.gettempdir()):
            if entry.name.startswith(_PREFIX):
                mark = entry.name.removeprefix(_PREFIX).rpartition("-")[0]
                if os.name == "nt":
                    mark = ""  # there nobody can tell a running process from an ended one: the folder's age decides
                with suppress(OSError):  # gone meanwhile
                    if is_left_behind(entry, mark) and mark != run_mark():
                        shutil.rmtree(entry.path, ignore_errors=True)
