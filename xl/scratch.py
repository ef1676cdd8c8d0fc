"""Folders for files on their way elsewhere: gone when the work is done, also where a run was killed.

They may hold a workbook with people's data, so what a killed run left must not lie about: the next run removes it.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from xl.errors import FileError
from xl.files import is_left_behind, run_mark
from xl.product import product


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder among the system's temporary files, named after this process.

    Raises:
        FileError: it cannot be made.
    """
    _remove_left_behind()
    try:
        temporary = tempfile.TemporaryDirectory(prefix=f"{_prefix()}{run_mark()}-", ignore_cleanup_errors=True)
    except OSError as error:
        raise FileError(
            f"Không ghi được vào thư mục tệp tạm của máy ({error.filename or error.strerror}): ổ đĩa đã đầy hoặc chỉ "
            "cho đọc. Xóa bớt tệp ở ổ đó, hoặc đặt biến TMP sang ổ khác, rồi làm lại."
        ) from error
    try:
        with temporary as folder:
            yield Path(folder)
    finally:
        _remove_left_behind()  # a LibreOffice that outlived a killed run puts its profile back when it ends


def _prefix() -> str:
    return f"{product.name}-tam-"


def _remove_left_behind() -> None:
    with suppress(OSError):
        for entry in os.scandir(tempfile.gettempdir()):
            if entry.name.startswith(_prefix()):
                mark = entry.name.removeprefix(_prefix()).rpartition("-")[0]
                with suppress(OSError):  # gone meanwhile
                    if is_left_behind(entry, mark) and mark != run_mark():
                        shutil.rmtree(entry.path, ignore_errors=True)
