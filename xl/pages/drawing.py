"""Pages into a PDF file, with reportlab."""

import re
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from reportlab import rl_config
from reportlab.pdfgen import canvas

from xl.late import regex
from xl.pages.colors import BLACK
from xl.pages.looks import Ink
from xl.pages.page import Page, Paper, Stroke, Writing
from xl.pages.setup import Strip
from xl.pages.text import ASCENT, Run, break_lines
from xl.pages.typefaces import typeface

_LANGUAGE = "vi-VN"
_CODE = regex("&(.)", re.DOTALL)
rl_config.useA85 = 0  # bytes as they are: smaller files, sooner


class PdfFile:
    """A PDF of papers one after the other, each with a bookmark and page numbers of its own.

    Args:
        title: The document's title.
    """

    def __init__(self, title: str) -> None:
        self._content = BytesIO()
        face = typeface("Times New Roman", False, False)
        self._pdf: Any = canvas.Canvas(
            self._content, pageCompression=1, initialFontName=face.name, invariant=1, lang=_LANGUAGE, pdfVersion=(1, 5)
        )
        self._pdf.setTitle(title)
        for state in (self._pdf.setProducer, self._pdf.setCreator, self._pdf.setAuthor, self._pdf.setSubject):
            state("")
        self._pdf.setViewerPreference("DisplayDocTitle", "true")

    def add(self, name: str, paper: Paper) -> None:
        """Draw a paper's pages; `name` is its bookmark."""
        for place, page in enumerate(paper.pages):
            self._pdf.setPageSize((paper.setup.width, paper.setup.height))
            if place == 0:
                self._pdf.bookmarkPage(name)
                self._pdf.addOutlineEntry(name, name)
            _draw_page(self._pdf, paper, page)
            _draw_strips(self._pdf, paper, page, place)
            self._pdf.showPage()

    def finish(self) -> bytes:
        """Return the file; nothing can be added afterwards."""
        self._pdf.save()
        return self._content.getvalue()


def draw(name: str, paper: Paper) -> bytes:
    """A PDF of one paper, which is its title and its bookmark."""
    file = PdfFile(name)
    file.add(name, paper)
    return file.finish()


def _draw_page(pdf: Any, paper: Paper, page: Page) -> None:
    pdf.saveState()
    pdf.translate(page.origin[0], paper.setup.height - page.origin[1])
    pdf.scale(page.scale, page.scale)
    color = ""
    for (left, top, width, height), fill in page.fills:
        if fill != color:
            pdf.setFillColor(f"#{fill}")
            color = fill
        pdf.rect(left, -top - height, width, height, stroke=0, fill=1)
    for corners, fill in page.shapes:
        pdf.setFillColor(f"#{fill}")
        shape = pdf.beginPath()
        shape.moveTo(corners[0][0], -corners[0][1])
        for x, y in corners[1:]:
            shape.lineTo(x, -y)
        pdf.drawPath(shape, stroke=0, fill=1)
    _draw_strokes(pdf, page.strokes)
    plain = [writing for writing in page.writings if writing.clip is None]
    _write(pdf, plain)
    for writing in page.writings:
        if writing.clip is not None:
            _write_clipped(pdf, writing)
    pdf.restoreState()


def _draw_strokes(pdf: Any, strokes: Sequence[Stroke]) -> None:
    before = None
    pdf.setLineCap(2)
    for x, y, to_x, to_y, rule in strokes:
        if rule != before:
            pdf.setStrokeColor(f"#{rule.color}")
            pdf.setLineWidth(rule.width)
            pdf.setDash(*([list(rule.dashes)] if rule.dashes else []))
            pdf.setLineCap(0 if rule.dashes else 2)
            before = rule
        if rule.double:
            for shift in (-0.75, 0.75):
                lying = y == to_y
                dx, dy = (0, shift) if lying else (shift, 0)
                pdf.line(x + dx, -y + dy, to_x + dx, -to_y + dy)
        else:
            pdf.line(x, -y, to_x, -to_y)


def _write(pdf: Any, writings: Sequence[Writing]) -> None:
    """Write texts; the typeface and the colour are stated only where they change."""
    text = pdf.beginText()
    ink: Ink | None = None
    for writing in writings:
        for x, y, pieces in writing.lines:
            for piece in pieces:
                if piece.ink != ink:
                    if ink is None or piece.ink.color != ink.color:
                        text.setFillColor(f"#{piece.ink.color}")
                    ink = piece.ink
                    text.setFont(ink.face.name, ink.size)
                text.setTextOrigin(x + piece.x, -y + ink.lift * ink.size)
                text.textOut(piece.text)
    pdf.drawText(text)
    for writing in writings:
        for x, y, pieces in writing.lines:
            for piece in pieces:
                if piece.ink.underline or piece.ink.strike:
                    _draw_beside(pdf, x + piece.x, -y, piece.width, piece.ink)


def _draw_beside(pdf: Any, x: float, y: float, width: float, ink: Ink) -> None:
    """A line below or through a text."""
    pdf.setStrokeColor(f"#{ink.color}")
    pdf.setLineWidth(ink.size / 18)
    pdf.setDash()
    for wanted, shift in ((ink.underline, -0.11), (ink.strike, 0.25)):
        if wanted:
            pdf.line(x, y + shift * ink.size, x + width, y + shift * ink.size)


def _write_clipped(pdf: Any, writing: Writing) -> None:
    assert writing.clip is not None  # noqa: S101  asked for by the caller
    left, top, width, height = writing.clip
    pdf.saveState()
    path = pdf.beginPath()
    path.rect(left, -top - height, width, height)
    pdf.clipPath(path, stroke=0, fill=0)
    if writing.about is not None:
        x, y, across, down = writing.about
        middle = x + across / 2, -y - down / 2
        pdf.translate(*middle)
        pdf.rotate(writing.turned)
        pdf.translate(-middle[0], -middle[1])
    _write(pdf, [writing])
    pdf.restoreState()


# Headers and footers


def _draw_strips(pdf: Any, paper: Paper, page: Page, place: int) -> None:
    """Headers and footers: between the margins, as far from the edge of the paper as the set-up says."""
    setup = paper.setup
    kind = setup.kind(place, page.number)
    left, _, right, _ = setup.margins
    for strips, at_top in ((setup.headers, True), (setup.footers, False)):
        for strip in strips.get(kind, []):
            face = typeface(strip.family, strip.bold, strip.italic)
            ink = Ink(face=face, size=strip.size, color=strip.color or BLACK)
            lines = break_lines([Run(ink, _spelled(strip, paper, page))], None)
            height = sum(line.height for line in lines)
            y = setup.height - setup.header if at_top else setup.footer + height
            pdf.setFillColor(f"#{ink.color}")
            for line in lines:
                x = {"left": left, "right": setup.width - right - line.width}.get(
                    strip.place, left + (setup.width - left - right - line.width) / 2
                )
                for piece in line.pieces:
                    pdf.setFont(piece.ink.face.name, strip.size)
                    pdf.drawString(x + piece.x, y - strip.size * ASCENT, piece.text)
                y -= line.height


def _spelled(strip: Strip, paper: Paper, page: Page) -> str:
    """A header's text with its codes spelled out."""
    now = datetime.now().astimezone()
    values = {
        "P": str(page.number), "N": str(len(paper.pages)), "A": paper.title, "F": paper.file,
        "D": f"{now:%d/%m/%Y}", "T": f"{now:%H:%M}", "&": "&",
    }  # fmt: skip
    return _CODE.sub(lambda found: values.get(found[1], ""), strip.text)
