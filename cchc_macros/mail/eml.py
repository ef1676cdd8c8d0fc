"""Drafts as .eml files: opened by any mail program, looked at, and sent from there."""

from collections.abc import Callable
from pathlib import Path

from cchc_macros.mail.channels import Mail, SendResult
from xl.files import make_folder, write_or_tell
from xl.safe_names import safe_file_name

_UNSENT = b"X-Unsent: 1\r\n"  # Outlook opens the file as a draft with a button to send it


class EmlChannel:
    """Writes each message into a folder, under the unit's code and name; an older draft is replaced whole."""

    name = "eml"
    drafts = True
    repeats = True

    def __init__(self, folder: Path, like: Path | None = None) -> None:
        self.folder = folder
        self._like = like  # the workbook: drafts are for the same people
        self._taken: list[str] = []

    def send(self, mail: Mail, committed: Callable[[], None], *, last: bool) -> SendResult:  # noqa: ARG002
        """Write one draft.

        Raises:
            FileError: the folder or file cannot be written.
        """
        stem = safe_file_name(f"{mail.unit} - {mail.name}", self._taken)
        self._taken.append(stem)
        path = self.folder / f"{stem}.eml"
        make_folder(self.folder, like=self._like)
        if fault := write_or_tell(path, _UNSENT + mail.content, like=self._like):
            return SendResult("failed", fault)
        return SendResult("sent", path.name, path=str(path))

    def close(self) -> None:
        """Nothing is held open."""
