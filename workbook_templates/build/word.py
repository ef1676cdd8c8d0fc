"""Pieces of Word templates, as administrative papers look by Nghị định 30/2020/NĐ-CP."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from cchc_macros.paper.word import add_page_field
from workbook_templates.build.files import packed
from workbook_templates.build.styles import TYPEFACE
from workbook_templates.build.workbook import MADE

BODY, SMALL = 14, 12  # points: text, tables
MOTTO_MM = 62  # the length of the line below it is its own
_AFTER_BORDERS = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")  # Word wants a paragraph's properties in order
Column = tuple[str, str, int]  # heading, tag, width in mm: together 165, what the margins leave (252 where it lies)


def set_up(document: Document, title: str, *, lying: bool = False) -> None:
    """A4, the decree's margins, one typeface, page numbers on top from page 2."""
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = TYPEFACE, Pt(BODY)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), TYPEFACE)
    for key, relation in list(document.part.rels.items()):
        if relation.reltype.endswith("/stylesWithEffects"):
            del document.part.rels[key]  # Word 2010's copy of the styles, which would contradict ours
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(297), Mm(210)) if lying else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if lying else WD_ORIENT.PORTRAIT
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = ALIGN.CENTER
    add_page_field(number.add_run())
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title, "CCHC", ""
    properties.created = properties.modified = MADE


def draw_rule(paragraph: Paragraph, length: int, room: int) -> None:
    """A line in the middle, as the decree draws it below who issues, the motto and the title; both in mm."""
    look = paragraph.paragraph_format
    look.left_indent = look.right_indent = Mm((room - length) / 2)
    look.line_spacing, look.space_after = Pt(4), Pt(8)
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *_AFTER_BORDERS)  # noqa: SLF001  no method for it


def write_lines(cell: _Cell, lines: Sequence[tuple[str, int, bool]], *, italic: bool = False) -> None:
    """Write centred lines (text, size, bold) into a cell."""
    for number, (text, size, bold) in enumerate(lines):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.alignment = ALIGN.CENTER
        run = paragraph.add_run(text)
        run.font.size, run.bold, run.italic = Pt(size), bold, italic
        paragraph.paragraph_format.space_after = Pt(0)


def add_pair(document: Document, widths: Sequence[int], rows: int = 1) -> Table:
    """Add a table without lines of two columns, widths in mm: one at the left, one at the right of the page."""
    table: Table = document.add_table(rows, 2)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    set_widths(table, widths)
    return table


def write_issuer(row: _Row, widths: tuple[int, int]) -> None:
    """Write who issues the paper at the left, the national motto at the right."""
    left, right = row.cells
    write_lines(
        left, (("ỦY BAN NHÂN DÂN", 13, False), ("{{ tinh|upper }}", 13, False), ("{{ co_quan|upper }}", 13, True))
    )
    draw_rule(left.add_paragraph(), 20, widths[0])
    write_lines(right, (("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, True), ("Độc lập - Tự do - Hạnh phúc", 14, True)))
    draw_rule(right.add_paragraph(), MOTTO_MM, widths[1])


def add_signature(document: Document, receivers: Sequence[str]) -> None:
    """Add who gets it on the left, who signs on the right."""
    table = add_pair(document, (80, 85))
    left, right = table.rows[0].cells
    for number, text in enumerate(("Nơi nhận:", *receivers)):
        paragraph = left.paragraphs[0] if number == 0 else left.add_paragraph()
        run = paragraph.add_run(text)
        run.bold = run.italic = number == 0
        run.font.size = Pt(11 if number else SMALL)
        paragraph.paragraph_format.space_after = Pt(0)
    keep_row_whole(table.rows[0])
    write_lines(right, (("{{ chuc_vu_nguoi_ky }}", 14, True), *((("", 14, False),) * 4), ("{{ nguoi_ky }}", 14, True)))


def add_line(
    document: Document, text: str, *, bold: bool = False, italic: bool | None = None, before: int = 0, after: int = 0
) -> Paragraph:
    """A centred line."""
    paragraph = document.add_paragraph()
    paragraph.alignment = ALIGN.CENTER
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    return paragraph


def add_text(document: Document, text: str, *, bold: bool = False) -> Paragraph:
    """A paragraph of the body: both edges straight, its first line indented. What announces something stays with it."""
    paragraph = document.add_paragraph()
    paragraph.alignment = ALIGN.JUSTIFY
    look = paragraph.paragraph_format
    look.first_line_indent, look.space_before, look.space_after = Mm(10), Pt(3), Pt(3)
    look.keep_with_next = bold or text.endswith(":")
    paragraph.add_run(text).bold = bold
    return paragraph


def add_tag(document: Document, tag: str) -> None:
    """A paragraph that holds only a tag and vanishes."""
    document.add_paragraph(tag)


@contextmanager
def shown_if(document: Document, condition: str, otherwise: str = "") -> Iterator[None]:
    """What is added meanwhile shows where there is something to show, else one sentence if there is one."""
    if otherwise:
        add_tag(document, f"{{%p if not ({condition}) %}}")
        add_text(document, otherwise)
        add_tag(document, "{%p else %}")
    else:
        add_tag(document, f"{{%p if {condition} %}}")
    yield
    add_tag(document, "{%p endif %}")


@contextmanager
def repeated(document: Document, loop: str) -> Iterator[None]:
    """What is added meanwhile shows for each of some things."""
    add_tag(document, f"{{%p for {loop} %}}")
    yield
    add_tag(document, "{%p endfor %}")


def add_table(document: Document, rows: str, columns: Sequence[Column], *, headed: bool = False) -> None:
    """A table with a row for each of `rows`; its heading is repeated on every page.

    Where it is `headed`, the headings of the plan that begin at a row stand in one of their own above it.
    """
    above = ("{%tr if dong.de_muc %}", "{{ dong.de_muc }}", "{%tr endif %}") if headed else ()
    tags = ("", f"{{%tr for dong in {rows} %}}", *above, "", "{%tr endfor %}")
    table = document.add_table(len(tags), len(columns), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    first, body = table.rows[0], table.rows[-2]
    keep_row_whole(first, heading=True)
    keep_row_whole(body)
    narrow_margins(table)
    set_widths(table, [width for _, _, width in columns])
    for row, tag in zip(table.rows, tags, strict=True):
        row.cells[0].text = tag
    for number, (heading, tag, width) in enumerate(columns):
        fill_cell(first.cells[number], heading, bold=True, centred=True)
        is_text = width >= 25 and tag not in ("han", "trang_thai")  # noqa: PLR2004  mm: figures are in narrow columns
        fill_cell(body.cells[number], f"{{{{ dong.{tag} }}}}", bold=False, centred=not is_text)
    if headed:
        run = table.rows[3].cells[0].merge(table.rows[3].cells[-1]).paragraphs[0].runs[0]
        run.bold, run.font.size = True, Pt(SMALL)
        kept(table.rows[3].cells[0].paragraphs[0])
    below = document.add_paragraph().paragraph_format  # so low that it begins no page of its own
    below.line_spacing, below.space_after = Pt(1), Pt(10)


def set_widths(table: Table, widths: Sequence[int]) -> None:
    """Widths in mm, for Word by cell and for LibreOffice by column."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def keep_row_whole(row: _Row, *, heading: bool = False) -> None:
    """Cut no row in two where it fits on a page; repeat a heading."""
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001  python-docx has no method for these two
    for tag in ("w:cantSplit", *(["w:tblHeader"] if heading else [])):
        properties.append(OxmlElement(tag))


def narrow_margins(table: Table) -> None:
    """1 mm beside the text, for Word's own 1,9 mm would break numbers like 3.1.1; half of it above and below."""
    margins = OxmlElement("w:tblCellMar")
    for side, twentieths in (("top", "28"), ("left", "57"), ("bottom", "28"), ("right", "57")):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), twentieths)
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tblPr.find(qn("w:tblLook")).addprevious(margins)  # noqa: SLF001  Word wants its children in this order


def fill_cell(cell: _Cell, text: str, *, bold: bool, centred: bool) -> None:
    """Write a text into a cell of a table."""
    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.alignment = ALIGN.CENTER if centred else ALIGN.LEFT
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(SMALL)


def settled(document: Document) -> bytes:
    """The document with fixed dates: the same content gives the same bytes."""
    raw = BytesIO()
    document.save(raw)
    with ZipFile(raw) as old:
        return packed({name: old.read(name) for name in old.namelist()})


def kept(paragraph: Paragraph) -> Paragraph:
    """A paragraph that stays on a page with what follows it."""
    paragraph.paragraph_format.keep_with_next = True
    return paragraph
