"""What Excel prints after *In phụ lục* has the pages that the same sheets have in a file; the PDF needs no more."""

import shutil

import pypdf
import pytest

from cchc_macros.paper.print_ import print_appendices
from tests.conftest import TEMPLATES
from tests.excel.double.clicks import press
from tests.excel.double.desktop import CANCEL, desktop
from xl.engine import open_book
from xl.pages.layout import lay_out


def pages_in_excel(doc):
    """How many pages each printed sheet has by its page set-up and the row heights that are in it."""
    return {ws.title: len(lay_out(doc, ws).pages) for ws in doc.wb.worksheets if ws.print_area}


def previewed(path, folder):
    with desktop(folder) as desk:
        excel = desk.start_excel()
        excel.open(path)
        desk.decisions = [CANCEL] * 20
        assert not press(desk, "print_preview", excel).failed
        return pages_in_excel(excel.books[-1].file.doc)


@pytest.mark.parametrize("name", ["lang-son-2026", "thai-nguyen-2026"])
def test_excel_prints_as_many_pages_as_the_file(name, tmp_path):
    live = previewed(shutil.copy(TEMPLATES / f"{name}.xlsx", tmp_path / "Sổ.xlsx"), tmp_path / "desktop")
    book = open_book(TEMPLATES / f"{name}.xlsx")
    printed = print_appendices(book, to=tmp_path / "in").data
    files = dict(zip(printed["sheets"], printed["files"], strict=False))
    assert live == pages_in_excel(book.impl.doc)
    for sheet, file in files.items():
        # rows of the PDF are as high as their text; Excel's keep a little more, so of seven pages two may be saved
        assert live[sheet] - max(1, live[sheet] * 2 // 7) <= len(pypdf.PdfReader(file).pages) <= live[sheet]
