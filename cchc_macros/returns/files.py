"""A returned file as plain values: what its cells hold, and what it says about itself."""

from collections.abc import Mapping
from datetime import datetime

from cchc_macros.rules.typed_values import Value
from xl.late import dataclass


@dataclass(frozen=True, slots=True)
class ReturnedSheet:
    """One sheet.

    Attributes:
        name: Its tab.
        rows: Its cells that hold something, by row and column, both counted from 1.
        tall_merges: Cells merged over several rows, as (column, first row, last row); the first row holds the value.
        beyond: What is on it outside its cells, as (kind, cell or "", text or "").
    """

    name: str
    rows: Mapping[int, Mapping[int, Value]]
    tall_merges: tuple[tuple[int, int, int], ...] = ()
    beyond: tuple[tuple[str, str, str], ...] = ()


TITLE = "Title"  # Tệp > Thông tin > Tiêu đề
COMMENT, TEXT_BOX, PICTURE, EMBEDDED = "ghi chú", "khung chữ", "hình", "tệp nhúng"  # the kinds of what is beyond cells


@dataclass(frozen=True, slots=True)
class ReturnedFile:
    """A file that came back.

    Attributes:
        name: Its path inside the folder, for people to find it.
        properties: Custom document properties, and Office's own `TITLE`.
        sheets: The sheets in tab order.
        saved: When it was saved last (UTC): what the file itself says, else the file system's time.
    """

    name: str
    properties: Mapping[str, str]
    sheets: tuple[ReturnedSheet, ...]
    saved: datetime
