"""`cchc addin build | install | uninstall | status`."""

from importlib.resources import files
from pathlib import Path

from cchc_macros import __version__
from cchc_macros.books.about import installation_news
from cchc_macros.command_line import command_line
from cchc_macros.mail.account import SERVICE
from cchc_macros.ribbon import place
from cchc_macros.ribbon.cells import AddinCells
from cchc_macros.ribbon.tab import ribbon_xml
from cchc_macros.summary import Summary
from xl.addin.build import build_addin
from xl.files import write_atomic
from xl.passwords import forget_passwords

MODULE = "CchcRibbon"
_CLICK = "cchc_macros.ribbon.click"  # what the VBA starts
_INSTALL = "addin install"
_DESCRIPTION = "Tab CCHC: công việc chỉ số cải cách hành chính trong năm, ngay trong Excel."


def built(interpreter: str = "", version: str = __version__) -> bytes:
    """Return the add-in's bytes, with the Python behind its buttons; empty: it still has to be installed."""
    return build_addin(
        module=MODULE,
        vba=vba_source(),
        ribbon=ribbon_xml(),
        cells=AddinCells(interpreter, version).rows(),
        title="CCHC",
        description=_DESCRIPTION,
    )


def vba_source() -> str:
    """Return the text of the VBA module, as the repository has it."""
    return (files("cchc_macros.ribbon") / f"{MODULE}.bas").read_text(encoding="utf-8")


def build(to: Path) -> Summary:
    """Write the add-in as a file, for looking at; its buttons work only after `install`.

    Raises:
        FileError: the file cannot be written.
    """
    write_atomic(to, built())
    return Summary(
        message=f"Đã dựng tệp tiện ích CCHC {__version__}: {to}. Để dùng trong Excel, gõ: {command_line(_INSTALL)}",
        data={"path": str(to), "version": __version__},
    )


def install() -> Summary:
    """Put the add-in into this user's Excel, over an older one, with this Python behind its buttons.

    Raises:
        ToolError: not Windows, or this Python could not run a click.
        FileError: Excel is open, or the folder cannot be written.
    """
    place.addin_path()
    interpreter = place.interpreter()
    place.check_runs(_CLICK)
    before = place.installed_cells()
    path = place.put(built(interpreter))
    done = "Đã cài" if before is None else f"Đã thay bản {before.version or 'hỏng'} bằng"
    return Summary(
        message=f"{done} tab CCHC {__version__} cho Excel. Mở Excel: tab CCHC ở cuối thanh trên cùng.\n"
        f"Tiện ích: {path}\nPython: {interpreter}",
        data={
            "path": str(path),
            "version": __version__,
            "interpreter": interpreter,
            "replaced": before.version if before else None,
        },
    )


def uninstall() -> Summary:
    """Take the add-in, its log, the copies it kept and the mail's password away.

    Raises:
        ToolError: not Windows.
        FileError: Excel is open.
    """
    path = place.addin_path()
    existed = place.remove()
    forget_passwords(SERVICE)
    done = f"Đã gỡ tab CCHC khỏi Excel: {path}." if existed else "Tab CCHC chưa được cài."
    message = f"{done} Nhật ký lỗi, mật khẩu thư và bản sao của sổ chưa lưu lần nào cũng đã xóa; các sổ giữ nguyên."
    return Summary(message=message, data={"path": str(path), "removed": existed})


def status() -> Summary:
    """Say whether the add-in is installed, its version and paths, and whether its buttons will work.

    Raises:
        ToolError: not Windows.
    """
    path, cells = place.addin_path(), place.installed_cells()
    data = {"path": str(path), "installed": cells is not None, "cchc": __version__}
    news, of_installation = installation_news()
    data |= of_installation
    if cells is None:
        return Summary(message="\n".join([f"Tab CCHC chưa được cài. Gõ: {command_line(_INSTALL)}", *news]), data=data)
    found = bool(cells.interpreter) and Path(cells.interpreter).exists()
    current = found and cells.version == __version__
    lines = [
        f"Tab CCHC {cells.version or '(không đọc được)'}: {path}",
        f"Python: {cells.interpreter or '(không có)'}{'' if found else ' — không còn ở đó'}",
        f"CCHC đang chạy lệnh này: {__version__}",
        "Tab dùng được." if current else f"Đóng Excel, gõ lại: {command_line(_INSTALL)}",
    ]
    more = {"version": cells.version, "interpreter": cells.interpreter, "works": found, "current": current}
    return Summary(message="\n".join([*lines, *news]), data=data | more)
