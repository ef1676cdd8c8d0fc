"""Who may read and write a file: what is kept beside a workbook is for the same people as the workbook itself.

On Windows a new file has the rights of its folder, and nothing is to be done.
"""

import os
import stat
from contextlib import suppress
from pathlib import Path

from xl.late import dataclass

_WINDOWS = os.name == "nt"
_READ, _WRITE, _PRIVATE = 0o444, 0o222, 0o600


@dataclass(frozen=True, slots=True)
class Access:
    """The permission bits, the group and the owner of a file."""

    mode: int
    group: int
    owner: int

    def create(self, path: Path | str, flags: int) -> int:
        """Open a new file, which belongs to nobody else from its first byte on; return the handle.

        Raises:
            OSError: as `os.open`.
        """
        handle = os.open(path, flags | os.O_CREAT, _PRIVATE)
        self.give(handle)
        return handle

    def give(self, path: Path | int) -> None:
        """Let a file have this access; a group that this user is not in gets no more than everybody."""
        mode = self.mode
        try:
            os.chown(path, self.owner if os.geteuid() == 0 else -1, self.group)
        except OSError:
            mode = mode & ~0o070 | (mode & 0o007) << 3 & mode
        with suppress(OSError):  # some file systems know no permission bits
            os.chmod(path, mode)  # noqa: PTH101  # a handle has no path


def access_of(path: Path | None) -> Access | None:
    """Return the access of a file; None where there is no such file, and on Windows."""
    if path is None or _WINDOWS:
        return None
    try:
        found = path.stat()
    except OSError:
        return None
    return Access(stat.S_IMODE(found.st_mode), found.st_gid, found.st_uid)


def make_folder_like(folder: Path, file: Path) -> None:
    """Make a folder beside a file for what is kept of it, unless it is there.

    Who may read the file may look into it; who may put something beside the file may also put something in.

    Raises:
        OSError: it cannot be made.
    """
    own, around = access_of(file), access_of(file.parent)
    if own is None or around is None or folder.exists():
        folder.mkdir(parents=True, exist_ok=True)
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    read = own.mode & _READ
    mode = read | read >> 2 | around.mode & read >> 1 & _WRITE | stat.S_IWUSR
    Access(mode | around.mode & (stat.S_ISGID | stat.S_ISVTX), own.group, own.owner).give(folder)
