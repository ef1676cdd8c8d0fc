"""A picture of each page against the one that was looked at and kept: CCHC_REFRESH=1 keeps new ones.

Pictures are small and compared coarsely: another version of a renderer smooths letters differently, but a line, a row
or a column that moved, or text that is cut, shows. Tinos and Times New Roman have the same widths.
"""

import os
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image

KEPT = Path(__file__).parent.parent / "golden" / "pages"
DPI = 36
BLOCK = 9  # pixels: a quarter of an inch, about two letters
FURTHEST = 30  # of 255, by which a block of a page may differ
PAGES = [
    (example, name, number)
    for example, name, count in (
        ("lang-son-2026", "Phụ lục", 2),
        ("lang-son-2026", "Tiêu chí mất điểm", 1),
        ("lang-son-2026", "Phiếu VP", 2),
        ("thai-nguyen-2026", "Phụ lục", 8),
        ("thai-nguyen-2026", "Phiếu VP", 7),
    )
    for number in range(1, count + 1)
]


def picture(path, number):
    """A page as a small grey picture."""
    with pypdfium2.PdfDocument(path) as pdf:
        return pdf[number - 1].render(scale=DPI / 72, grayscale=True).to_pil()


def blocks(image):
    """The mean grey of each block of a picture."""
    pixels = np.asarray(image.convert("L"), dtype=float)
    rows, columns = (size // BLOCK for size in pixels.shape)
    return pixels[: rows * BLOCK, : columns * BLOCK].reshape(rows, BLOCK, columns, BLOCK).mean(axis=(1, 3))


def difference(one, other):
    """By how much the most different blocks of two pictures differ; 255 where their sizes do."""
    if one.size != other.size:
        return 255
    return float(np.abs(blocks(one) - blocks(other)).max())


@pytest.mark.parametrize(("example", "name", "number"), PAGES)
def test_the_page_looks_as_it_did_when_somebody_looked_at_it(printed, example, name, number):
    shown = picture(printed[example] / f"{name}.pdf", number)
    kept = KEPT / f"{example} {name} {number}.png"
    if os.environ.get("CCHC_REFRESH"):
        kept.parent.mkdir(parents=True, exist_ok=True)
        shown.quantize(8).save(kept, optimize=True)
    with Image.open(kept) as expected:
        assert difference(shown, expected) < FURTHEST, f"page {number} of {name} looks different: see {kept}"


def test_every_page_has_a_kept_picture(printed):
    names = dict.fromkeys((example, name) for example, name, _ in PAGES)
    counts = {key: len(pypdfium2.PdfDocument(printed[key[0]] / f"{key[1]}.pdf")) for key in names}
    assert [(*key, number) for key, count in counts.items() for number in range(1, count + 1)] == PAGES


def test_a_row_that_moved_or_a_text_that_is_missing_shows(printed):
    page = picture(printed["lang-son-2026"] / "Phụ lục.pdf", 1)
    moved, cut = page.copy(), page.copy()
    moved.paste(page.crop((0, 200, page.width, page.height - 8)), (0, 208))
    cut.paste(255, (50, 215, 150, 230))
    assert difference(page, moved) > FURTHEST
    assert difference(page, cut) > FURTHEST
