"""Papers bound into one PDF: their pages one after the other, numbered, with bookmarks in two levels.

The papers come from strangers. Each is read and written anew by pdfium, which keeps what its pages show (stamped form
fields too) and leaves scripts and actions behind. Call `bind` in a process of its own.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from xl.late import dataclass
from xl.pages.typefaces import typeface

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

PICTURES = (".jpg", ".jpeg", ".png")
_MARGIN = 56.0  # points around a picture
_SIZE, _EDGE = 10.0, 14.0  # of the number, and how far from the lower right corner


@dataclass(frozen=True, slots=True)
class Part:
    """A paper to be bound.

    Attributes:
        path: A PDF or a picture.
        chapter: The bookmark above its own; parts of one chapter are together.
        title: Its own bookmark, "" for none below the chapter's.
    """

    path: Path
    chapter: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be bound, and where it goes; pages of the first `unnumbered` parts bear no number, but count."""

    parts: Sequence[Part]
    to: Path
    name: str
    unnumbered: int = 0


def count_pages(path: Path) -> int:
    """How many pages a PDF or picture has, 0 for one that cannot be bound."""
    import pypdfium2  # noqa: PLC0415  only binding needs it

    if path.suffix.casefold() in PICTURES:
        return int(_picture(path) is not None)
    try:
        with pypdfium2.PdfDocument(path) as pdf:
            return len(pdf)
    except pypdfium2.PdfiumError:
        return 0


def bind(order: Order) -> None:
    """Write the bound file.

    Raises:
        OSError: a file cannot be read or written.
    """
    import pypdfium2  # noqa: PLC0415  only binding needs it

    starts: list[int] = []
    with pypdfium2.PdfDocument.new() as whole:
        for part in order.parts:
            starts.append(len(whole))
            with _opened(part.path) as pdf:
                whole.import_pages(pdf)
        first = [*starts, len(whole)][order.unnumbered]
        content = BytesIO()
        whole.save(content)
    _finish(content, order, starts, first)


def bind_apart(order: Order) -> str:
    """`bind` in a process of its own, which then loads no more than this; return what went wrong, "" for nothing."""
    try:
        bind(order)
    except Exception as error:  # noqa: BLE001  papers of strangers, read by libraries that raise what they meet
        return f"{type(error).__name__}: {error}"
    return ""


@contextmanager
def _opened(path: Path) -> Iterator["PdfDocument"]:
    import pypdfium2  # noqa: PLC0415

    source: Any = _picture(path) if path.suffix.casefold() in PICTURES else path
    with pypdfium2.PdfDocument(source) as pdf:
        if pdf.get_formtype():
            pdf.init_forms()
            for page in pdf:
                page.flatten()
        yield pdf


def _picture(path: Path) -> bytes | None:
    """A picture as a page, no larger than fits and than it is; None for one that cannot be read."""
    out = BytesIO()
    try:
        picture = ImageReader(str(path))
        width, height = picture.getSize()
        turned = A4[::-1] if width > height else A4
        pdf: Any = canvas.Canvas(out, pagesize=turned, invariant=1)
        scale = min(1.0, (turned[0] - 2 * _MARGIN) / width, (turned[1] - 2 * _MARGIN) / height)
        across, down = width * scale, height * scale
        pdf.drawImage(picture, (turned[0] - across) / 2, (turned[1] - down) / 2, across, down, mask="auto")
        pdf.save()
    except Exception:  # noqa: BLE001  bytes of any kind, read by libraries that raise what they meet
        return None
    return out.getvalue()


def _finish(content: BytesIO, order: Order, starts: Sequence[int], first: int) -> None:
    """Number the pages and set the bookmarks."""
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415  only binding needs it

    writer = PdfWriter(clone_from=content)
    sizes = [(page.cropbox.left, page.cropbox.bottom, page.cropbox.right) for page in writer.pages]
    numbers = PdfReader(BytesIO(_numbers(sizes, first)))
    for index in range(first, len(sizes)):
        page = writer.pages[index]
        if page.rotation:
            page.transfer_rotation_to_content()
        page.merge_page(numbers.pages[index - first])
    chapters: dict[str, Any] = {}
    for part, start in zip(order.parts, starts, strict=True):
        if part.chapter not in chapters:
            chapters[part.chapter] = writer.add_outline_item(title=part.chapter, page_number=start)
        if part.title:
            writer.add_outline_item(title=part.title, page_number=start, parent=chapters[part.chapter])
    writer.page_mode = "/UseOutlines"
    writer.metadata = {"/Title": order.name, "/Producer": ""}
    writer._ID = None  # with a moment and a number drawn by lot no two files were the same
    with order.to.open("wb") as file:
        writer.write(file)


def _numbers(sizes: Sequence[tuple[float, float, float]], first: int) -> bytes:
    """A page for each from the first numbered one on, with nothing but its number."""
    out = BytesIO()
    pdf: Any = canvas.Canvas(out, invariant=1)
    face = typeface("Times New Roman", False, False)
    for number, (_, bottom, right) in enumerate(sizes[first:], first + 1):
        pdf.setFont(face.name, _SIZE)
        pdf.drawRightString(float(right) - _EDGE, float(bottom) + _EDGE, f"Tr. {number}")
        pdf.showPage()
    pdf.save()
    return out.getvalue()
