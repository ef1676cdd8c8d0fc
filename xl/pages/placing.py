"""Lines of text at their places in a cell: aligned, indented, spread, turned, cut off where they leave it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from xl.pages.breaks import Slice
from xl.pages.grid import INDENT, PADDING
from xl.pages.looks import Look
from xl.pages.page import Frame, Writing, Written
from xl.pages.text import ASCENT, LEADING, Line, Piece
from xl.pages.typefaces import word_width


def side_of(look: Look, kind: str) -> str:
    """Where text stands: numbers at the right, truth values in the middle, unless the cell says otherwise."""
    if look.horizontal == "general":
        return {"number": "right", "other": "center"}.get(kind, "left")
    return {"center": "center", "centerContinuous": "continuous", "right": "right"}.get(look.horizontal, "left")


def sliced(lines: Sequence[Line], piece: Slice) -> list[Line]:
    """The lines that are in a part of a row that is cut."""
    tops = accumulate((line.height for line in lines), initial=0.0)
    end = piece.start + piece.height
    return [line for line, top in zip(lines, tops, strict=False) if piece.start - 0.01 <= top < end - 0.01]


def placed(lines: Sequence[Line], look: Look, side: str, frame: Frame) -> Iterator[Written]:
    """Lines at their places in a frame."""
    height = sum(line.height for line in lines)
    spare = frame.height - height
    y = frame.y + {"top": 0.0, "bottom": spare}.get(look.vertical, spare / 2)
    indent = PADDING + look.indent * INDENT
    justified = look.horizontal in ("justify", "distributed")
    for line in lines:
        size = line.height / LEADING
        base = y + (line.height - size * (ASCENT + 0.216)) / 2 + size * ASCENT
        x = {
            "right": frame.x + frame.width - indent - line.width,
            "center": frame.x + (frame.width - line.width) / 2,
            "continuous": frame.x + (frame.width - line.width) / 2,
        }.get(side, frame.x + indent)
        pieces = line.pieces
        if justified and not line.last:
            pieces = _spread(pieces, frame.width - indent - PADDING - line.width)
        yield Written(x, base, pieces)
        y += line.height


def _spread(pieces: tuple[Piece, ...], spare: float) -> tuple[Piece, ...]:
    """A line whose words are farther apart, to fill its width."""
    gaps = sum(piece.text.count(" ") for piece in pieces)
    if not gaps or spare <= 0:
        return pieces
    spread, moved = [], 0.0
    for x, _, ink, text in pieces:
        words = text.split(" ")
        for number, word in enumerate(words):
            width = word_width(ink.face, word) * ink.size
            spread.append(Piece(x + moved, width, ink, word))
            x += width + word_width(ink.face, " ") * ink.size  # noqa: PLW2901
            moved += spare / gaps if number < len(words) - 1 else 0
    return tuple(spread)


def turned(lines: Sequence[Line], look: Look, frame: Frame) -> Writing:
    """Text turned about the middle of its cell; 91 to 180 stand for turns to the right."""
    width, height = max(line.width for line in lines), sum(line.height for line in lines)
    flat = Frame(frame.x + (frame.width - width) / 2, frame.y + (frame.height - height) / 2, width, height)
    written = list(placed(lines, replace(look, vertical="center"), "center", flat))
    return Writing(written, frame, look.turned if look.turned <= 90 else 90 - look.turned, frame)  # noqa: PLR2004


def inside(written: Sequence[Written], lines: Sequence[Line], limits: Frame) -> bool:
    """Whether text stays in its frame, so that nothing need be cut off."""
    slack = 0.01
    height = sum(line.height for line in lines)
    across = all(
        limits.x - slack <= at.x and at.x + line.width <= limits.x + limits.width + slack
        for at, line in zip(written, lines, strict=True)
    )
    return across and height <= limits.height + slack
