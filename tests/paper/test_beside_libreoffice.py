"""Our pages beside LibreOffice's of the same sheets: as many, with the same words, looking alike.

LibreOffice ends pages where Excel does and takes no care of headings, so ours are drawn without care here. It prints a
little smaller where that saves a page, so it is told the scale that the set-up gives. And it cuts text beyond the 409
points of a row, which ours go on with on the next page; so of the long texts only the appendix is compared.
"""

import pypdf
import pypdfium2
import pytest
from PIL import ImageChops

from cchc_macros import contract as c
from cchc_macros.paper.print_ import print_appendices
from tests.paper.test_pictures import blocks, picture
from tests.paper.test_print import LANG_SON, LONG, THAI_NGUYEN, book_of, with_tasks
from tests.programs import require_libreoffice
from xl import pdf
from xl.pages.drawing import draw
from xl.pages.layout import lay_out

LONG_TEXTS = "200 rows, texts of 1,500 letters"
ALIKE = 20  # of 255, after moving a page by the pixel that LibreOffice rounds away


def many_rows():
    """An appendix of 200 rows, two of them with cells of 1,500 letters."""
    return with_tasks(200, row7={c.REQUIREMENT: LONG}, row150={c.TASK_NAME: LONG, c.REQUIREMENT: LONG[:800]})


BOOKS = {LANG_SON: lambda: book_of(LANG_SON), THAI_NGUYEN: lambda: book_of(THAI_NGUYEN), LONG_TEXTS: many_rows}


@pytest.fixture(scope="module", params=BOOKS)
def both(request, tmp_path_factory):
    """Of every printed sheet of a workbook, our PDF and LibreOffice's."""
    require_libreoffice()
    folder = tmp_path_factory.mktemp("both")
    book = BOOKS[request.param]()
    doc, files = book.impl.doc, {}
    names = print_appendices(book).data["sheets"]
    for name in [c.APPENDIX_II] if request.param == LONG_TEXTS else names:
        sheet = doc.sheet(name)
        paper = lay_out(doc, sheet)
        (folder / f"{name} ours.pdf").write_bytes(draw(name, paper))
        sheet.page_setup.scale = round(paper.pages[0].scale * 100)
        sheet.sheet_properties.pageSetUpPr.fitToPage = False
        files[name] = folder / f"{name} theirs.pdf"
    pdf.write_pdfs(book, files, through_libreoffice=True)
    return {name: (folder / f"{name} ours.pdf", path) for name, path in files.items()}


def letters(path):
    """The letters of each page: where words begin and end is told differently."""
    return ["".join(sorted("".join(page.extract_text().split()))) for page in pypdf.PdfReader(path).pages]


def test_every_page_holds_the_same_text(both):
    for name, (ours, theirs) in both.items():
        found, expected = letters(ours), letters(theirs)
        assert len(found) == len(expected), name
        for number, (page, other) in enumerate(zip(found, expected, strict=True), 1):
            assert page == other, f"{name}, page {number}"


def unlike(page, other):
    """By how much the worst tenth of two pages' blocks differs."""
    differences = abs(blocks(page) - blocks(other)).ravel()
    differences.sort()
    return differences[-len(differences) // 10 :].mean()


def test_every_page_looks_alike(both):
    for name, (ours, theirs) in both.items():
        for number in range(1, len(pypdfium2.PdfDocument(ours)) + 1):
            page, other = picture(ours, number), picture(theirs, number)
            assert min(unlike(ImageChops.offset(page, 0, pixels), other) for pixels in (-1, 0, 1)) < ALIKE, (
                f"{name}, page {number}"
            )
