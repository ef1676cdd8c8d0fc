"""Reading a returned workbook that an old Excel saved as .xls, in a process of its own.

Damaged bytes of this format make its readers loop and fill the memory; a process can be ended.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cchc_macros.errors import FileError
from cchc_macros.returns.files import ReturnedFile, ReturnedSheet
from cchc_macros.rules.typed_values import ErrorValue, Percent, Value
from xl.child import ask
from xl.packages import OLE

MAX_BYTES = 8_000_000  # eight thousand rows filled to the brim
TIME_LIMIT = 5.0  # seconds; eight thousand filled rows take half a second
_READER = "cchc_macros.returns.readers.xls_cells"
_AGAIN = "Đề nghị đơn vị mở lại, lưu dạng .xlsx rồi gửi lại."
_REASONS = {
    "password": f"có mật khẩu. {_AGAIN}",
    "macro": "là sổ có macro. Không nhận; đề nghị đơn vị lưu dạng .xlsx rồi gửi lại.",
    "large": "là tệp .xls quá lớn. Đề nghị đơn vị điền lại vào tệp đã nhận rồi gửi lại.",
    "slow": "là tệp .xls đọc quá lâu. Đề nghị đơn vị điền lại vào tệp đã nhận rồi gửi lại.",
    "broken": f"đã hỏng. {_AGAIN}",
}


def read_old_workbook(path: Path, name: str) -> ReturnedFile | None:
    """Read an .xls as `readers.xlsx.read_returned` reads an .xlsx. Formulas give their stored value.

    Returns:
        None where the file is no Excel 97-2003 workbook, such as an encrypted .xlsx or a Word file, or none at all.

    Raises:
        FileError: it is too large, damaged, encrypted, with macros, or takes too long.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError:
        return None
    if not content.startswith(OLE):
        return None
    answer: dict[str, Any] = {"reason": "large"} if len(content) > MAX_BYTES else ask(_READER, content, TIME_LIMIT)
    if answer.get("reason") == "other":
        return None
    if "reason" in answer:
        raise FileError(f"{path.name} {_REASONS[answer['reason']]}")
    sheets = tuple(
        ReturnedSheet(title, {row: _cells(cells) for row, cells in rows}, tuple(map(tuple, merges)))
        for title, rows, merges in answer["sheets"]
    )
    on_disk = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    said = datetime.fromisoformat(answer["saved"]).replace(tzinfo=UTC) if answer["saved"] else on_disk
    return ReturnedFile(name, answer["properties"], sheets, min(said, datetime.now(UTC)).replace(microsecond=0))


def _cells(cells: list[tuple[int, Any]]) -> dict[int, Value]:
    return {column: _value(value) for column, value in cells}


def _value(value: Any) -> Value:
    """A value as JSON carries it: what JSON has not comes as [kind, value]."""
    if not isinstance(value, list):
        return value  # type: ignore[no-any-return]
    kind, said = value
    if kind == "date":
        return datetime.fromisoformat(said)
    return Percent(said) if kind == "percent" else ErrorValue(said)
