"""Questions to the person at the terminal; where nobody sits (Excel, a script, --yes) none is asked."""

import sys
from collections.abc import Callable, Sequence

from cchc_macros.mail.posting import Item, Orders
from cchc_macros.rules.text import fold
from xl.progress import paused

Ask = Callable[[str], str]


def terminal() -> Ask | None:
    """A way to ask, None where nobody can answer. Questions go to standard error: the answer may be JSON."""
    streams = (sys.stdin, sys.stderr)
    return _ask if all(stream is not None and stream.isatty() for stream in streams) else None


def may_send(ask: Ask, plan: str) -> bool:
    """Show who would get what, and ask whether to send it."""
    return agrees(ask, f"{plan}\nGửi các thư này?")


def agrees(ask: Ask, question: str) -> bool:
    """Ask a question; anything but a clear yes is no."""
    return fold(ask(f"{question} c: có, Enter: không: ")) in ("c", "có", "co")


def what_became_of(ask: Ask, unsure: Sequence[Item], orders: Orders) -> Orders:
    """Ask what became of each message whose fate is unknown; without an answer it stays so."""
    resend, received = set(orders.resend), set(orders.received)
    for item in unsure:
        what = f"{item['name']} ({item['unit']}): {item['reason']}"
        reply = fold(ask(f"{what}.\nĐơn vị đã nhận? r: rồi, c: chưa nên gửi lại, Enter: để sau: "))
        if reply in ("r", "rồi", "roi"):
            received.add(fold(item["unit"]))
        elif reply in ("c", "chưa", "chua"):
            resend.add(fold(item["unit"]))
    return Orders(frozenset(resend), frozenset(received))


def _ask(text: str) -> str:
    with paused():
        sys.stderr.write(text)
        sys.stderr.flush()
        return sys.stdin.readline().strip()
