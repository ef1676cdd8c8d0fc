"""What a setup program put on this machine: whether all of it is still there, and whether a newer one lies about."""

import re
import sys
import threading
from contextlib import suppress
from pathlib import Path

from platformdirs import user_downloads_dir

from xl.late import regex

_LISTS = ("files.txt", "Lib/comparing/files.txt")  # of the program, and of a part that need not be installed
_FROM = "from.txt"  # the folder that the setup program was started in
_PATIENCE = 2.0  # seconds; a share that answers later is passed over


def taken_away(folder: Path | None = None) -> list[str]:
    """Return the files that were installed and are gone or cut, as an antivirus does; none where nothing was installed.

    Args:
        folder: Where; by default the folder of the Python that runs.
    """
    folder = folder or Path(sys.prefix)
    gone = []
    for place in _LISTS:
        with suppress(OSError):  # no such list: not installed by a setup program, or not that part
            for line in (folder / place).read_text(encoding="utf-8").splitlines():
                size, _, name = line.partition(" ")
                if _size(folder / name) != int(size):
                    gone.append(name)
    return gone


def newer_setup(name: str, version: str, folders: list[Path] | None = None) -> Path | None:
    """Return the newest `<name>-<version>-setup.exe` that is newer than a version.

    Args:
        name: The product's name.
        version: The version that runs, as "1.2.3".
        folders: Where to look; by default where this one came from, and the user's downloads.
    """
    found: list[tuple[tuple[int, ...], Path]] = []
    wanted = regex(rf"{re.escape(name)}-(\d+(?:\.\d+)*)-setup\.exe", re.IGNORECASE)

    def look() -> None:
        for folder in _sources() if folders is None else folders:
            with suppress(OSError):
                found.extend(
                    (_numbers(match[1]), path) for path in folder.iterdir() if (match := wanted.fullmatch(path.name))
                )

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    looking.join(_PATIENCE)
    newest = max(found, default=None)
    return newest[1] if newest and newest[0] > _numbers(version) else None


def _sources() -> list[Path]:
    sources = [Path(user_downloads_dir())]
    with suppress(OSError, UnicodeError):
        sources.insert(0, Path((Path(sys.prefix) / _FROM).read_text(encoding="utf-16")))
    return sources


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))
