"""Lùi một bước: the workbook file as before the last click or command.

In Excel the click does it itself, with the open workbook (`cchc_macros.ribbon.click`); both take from the same copies.
"""

from pathlib import Path

from cchc_macros.summary import Summary
from xl import backups
from xl.files import locked


def undo(book: Path) -> Summary:
    """Put the newest copy in the workbook's place; again goes one further back.

    Raises:
        FileError: there is no copy, the workbook is in use, or cannot be written.
    """
    with locked(book):
        copy = backups.undo(book)
    left = len(backups.copies(book))
    more = f"Còn lùi được {left} bước nữa." if left else "Đây là lần xa nhất còn giữ."
    data = {"restored": str(book), "from": copy.name, "left": left}
    return Summary(message=f"Đã đưa {book.name} về như trước lần thay đổi gần nhất. {more}", data=data)
