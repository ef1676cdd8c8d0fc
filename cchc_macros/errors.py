"""What stops a macro: one small tree. The text of each is one Vietnamese line that ends in the next step.

Problems in the user's data that do not stop the work are not errors but findings (`domain.findings`).
"""

from typing import ClassVar

SEE = "Xem thêm ở Hướng dẫn, mục {section}."
UNEXPECTED = "L7"  # the section about what is none of the errors below


class CchcError(Exception):
    """Base of all errors a user may see; `str(error)` is the message. The command line exits with 2.

    Args:
        message: What is wrong and what to do, for someone with a mouse: it may name buttons, sheets, cells.
        command: What the command line tells besides, such as the option that helps.

    Attributes:
        section: The number of the guide's section about this kind of error; see `error_help`.
    """

    section: ClassVar[str] = UNEXPECTED

    def __init__(self, message: str, *, command: str = "") -> None:
        super().__init__(message)
        self.command = command

    @property
    def see(self) -> str:
        """Where to read on, as a sentence."""
        return SEE.format(section=self.section)


class WorkbookError(CchcError):
    """The workbook is not ours, or lacks a sheet, table, column or setting that the work needs."""

    section = "L1"


class DataError(CchcError):
    """A cell holds what the work cannot go on with; the message names sheet and cell."""

    section = "L2"


class PlanError(CchcError):
    """A published plan cannot be read as an appendix."""

    section = "L3"


class FileError(CchcError):
    """A file is missing, locked, damaged, of the wrong kind, or cannot be written."""

    section = "L4"


class MailError(CchcError):
    """Mail cannot go out at all (settings, log-in); a refusal of one message is reported, not raised."""

    section = "L5"


class ToolError(CchcError):
    """An outside program that the work needs (LibreOffice, Excel, Outlook) is missing or failed."""

    section = "L6"
