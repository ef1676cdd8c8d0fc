"""What a printed page is made of: fills, shapes, lines, texts; measures in points from the top left, before scaling."""

from dataclasses import field
from typing import NamedTuple

from xl.late import dataclass
from xl.pages.looks import Rule
from xl.pages.setup import Setup
from xl.pages.text import Piece


class Frame(NamedTuple):
    """A rectangle on a page."""

    x: float
    y: float
    width: float
    height: float


class Fill(NamedTuple):
    """A rectangle of one colour."""

    frame: Frame
    color: str


class Shape(NamedTuple):
    """A filled shape by its corners."""

    corners: tuple[tuple[float, float], ...]
    color: str


class Stroke(NamedTuple):
    """A straight line."""

    x: float
    y: float
    to_x: float
    to_y: float
    rule: Rule


class Written(NamedTuple):
    """A line of text: where its base line begins."""

    x: float
    y: float
    pieces: tuple[Piece, ...]


class Writing(NamedTuple):
    """Lines of text of one cell; cut off at `clip`, turned to the left about the middle of `about`."""

    lines: list[Written]
    clip: Frame | None = None
    turned: float = 0.0
    about: Frame | None = None


@dataclass(slots=True, kw_only=True)
class Page:
    """One page: its number, and what is on it."""

    number: int
    fills: list[Fill] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    writings: list[Writing] = field(default_factory=list)
    origin: tuple[float, float] = (0.0, 0.0)
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Paper:
    """A printed sheet."""

    title: str
    file: str
    setup: Setup
    pages: list[Page]
