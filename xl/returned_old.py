"""Reading a returned workbook that an old Excel saved as .xls."""

from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

from cchc_macros.collect.files import ErrorValue, Percent, ReturnedFile, Sheet, Value
from cchc_macros.errors import FileError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_BYTES = 8_000_000  # ten thousand filled rows take about a quarter
_PROPERTIES = "\x05DocumentSummaryInformation"
_BOOKS = ("Workbook", "Book")


def is_old_workbook(path: Path) -> bool:
    """Whether a file is an Excel 97–2003 workbook; an encrypted .xlsx, or a Word file, is none."""
    with path.open("rb") as file:
        if file.read(len(OLE)) != OLE:
            return False
    import olefile  # type: ignore[import-untyped]  # noqa: PLC0415  few folders hold such files

    try:
        with olefile.OleFileIO(path) as container:
            return any(container.exists(name) for name in _BOOKS)
    except Exception:  # noqa: BLE001  damaged bytes make olefile fail in ways of its own; the other reader says why
        return False


def read_old_workbook(path: Path, name: str) -> ReturnedFile:
    """Read an .xls as `xl.returned.read_returned` reads an .xlsx. Formulas give their stored value.

    Raises:
        FileError: too large, damaged, encrypted, or with macros; in Vietnamese.
    """
    if path.stat().st_size > MAX_BYTES:
        raise FileError(f"{path.name} là tệp .xls quá lớn. Đề nghị đơn vị lưu dạng .xlsx rồi gửi lại.")
    try:
        streams, properties, saved, sheets = _read(path)
    except Exception as error:  # as above; xlrd does so too
        what = "có mật khẩu" if "encrypted" in str(error) else "đã hỏng"
        raise FileError(f"{path.name} {what}. Đề nghị đơn vị mở lại, lưu dạng .xlsx rồi gửi lại.") from error
    if any("VBA" in stream or stream.startswith("MACROS") for stream in streams):
        raise FileError(f"{path.name} là sổ có macro. Không nhận; đề nghị đơn vị lưu dạng .xlsx rồi gửi lại.")
    on_disk = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    said = saved.replace(tzinfo=UTC) if saved and saved.year > 1980 else on_disk  # noqa: PLR2004  1601 is no date
    return ReturnedFile(name, properties, sheets, min(said, datetime.now(UTC)).replace(microsecond=0))


def _read(path: Path) -> tuple[list[str], dict[str, str], datetime | None, tuple[Sheet, ...]]:
    import olefile  # noqa: PLC0415
    import xlrd  # type: ignore[import-untyped]  # noqa: PLC0415

    with olefile.OleFileIO(path) as container:
        streams = ["/".join(stream).upper() for stream in container.listdir()]
        properties, saved = _properties(container), container.get_metadata().last_saved_time
    # xlrd writes its doubts to standard output unless told where else
    book = xlrd.open_workbook(path, logfile=StringIO(), formatting_info=True, ragged_rows=True)
    return streams, properties, saved, tuple(Sheet(sheet.name, _rows(book, sheet)) for sheet in book.sheets())


def _properties(container: Any) -> dict[str, str]:
    if not container.exists(_PROPERTIES):
        return {}
    found = container.get_userdefined_properties(_PROPERTIES)
    return {item["property_name"]: _text(item["value"]) for item in found}


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _rows(book: Any, sheet: Any) -> dict[int, dict[int, Value]]:
    found: dict[int, dict[int, Value]] = {}
    for number in range(sheet.nrows):
        values = {column: _value(book, cell) for column, cell in enumerate(sheet.row(number), start=1)}
        cells: dict[int, Value] = {column: value for column, value in values.items() if value not in (None, "")}
        if cells:
            found[number + 1] = cells
    return found


def _value(book: Any, cell: Any) -> Value:
    import xlrd  # noqa: PLC0415

    if cell.ctype == xlrd.XL_CELL_TEXT:
        return str(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        return xlrd.xldate_as_datetime(cell.value, book.datemode)  # type: ignore[no-any-return]
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        look = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
        return Percent(cell.value) if "%" in look else float(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return ErrorValue(xlrd.error_text_from_code.get(cell.value, "#?"))
    return None
