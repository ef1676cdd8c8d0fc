"""The templates, papers and example plans that come with the product."""

from pathlib import Path

import workbook_templates
from cchc_macros.errors import FileError
from xl.files import write_atomic

STOCK = Path(str(workbook_templates.__file__)).parent  # no click waits for importlib.resources


def template(name: str, chosen: Path | None) -> tuple[bytes, str]:
    """A Word template and its name: the office's own, or the stock one, which is put where there is no such file yet.

    Raises:
        FileError: the file cannot be read or written.
    """
    stock = (STOCK / name).read_bytes()
    if chosen is None:
        return stock, name
    if not chosen.exists():
        write_atomic(chosen, stock)
    try:
        return chosen.read_bytes(), chosen.name
    except OSError as error:
        raise FileError(f"Không đọc được mẫu {chosen}. Đóng tệp đó rồi làm lại.") from error
