"""Drafts as .eml files: opened by any mail program, looked at, and sent from there."""

from collections.abc import Callable
from pathlib import Path

from cchc_macros.mail.ways import Mail, Outcome
from xl.file_faults import explained
from xl.files import write_or_tell
from xl.safe_names import safe_file_name

_UNSENT = b"X-Unsent: 1\r\n"  # Outlook opens the file as a draft with a button to send it


class EmlDrafts:
    """Writes each message into a folder, under the unit's code and name; an older draft is replaced whole."""

    channel = "eml"
    drafts = True
    repeats = True

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._taken: list[str] = []

    def send(self, mail: Mail, committed: Callable[[], None], *, last: bool) -> Outcome:  # noqa: ARG002
        """Write one draft.

        Raises:
            FileError: the folder or file cannot be written.
        """
        stem = safe_file_name(f"{mail.unit} - {mail.name}", self._taken)
        self._taken.append(stem)
        path = self.folder / f"{stem}.eml"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise explained(error, self.folder) from error
        if fault := write_or_tell(path, _UNSENT + mail.content):
            return Outcome("failed", fault)
        return Outcome("sent", path.name, path=str(path))

    def close(self) -> None:
        """Nothing is held open."""
