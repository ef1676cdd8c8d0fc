"""Texts with "*" and "?" for other letters, found in time that grows with the text alone."""

import re

from xl.late import regex


class Wildcard:
    """A pattern: "*" stands for any letters, "?" for one, "~" before one of them for the letter itself.

    Between stars stand pieces of a fixed length. The leftmost place of each is always as good as any other, so nothing
    is ever tried twice.

    Args:
        wanted: The pattern.
    """

    def __init__(self, wanted: str) -> None:
        self._pieces = [_Piece(letters) for letters in _split(wanted)]

    def fullmatch(self, text: str) -> bool:
        """Whether the whole text is such a one."""
        first, *others = self._pieces
        if not others:
            return len(text) == first.length and first.at(text, 0)
        *middle, last = others
        end = len(text) - last.length
        if end < first.length or not first.at(text, 0) or not last.at(text, end):
            return False
        place = self._through(middle, text, first.length)
        return place is not None and place <= end

    def search(self, text: str, start: int) -> int | None:
        """Return where the first part of the text that fits begins, None if there is none."""
        first, *others = self._pieces
        place = first.after(text, start)
        if place is None or self._through(others, text, place) is None:
            return None
        return place - first.length

    @staticmethod
    def _through(pieces: list["_Piece"], text: str, place: int) -> int | None:
        """Return where the last of pieces ends that are in a row from a place on, None if one is missing."""
        for piece in pieces:
            end = piece.after(text, place)
            if end is None:
                return None
            place = end
        return place


class _Piece:
    """Letters and single gaps, as many as `length`."""

    def __init__(self, letters: list[str]) -> None:
        self.length = len(letters)
        self._pattern = regex("".join(letters), re.IGNORECASE | re.DOTALL)

    def at(self, text: str, place: int) -> bool:
        return self._pattern.match(text, place) is not None

    def after(self, text: str, start: int) -> int | None:
        """Return where its first place from a start on ends."""
        if start > len(text):
            return None
        found = self._pattern.search(text, start)
        return found.end() if found else None


def _split(wanted: str) -> list[list[str]]:
    """Return the pieces between the stars as patterns of single letters."""
    pieces: list[list[str]] = [[]]
    letters = iter(wanted)
    for letter in letters:
        if letter == "*":
            pieces.append([])
        elif letter == "?":
            pieces[-1].append(".")
        else:
            pieces[-1] += map(re.escape, next(letters, "") if letter == "~" else letter)
    return pieces
