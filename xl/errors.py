"""What stops the work, told to the user: one small tree. The text of each is one Vietnamese line with the next step.

What is wrong in the user's data and does not stop the work is collected elsewhere, not raised.
"""


class UserError(Exception):
    """Base of all errors a user may see; `str(error)` is the message.

    Args:
        message: What is wrong and what to do, for someone with a mouse: it may name buttons, sheets, cells.
        command: What a command line tells besides, such as the option that helps.
    """

    def __init__(self, message: str, *, command: str = "") -> None:
        super().__init__(message)
        self.command = command


class WorkbookError(UserError):
    """The workbook lacks a sheet, table, column or setting that the work needs, or cannot be worked on."""


class DataError(UserError):
    """A cell holds what the work cannot go on with; the message names sheet and cell."""


class FileError(UserError):
    """A file is missing, locked, damaged, of the wrong kind, or cannot be written."""


class UnrecordedError(FileError):
    """What the work did outside the workbook is done; afterwards the workbook could not be written.

    Args:
        reason: Why the workbook could not be written.
        outcome: What the macro gave back.
    """

    def __init__(self, reason: str, outcome: object = None) -> None:
        super().__init__(reason)
        self.outcome = outcome


class ToolError(UserError):
    """An outside program that the work needs (LibreOffice, Excel, Outlook) is missing or failed."""
