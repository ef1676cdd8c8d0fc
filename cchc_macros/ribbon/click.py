"""One click on the ribbon, from the VBA's call to the message: `python -I -m cchc_macros.ribbon.click VERB --hwnd N`.

The same steps for every macro: find the workbook, see whether it can be worked on, ask what must be asked, keep a
copy from before, run, say what came out. Nothing escapes: every error becomes a Vietnamese message, with the
traceback in the log. The end code is 0 whenever the user was told, so that the VBA speaks only if Python could not.
"""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import xl.light  # noqa: F401  # must come before xlwings: a click must not pay for numpy and pandas

import xlwings as xw  # isort: skip

from cchc_macros import contract, registry
from cchc_macros.book.settings import older_version
from cchc_macros.book.workbook import Workbook
from cchc_macros.buttons import Button, Way
from cchc_macros.errors import UserError, WorkbookError, see
from cchc_macros.ribbon import asking
from cchc_macros.ribbon import messages as says
from cchc_macros.ribbon.asking import CancelledError
from cchc_macros.summary import Summary
from xl import backups, kept
from xl.file_faults import met_in_passing
from xl.folders import documents_folder
from xl.host import Host, NoWorkbookError
from xl.log import log_error
from xl.progress import watched

_UNEXPECTED = (
    "Có lỗi ngoài dự kiến khi làm '{label}'.\nChi tiết lỗi ở tệp dưới đây; gửi tệp đó cho người hỗ trợ:\n{log}"
)
PREVIEW = 3  # the end code by which the VBA is asked to show the print preview
_PUT_BACK = "Sổ đã được đưa về như trước lần bấm này."
_HALF_DONE = "Sổ có thể đã đổi dở dang: bấm Lùi một bước để trở lại như trước lần bấm này."
_ONLY_WINDOWS = "Các nút trên tab CCHC chỉ chạy trong Excel trên Windows. Ở máy này dùng lệnh: cchc {verb} SỔ.xlsx"


def main(arguments: Sequence[str] | None = None) -> int:
    """Do one click in the Excel that owns the window; return 0 when the user was told the outcome."""
    control, *named = sys.argv[1:] if arguments is None else arguments
    given = dict(zip(named[::2], map(int, named[1::2]), strict=True))  # as our own VBA writes it
    if os.environ.get("CCHC_PLATFORM", sys.platform) != "win32":
        print(_ONLY_WINDOWS.format(verb=control), file=sys.stderr)  # noqa: T201  # a console, not Excel
        return 2
    try:
        from xl.windows import ExcelHost  # noqa: PLC0415  # imports pywin32, which only Windows has

        shows = click(control, ExcelHost(given["--hwnd"], protected=bool(given["--protected"])))
    except Exception:  # noqa: BLE001  # not even the message came through: the VBA says so
        log_error(control)
        return 1
    return PREVIEW if shows else 0


def click(control: str, host: Host) -> bool:
    """Run the macro of a ribbon control on the host's active workbook and say what came out.

    Returns:
        Whether Excel is to show the print preview of the sheets that are selected now.
    """
    button, way = registry.control(control)
    try:
        if message := _outcome(button, way, host):
            host.say(message)
        return bool(way and way.shows)
    except CancelledError:
        pass
    except UserError as error:
        host.say(_full_message(str(error), error, see(error)), warning=True)
    except Exception as error:  # noqa: BLE001  # nothing may escape a click
        fault = met_in_passing(error)
        if host.is_busy(error):
            text = says.BUSY
        elif fault:
            text = str(fault)
        else:
            text = _UNEXPECTED.format(label=button.label, log=log_error(control))
        host.say(_full_message(text, error, see(fault)), warning=True)
    finally:
        host.release()
    return False


def _full_message(text: str, error: Exception, more: str) -> str:
    """What went wrong, what became of the workbook, where the guide says more."""
    return "\n\n".join([text, *getattr(error, "__notes__", ()), more])


def _outcome(button: Button, way: Way | None, host: Host) -> str:
    """Do the work; return the message."""
    if button.book == "none":
        return _without_book(button, way, host)
    book = _active(host)
    workbook = Workbook(book)
    active = workbook.sheets.active()
    _check(button, host, workbook, active)
    if button.book == "path":
        from cchc_macros.ribbon.undoing import undo  # noqa: PLC0415  no other button needs it

        return undo(button, host, book, partial(_quiet, host.app or book.app, button))
    with workbook.at_hand():
        return _on_book(button, way, host, workbook, active)


def _on_book(button: Button, way: Way | None, host: Host, workbook: Workbook, active: str) -> str:
    """Ask what must be asked, run the macro; return the message."""
    book = workbook.book
    app = host.app or book.app
    address = host.address(book)
    folder = documents_folder() if not address or kept.is_online(address) else Path(address).parent
    given = asking.values(button, way, host, folder, active)
    macro = button.load()
    if button.book == "write":
        _bring_up_to_date(host, workbook, address)
    if _previews(button):
        given = asking.confirm(button, host, given, _quiet(app, button)(partial(macro, book, dry_run=True)))
    elif button.reaches_out:
        warning = _quiet(app, button)(button.warning)(book) if button.warns else ""
        if not (way and way.shows):
            given = asking.confirm(button, host, given, warning=warning)
        elif warning and not host.ask(warning):
            raise CancelledError
    summary = _do(host, book, address, button, given)
    if way and way.shows:
        host.preview(book, summary.data["sheets"])
    return str(summary.message)


def _do(host: Host, book: xw.Book, address: str, button: Button, given: dict[str, Any]) -> Summary:
    """Run the macro, and once more with the answers to what its outcome asks."""

    def run(**options: Any) -> Summary:
        work = partial(button.load(), book, **options)
        with _quiet(host.app or book.app, button):
            return _write(host, book, address, button.verb, work) if button.book == "write" else work()

    summary = run(**given)
    answers = {} if _previews(button) else asking.answers(host, summary.questions)
    flags = [option.keyword for option in button.options if option.flag]
    given = given | {keyword: keyword in flags or answer for keyword, answer in answers.items()}
    return run(**given) if answers else summary


def _active(host: Host) -> xw.Book:
    """Return the active workbook.

    Raises:
        WorkbookError: there is none to work on.
    """
    try:
        return host.book()
    except NoWorkbookError as error:
        raise WorkbookError(says.PROTECTED_VIEW if error.protected_view else says.NO_WORKBOOK) from error


def _without_book(button: Button, way: Way | None, host: Host) -> str:
    """Run a macro that takes no workbook; show the workbook it made."""
    given = asking.values(button, way, host, documents_folder())
    summary = button.load()(**given)
    if "path" in summary.data:
        host.open(Path(summary.data["path"]))
    return str(summary.message)


def _check(button: Button, host: Host, workbook: Workbook, active: str) -> None:
    """Stop before anything happens where the work could not be done, or not undone.

    Raises:
        WorkbookError: with what to do about it.
    """
    book = workbook.book
    missing = [table for table in (contract.SETTINGS, contract.UNITS) if not workbook.has(table)]
    if missing:
        listed = ", ".join(f"bảng {table.name} ở sheet {table.sheet}" for table in missing)
        raise WorkbookError(says.NOT_OURS.format(name=book.name, missing=listed))
    if button.book == "read":
        return
    if workbook.sheets.get(active) is None:
        raise WorkbookError(says.CHART_SHEET.format(sheet=active))
    if host.read_only(book):
        raise WorkbookError(says.READ_ONLY.format(name=book.name))
    if button.book == "write" and host.protected(book):
        raise WorkbookError(says.PROTECTED_BOOK.format(name=book.name))


def _bring_up_to_date(host: Host, workbook: Workbook, address: str) -> None:
    """Offer to add what a workbook of an earlier version lacks, as a step of its own that can be undone."""
    theirs = older_version(workbook.settings)
    if theirs is None or not host.ask(says.OLDER.format(theirs=theirs, ours=contract.CONTRACT_VERSION)):
        return
    button = registry.button("upgrade")
    with _quiet(host.app or workbook.book.app, button):
        _write(host, workbook.book, address, button.verb, partial(button.load(), workbook.book))


def _write(host: Host, book: xw.Book, address: str, verb: str, work: Callable[[], Summary]) -> Summary:
    """Keep a copy, do the work; if it fails when something was changed already, put the workbook back."""
    path = kept.stand_in(address, book)
    copy = kept.place(path, verb)
    host.keep(book, copy)
    before = host.changes
    try:
        with host.writing(book):
            summary = work()
    except Exception as error:
        if host.changes != before:
            error.add_note(_put_back(host, book, path, copy))
        else:
            backups.forget([copy])  # there is no step to go back
        raise
    backups.settle(path, copy)
    return summary


def _put_back(host: Host, book: xw.Book, path: Path, copy: Path) -> str:
    """Put the workbook back as it was before the click; return what the user is told of it."""
    try:
        restored = host.bring_back(book, copy)
    except Exception:  # noqa: BLE001  # the first error is the one to tell; the copy is still there
        log_error("put back")
        return _HALF_DONE
    backups.forget([copy])
    kept.move(path, kept.stand_in(host.address(restored), restored))
    return _PUT_BACK


def _previews(button: Button) -> bool:
    """Tell whether the macro itself can say what it would do."""
    return any(option.keyword == "dry_run" for option in button.options)


@contextmanager
def _quiet(app: xw.App, button: Button) -> Iterator[None]:
    """Show progress in the status bar, stop the screen's flicker and Excel's questions; put all back in any case.

    Back means Excel's own state, not the one found: a click that was killed may have left the screen still. Where Excel
    does not take it, the VBA puts it back; what is told is what went wrong before.
    As a decorator it lasts for one call, so that what is asked between calls stands over a screen that is drawn.
    """
    with ExitStack() as back:
        for name, value in (("status_bar", False), ("screen_updating", True), ("display_alerts", True)):
            back.callback(_set_back, app, name, value)
        back.enter_context(watched(partial(_show_progress, app, button)))
        _show_progress(app, button)
        app.screen_updating = False
        app.display_alerts = False
        yield


def _set_back(app: xw.App, name: str, value: bool) -> None:  # noqa: FBT001  as Excel has it
    with suppress(Exception):
        setattr(app, name, value)


def _show_progress(app: xw.App, button: Button, doing: str = "") -> None:
    app.status_bar = f"CCHC: {button.label or button.screentip}: {doing or 'đang làm'}…"


if __name__ == "__main__":
    sys.exit(main())
