"""The cells of the add-in's own sheet: what VBA must know or say, because its source cannot hold Vietnamese.

Column A says what a cell is, column B holds it; CchcRibbon.bas reads column B by these rows.
"""

from collections.abc import Mapping
from typing import Self

from xl.late import dataclass

_PYTHON, _VERSION = "Python", "Phiên bản"
_AGAIN = "Đóng Excel rồi bấm đúp tệp cài đặt CCHC, hoặc cài theo trang 'Cài tab CCHC vào Excel'."
_NOT_INSTALLED = f"Tệp tiện ích này chưa được cài nên các nút chưa chạy.\n{_AGAIN}"
_NOT_FOUND = (
    "Không mở được Python đã cài cùng CCHC:\n{interpreter}\n\n"
    "Có thể Python đã bị gỡ hoặc chuyển chỗ. Sổ của bạn không bị thay đổi.\n"
    f"Cài lại CCHC: {_AGAIN}"
)
_STOPPED = (
    "Python đã chạy nhưng dừng trước khi làm xong; có thể gói CCHC đã bị gỡ hoặc hỏng.\n"
    f"Cài lại CCHC: {_AGAIN}\n"
    "Nếu sổ đã thay đổi dở dang, bấm Lùi một bước."
)
_NO_PRINTER = (
    "Excel không mở được bản xem trước: máy này chưa có máy in nào.\n"
    "Thêm máy in 'Microsoft Print to PDF' (Cài đặt Windows > Máy in) rồi bấm lại. Các sheet để in đã làm xong."
)
_NOT_ALLOWED = (
    "Windows không cho chạy Python đã cài cùng CCHC (Access is denied):\n{interpreter}\n\n"
    "Sổ của bạn không bị thay đổi. Thường là phần mềm diệt virus hoặc chính sách của cơ quan đã chặn: "
    "nhờ người quản trị máy cho phép tệp trên, rồi bấm lại."
)
_NO_SCRIPT_HOST = "CCHC: máy này tắt Windows Script Host nên các nút không chạy được. Nhờ người quản trị máy bật lại."


@dataclass(frozen=True, slots=True)
class AddinCells:
    """What differs between two add-ins.

    Attributes:
        interpreter: Path of the Python that runs a click; empty in an add-in that was built, not installed.
        version: The version of CCHC that made the add-in.
    """

    interpreter: str
    version: str

    @classmethod
    def of(cls, cells: Mapping[str, str]) -> Self:
        """Return what an add-in holds; empty texts where it is not ours."""
        return cls(cells.get(_PYTHON, ""), cells.get(_VERSION, ""))

    def rows(self) -> tuple[tuple[str, str], ...]:
        """Return (column A, column B) from row 1 down."""
        return (
            (_PYTHON, self.interpreter),
            (_VERSION, self.version),
            ("Tiêu đề hộp báo", "CCHC"),
            ("Chưa cài đặt", _NOT_INSTALLED),
            ("Không thấy Python", _NOT_FOUND.replace("{interpreter}", self.interpreter)),
            ("Python dừng sớm", _STOPPED),
            ("Windows Script Host bị tắt", _NO_SCRIPT_HOST),
            ("Không được phép chạy", _NOT_ALLOWED.replace("{interpreter}", self.interpreter)),
            ("Không có máy in", _NO_PRINTER),
        )
