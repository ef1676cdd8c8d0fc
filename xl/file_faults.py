"""What an operating system's errors and rules about files mean, in a clerk's words with the next step."""

import errno
import os
from pathlib import Path

from xl.errors import FileError

ELSEWHERE = frozenset(  # another place may help
    [errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM]
)
_WINDOWS = os.name == "nt"
_LONGEST_PATH, _LONGEST_NAME = 259, 255  # on Windows, which reports what is longer as "not found"
_REASONS = {
    errno.ENOENT: "không có tệp hoặc thư mục này. Kiểm tra lại đường dẫn.",
    errno.ENOTDIR: "không có thư mục này. Kiểm tra lại đường dẫn.",
    errno.EEXIST: "đã có một tệp mang tên thư mục này. Chọn thư mục khác.",
    errno.EISDIR: "đây là thư mục, không phải tệp. Kiểm tra lại đường dẫn.",
    errno.ENOSPC: "đĩa đã đầy. Xóa bớt tệp hoặc chọn ổ khác rồi làm lại.",
    errno.EDQUOT: "đã hết dung lượng được cấp. Xóa bớt tệp hoặc chọn nơi khác rồi làm lại.",
    errno.EFBIG: "tệp lớn hơn mức mà nơi này cho ghi. Chọn ổ đĩa khác rồi làm lại.",
    errno.EROFS: "ổ đĩa chỉ cho đọc. Chọn nơi khác rồi làm lại.",
    errno.EACCES: "không có quyền ghi, hoặc tệp đang mở ở chương trình khác. Đóng tệp đó, hoặc chọn thư mục khác.",
    errno.EPERM: "tệp chỉ cho đọc. Bỏ thuộc tính chỉ đọc (chuột phải vào tệp, Thuộc tính) rồi làm lại.",
    errno.ENAMETOOLONG: "đường dẫn quá dài. Chuyển sang thư mục có đường dẫn ngắn hơn hoặc đặt tên tệp ngắn hơn.",
    errno.EIO: "ổ đĩa hoặc mạng báo lỗi khi đọc, ghi. Thử lại; nếu vẫn vậy thì chuyển tệp sang ổ khác.",
    errno.EINVAL: "tên hoặc nơi này không dùng được. Kiểm tra lại đường dẫn, hoặc chọn nơi khác.",
}
_GONE = "không tới được {place}: ổ hoặc thư mục chia sẻ đã mất kết nối. Kiểm tra mạng, mở lại ổ đó rồi làm lại."
_DEVICE = "'{part}' là tên Windows dành cho thiết bị, không đặt cho tệp hay thư mục được. Chọn tên khác."
_LETTER = "tên '{part}' có ký tự {letter} mà Windows không cho dùng. Chọn tên khác."
_ENDING = "tên '{part}' kết thúc bằng dấu chấm hoặc dấu cách, Windows sẽ bỏ dấu đó đi. Chọn tên khác."
DEVICES = frozenset(["con", "prn", "aux", "nul", "conin$", "conout$"]) | {
    f"{port}{number}" for port in ("com", "lpt") for number in "123456789¹²³"
}


def explained(error: OSError, path: Path) -> FileError:
    """Return the FileError that tells a clerk what an operating system's error means for a file."""
    if gone := out_of_reach(path):
        return gone
    number = error.errno or 0
    if _WINDOWS and is_too_long(str(path.absolute())):
        number = errno.ENAMETOOLONG
    reason = _REASONS.get(number, f"hệ thống báo lỗi: {error.strerror or error}. Thử lại hoặc chọn nơi khác.")
    return FileError(f"{path}: {reason}")


def out_of_reach(path: Path) -> FileError | None:
    """Return what tells a clerk that the drive or share of a file is not there any more; only Windows has such."""
    place = _lost_place(path) if _WINDOWS else ""
    return FileError(f"{path}: {_GONE.format(place=place)}") if place else None


def met_in_passing(error: Exception) -> FileError | None:
    """Return what an error that nobody expected there tells of a file; None where it is of another kind."""
    if isinstance(error, OSError) and error.errno in _REASONS:
        return explained(error, Path(error.filename or "Tệp tạm"))
    return None


def refuse_name(path: Path) -> None:
    """Refuse a path that Windows would take for a device, cut, or put elsewhere; other systems have no such names.

    Raises:
        FileError: with what is wrong in it.
    """
    if not _WINDOWS:
        return
    for part in path.parts[1:] if path.anchor else path.parts:
        if fault := name_fault(part):
            raise FileError(f"{path}: {fault}")


def name_fault(part: str) -> str:
    """Tell why Windows does not take a name of a file or folder; "" where it does."""
    if part in {".", ".."}:
        return ""
    if part.partition(".")[0].rstrip(" ").casefold() in DEVICES:
        return _DEVICE.format(part=part)
    if wrong := [letter for letter in part if letter in '<>:"|?*' or letter < " "]:
        return _LETTER.format(part=part, letter=wrong[0] if wrong[0] >= " " else "điều khiển")
    return _ENDING.format(part=part) if part.endswith((".", " ")) else ""


def is_too_long(path: str) -> bool:
    """Tell whether a full path is longer than Windows takes."""
    return len(path) > _LONGEST_PATH or any(len(part) > _LONGEST_NAME for part in path.split("\\"))


def _lost_place(path: Path) -> str:
    """Return the drive or share that the path is on, if that is not there at all."""
    place = path.absolute().anchor
    return place if place and not os.path.exists(place) else ""  # noqa: PTH110  # which passes over any OSError
