"""Questions to the person at the terminal; where nobody sits (Excel, a script, --yes) none is asked."""

import sys
from collections.abc import Callable
from typing import Any

from cchc_macros.buttons import Button
from cchc_macros.errors import DataError
from cchc_macros.rules.text import unaccented
from cchc_macros.summary import Summary
from xl.progress import paused

Ask = Callable[[str], str]


def terminal() -> Ask | None:
    """A way to ask, None where nobody can answer. Questions go to standard error: the answer may be JSON."""
    streams = (sys.stdin, sys.stderr)
    return _ask if all(stream is not None and stream.isatty() for stream in streams) else None


def agrees(ask: Ask, question: str) -> bool:
    """Ask a question; anything but a clear yes is no."""
    return unaccented(ask(f"{question} c: có, Enter: không: ")) in ("c", "co")


def asking_first(button: Button) -> Callable[..., Summary]:
    """A button's macro that tells at a terminal what of the workbook is still open, and goes on only on a yes."""

    def macro(book: Any, **options: Any) -> Summary:
        ask = terminal()
        warning = button.warning(book) if ask else ""
        if ask and warning and not agrees(ask, warning):
            raise DataError("Chưa ghi tệp nào, theo ý người dùng. Xử lý xong thì chạy lại.")
        return button.load()(book, **options)

    return macro


def asking_each(button: Button) -> Callable[..., Summary]:
    """A button's macro that asks at a terminal what its preview asks, and does what was answered yes."""

    def macro(book: Any, **options: Any) -> Summary:
        ask = terminal()
        if ask is None:
            raise DataError("--each cần người trả lời ở cửa sổ lệnh. Bỏ --each hoặc ghi rõ mã cần làm.")
        shown = button.load()(book, **options, dry_run=True)
        chosen = [question for question in shown.questions if agrees(ask, question.text)]
        if not chosen:
            return shown
        given = {question.yes: ",".join(one.value for one in chosen) for question in chosen}
        return button.load()(book, **(options | given))

    return macro


def _ask(text: str) -> str:
    with paused():
        sys.stderr.write(text)
        sys.stderr.flush()
        return sys.stdin.readline().strip()
