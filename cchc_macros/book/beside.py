"""Another workbook beside the one at work: opened to be read, and closed again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import xlwings as xw

from cchc_macros.errors import DataError, FileError, WorkbookError
from xl.scratch import scratch_folder
from xl.showing import show


@contextmanager
def opened(book: xw.Book, path: Path) -> Iterator[xw.Book]:
    """Open a copy of a workbook in the same Excel; the one at work is the active one again, on the sheet it was on.

    A copy under a name that nobody gives a workbook: Excel opens no two of one name, and the file itself may be open.

    Raises:
        FileError: there is no such file, or it cannot be read.
        WorkbookError, DataError: what is raised while it is open, with the name of its file before it.
    """
    active = book.sheets.active
    with scratch_folder() as folder:
        copy = folder / f"~CCHC đọc thêm{path.suffix.casefold()}"
        try:
            copy.write_bytes(path.read_bytes())
        except OSError as error:
            raise FileError(
                f"Không đọc được {path}. Đóng tệp đó ở chương trình khác, hoặc chọn sổ .xlsx khác."
            ) from error
        try:
            other = book.app.books.open(str(copy), update_links=False, read_only=True)
        except FileError as error:
            raise FileError(str(error).replace(copy.name, path.name)) from error
        try:
            yield other
        except (WorkbookError, DataError) as error:
            raise type(error)(f"{path.name}: {error}", command=error.command) from error
        finally:
            other.close()
            show(active)
