"""A workbook is worked on by one at a time: a lock beside it, and what other programs leave there while it is open.

The lock is our own because the filelock package costs 27 ms to import, a seventh of what a whole click may take.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from xl.access import access_of
from xl.errors import FileError
from xl.file_faults import explained
from xl.files import host, our_name

_WAIT_SECONDS = 10.0
_LOCK_BYTE = 1 << 30  # beyond the text in the lock file, which stays readable on Windows
_LET_GO_SECONDS = 2.0  # longer than Windows takes to remove a file that is closed


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
    lock = path.with_name(our_name(path) + ".khoa")
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
            handle = _open_lock(lock, path)
        except (PermissionError, FileNotFoundError):
            # Someone is just making or removing it: then its rights are not yet, or no longer, the workbook's.
            if time.monotonic() - opened >= _LET_GO_SECONDS or not lock.parent.is_dir():
                raise
            time.sleep(0.01)
            continue
        opened = time.monotonic()
        try:
            if _try_lock(handle) and _is_same_file(handle, lock):
                who = f"{user_name()}@{host()} lúc {time.strftime('%H:%M:%S ngày %d/%m/%Y')}"
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


def _open_lock(lock: Path, path: Path) -> int:
    """Return the handle of the lock file, made for the same people as the workbook.

    A file that another user made may be there for reading only; that is enough to wait for it.
    """
    access = access_of(path)
    try:
        exclusive = os.O_RDWR | os.O_EXCL
        return access.create(lock, exclusive) if access else os.open(lock, exclusive | os.O_CREAT, 0o666)
    except FileExistsError:
        pass
    except PermissionError as error:
        if os.name != "nt" and not lock.exists():  # nothing can be made here at all
            raise explained(error, path) from error
    try:
        return os.open(lock, os.O_RDWR)
    except PermissionError:
        return os.open(lock, os.O_RDONLY)


def user_name() -> str:
    """Return who runs this; a process may belong to nobody with a name."""
    try:
        from getpass import getuser  # noqa: PLC0415  # few are asked

        return getuser()
    except (KeyError, OSError, ImportError):
        return "một người dùng khác"


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


def _printable(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable()).strip()
