"""Saving a workbook: what is refused, and the file replaced whole."""

from pathlib import Path

from openpyxl.xml.constants import XLSM, XLSX, XLTM, XLTX

from xl import files
from xl.engine.memory.document import Document
from xl.engine.writing.package_writer import PackageWriter
from xl.errors import FileError
from xl.garbage import without_gc
from xl.locks import refuse_if_open
from xl.outward import end_work

_MAIN_TYPES = {".xlsx": XLSX, ".xltx": XLTX, ".xlsm": XLSM, ".xltm": XLTM}


def save(doc: Document, path: Path) -> None:
    """Write the workbook to a file, atomically.

    Raises:
        FileError: the file cannot be written, is open elsewhere, or changed since it was read.
    """
    data = _data(doc, path)
    end_work()
    files.write_atomic(path, data)


def rehearse(doc: Document, path: Path) -> None:
    """Do all that `save` does but the last step: the file stays as it is.

    Raises:
        FileError: as `save`.
    """
    files.rehearse_write(path, _data(doc, path))


def _data(doc: Document, path: Path) -> bytes:
    refuse_if_open(path)
    _refuse_lost_update(doc, path)
    _refuse_losses(doc, path)
    with without_gc():
        return PackageWriter(doc, _MAIN_TYPES[path.suffix.lower()], in_place=path == doc.path).data()


def _refuse_lost_update(doc: Document, path: Path) -> None:
    """Refuse to replace a file that someone wrote since it was read."""
    if path != doc.path or doc.stamp is None:
        return
    if files.stamp(path) not in (doc.stamp, None):
        raise FileError(f"{path.name} vừa được người khác ghi lại trong lúc đang xử lý. Chạy lại lệnh này.")


def _refuse_losses(doc: Document, path: Path) -> None:
    """Refuse a file that cannot hold all that was read: macros, or a signature, would go without a word."""
    parts, suffix = doc.loaded.parts, path.suffix.lower()
    if suffix not in _MAIN_TYPES:
        raise FileError(f"Không ghi được dạng '{path.suffix}' ({path.name}). Đặt tên tệp có đuôi .xlsx.")
    if "xl/vbaProject.bin" in parts and suffix not in (".xlsm", ".xltm"):
        raise FileError(f"Sổ có macro nên phải ghi với đuôi .xlsm, không phải {path.suffix}. Đổi tên tệp trong --out.")
    if path == doc.path and doc.loaded.signed:
        raise FileError(f"{path.name} có chữ ký số, ghi đè sẽ làm mất chữ ký. Dùng --out để ghi sang tệp khác.")
