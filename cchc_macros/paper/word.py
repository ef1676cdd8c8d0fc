"""An appendix as a Word file, for offices that paste it under their plan: columns, page and looks as on the sheet."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from cchc_macros.paper import layout as of
from cchc_macros.paper.appendix import Paper, PaperRow
from cchc_macros.paper.form import heading_lines, substitute
from xl.fit import balance, inner_width
from xl.late import regex

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

_NOT_IN_XML = regex(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LEADING = 1.15  # of Times New Roman
_CELL_MARGINS = {"top": 28, "left": 70, "bottom": 28, "right": 70}  # twentieths of a point: text touches no line


def appendix_docx(paper: Paper) -> bytes:
    """The Word file of one printed table: A4 lying, headings repeated, rows whole, page number on top from page 2."""
    import docx  # noqa: PLC0415  slow to import; only printing needs it

    document = docx.Document()
    _set_defaults(document)
    _set_page(document)
    for placeholder in paper.layout.top:
        _add_title(document, placeholder, paper)
    _add_table(document, paper)
    document.core_properties.title = paper.fields[of.TITLE].replace("\n", " ")
    document.core_properties.author = ""
    document.core_properties.comments = ""
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def _set_defaults(document: "Document") -> None:
    """Times New Roman for every script, no space between paragraphs."""
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    for key, relation in list(document.part.rels.items()):
        if relation.reltype.endswith("/stylesWithEffects"):
            del document.part.rels[key]  # Word 2010's copy of the styles, which would contradict ours
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = of.TYPEFACE, Pt(of.BODY_SIZE)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), of.TYPEFACE)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)


def _set_page(document: "Document") -> None:
    from docx.enum.section import WD_ORIENT  # noqa: PLC0415
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.shared import Mm, Pt  # noqa: PLC0415

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(of.PAGE_MM[0]), Mm(of.PAGE_MM[1])
    section.top_margin, section.bottom_margin = Mm(of.MARGIN_MM["top"]), Mm(of.MARGIN_MM["bottom"])
    section.left_margin, section.right_margin = Mm(of.MARGIN_MM["left"]), Mm(of.MARGIN_MM["right"])
    section.header_distance = Mm(of.PAGE_NUMBER_MM)
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run()
    run.font.size = Pt(of.PAGE_NUMBER_SIZE)
    add_page_field(run)


def add_page_field(run: Any) -> None:
    """The field PAGE, which python-docx has no method for."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    for kind in ("begin", None, "end"):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = "PAGE"
        run._r.append(element)  # noqa: SLF001  the run's element has no public name


def _add_title(document: "Document", placeholder: str, paper: Paper) -> None:
    text = paper.fields[placeholder]
    if placeholder == of.TITLE:
        text = balance(text, inner_width(of.TABLE_MM), of.TITLE_SIZE)
    italic = placeholder == of.BASIS
    _write(document.add_paragraph(), text, size=of.TITLE_SIZE, bold=not italic, italic=italic, centred=True)
    if placeholder == paper.layout.top[-1]:
        document.add_paragraph()


def _write(
    paragraph: "Paragraph",
    text: str,
    *,
    size: float | None = None,
    bold: bool = False,
    italic: bool = False,
    centred: bool = False,
) -> None:
    """Write text into a paragraph; line breaks stay."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(_NOT_IN_XML.sub(" ", text))
    run.bold, run.italic = bold or None, italic or None
    if size:
        run.font.size = Pt(size)


def _add_table(document: "Document", paper: Paper) -> None:
    columns = [i for i, shown in enumerate(paper.shown) if shown]
    table: Table = document.add_table(0, len(columns), style="Table Grid")
    table.autofit = False
    _set_widths(table, paper, columns)
    _add_heading(table, paper, columns)
    for row in paper.rows:
        _add_row(table, paper, columns, row)
    _add_totals(table, paper, columns)
    for table_row in table.rows[-1 - len(paper.layout.totals) : -1]:  # the last row and the totals are on one page
        _keep_with_next(table_row.cells)


def _set_widths(table: "Table", paper: Paper, columns: Sequence[int]) -> None:
    from docx.enum.table import WD_TABLE_ALIGNMENT  # noqa: PLC0415
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Mm  # noqa: PLC0415

    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    margins = OxmlElement("w:tblCellMar")  # Word's own 1,9 mm would break narrow headings
    for side, width in _CELL_MARGINS.items():
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(width))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tblPr.find(qn("w:tblLook")).addprevious(margins)  # noqa: SLF001  Word wants its children in this order
    widths = of.widths(paper.layout, paper.shown)
    for place, column in zip(table.columns, columns, strict=True):
        place.width = Mm(widths[column])


def _new_row(table: "Table", *, heading: bool = False) -> "list[_Cell]":
    """A row that is not cut in two where it fits on a page, its cells in the middle."""
    from docx.enum.table import WD_ALIGN_VERTICAL  # noqa: PLC0415
    from docx.oxml import OxmlElement  # noqa: PLC0415

    row = table.add_row()  # type: ignore[no-untyped-call]
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001  python-docx has no method for these two
    for tag in ("w:cantSplit", *(["w:tblHeader"] if heading else [])):
        properties.append(OxmlElement(tag))
    cells = list(row.cells)
    for cell, column in zip(cells, table.columns, strict=True):
        cell.width = column.width or 0
        cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    return cells


def _add_heading(table: "Table", paper: Paper, columns: Sequence[int]) -> None:
    from docx.shared import Pt  # noqa: PLC0415

    upper, lower = _new_row(table, heading=True), _new_row(table, heading=True)
    widths = of.widths(paper.layout, paper.shown)
    headings = [
        (paper.layout.columns[i].over, substitute(paper.layout.columns[i].heading, paper.fields), widths[i])
        for i in columns
    ]
    for row, lines in zip(table.rows, heading_lines(headings), strict=True):
        row.height = Pt(lines * of.BODY_SIZE * _LEADING)  # at least: LibreOffice cuts a repeated heading that is merged
    shared: dict[str, _Cell] = {}
    for position, (over, text, _) in enumerate(headings):
        if not over:
            _put(upper[position].merge(lower[position]), text, bold=True, centred=True)
            continue
        _put(lower[position], text, bold=True, centred=True)
        first = shared.get(over)
        shared[over] = upper[position] if first is None else first.merge(upper[position])
    for text, cell in shared.items():
        _put(cell, text, bold=True, centred=True)


def _put(cell: "_Cell", text: str, *, bold: bool = False, centred: bool = False) -> None:
    """Write a cell. A merge leaves paragraphs behind, of which one stays."""
    for extra in cell.paragraphs[1:]:
        extra._p.getparent().remove(extra._p)  # noqa: SLF001
    _write(cell.paragraphs[0], text, bold=bold, centred=centred)


def _add_row(table: "Table", paper: Paper, columns: Sequence[int], row: PaperRow) -> None:
    """Add a body row; a heading stays on one page with the row below it."""
    cells = _new_row(table)
    for cell, index in zip(cells, columns, strict=True):
        column = paper.layout.columns[index]
        _put(cell, row.cells.get(column.key, ""), bold=row.bold and column.bold, centred=column.centred)
    if row.heading:
        _keep_with_next(cells)


def _keep_with_next(cells: "Iterable[_Cell]") -> None:
    """Keep a row on one page with what comes below it."""
    for cell in cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def _add_totals(table: "Table", paper: Paper, columns: Sequence[int]) -> None:
    for label, placeholders in paper.layout.totals:
        cells = _new_row(table)
        for cell, index in zip(cells, columns, strict=True):
            placeholder = placeholders.get(paper.layout.columns[index].key)
            if placeholder:
                _put(cell, paper.fields[placeholder], bold=True, centred=True)
        last = sum(index < paper.layout.label_width() for index in columns) - 1
        _put(cells[0].merge(cells[last]), label, bold=True, centred=True)
