"""What stops a macro: one small tree. The text of each is one Vietnamese line that ends in the next step.

Problems in the user's data that do not stop the work are not errors but findings (`domain.findings`).
"""


class CchcError(Exception):
    """Base of all errors a user may see; `str(error)` is the message. The command line exits with 2."""


class WorkbookError(CchcError):
    """The workbook is not ours, or lacks a sheet, table, column or setting that the work needs."""


class DataError(CchcError):
    """A cell holds what the work cannot go on with; the message names sheet and cell."""


class PlanError(CchcError):
    """A published plan cannot be read as an appendix."""


class FileError(CchcError):
    """A file is missing, locked, damaged, of the wrong kind, or cannot be written."""


class MailError(CchcError):
    """Mail cannot go out at all (settings, log-in); a refusal of one message is reported, not raised."""


class ToolError(CchcError):
    """An outside program that the work needs (LibreOffice, Excel, Outlook) is missing or failed."""
