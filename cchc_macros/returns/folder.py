"""The folder of what came back from the units: which files to look at, and what those are that are no workbooks."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from cchc_macros.errors import FileError
from cchc_macros.rules.text import clean
from xl.backups import ENDING
from xl.digest import sha256

MAX_FILE_BYTES = 20_000_000
MAILS = (".eml", ".msg")
_ATTACHED = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".zip", ".rar", ".7z")  # a signature's pictures are no return
_OTHER_KINDS = {
    (".zip", ".rar", ".7z"): "là tệp nén. Giải nén vào thư mục này rồi bấm lại.",
    MAILS: "là thư mà không đọc được sổ nào đính kèm. Mở thư, lưu tệp đính kèm vào thư mục này rồi bấm lại.",
    (".pdf", ".doc", ".docx", ".txt", ".csv", ".jpg", ".jpeg", ".png", ".heic"): (
        "không phải sổ Excel nên không ghép. Nếu đơn vị điền vào tệp này, đề nghị điền vào sổ đã nhận rồi gửi lại."
    ),
}


class Arrived(NamedTuple):
    """A file that came back: where it is, what to call it, and the address of who sent it ("" for unknown)."""

    path: Path
    name: str
    sender: str = ""


def returned_paths(folder: Path) -> list[Path]:
    """The files of a folder and its subfolders, in order; what programs leave behind, and our backups, are passed over.

    Raises:
        FileError: there is no such folder.
    """
    if not folder.is_dir():
        raise FileError(f"Không thấy thư mục {folder}. Chọn thư mục chứa sổ các đơn vị gửi về.")
    found = []
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and not name.endswith(ENDING))
        found += [path for name in sorted(files) if not is_litter(name) and (path := Path(parent, name)).is_file()]
    return found


def arrived(folder: Path, paths: Sequence[Path], scratch: Path) -> list[Arrived]:
    """The files at some paths of a folder; in place of a mail the workbooks attached to it, saved into `scratch`."""
    mails = [path for path in paths if path.suffix.casefold() in MAILS]
    attached: dict[Path, list[Arrived]] = {}
    if mails:
        from xl.mails import attachments_of  # noqa: PLC0415  a click would wait for it, and few folders hold mails

        for mail, found in zip(mails, attachments_of(mails, scratch), strict=True):
            files = [one for one in found or () if one.path.suffix.casefold() in _ATTACHED]
            attached[mail] = [
                Arrived(one.path, f"{name_in(folder, mail)}/{one.path.name}", one.sender) for one in files
            ]
    return [one for path in paths for one in attached.get(path) or [Arrived(path, name_in(folder, path))]]


def name_in(folder: Path, path: Path) -> str:
    """What to call a file of a folder."""
    return clean(path.relative_to(folder).as_posix().encode("utf-8", "replace").decode())


def is_litter(name: str) -> bool:
    """Lock files, our own temporary files, hidden files, and what file managers write."""
    return name.startswith(("~", ".")) or name.casefold() in ("thumbs.db", "desktop.ini")


def content_of(path: Path) -> bytes:
    """A file's bytes.

    Raises:
        FileError: it is empty, too large, open in Excel, or gone.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise unreadable(path) from error
    if not content:
        raise FileError(f"{path.name} trống (0 byte). Đề nghị đơn vị gửi lại.")
    if len(content) > MAX_FILE_BYTES:
        raise FileError(f"{path.name} lớn hơn {MAX_FILE_BYTES // 1_000_000} MB. Đề nghị đơn vị bỏ ảnh rồi gửi lại.")
    return content


def digest_of(content: bytes) -> str:
    """A short hash of a file's bytes, by which the same file is known again."""
    return sha256(content)[:16]


def unreadable(path: Path) -> FileError:
    """What to say of a file that the system does not hand out."""
    return FileError(f"{path.name}: không đọc được. Đóng tệp nếu đang mở ở Excel rồi bấm lại.")


def about_other_kinds(path: Path) -> FileError | None:
    """What to say of a file that units often send and that is no workbook; None where its ending tells nothing."""
    ending = path.suffix.casefold()
    return next((FileError(f"{path.name} {text}") for kinds, text in _OTHER_KINDS.items() if ending in kinds), None)
