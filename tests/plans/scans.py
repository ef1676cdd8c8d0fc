"""Scans for the tests and the bench: an example's printed appendix laid askew, blurred, dusty, stamped over."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw, ImageFilter

from cchc_macros import contract as c
from cchc_macros.paper.print_ import print_appendices
from cchc_macros.plans import Plan
from cchc_macros.plans.merging import same
from xl.engine import open_book

TEMPLATES = Path(__file__).parents[2] / "workbook_templates"
Pixels = Image.Image


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanner:
    """How a page is scanned: degrees askew, blur and dust from 0 on, a red stamp over its middle."""

    dpi: int = 200
    turn: float = 0.0
    noise: float = 0.0
    stamp: bool = False

    def scan(self, page: pypdfium2.PdfPage, seed: int = 0) -> Pixels:
        """Return the picture of a page."""
        picture = page.render(scale=self.dpi / 72).to_pil().convert("RGB")
        if self.stamp:
            middle, at, radius = picture.height // 2, round(picture.width * 0.55), round(self.dpi * 0.75)
            ring = ImageDraw.Draw(picture, "RGBA")
            box = (at - radius, middle - radius, at + radius, middle + radius)
            ring.ellipse(box, outline=(200, 30, 40, 160), width=self.dpi // 40)
            ring.text((at - radius // 2, middle), "SỞ TƯ PHÁP", fill=(200, 30, 40, 160))
        if self.turn:
            picture = picture.rotate(self.turn, Image.Resampling.BICUBIC, fillcolor="white")
        return self._worn(picture, np.random.default_rng(seed)) if self.noise else picture

    def _worn(self, picture: Pixels, chance: np.random.Generator) -> Pixels:
        blurred = np.asarray(picture.filter(ImageFilter.GaussianBlur(self.noise * self.dpi / 300)), dtype=np.float32)
        grey = blurred * 0.93 + 8 + chance.normal(0, self.noise * 12, blurred.shape)
        grey[chance.random(blurred.shape[:2]) < 0.0004 * self.noise] = 40
        return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))


def printed(example: str, folder: Path) -> Path:
    """The printed appendix of an example."""
    print_appendices(open_book(TEMPLATES / f"{example}.xlsx"), folder / example)
    return folder / example / "Phụ lục.pdf"


def scanned(pdf: Path, scanner: Scanner, pages: int | None = None) -> bytes:
    """A PDF of pictures of the first pages of a PDF."""
    document = pypdfium2.PdfDocument(pdf)
    pictures = [scanner.scan(document[n], n) for n in range(pages or len(document))]
    file = io.BytesIO()
    pictures[0].save(file, "PDF", save_all=True, append_images=pictures[1:], resolution=scanner.dpi, quality=75)
    return file.getvalue()


@dataclass
class Compared:
    """How a scan was read: rows and cells by column, right of all; letters that differ, of all."""

    rows: list[int] = field(default_factory=lambda: [0, 0])
    cells: dict[str, list[int]] = field(default_factory=dict)
    letters: list[int] = field(default_factory=lambda: [0, 0])

    def add(self, wanted: Plan, found: Plan) -> None:
        """Compare a plan read from a scan with the same one read from its text."""
        by_code = {row.code: row for row in found.rows}
        for row in wanted.rows:
            self._count(self.rows, right=row.code in by_code)
            cells = by_code[row.code].cells if row.code in by_code else {}
            for heading, text in row.cells.items():
                said = cells.get(heading, "")
                self._count(self.cells.setdefault(heading, [0, 0]), right=same(said, text))
                pieces = SequenceMatcher(None, text, said, autojunk=False).get_matching_blocks()
                self.letters[0] += sum(piece.size for piece in pieces)
                self.letters[1] += len(text)

    @staticmethod
    def _count(counter: list[int], *, right: bool) -> None:
        counter[0] += right
        counter[1] += 1

    def wrong(self, headings: Sequence[str]) -> float:
        """Cells of some columns that are not right, of a hundred."""
        counts = [self.cells[heading] for heading in headings if heading in self.cells]
        return 100 * (1 - sum(right for right, _ in counts) / sum(of for _, of in counts))


DEADLINES = (c.TASK_DEADLINE, c.CRITERION_DEADLINE)
POINTS = (c.MAX_SCORE, c.RESULT, c.TARGET)
