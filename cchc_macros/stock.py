"""The templates, papers and example plans that come with the product."""

from pathlib import Path

import workbook_templates
from cchc_macros.errors import FileError
from xl.files import write_atomic

STOCK = Path(str(workbook_templates.__file__)).parent  # no click waits for importlib.resources


def template(name: str, chosen: Path | None) -> bytes:
    """A Word template: the office's own, or the stock one. Where there is no such file yet, the stock one is put there.

    Raises:
        FileError: the file cannot be read or written.
    """
    stock = (STOCK / name).read_bytes()
    if chosen is None:
        return stock
    if not chosen.exists():
        write_atomic(chosen, stock)
    try:
        return chosen.read_bytes()
    except OSError as error:
        raise FileError(f"Không đọc được mẫu {chosen}. Đóng tệp đó rồi làm lại.") from error
