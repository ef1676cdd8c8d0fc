"""Files of people: written whole or not at all, kept from two clerks at once, refused with a next step.

Every error is a `FileError` whose text says in Vietnamese what to do. The lock is our own dozen lines because the
filelock package costs 27 ms to import, a seventh of what a whole click may take.
"""

import errno
import getpass
import os
import stat
import sys
import time
import unicodedata
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from xl.errors import FileError
from xl.file_faults import explained

OURS = "~cchc-"  # how the names of our own short-lived files begin
_WAIT_SECONDS = 10.0
_LOCK_BYTE = 1 << 30  # beyond the text in the lock file, which stays readable on Windows
_OLD_SECONDS = 24 * 3600
_LET_GO_SECONDS = 2.0  # longer than Windows takes to remove a file that is closed
_SYNCHRONIZE, _ACCESS_DENIED, _STILL_AT_WORK = 0x100000, 5, 258  # of Windows' processes
_tidied: set[Path] = set()


def write_atomic(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, keeping its permission bits.

    The data goes to a file beside it first, which takes its place when all of it is on the disk.

    Raises:
        FileError: it is read-only, open elsewhere, or the disk or the path does not allow it.
    """
    target = Path(os.path.realpath(path))
    _tidy(target.parent)
    temporary = target.with_name(f"{_our_name(target)}-{run_mark()}.tmp")
    try:
        mode = _writable_mode(target)
        try:
            with temporary.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if mode is not None:
                temporary.chmod(mode)
            temporary.replace(target)
            _sync_folder(target.parent)
        except BaseException:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise explained(error, path) from error


def write_or_tell(path: Path, data: bytes) -> str:
    """Write one of many files; return why it stays as it is, if it alone is open elsewhere or read-only.

    Raises:
        FileError: what would stop the others too.
    """
    try:
        write_atomic(path, data)
    except FileError as error:
        if isinstance(error.__cause__, PermissionError) and path.exists():
            return str(error)
        raise
    return ""


def _writable_mode(target: Path) -> int | None:
    """Return the permission bits of an existing file.

    Raises:
        OSError: the file is marked read-only, which replacing it would ignore.
    """
    try:
        mode = stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        return None
    if not mode & stat.S_IWUSR:
        raise PermissionError(errno.EPERM, "read-only", str(target))
    return mode


def _sync_folder(folder: Path) -> None:
    """Put the new name on the disk too; Windows has no call for it."""
    if os.name == "posix":
        with suppress(OSError):  # some network file systems refuse, and lose nothing
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _our_name(target: Path) -> str:
    """Return a short name tied to a file's name: a longer one might not fit into the path."""
    name = unicodedata.normalize("NFC", target.name).casefold()
    return f"{OURS}{zlib.crc32(name.encode('utf-8', 'surrogatepass')):08x}"


def _host() -> str:
    """Return this machine's name; `socket` would be one more import on every click."""
    return os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "may")


def _tidy(folder: Path) -> None:
    """Remove what killed runs left in a folder, once per run: their files are named after host and process."""
    if folder in _tidied:
        return
    _tidied.add(folder)
    with suppress(OSError):
        for entry in os.scandir(folder):
            if entry.name.startswith(OURS) and entry.name.endswith(".tmp"):
                with suppress(OSError):  # gone meanwhile, or still open on Windows
                    if is_left_behind(entry, entry.name.removesuffix(".tmp").removeprefix(OURS).partition("-")[2]):
                        Path(entry.path).unlink()


def run_mark() -> str:
    """Return what in a temporary name says whose it is: machine and process."""
    return f"{_host()[:16]}-{os.getpid()}"


def is_left_behind(entry: os.DirEntry[str], mark: str) -> bool:
    """Whether the run that marked a file or folder has ended; one of another machine counts as ended after a day.

    Of this machine's runs no clock decides: one set forward must not take a folder from under a run at work.
    """
    host, _, pid = mark.rpartition("-")
    if host == _host()[:16] and pid.isdecimal():
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


@contextmanager
def locked(path: Path, *, wait: float = _WAIT_SECONDS) -> Iterator[None]:
    """Keep other runs off a workbook while the context lasts; wait for them first.

    Args:
        path: The workbook; it need not exist yet.
        wait: Seconds to wait for another run.

    Raises:
        FileError: another run holds it for longer, or a spreadsheet program has it open.
    """
    path = Path(os.path.realpath(path))
    lock = path.with_name(_our_name(path) + ".khoa")
    try:
        handle = _acquire(lock, path, wait)
    except OSError as error:
        raise explained(error, path) from error
    try:
        refuse_if_open(path)
        yield
    finally:
        with suppress(OSError):
            if os.name == "posix":
                lock.unlink()  # before letting go: whoever waits sees that the file is gone, and makes a new one
        os.close(handle)
        with suppress(OSError):
            if os.name != "posix":
                lock.unlink()


def _acquire(lock: Path, path: Path, wait: float) -> int:
    """Return the handle of the locked file."""
    began = opened = time.monotonic()
    while True:
        try:
            handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
        except PermissionError:  # on Windows also while the last holder's file is being removed
            if os.name != "nt" or time.monotonic() - opened >= _LET_GO_SECONDS:
                raise
            time.sleep(0.01)
            continue
        opened = time.monotonic()
        try:
            if _try_lock(handle) and _is_same_file(handle, lock):
                who = f"{getpass.getuser()}@{_host()} lúc {time.strftime('%H:%M:%S ngày %d/%m/%Y')}"
                with suppress(OSError):  # the lock holds without its text; a full disk is told where it is written to
                    os.ftruncate(handle, 0)
                    os.write(handle, who.encode())
                return handle
            holder = os.read(handle, 300).decode("utf-8", "replace").strip()
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)
        if time.monotonic() - began >= wait:
            raise FileError(f"{path.name} đang được {holder or 'một người khác'} xử lý. Đợi việc đó xong rồi làm lại.")
        time.sleep(0.05)


def _try_lock(handle: int) -> bool:
    """Lock the file without waiting; False if another process has it."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415  # Windows only

        os.lseek(handle, _LOCK_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True
    import fcntl  # noqa: PLC0415  # not on Windows

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_same_file(handle: int, lock: Path) -> bool:
    """Whether the locked file still has its name: its last holder removes it."""
    try:
        return os.path.samestat(os.fstat(handle), lock.stat())
    except OSError:  # gone, or on Windows about to be
        return False


def refuse_if_open(path: Path) -> None:
    """Raise if Excel or LibreOffice has the workbook open, as their owner files beside it tell.

    Raises:
        FileError: with the user's name where the owner file holds one.
    """
    for owner_file, program, who in (
        (path.with_name("~$" + path.name), "Excel", _excel_user),
        (path.with_name(f".~lock.{path.name}#"), "LibreOffice", _libreoffice_user),
    ):
        try:
            data = owner_file.read_bytes()[:1000]
        except PermissionError:  # Excel keeps it to itself
            data = b""
        except OSError:  # there is none, or its name would be too long to be one
            continue
        name = who(data)
        raise FileError(
            f"{path.name} đang mở trong {program}{f' (người dùng {name})' if name else ''}. "
            f"Đóng tệp đó rồi làm lại; nếu không ai mở, xóa tệp {owner_file.name} ở cùng thư mục."
        )


def _excel_user(data: bytes) -> str:
    """Return the user in Excel's owner file: a length at byte 55, then UTF-16 from byte 57."""
    length = int.from_bytes(data[55:57], "little")
    return _printable(data[57 : 57 + 2 * min(length, 54)].decode("utf-16-le", "replace"))


def _libreoffice_user(data: bytes) -> str:
    """Return the first field of LibreOffice's owner file, a line of CSV."""
    return _printable(data.decode("utf-8", "replace").split(",")[0])


def stamp(path: Path) -> tuple[int, int] | None:
    """Return what changes when a file is written, None if there is no file."""
    try:
        entry = path.stat()
    except OSError:
        return None
    return entry.st_mtime_ns, entry.st_size


def _printable(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable()).strip()


def make_folder(folder: Path) -> None:
    """Make a folder for files to be written into, unless it is there.

    Raises:
        FileError: it cannot be made, or a file stands in its place.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise explained(error, folder) from error
