"""A finding: a problem in the user's data, collected with its place and shown together with the others."""

from typing import Protocol

from cchc_macros import contract as c
from cchc_macros.contract import LEVELS
from xl.late import dataclass

ERROR, WARNING, INFO = LEVELS


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding.

    Attributes:
        code: One of design's codes, e.g. "TOTAL_MISMATCH".
        level: "Lỗi", "Cảnh báo" or "Thông tin".
        message: What is wrong, Vietnamese, with both values where two differ.
        hint: The likely cause or next step, Vietnamese.
        table: Name of the Excel table the finding is about, None for the workbook.
        row: Index of the row in that table's body (0-based), None for the whole table.
        row_code: STT, unit code or setting key of the row.
    """

    code: str
    level: str
    message: str
    hint: str = ""
    table: str | None = None
    row: int | None = None
    column: str | None = None
    row_code: str | None = None


class Coded(Protocol):
    """A row of a table with an STT or a code: a criterion, a task, a unit."""

    @property
    def row(self) -> int | None:
        """Its index in the table's body."""

    @property
    def code(self) -> str:
        """Its STT or code."""


def row_finding(
    code: str, level: str, row: Coded, column: str, message: str, hint: str, *, table: c.TableSpec = c.CRITERIA
) -> Finding:
    """A finding about a cell of a row."""
    return Finding(
        code=code, level=level, message=message, hint=hint, table=table.name, row=row.row, column=column,
        row_code=row.code,
    )  # fmt: skip


def setting_finding(code: str, level: str, key: str, message: str, hint: str) -> Finding:
    """A finding about a setting, by its key."""
    return Finding(
        code=code, level=level, message=message, hint=hint, table=c.SETTINGS.name, column=c.VALUE, row_code=key
    )
