"""Texts with "*" and "?" for other letters, found in time that grows with the text alone.

"*" stands for any letters, "?" for one, "~" before one of them for the letter itself. Between stars stand pieces of a
fixed length: the leftmost place of each is always as good as any other, so none is tried twice (an atomic group).
"""

import re

from xl.late import regex

_FLAGS = re.IGNORECASE | re.DOTALL


def wildcard(wanted: str) -> re.Pattern[str]:
    """Return what fully matches the texts that a pattern stands for."""
    first, *others = _pieces(wanted)
    *middle, last = others or [""]
    return regex(first + "".join(map(_next, middle)) + (f".*{last}" if others else ""), _FLAGS)


def place_of(wanted: str, text: str, start: int) -> int | None:
    """Return where, from a start on, the first part of a text begins that a pattern stands for; None if none does."""
    first, *others = _pieces(wanted)
    found = regex(_next(f"({first})") + "".join(map(_next, others)), _FLAGS).match(text, start)
    return found.start(1) if found and start <= len(text) else None


def _next(piece: str) -> str:
    return f"(?>.*?{piece})"


def _pieces(wanted: str) -> list[str]:
    """Return the pieces between the stars as regular expressions."""
    pieces = [""]
    letters = iter(wanted)
    for letter in letters:
        if letter == "*":
            pieces.append("")
        elif letter == "?":
            pieces[-1] += "."
        else:
            pieces[-1] += re.escape(next(letters, "") if letter == "~" else letter)
    return pieces
