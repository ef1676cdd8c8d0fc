"""Lùi một bước: the workbook as before the last click or command that changed it.

In Excel the click does it itself, with the open workbook (`cchc_macros.ribbon.undoing`); both take from the same
copies, keep what they replace, and say it in the words that are here.
"""

from pathlib import Path

from cchc_macros import registry
from cchc_macros.errors import FileError
from cchc_macros.summary import Summary
from cchc_macros.terminal import agrees, terminal
from xl import backups
from xl.locks import locked

_NOTHING = "{name}: không còn bản sao lưu nào khác với sổ hiện nay để lùi lại. Sổ giữ nguyên."
QUESTION = "Sổ trở lại như trước bước {step}; mọi thay đổi sau đó bị bỏ (bản hiện nay được giữ lại một bên)."
_UNDONE = "Đã lùi bước {step}: {name} trở lại như trước bước đó. {left}"
_DROPPED = "Bản vừa bỏ còn giữ ở:\n{dropped}"
_LEFT = "Còn lùi được {count} bước nữa."
_NONE_LEFT = "Đây là lần xa nhất còn giữ."


def undo(book: Path, *, yes: bool = False) -> Summary:
    """Put the newest copy that differs in the workbook's place; again goes one further back. `yes`: ask nothing.

    Raises:
        FileError: there is no such copy, the workbook is in use, or cannot be written; it is as it was.
    """
    copy = _next(book)
    if not yes and (ask := terminal()) and not agrees(ask, f"{QUESTION.format(step=step(copy))} Tiếp tục?"):
        raise FileError("Chưa lùi lại, theo ý người dùng. Sổ giữ nguyên; làm lại khi muốn.")
    with locked(book):
        if _next(book) != copy:
            raise FileError(f"{book.name} vừa được người khác ghi lại. Sổ giữ nguyên; làm lại nếu vẫn muốn lùi.")
        dropped = backups.restore(book, copy)
    left = len(backups.steps(book, book))
    data = {"restored": str(book), "from": copy.name, "left": left, "dropped": str(dropped) if dropped else None}
    return Summary(message=undone(copy, book.name, left, dropped), data=data)


def _next(book: Path) -> Path:
    steps = backups.steps(book, book)
    if not steps:
        raise FileError(_NOTHING.format(name=book.name))
    return steps[0]


def step(copy: Path) -> str:
    """The step before which a copy was made, as the user knows it: 'Tính lại điểm' lúc 14:05 ngày 01/03/2026."""
    verb, moment = backups.step_of(copy)
    label = next((button.label or button.screentip for button in registry.BUTTONS if button.verb == verb), verb)
    return f"'{label}' lúc {moment}" if moment else f"'{label}'"


def undone(copy: Path, name: str, left: int, dropped: Path | None) -> str:
    """What to say afterwards."""
    more = _LEFT.format(count=left) if left else _NONE_LEFT
    text = _UNDONE.format(step=step(copy), name=name, left=more)
    return f"{text} {_DROPPED.format(dropped=dropped)}" if dropped else text
