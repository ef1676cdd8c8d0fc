"""Reading a workbook file."""

import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.reader.excel import ExcelReader

from cchc_macros.errors import FileError


@dataclass(slots=True)
class Loaded:
    """A workbook as read.

    Attributes:
        workbook: openpyxl's model.
        cached: What the file held as the value of each formula cell.
    """

    workbook: Workbook
    cached: dict[Cell, Any] = field(default_factory=dict)


def load(path: Path) -> Loaded:
    """Read a workbook file.

    Raises:
        FileError: it is missing, damaged, or no .xlsx.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of what it drops; we keep or report that ourselves
            reader = ExcelReader(path, rich_text=True)
            reader.read()
    except FileNotFoundError as error:
        raise FileError(f"Không tìm thấy tệp {path}. Kiểm tra lại tên và thư mục.") from error
    except (BadZipFile, KeyError, ValueError, OSError) as error:
        raise FileError(f"Không đọc được {path.name}: tệp hỏng hoặc không phải .xlsx.") from error
    return Loaded(reader.wb)
