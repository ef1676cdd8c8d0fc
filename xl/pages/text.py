"""Texts in lines: wrapped to a width, with letters of several looks, each line with its height."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from xl.late import regex
from xl.pages.looks import Ink
from xl.pages.typefaces import Typeface, split_by_face, word_width

LEADING = 1.15  # of the size: a line of Times New Roman on paper
ASCENT = 0.891
_WORD = regex(r"[^ ]+")
_Span = tuple[int, int]


class Run(NamedTuple):
    """A part of a text of one look."""

    ink: Ink
    text: str


class Piece(NamedTuple):
    """A part of a line: how far it stands from the line's beginning, and its width."""

    x: float
    width: float
    ink: Ink
    text: str


class Line(NamedTuple):
    """A line of text; `last`: it ends a paragraph."""

    pieces: tuple[Piece, ...]
    width: float
    height: float
    last: bool


def break_lines(runs: Sequence[Run], room: float | None) -> list[Line]:
    """Break a text into lines.

    Args:
        runs: The text.
        room: The width at which lines are wrapped, None for line breaks of its own only.
    """
    runs = [Run(run.ink if face is run.ink.face else replace(run.ink, face=face), text)
            for run in runs for face, text in split_by_face(run.ink.face, run.text)]  # fmt: skip
    if len(runs) == 1:
        ink, text = runs[0]
        return [
            Line((Piece(0.0, width * ink.size, ink, part),), width * ink.size, ink.size * LEADING, last)
            for part, width, last in _simple(ink.face, text, None if room is None else room / ink.size)
        ]
    whole = "".join(run.text for run in runs)
    ends = list(accumulate(len(run.text) for run in runs))

    def pieces(start: int, end: int) -> list[tuple[Ink, str]]:
        found = []
        for run, stop in zip(runs, ends, strict=True):
            first = stop - len(run.text)
            if first < end and stop > start:
                found.append((run.ink, whole[max(first, start) : min(stop, end)]))
        return found

    def measure(start: int, end: int) -> float:
        return sum(word_width(ink.face, text) * ink.size for ink, text in pieces(start, end))

    tallest = max((run.ink.size for run in runs), default=0.0)
    return [_line(pieces(*span), tallest, last=last) for span, last in _wrap(whole, room, measure)]


@lru_cache(maxsize=8192)  # the same texts recur in row after row
def _simple(face: Typeface, text: str, room: float | None) -> tuple[tuple[str, float, bool], ...]:
    """The lines of a text of one look at size 1, with their widths, and whether each ends a paragraph."""

    def measure(start: int, end: int) -> float:
        return word_width(face, text[start:end])

    return tuple((text[a:b], measure(a, b), last) for (a, b), last in _wrap(text, room, measure))


def _line(parts: list[tuple[Ink, str]], tallest: float, *, last: bool) -> Line:
    pieces, x = [], 0.0
    for ink, text in parts:
        width = word_width(ink.face, text) * ink.size
        pieces.append(Piece(x, width, ink, text))
        x += width
    size = max((ink.size for ink, _ in parts), default=tallest)
    return Line(tuple(pieces), x, size * LEADING, last)


def _wrap(text: str, room: float | None, measure: Callable[[int, int], float]) -> list[tuple[_Span, bool]]:
    """Where the lines begin and end: at line breaks, at spaces, or inside a word that is wider than the room."""
    found: list[tuple[_Span, bool]] = []
    start = 0
    for paragraph in text.split("\n"):
        end = start + len(paragraph)
        spans = [(start, end)] if room is None else _wrap_paragraph(text, (start, end), room, measure)
        found += [(span, number == len(spans)) for number, span in enumerate(spans, 1)]
        start = end + 1
    return found


def _wrap_paragraph(text: str, whole: _Span, room: float, measure: Callable[[int, int], float]) -> list[_Span]:
    room += 0.001
    lines: list[_Span] = []
    start, end = whole[0], whole[0]  # of the line at hand
    used = 0.0
    for word in _WORD.finditer(text, *whole):
        first, stop = word.span()
        length, gap = measure(first, stop), measure(end, first)
        if used + gap + length > room and first > start:
            lines += [(start, end)] if used else []
            start, used, gap = first, 0.0, 0.0
        while length > room and stop - first > 1:
            cut = first + 1
            while gap + measure(first, cut + 1) <= room:
                cut += 1
            lines.append((start, cut))
            start = first = cut
            length, gap = measure(first, stop), 0.0
        end, used = stop, used + gap + length
    return [*lines, (start, end)]
