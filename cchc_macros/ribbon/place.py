"""Where the add-in lives on a user's Windows, and the Python it starts there.

Excel loads what is in the user's own XLSTART folder and trusts it, so no administrator and no setting is
needed.
"""

import os
import re
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from cchc_macros.errors import FileError, ToolError
from cchc_macros.ribbon.cells import AddinCells
from xl.addin.package import read_cells
from xl.files import write_atomic
from xl.folders import kept_folder, log_file

NAME = "cchc.xlam"
_CHECK_SECONDS = 180  # the first start, with an antivirus reading along on an old machine
_ONLY_WINDOWS = (
    "Tab CCHC chỉ cài được trên Windows có Excel. Ở máy này dùng các lệnh cchc trên tệp, "
    "hoặc dựng tệp tiện ích để chép đi: cchc addin build --to cchc.xlam."
)
_NO_PROFILE = "Không biết thư mục cài đặt vì thiếu biến APPDATA. Đăng nhập Windows lại rồi chạy lại lệnh này."
_STORE_PYTHON = (
    "Python này cài từ Microsoft Store nên Windows giấu tệp nó ghi và Excel không thấy. "
    "Cài Python từ python.org, cài lại CCHC bằng Python đó, rồi chạy lại lệnh này bằng Python mới."
)
_PERCENT = (
    "Đường dẫn của Python có dấu %: {path}. Windows hiểu sai dấu này khi chạy nút. "
    "Cài Python hoặc CCHC vào thư mục có tên không chứa %, rồi chạy lại lệnh này."
)
_NOT_SEEN = (
    "Python {path} không chạy được CCHC theo cách nút bấm chạy (python -I): {reason}. "
    "Cài CCHC vào một môi trường riêng (python -m venv), không dùng pip --user, rồi chạy lại."
)
_LOCKED = "Excel đang mở nên không {verb} được {path}. Đóng hết các cửa sổ Excel rồi chạy lại lệnh này."


def addin_path() -> Path:
    """Return where the add-in stands, or would.

    Raises:
        ToolError: this is not Windows.
        FileError: Windows does not say where the user's settings are.
    """
    if os.environ.get("CCHC_PLATFORM", sys.platform) != "win32":
        raise ToolError(_ONLY_WINDOWS)
    profile = os.environ.get("APPDATA")
    if not profile:
        raise FileError(_NO_PROFILE)
    return Path(profile) / "Microsoft" / "Excel" / "XLSTART" / NAME


def installed_cells() -> AddinCells | None:
    """Return what the installed add-in holds; None if there is none, empty texts if it is not ours or damaged."""
    try:
        return AddinCells.of(read_cells(addin_path().read_bytes()))
    except FileNotFoundError:
        return None
    except (ValueError, OSError):
        return AddinCells("", "")


def interpreter() -> str:
    """Return the Python that clicks shall start: this one, without a console where there is one without.

    Raises:
        ToolError: it could not run a click.
    """
    windowless = Path(sys.executable).with_name("pythonw.exe")
    path = str(windowless if windowless.exists() else sys.executable)
    if "PythonSoftwareFoundation.Python" in path + sys.base_prefix:
        raise ToolError(_STORE_PYTHON)
    if re.search("%.*%", path):  # WScript.Shell.Run would put a variable's value there
        raise ToolError(_PERCENT.format(path=path))
    return path


def check_runs(click: str) -> None:
    """See that a click's process finds its module: `-I` leaves out packages installed with `pip --user`.

    Raises:
        ToolError: it does not.
    """
    modules = f"{click}, xl.windows" if sys.platform == "win32" else click
    command = [sys.executable, "-I", "-c", f"import {modules}"]
    try:
        done = subprocess.run(  # noqa: S603  # this very Python
            command, capture_output=True, text=True, errors="replace", timeout=_CHECK_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ToolError(_NOT_SEEN.format(path=sys.executable, reason=error)) from error
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or [""])[-1]
        raise ToolError(_NOT_SEEN.format(path=sys.executable, reason=reason))


def put(content: bytes) -> Path:
    """Write the add-in to its place, over an older one.

    Raises:
        FileError: Excel holds the older one, or the folder cannot be written.
    """
    target = addin_path()
    staged = _staged(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(staged, content)
        staged.replace(target)
    except PermissionError as error:
        raise FileError(_LOCKED.format(verb="thay", path=target)) from error
    except OSError as error:
        raise FileError(f"Không ghi được {target}: {error.strerror}. Kiểm tra ổ đĩa rồi chạy lại.") from error
    finally:
        with suppress(OSError):
            staged.unlink(missing_ok=True)
    return target


def _staged(target: Path) -> Path:
    """Return where the add-in is written first: Excel opens whatever is in XLSTART, half-written files too."""
    return target.parent.with_name(NAME + ".moi")


def remove() -> bool:
    """Delete the add-in, its log and the copies it kept; tell whether there was an add-in.

    Copies beside workbooks are not touched: they belong to the workbooks.

    Raises:
        FileError: Excel holds the add-in.
    """
    target = addin_path()
    existed = target.exists()
    try:
        target.unlink(missing_ok=True)
        _staged(target).unlink(missing_ok=True)  # of an install that was killed
    except OSError as error:
        raise FileError(_LOCKED.format(verb="gỡ", path=target)) from error
    for folder in (log_file().parent, kept_folder()):
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):  # something else may be beside it
            folder.parent.rmdir()
    return existed
