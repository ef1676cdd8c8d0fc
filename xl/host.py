"""What a click needs of the Excel it came from, beyond the xlwings API; and what it says when that is not there.

`xl.windows` is the real one; tests stand others in its place.
"""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Protocol

import xl.light  # noqa: F401  # must come before xlwings

import xlwings as xw  # isort: skip

from cchc_macros.registry import Option

NO_WORKBOOK = "Chưa có sổ nào đang mở trong Excel. Mở sổ CCHC rồi bấm lại, hoặc bấm Tạo sổ mới."
PROTECTED_VIEW = (
    "Sổ đang mở ở chế độ xem được bảo vệ (Protected View) nên chưa sửa được.\n"
    "Bấm Cho phép chỉnh sửa (Enable Editing) trên thanh vàng rồi bấm lại."
)
CHART_SHEET = "Đang mở một trang biểu đồ ({sheet}). Chuyển sang một sheet có ô, ví dụ Bảng điểm, rồi bấm lại."
BUSY = "Excel đang bận, có thể một ô đang được sửa dở. Nhấn Enter (hoặc Esc) để xong ô đó rồi bấm lại."
ONLINE = (
    "Sổ đang mở thẳng từ OneDrive hoặc SharePoint:\n{address}\n"
    "CCHC cần sổ nằm trên máy để sao lưu và ghi tệp kèm theo. Bấm Tệp > Lưu như (Save As), "
    "lưu vào một thư mục trên máy (ngoài OneDrive) rồi bấm lại."
)
READ_ONLY = (
    "Sổ '{name}' đang mở ở chế độ chỉ đọc, có thể người khác đang mở. "
    "Đóng sổ, chờ người kia lưu xong rồi mở lại, hoặc bấm Tệp > Lưu như (Save As) rồi bấm lại."
)
OLDER = (
    "Sổ do bản CCHC cũ tạo (phiên bản sổ {theirs}, bản này dùng {ours}). "
    "Thêm vào sổ những bảng, cột, mục còn thiếu? Những gì đang có được giữ nguyên.\n\n"
    "Có: thêm rồi làm tiếp; bấm Hoàn tác nếu không vừa ý.\nKhông: làm tiếp với sổ như đang có."
)
PROTECTED_BOOK = (
    "Cấu trúc sổ '{name}' đang được bảo vệ nên không thêm được sheet. "
    "Bấm Xem lại > Bảo vệ sổ làm việc (Review > Protect Workbook) để bỏ bảo vệ rồi bấm lại."
)
PROTECTED_SHEET = (
    "Sheet '{sheet}' đang được bảo vệ nên không ghi được. "
    "Mở sheet đó, bấm Xem lại > Bỏ bảo vệ trang tính (Review > Unprotect Sheet) rồi bấm lại."
)
NOT_OURS = "'{name}' không phải sổ CCHC (thiếu {missing}). Mở sổ CCHC rồi bấm lại, hoặc bấm Tạo sổ mới."


LONGEST_QUESTION = 255  # what Excel's input box shows for sure: the old limit of texts handed to its dialogs


class Host(Protocol):
    """The Excel of a click and the desktop around it."""

    @property
    def app(self) -> xw.App | None:
        """The application; None where no workbook is open and Excel cannot be reached."""

    def book(self) -> xw.Book:
        """Return the active workbook.

        Raises:
            WorkbookError: there is none, or it is in Protected View.
        """

    def address(self, book: xw.Book) -> str:
        """Return where the workbook was saved: a path, a web address, or "" when it never was."""

    def read_only(self, book: xw.Book) -> bool:
        """Tell whether Excel would refuse to save it in place."""

    def protected(self, book: xw.Book, sheets: Collection[str]) -> str | None:
        """Return the first of these sheets that is protected against writing, "" where the workbook's structure is.

        None means that nothing is protected.
        """

    def keep(self, book: xw.Book, copy: Path) -> None:
        """Write the workbook as it stands, unsaved changes included, to a file; it stays the same workbook.

        Raises:
            FileError: the file cannot be written.
        """

    def bring_back(self, book: xw.Book, copy: Path) -> xw.Book:
        """Put the kept copy in the workbook's place and return it; nothing asks.

        It is saved under the workbook's old address; where there was none it is a new unsaved workbook.

        Raises:
            FileError: it cannot be done; the workbook is still open as it was.
        """

    def open(self, path: Path) -> None:
        """Open a workbook file for the user; do nothing where Excel cannot be reached."""

    def say(self, text: str, *, warning: bool = False) -> None:
        """Show a message and wait for OK."""

    def ask(self, text: str) -> bool:
        """Ask a yes-or-no question."""

    def type_in(self, text: str, proposed: str = "") -> str | None:
        """Ask for a line of text, of at most `LONGEST_QUESTION` letters; None: they cancelled."""

    def preview(self, book: xw.Book, sheets: Sequence[str]) -> None:
        """Show the sheets as they would be printed; the user prints them, or not."""

    def choose(self, option: Option, folder: Path) -> Path | None:
        """Let the user choose a file or folder as `option.dialog` says; None: they cancelled."""

    def is_busy(self, error: BaseException) -> bool:
        """Tell whether an error means that Excel did not answer."""

    def release(self) -> None:
        """Let go of Excel, so that it can close."""
