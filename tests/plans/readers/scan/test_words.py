"""The readers of lines: TrueOCR, and Tesseract behind it."""

import importlib.util
import shutil
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from tests.conftest import TEMPLATES

pytest.importorskip("cv2", reason="the extra cchc[scan] is not installed")

from cchc_macros.plans.readers.scan import words
from cchc_macros.plans.readers.scan.words import Tesseract, TrueOcr, find_reader


def has_tesseract() -> bool:
    program = shutil.which("tesseract")
    done = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False) if program else None
    return done is not None and "vie" in done.stdout.split()


FONT = TEMPLATES.parent / "xl/pages/fonts/Tinos-Regular.ttf"
READERS = [
    pytest.param(
        TrueOcr,
        marks=pytest.mark.skipif(importlib.util.find_spec("trueocr") is None, reason="trueocr is not installed"),
    ),
    pytest.param(
        Tesseract,
        marks=pytest.mark.skipif(not has_tesseract(), reason="tesseract with Vietnamese data is not installed"),
    ),
]


def line(text: str) -> np.ndarray:
    picture = Image.new("L", (700, 60), 255)
    font = ImageFont.truetype(str(FONT), 40, layout_engine=ImageFont.Layout.BASIC)  # which every system has
    ImageDraw.Draw(picture).text((8, 6), text, fill=0, font=font)
    return np.asarray(picture)


@pytest.mark.parametrize("make", READERS)
def test_a_line_is_read(make: type):
    found = make().read([line("Văn phòng Sở"), line("Trong ngày 31/12/2026")])
    assert [one.text for one in found] == ["Văn phòng Sở", "Trong ngày 31/12/2026"]
    assert all(one.sure > 0.5 for one in found)


@pytest.mark.parametrize("make", READERS)
def test_nothing_is_read_from_nothing(make: type):
    assert make().read([]) == []


def test_tesseract_stands_behind(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "trueocr", None)
    assert type(find_reader()) is (Tesseract if has_tesseract() else type(None))


def test_a_damaged_reader_is_passed_over(monkeypatch: pytest.MonkeyPatch):
    class NoModelError(Exception):
        """What ONNX Runtime raises is no OSError."""

    def damaged(self: TrueOcr) -> None:
        raise NoModelError

    monkeypatch.setattr(TrueOcr, "__init__", damaged)
    assert type(find_reader()) is (Tesseract if has_tesseract() else type(None))


def test_no_reader_is_none(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "trueocr", None)
    monkeypatch.setattr(words.shutil, "which", lambda _: None)
    assert find_reader() is None
