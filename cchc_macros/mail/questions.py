"""What the person at the terminal is asked about mail; see `terminal`."""

from collections.abc import Sequence

from cchc_macros.mail.posting import Item, Orders
from cchc_macros.rules.text import fold, unaccented
from cchc_macros.terminal import Ask, agrees


def may_send(ask: Ask, plan: str) -> bool:
    """Show who would get what, and ask whether to send it."""
    return agrees(ask, f"{plan}\nGửi các thư này?")


def what_became_of(ask: Ask, unsure: Sequence[Item], orders: Orders) -> Orders:
    """Ask what became of each message whose fate is unknown; without an answer it stays so."""
    resend, received = set(orders.resend), set(orders.received)
    for item in unsure:
        what = f"{item['name']} ({item['unit']}): {item['reason']}"
        reply = unaccented(ask(f"{what}.\nĐơn vị đã nhận? r: rồi, c: chưa nên gửi lại, Enter: để sau: "))
        if reply in ("r", "roi"):
            received.add(fold(item["unit"]))
        elif reply in ("c", "chua"):
            resend.add(fold(item["unit"]))
    return Orders(frozenset(resend), frozenset(received))
