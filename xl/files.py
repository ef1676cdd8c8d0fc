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

from xl.errors import FileError

OURS = "~cchc-"  # how the names of our own short-lived files begin
_WAIT_SECONDS = 10.0
_LOCK_BYTE = 1 << 30  # beyond the text in the lock file, which stays readable on Windows
_OLD_SECONDS = 24 * 3600
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
    if os.name == "nt":
        return False  # a running process holds its file open, and Windows then keeps it
    if pid == os.getpid():
        return False  # this process has just begun to tidy, so it has none yet
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


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
    deadline = time.monotonic() + wait
    while True:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
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
        if time.monotonic() >= deadline:
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
    except FileNotFoundError:
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


_REASONS = {
    errno.ENOENT: "không có tệp hoặc thư mục này. Kiểm tra lại đường dẫn.",
    errno.ENOTDIR: "không có thư mục này. Kiểm tra lại đường dẫn.",
    errno.EEXIST: "đã có một tệp mang tên thư mục này. Chọn thư mục khác.",
    errno.EISDIR: "đây là thư mục, không phải tệp. Kiểm tra lại đường dẫn.",
    errno.ENOSPC: "đĩa đã đầy. Xóa bớt tệp hoặc chọn ổ khác rồi làm lại.",
    errno.EDQUOT: "đã hết dung lượng được cấp. Xóa bớt tệp hoặc chọn nơi khác rồi làm lại.",
    errno.EROFS: "ổ đĩa chỉ cho đọc. Chọn nơi khác rồi làm lại.",
    errno.EACCES: "không có quyền ghi, hoặc tệp đang mở ở chương trình khác. Đóng tệp đó, hoặc chọn thư mục khác.",
    errno.EPERM: "tệp chỉ cho đọc. Bỏ thuộc tính chỉ đọc (chuột phải vào tệp, Thuộc tính) rồi làm lại.",
    errno.ENAMETOOLONG: "đường dẫn quá dài. Chuyển sang thư mục có đường dẫn ngắn hơn hoặc đặt tên tệp ngắn hơn.",
}
_ELSEWHERE = frozenset([errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM])
_OUT = "Ở dòng lệnh: thêm --out TỆP để ghi sổ sang nơi khác."


def make_folder(folder: Path) -> None:
    """Make a folder for files to be written into, unless it is there.

    Raises:
        FileError: it cannot be made, or a file stands in its place.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise explained(error, folder) from error


def explained(error: OSError, path: Path) -> FileError:
    """Return the FileError that tells a clerk what an operating system's error means for a file."""
    reason = _REASONS.get(error.errno or 0, f"hệ thống báo lỗi: {error.strerror or error}. Thử lại hoặc chọn nơi khác.")
    if os.name == "nt" and len(str(path)) >= 260:  # noqa: PLR2004  # Windows' limit, reported as "not found"
        reason = _REASONS[errno.ENAMETOOLONG]
    return FileError(f"{path}: {reason}", command=_OUT if error.errno in _ELSEWHERE else "")
