"""Lines of a Word document: tables over several pages, merged cells, automatic numbers, old fonts."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from cchc_macros.errors import FileError
from cchc_macros.plans.model import Document, Line, Place
from cchc_macros.plans.readers.docx_styles import Fonts, Numbering, W, find, value
from cchc_macros.plans.readers.text import MAX_COLUMNS
from cchc_macros.plans.words.legacy import OldFonts
from cchc_macros.plans.words.pieces import tidy
from xl.packages import checked_package

MAX_XML_BYTES = 60_000_000  # together, unpacked; a plan of 500 pages takes about a tenth
_SKIPPED = frozenset(
    (f"{W}del", f"{W}moveFrom", f"{W}rPr", f"{W}pPr", f"{W}instrText", f"{W}delText",
     "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
)  # fmt: skip
_REMARKS = (
    ("Văn bản còn dấu vết sửa đổi (Track Changes); đã đọc như khi đã chấp nhận mọi sửa đổi.", (f"{W}ins", f"{W}del")),
    ("Văn bản có chú thích ở chân trang hay cuối văn bản; lời chú thích không được đọc vào sổ.",
     (f"{W}footnoteReference", f"{W}endnoteReference")),
)  # fmt: skip
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SIGNS = {
    f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}softHyphen": "\u00ad",
    f"{W}sym": "- ",  # a bullet of a symbol font
}  # fmt: skip


def read_docx(content: bytes, name: str) -> Document:
    """Return the lines of a .docx.

    Raises:
        FileError: it is damaged, has a password, or is made to harm.
    """
    checked_package(name, content, MAX_XML_BYTES).look_through()
    import docx  # noqa: PLC0415 - slow to import; only a Word plan needs it

    try:
        document = docx.Document(BytesIO(content))
        reader = _Reader(document.part, document.element.body)
        lines = tuple(reader.lines(document.element.body))
    except (KeyError, ValueError, AttributeError, IndexError, SyntaxError, RecursionError) as error:
        raise FileError(
            f"'{name}' không phải văn bản Word .docx, hoặc đã hỏng. Mở bằng Word, lưu lại rồi nhập."
        ) from error
    remarks = (text for text, tags in _REMARKS if next(document.element.body.iter(*tags), None) is not None)
    return Document(lines, (*reader.old_fonts.remarks(), *remarks))


class _Reader:
    """Walks the body; counts paragraphs and tables."""

    def __init__(self, part: Any, body: Any) -> None:
        self.fonts = Fonts(part)
        self.numbering = Numbering(part, self.fonts)
        self.old_fonts = OldFonts(self.fonts.all_names(body), (text.text or "" for text in body.iter(f"{W}t")))
        self._paragraphs = self._tables = 0

    def lines(self, parent: Any) -> Iterator[Line]:
        for element in _blocks(parent):
            if element.tag == f"{W}tbl":
                self._tables += 1
                yield from self._table(element)
            else:
                self._paragraphs += 1
                for text in self._paragraph(element).split("\n"):
                    if text:
                        yield Line((text,), Place("đoạn", self._paragraphs), table=False)

    def _table(self, table: Any) -> Iterator[Line]:
        where = f"bảng {self._tables}, dòng"
        for number, row in enumerate(_children(table, "tr"), start=1):
            if find(row, "trPr", "del") is None:
                cells = tuple(self._cells(row))[:MAX_COLUMNS]
                if any(cells) or None in cells:
                    yield Line(cells, Place(where, number), fresh=number == 1)

    def _cells(self, row: Any) -> Iterator[str | None]:
        yield from [""] * _count(find(row, "trPr", "gridBefore"), 0)
        for cell in _children(row, "tc"):
            merged = find(cell, "tcPr", "vMerge")
            yield None if merged is not None and value(merged) != "restart" else self._cell(cell)
            yield from [""] * (_count(find(cell, "tcPr", "gridSpan"), 1) - 1)

    def _cell(self, cell: Any) -> str:
        """The text of a cell, a paragraph a line; a table inside it is read as text too."""
        return tidy("\n".join(self._paragraph(paragraph) for paragraph in cell.iter(f"{W}p")))

    def _paragraph(self, paragraph: Any) -> str:
        label = self.numbering.label(paragraph)
        text = "".join(self._runs(paragraph, paragraph))
        return tidy(f"{label} {text}" if label else text)

    def _runs(self, element: Any, paragraph: Any) -> Iterator[str]:
        """The texts inside an element, without what tracked changes deleted and old copies of drawings."""
        for child in element:
            if child.tag in _SKIPPED or child.tag == f"{W}p":
                continue
            if child.tag == f"{W}r":
                yield self._run(child, paragraph)
            else:
                yield from self._runs(child, paragraph)

    def _run(self, run: Any, paragraph: Any) -> str:
        if _is_hidden(run):
            return ""
        text = "".join((child.text or "") if child.tag == f"{W}t" else _SIGNS.get(child.tag, "") for child in run)
        if value(find(run, "rPr", "vertAlign")) == "superscript":
            return text.translate(_RAISED)  # m², or the mark of a note: not one more digit of what is before
        if text.isascii():
            return text
        return self.old_fonts.text(text, self.fonts.of(run, paragraph))


def _is_hidden(run: Any) -> bool:
    """Whether Word neither shows nor prints a run."""
    hidden = find(run, "rPr", "vanish")
    return hidden is not None and value(hidden) not in {"0", "false"}


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, those inside content controls and insertions too."""
    for child in parent:
        if child.tag in {f"{W}p", f"{W}tbl"}:
            yield child
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}smartTag"}:
            yield from _blocks(child)


def _children(parent: Any, tag: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, those inside content controls too."""
    for child in parent:
        if child.tag == f"{W}{tag}":
            yield child
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"}:
            yield from _children(child, tag)


def _count(element: Any, default: int) -> int:
    number = value(element) if element is not None else ""
    return min(int(number), MAX_COLUMNS) if number.isdecimal() else default
