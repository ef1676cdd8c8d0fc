"""What reads the letters of a line: TrueOCR, and Tesseract where that cannot be used.

TrueOCR (Apache) brings its models in its wheel and reads a page in a second or two, but is young and one person's;
Tesseract is well kept and slow, and needs a program and Vietnamese data that no wheel brings. The first
that works is used.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import cv2
import numpy as np

from xl.child import NO_WINDOW
from xl.late import regex

Picture = Any  # an array of grey values
_WIDER = 1.15  # a line stretched so is read anew: strokes that are close come apart
_NUMBER = regex(r"\d+|\b[IVXl|]+\b")
_MARGIN = 12  # pixels of paper around a line, without which Tesseract reads badly


class Words(NamedTuple):
    """The text of a line and how sure its reader is of it, from 0 to 1."""

    text: str
    sure: float


class Reader(Protocol):
    """Reads lines of print."""

    def read(self, lines: Sequence[Picture]) -> list[Words]:
        """Return the words of each line."""


def find_reader() -> Reader | None:
    """Return the first reader that works here."""
    for make in (TrueOcr, Tesseract):
        try:
            return make()
        except Exception:  # noqa: BLE001, S112 - not installed or damaged, in whatever words its libraries say so
            continue
    return None


class TrueOcr:
    """TrueOCR's reader of single lines."""

    def __init__(self) -> None:
        from trueocr import load_model  # noqa: PLC0415 - of the extra

        self._lines = load_model(mode="line", threads=min(2, os.cpu_count() or 1)).recognizer

    def read(self, lines: Sequence[Picture]) -> list[Words]:
        """Return the words of each line: the surer of two readings, doubtful where they differ in a number."""
        if not lines:
            return []
        wider = [cv2.resize(line, None, fx=_WIDER, fy=1, interpolation=cv2.INTER_CUBIC) for line in lines]
        readings = zip(self._lines.predict(lines), self._lines.predict(wider), strict=True)
        return [_surer(Words(one.text, one.confidence), Words(two.text, two.confidence)) for one, two in readings]


class Tesseract:
    """The program `tesseract` with its Vietnamese data."""

    def __init__(self) -> None:
        program = shutil.which("tesseract")
        if not program or "vie" not in _run([program, "--list-langs"]).split():
            raise OSError("no tesseract with Vietnamese data")
        self._program = program

    def read(self, lines: Sequence[Picture]) -> list[Words]:
        """Return the words of each line."""
        if not lines:
            return []
        with tempfile.TemporaryDirectory() as folder:
            names = [str(Path(folder, f"{n:05}.png")) for n in range(len(lines))]
            for name, line in zip(names, lines, strict=True):
                cv2.imwrite(name, np.pad(line, _MARGIN, constant_values=255))
            listed = Path(folder, "lines.txt")
            listed.write_text("\n".join(names), encoding="utf-8")
            found: list[list[Words]] = [[] for _ in lines]
            for row in _run([self._program, str(listed), "-", "-l", "vie", "--psm", "7", "tsv"]).splitlines()[1:]:
                cells = row.split("\t")
                if cells[-1].strip() and float(cells[10]) >= 0:
                    found[int(cells[1]) - 1].append(Words(cells[-1].strip(), float(cells[10]) / 100))
        return [
            Words(" ".join(word.text for word in words), min((word.sure for word in words), default=0.0))
            for words in found
        ]


def _surer(one: Words, two: Words) -> Words:
    best = max(one, two, key=lambda words: words.sure)
    return best if _NUMBER.findall(one.text) == _NUMBER.findall(two.text) else Words(best.text, best.sure / 2)


def _run(command: list[str]) -> str:
    done = subprocess.run(  # noqa: S603 - our own words
        command, capture_output=True, check=True, encoding="utf-8", creationflags=NO_WINDOW,
        env=dict(os.environ, OMP_THREAD_LIMIT="1"),
    )  # fmt: skip
    return done.stdout
