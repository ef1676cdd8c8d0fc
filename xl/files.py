"""Files of people: written whole or not at all, refused with a next step.

Every error is a `FileError` whose text says in Vietnamese what to do.
"""

import errno
import os
import shutil
import stat
import sys
import time
import unicodedata
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

from xl.access import access_of, make_folder_like
from xl.errors import FileError
from xl.file_faults import explained
from xl.product import product

_OLD_SECONDS = 24 * 3600
_SYNCHRONIZE, _ACCESS_DENIED, _STILL_AT_WORK = 0x100000, 5, 258  # of Windows' processes
_tidied: set[Path] = set()


def write_atomic(path: Path, data: bytes, like: Path | None = None) -> None:
    """Write a file whole or not at all, keeping its permission bits and its group.

    The data goes to a file beside it first, which takes its place when all of it is on the disk.

    Args:
        path: The file.
        data: What is to be in it.
        like: A file for the same people: a new file gets its permission bits and its group.

    Raises:
        FileError: it is read-only, open elsewhere, or the disk or the path does not allow it.
    """
    target = Path(os.path.realpath(path))
    try:
        with _written_beside(target, data, like) as temporary:
            temporary.replace(target)
            _sync_folder(target.parent)
    except OSError as error:
        raise explained(error, path) from error


def rehearse_write(path: Path, data: bytes) -> None:
    """Do all of `write_atomic` but the last step, and leave nothing behind.

    Raises:
        FileError: as `write_atomic`.
    """
    target = Path(os.path.realpath(path))
    try:
        with _written_beside(target, data, None) as temporary:
            temporary.unlink()
    except OSError as error:
        raise explained(error, path) from error


@contextmanager
def _written_beside(target: Path, data: bytes, like: Path | None) -> Iterator[Path]:
    """The data on the disk in a file beside its target; where something fails, the file goes."""
    tidy(target.parent)
    temporary = target.with_name(f"{our_name(target)}-{run_mark()}.tmp")
    refuse_read_only(target)
    access = access_of(target) or access_of(like)
    try:
        with open(temporary, "wb", opener=access.create if access else None) as file:  # Path.open takes no opener
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        yield temporary
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def same_bytes(one: Path, other: Path) -> bool:
    """Whether two files hold the same bytes."""
    try:
        return one.stat().st_size == other.stat().st_size and one.read_bytes() == other.read_bytes()
    except OSError:
        return False


def write_or_tell(path: Path, data: bytes, like: Path | None = None) -> str:
    """Write one of many files; return why it stays as it is, if it alone is open elsewhere or read-only.

    Raises:
        FileError: what would stop the others too.
    """
    try:
        write_atomic(path, data, like)
    except FileError as error:
        if isinstance(error.__cause__, PermissionError) and path.exists():
            return str(error)
        raise
    return ""


def refuse_read_only(target: Path) -> None:
    """Raise where a file is marked read-only, which replacing it would ignore.

    Raises:
        OSError: it is.
    """
    with suppress(FileNotFoundError):
        if not target.stat().st_mode & stat.S_IWUSR:
            raise PermissionError(errno.EPERM, "read-only", str(target))


def _sync_folder(folder: Path) -> None:
    """Put the new name on the disk too; Windows has no call for it."""
    if os.name == "posix":
        with suppress(OSError):  # some network file systems refuse, and lose nothing
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def short_lived() -> str:
    """Return how the names of our own short-lived files begin."""
    return f"~{product.name}-"


def our_name(target: Path) -> str:
    """Return a short name tied to a file's name: a longer one might not fit into the path."""
    name = unicodedata.normalize("NFC", target.name).casefold()
    return f"{short_lived()}{zlib.crc32(name.encode('utf-8', 'surrogatepass')):08x}"


@cache
def host() -> str:
    """Return this machine's name; `socket` would be one more import on every click."""
    return os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "may")


def tidy(folder: Path) -> None:
    """Remove what killed runs left in a folder, once per run: their files are named after host and process."""
    if folder in _tidied:
        return
    _tidied.add(folder)
    with suppress(OSError):
        for entry in os.scandir(folder):
            if entry.name.startswith(short_lived()) and entry.name.endswith(".tmp"):
                mark = entry.name.removesuffix(".tmp").removeprefix(short_lived()).partition("-")[2]
                with suppress(OSError):  # gone meanwhile, or still open on Windows
                    if is_left_behind(entry, mark):
                        Path(entry.path).unlink()


def run_mark() -> str:
    """Return what in a temporary name says whose it is: machine and process."""
    return f"{host()[:16]}-{os.getpid()}"


def is_left_behind(entry: os.DirEntry[str], mark: str) -> bool:
    """Whether the run that marked a file or folder has ended; one of another machine counts as ended after a day.

    Of this machine's runs no clock decides: one set forward must not take a folder from under a run at work.
    """
    machine, _, pid = mark.rpartition("-")
    if machine == host()[:16] and pid.isdecimal():
        return not _is_running(int(pid))
    return time.time() - entry.stat().st_mtime > _OLD_SECONDS


def _is_running(pid: int) -> bool:
    if pid == os.getpid():
        return False  # this process has just begun to tidy, so it has none yet
    if sys.platform == "win32":
        return _is_running_on_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _is_running_on_windows(pid: int) -> bool:
    """Whether there is such a process; `os.kill` would end it."""
    import ctypes  # noqa: PLC0415  # only where a killed run left something

    kernel: Any = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]
    kernel.OpenProcess.restype = ctypes.c_void_p
    handle = ctypes.c_void_p(kernel.OpenProcess(_SYNCHRONIZE, False, pid))
    if not handle.value:
        return bool(ctypes.get_last_error() == _ACCESS_DENIED)  # type: ignore[attr-defined,unused-ignore]
    try:
        return bool(kernel.WaitForSingleObject(handle, 0) == _STILL_AT_WORK)
    finally:
        kernel.CloseHandle(handle)


def stamp(path: Path) -> tuple[int, int] | None:
    """Return what changes when a file is written, None if there is no file."""
    try:
        entry = path.stat()
    except OSError:
        return None
    return entry.st_mtime_ns, entry.st_size


def make_folder(folder: Path, like: Path | None = None) -> None:
    """Make a folder for files to be written into, unless it is there.

    Args:
        folder: The folder.
        like: A file whose readers are to look into it.

    Raises:
        FileError: it cannot be made, or a file is in its place.
    """
    try:
        make_folder_like(folder, like) if like else folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise explained(error, folder) from error


def copy_new(source: Path, target: Path) -> None:
    """Copy a file to a name that is free, whole or not at all; the source stays.

    It is not forced onto the disk: after a power cut the source is still there to be copied again.

    Raises:
        FileError: the name is taken, or the disk or the path does not allow it.
    """
    try:
        tidy(target.parent)
        temporary = target.with_name(f"{our_name(target)}-{run_mark()}.tmp")
        try:
            shutil.copyfile(source, temporary)
            _give_name(temporary, target)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise explained(error, target) from error


def is_copied(order: tuple[Path, Path]) -> bool:
    """Do `copy_new`, from one path to the other; return whether it could be done."""
    try:
        copy_new(*order)
    except FileError:
        return False
    return True


def rename_new(source: Path, target: Path) -> None:
    """Rename a file to a name that is free.

    Raises:
        FileError: the name is taken, or the disk or the path does not allow it.
    """
    try:
        _refuse_taken(target)
        source.rename(target)
    except OSError as error:
        raise explained(error, target) from error


def _give_name(temporary: Path, target: Path) -> None:
    """Give a finished file its free name, over no other file whoever writes there: Windows renames so by itself."""
    if os.name == "posix":
        try:
            os.link(temporary, target)
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            _refuse_taken(target)
        else:
            return
    temporary.rename(target)


def _refuse_taken(target: Path) -> None:
    if target.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
