"""The button `Lùi một bước`: the open workbook as before the last click or command that changed it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import xlwings as xw

from cchc_macros.books.undo import QUESTION, step, undone
from cchc_macros.buttons import Button
from cchc_macros.errors import FileError, WorkbookError
from cchc_macros.ribbon.asking import confirm
from xl import backups, kept
from xl.host import Host

NOTHING = "Không còn lần bấm nút CCHC nào của sổ này để lùi lại. Sổ giữ nguyên."


def undo(button: Button, host: Host, book: xw.Book, quiet: Callable[[], AbstractContextManager[None]]) -> str:
    """Put the newest kept copy that differs in the workbook's place; keep what it replaces, return the message.

    `quiet` keeps the screen still.

    Raises:
        WorkbookError: there is no such copy.
        CancelledError: the user said no.
        FileError: it cannot be done; the workbook is as it was.
    """
    path = kept.stand_in(host.address(book), book)
    with kept.current(host, book, path) as now:
        steps = backups.steps(path, now)
        if not steps:
            raise WorkbookError(NOTHING)
        confirm(button._replace(question="{text}"), host, {"text": QUESTION.format(step=step(steps[0]))})
        dropped = _drop(now, path)
    with quiet():
        restored = host.bring_back(book, steps[0])
    left = len(backups.steps(path, steps[0]))
    backups.forget_from(path, steps[0])
    folder = kept.move(path, kept.stand_in(host.address(restored), restored))
    return undone(steps[0], restored.name, left, folder / dropped.name)


def _drop(now: Path, path: Path) -> Path:
    dropped = backups.place_dropped(path)
    try:
        return now.replace(dropped)
    except OSError as error:
        raise FileError(f"Không giữ được bản hiện nay của sổ ở {dropped}. Sổ giữ nguyên; thử lại.") from error
