"""What stops a macro: the tree of `xl.errors` with the field's own, and where the guide says more about each.

Problems in the user's data that do not stop the work are not errors but findings (`rules.findings`).
"""

from xl.errors import DataError, FileError, ToolError, UnrecordedError, UserError, WorkbookError

__all__ = [
    "UNEXPECTED", "DataError", "FileError", "MailError", "PlanError", "ToolError", "UnrecordedError",
    "UserError", "WorkbookError", "see",
]  # fmt: skip

UNEXPECTED = "L7"  # the guide's section about what is none of the errors below


class PlanError(UserError):
    """A published plan cannot be read as an appendix."""


class MailError(UserError):
    """Mail cannot go out at all (settings, log-in); a refusal of one message is reported, not raised."""


SECTIONS: dict[type[UserError], str] = {
    WorkbookError: "L1", DataError: "L2", PlanError: "L3", FileError: "L4", MailError: "L5", ToolError: "L6",
    UnrecordedError: "L4",
}  # fmt: skip


def see(error: Exception | None = None) -> str:
    """Where the guide says more about an error of this kind, as a sentence; see `error_help`."""
    section = next((section for kind, section in SECTIONS.items() if isinstance(error, kind)), UNEXPECTED)
    return f"Xem thêm ở Hướng dẫn, mục {section}."
