"""Write the guide for staff as they can open it: docs/huong-dan/CCHC.html, .docx and .pdf, from the pages in docs.

The PDF is the Word file as LibreOffice prints it.

    python docs/write_guide.py
"""

import base64
import re
from collections.abc import Iterator, Sequence
from itertools import count, pairwise
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import resvg_py
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from markdown_it import MarkdownIt
from markdown_it.token import Token

from cchc_macros.paper.word import add_page_field
from xl.libreoffice import convert

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.table import Table

HERE = Path(__file__).parent
FOLDER = HERE / "huong-dan"
PAGES = ("huong-dan.md", "gui-thu.md", "phu-luc.md", "cai-dat.md", "cai-dat-tin-hoc.md")
TITLE = "Hướng dẫn sử dụng CCHC"
_WIDE = 165  # millimetres between the edges of the page's text
_HIGH = 125  # of a picture: words still fit beside it
_LETTER = 2.3  # millimetres of a letter that may not be parted from its word
_CODE = "Courier New"  # of one width, on every Windows, with all Vietnamese letters
_BLUE = "1F5FA8"
_STYLE = """
body { font: 16px/1.5 "Times New Roman", serif; color: #1f1f1f; max-width: 52em; margin: 2em auto; padding: 0 1em }
table { border-collapse: collapse } td, th { border: 1px solid #a6a6a6; padding: .3em .6em; text-align: left }
th { background: #d6e4f0 } img { max-width: 100%; max-height: 56em } code { font: .9em "Courier New", monospace }
pre { background: #f3f3f3; padding: .6em; white-space: pre-wrap } td code { overflow-wrap: anywhere }
h1 { border-top: 2px solid #d6e4f0; padding-top: .6em } a { color: #1f5fa8 }
"""
_MARKDOWN = MarkdownIt("commonmark").enable("table")


def read(page: str) -> list[Token]:
    """A page as tokens: links between the pages lead to their headings, drawings are pictures Word can show."""
    text = (HERE / page).read_text(encoding="utf-8")
    text = re.sub(r"<!-- .*? -->\n?", "", text).replace("(ribbon.svg)", "(huong-dan/ribbon.png)")
    tokens = _MARKDOWN.parse(text)
    for token, content in pairwise(tokens):
        if token.type == "heading_open":
            token.attrSet("id", page.removesuffix(".md") if token.tag == "h1" else anchor(content.content))
    for token in _inner(tokens):
        target = unquote(str(token.attrGet("href") or ""))
        name, _, place = target.partition("#")
        if name in ("", *PAGES) and target:
            token.attrSet("href", "#" + (place or name.removesuffix(".md")))
    return tokens


def anchor(heading: str) -> str:
    """The name by which links find a heading, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.casefold()).replace(" ", "-")


def html(pages: Sequence[list[Token]]) -> str:
    """All pages as one file, pictures within."""
    for token in (one for tokens in pages for one in _inner(tokens)):
        if token.type == "image":
            data = base64.b64encode((HERE / str(token.attrGet("src"))).read_bytes()).decode()
            token.attrSet("src", f"data:image/png;base64,{data}")
    body = "".join(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}) for tokens in pages)
    return (
        f'<!DOCTYPE html>\n<html lang="vi"><head><meta charset="utf-8"><title>{TITLE}</title>'
        f"<style>{_STYLE}</style></head><body>\n{body}</body></html>\n"
    )


def _inner(tokens: Sequence[Token]) -> Iterator[Token]:
    return (child for token in tokens for child in token.children or ())


class Word:
    """The pages as a Word file."""

    def __init__(self) -> None:
        self.file: WordDocument = Document()
        section = self.file.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = map(Mm, (30, 15, 20, 20))
        for style in self.file.styles:
            if style.type == 1 and getattr(style, "font", None) is not None:  # paragraphs
                style.font.name = "Times New Roman"
                style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:asciiTheme"), "")
        self.file.styles["Normal"].font.size = Pt(12)
        self.file.core_properties.title, self.file.core_properties.author = TITLE, "CCHC"
        foot = section.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        add_page_field(foot.add_run())
        self._places = count()

    def add(self, tokens: Sequence[Token]) -> None:
        """Add a page."""
        style, number, place = "Normal", "", ""
        rows: list[list[Token]] = []
        for token in tokens:
            style = _style(token, style)
            if token.type == "heading_open":
                place = str(token.attrGet("id"))
            elif token.type == "list_item_open":
                number = f"{token.info}.\t" if token.info else ""  # Word's own numbers would go on from list to list
            elif token.type == "tr_open":
                rows.append([])
            elif token.type == "table_close":
                self._table(rows)
                rows = []
            elif token.type in ("fence", "code_block"):
                self._code(token.content)
            elif token.type == "inline" and rows:
                rows[-1].append(token)
            elif token.type == "inline":
                self._paragraph(token, style, number, place)
                number, place = "", ""

    def _paragraph(self, token: Token, style: str, number: str, place: str) -> None:
        shown = any(child.type == "image" for child in token.children or ())
        if shown and self.file.paragraphs[-1].text:
            self.file.paragraphs[-1].paragraph_format.keep_with_next = True  # what announces a picture
        paragraph = self.file.add_paragraph(number, style)
        if number:
            paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Mm(7), -Mm(7)
        write(paragraph, token)
        if place:
            self._mark(paragraph, place)

    def _mark(self, heading: Paragraph, place: str) -> None:
        """Give a heading the name by which links find it."""
        number = str(next(self._places))
        for kind, at in (("w:bookmarkStart", 1), ("w:bookmarkEnd", len(heading._p))):  # noqa: SLF001  no public door
            mark = OxmlElement(kind)
            mark.set(qn("w:id"), number)
            if kind == "w:bookmarkStart":
                mark.set(qn("w:name"), bookmark(place))
            heading._p.insert(at + 1, mark)  # noqa: SLF001

    def _table(self, rows: Sequence[Sequence[Token]]) -> None:
        drawn: Table = self.file.add_table(len(rows), len(rows[0]), style="Table Grid")
        drawn.autofit = False
        widths = list(map(Mm, column_widths([[_words(token) for token in cells] for cells in rows])))
        for column, width in zip(drawn.columns, widths, strict=True):
            column.width = width
        for place, (line, cells) in enumerate(zip(drawn.rows, rows, strict=True)):
            for cell, token, width in zip(line.cells, cells, widths, strict=True):
                cell.width = width
                paragraph = cell.paragraphs[0]
                write(paragraph, token, bold=place == 0)
                paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
                if place == 0:
                    paragraph.paragraph_format.keep_with_next = True  # no heading alone at the foot of a page
                    shade = OxmlElement("w:shd")
                    shade.set(qn("w:val"), "clear")
                    shade.set(qn("w:fill"), "D6E4F0")
                    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001
            line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001
        drawn.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001
        self.file.add_paragraph().paragraph_format.space_after = Pt(0)

    def _code(self, text: str) -> None:
        run = self.file.add_paragraph().add_run(text.rstrip("\n"))
        run.font.name, run.font.size = _CODE, Pt(10)


def _style(token: Token, style: str) -> str:
    """The style of what comes after a token."""
    if token.type == "heading_open":
        return f"Heading {min(int(token.tag[1]), 4)}"
    if token.type in ("heading_close", "bullet_list_close", "ordered_list_close"):
        return "Normal"
    return {"bullet_list_open": "List Bullet", "ordered_list_open": "List Paragraph"}.get(token.type, style)


def _words(token: Token) -> str:
    return "".join(child.content or " " for child in token.children or ())


def column_widths(rows: Sequence[Sequence[str]]) -> list[float]:
    """Millimetres of a table's columns: more for longer texts, enough for the longest word that cannot be parted."""
    columns = list(zip(*rows, strict=True))
    weights = [sqrt(sum(map(len, column)) / len(column) + 4) for column in columns]
    least = [
        min(60.0, _LETTER * (1 + max(len(word) for text in column for word in text.replace("\\", " ").split() or [""])))
        for column in columns
    ]
    free = _WIDE - sum(least)
    wanted = [max(0.0, _WIDE * weight / sum(weights) - low) for weight, low in zip(weights, least, strict=True)]
    return [low + free * more / sum(wanted) for low, more in zip(least, wanted, strict=True)]


def bookmark(place: str) -> str:
    """The name of a heading as Word allows one: letters, digits and lines below, 40 at most."""
    return f"_{place.replace('-', '_')}"[:40]


def write(paragraph: Paragraph, token: Token, *, bold: bool = False) -> None:
    """Write words with their weight, slant and links, and pictures within the page."""
    strong = italic = False
    link = ""
    for child in token.children or ():
        if child.type in ("strong_open", "strong_close"):
            strong = child.type == "strong_open"
        elif child.type in ("em_open", "em_close"):
            italic = child.type == "em_open"
        elif child.type in ("link_open", "link_close"):
            link = str(child.attrGet("href") or "")
        elif child.type == "image":
            _show(paragraph, HERE / str(child.attrGet("src")))
        elif child.type in ("text", "code_inline", "softbreak", "hardbreak"):
            run = paragraph.add_run({"softbreak": " ", "hardbreak": "\n"}.get(child.type, child.content))
            run.bold, run.italic = (strong or bold) or None, italic or None
            if child.type == "code_inline":
                run.font.name, run.font.size = _CODE, Pt(10.5)
            if link:
                _link(run, link)


def _show(paragraph: Paragraph, picture: Path) -> None:
    drawn = paragraph.add_run().add_picture(str(picture))
    scale = min(Mm(_WIDE) / drawn.width, Mm(_HIGH) / drawn.height)
    drawn.width, drawn.height = round(drawn.width * scale), round(drawn.height * scale)
    for side in ("distT", "distB", "distL", "distR"):
        drawn._inline.set(side, "0")  # noqa: SLF001  left out, LibreOffice moves the picture over the text's edge


def _link(run: Run, to: str) -> None:
    """Let a run lead to a heading of the file."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), bookmark(to.removeprefix("#")))
    run._r.addprevious(link)  # noqa: SLF001
    link.append(run._r)  # noqa: SLF001
    run.font.color.rgb, run.font.underline = RGBColor.from_string(_BLUE), True


def main() -> None:
    """Write all three."""
    FOLDER.mkdir(exist_ok=True)
    drawing = resvg_py.svg_to_bytes(svg_path=str(HERE / "ribbon.svg"), width=1500, sans_serif_family="Liberation Sans")
    (FOLDER / "ribbon.png").write_bytes(bytes(drawing))  # Word shows no drawing of that kind
    word = Word()
    for page in PAGES:
        word.add(read(page))
    word.file.save(str(FOLDER / "CCHC.docx"))
    convert([FOLDER / "CCHC.docx"], FOLDER)
    (FOLDER / "CCHC.html").write_text(html([read(page) for page in PAGES]), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
