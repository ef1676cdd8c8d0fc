"""Answers outside the cells of a returned workbook are told, in one note a file; our own hints are not."""

import shutil
from io import BytesIO

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from PIL import Image as Picture

from cchc_macros import unit_contract as u
from cchc_macros.cli import main
from tests.conftest import TEMPLATES


@pytest.fixture(scope="module")
def blank(tmp_path_factory):
    """The example's workbook and the folder of the unit workbooks it gives out."""
    folder = tmp_path_factory.mktemp("exported")
    book = shutil.copy(TEMPLATES / "lang-son-2026.xlsx", folder / "book.xlsx")
    assert main(["export", str(book), "--to", str(folder / "out")]) == 0
    return folder


@pytest.fixture
def notes(blank, tmp_path, cchc):
    """Collect a unit's workbook after what the test did to it; return the notes and the result."""

    def collect(change):
        returned = tmp_path / "returns" / "VP.xlsx"
        returned.parent.mkdir()
        unit = openpyxl.load_workbook(next((blank / "out").glob("VP - *")))
        change(unit)
        unit.save(returned)
        book = shutil.copy(blank / "book.xlsx", tmp_path / "book.xlsx")
        [merged] = cchc("collect", book, returned.parent)["merged"]
        return merged["notes"]

    return collect


def comment(book):
    book[u.UNIT_WORKBOOK_SHEET]["J9"].comment = Comment("Đã xong việc này", "An")


def sheet(book):
    book.create_sheet("Trả lời")["B3"] = "Đã làm"


def picture(book):
    openpyxl.drawing.image.PILImage = Picture  # else openpyxl, loaded before Pillow, takes it for missing
    data = BytesIO()
    Picture.new("RGB", (8, 8), "red").save(data, "png")
    book[u.UNIT_WORKBOOK_SHEET].add_image(Image(data), "J9")


@pytest.mark.parametrize(
    ("change", "cell", "words"),
    [
        (comment, "Phiếu giao việc!J9", "ghi chú ở Phiếu giao việc!J9: “Đã xong việc này”"),
        (sheet, "Trả lời!A3", "sheet 'Trả lời' có nội dung"),
        (picture, "Phiếu giao việc!A1", "1 hình"),
    ],
)
def test_an_answer_outside_the_cells_is_told(notes, change, cell, words):
    [note] = notes(change)
    assert note["cell"] == cell
    assert words in note["message"]
    assert "không ghép" in note["message"]


def test_all_of_a_file_is_one_note(notes):
    [note] = notes(lambda book: (comment(book), sheet(book), picture(book)))
    assert [word in note["message"] for word in ("ghi chú", "Trả lời", "1 hình")] == [True] * 3


def test_our_own_hints_are_no_answer(notes):
    assert notes(lambda book: None) == []


@pytest.mark.parametrize(("author", "text"), [("", None), ("CCHC", "Lời nhắc của bản trước")])
def test_our_own_hints_are_known_by_their_words_or_by_who_wrote_them(notes, author, text):
    def change(book):
        for cell in (cell for row in book[u.UNIT_WORKBOOK_SHEET].iter_rows() for cell in row if cell.comment):
            cell.comment = Comment(text or cell.comment.text, author)

    assert notes(change) == []
