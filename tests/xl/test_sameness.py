"""Two saves of one state say the same; anything that somebody changed does not."""

import openpyxl
import pytest

from tests.packages import METHODS, damaged, packed
from xl.files import same_bytes
from xl.sameness import same_content


@pytest.fixture
def saved(tmp_path):
    """Save a workbook with what the test does to it; return the file."""

    def save(name, change=lambda book: None):
        book = openpyxl.Workbook()
        book.active["A1"] = "điểm"
        change(book)
        path = tmp_path / f"{name}.xlsx"
        book.save(path)
        return path

    return save


def select(book):
    book.active.sheet_view.selection[0].activeCell = book.active.sheet_view.selection[0].sqref = "C9"


def type_in(book):
    book.active["A2"] = 1


def colour(book):
    book.active["A1"].font = openpyxl.styles.Font(bold=True)


def add_sheet(book):
    book.create_sheet("Thêm")


def test_the_same_bytes_say_the_same(saved):
    assert same_bytes(saved("a"), saved("a"))
    assert same_content(saved("a"), saved("a"))


def test_the_moment_of_saving_and_the_cursor_are_no_change(saved):
    assert same_content(saved("a"), saved("b", select))


@pytest.mark.parametrize("change", [type_in, colour, add_sheet])
def test_what_somebody_changed_is_a_change(saved, change):
    assert not same_content(saved("a"), saved("b", change))


def test_what_cannot_be_read_is_not_known_to_be_the_same(saved, tmp_path):
    broken = tmp_path / "c.xlsx"
    broken.write_bytes(b"PK")
    assert not same_content(saved("a"), broken)
    assert not same_content(saved("a"), tmp_path / "none.xlsx")


@pytest.mark.parametrize("method", METHODS)
def test_what_holds_a_damaged_part_is_not_known_to_be_the_same(saved, tmp_path, method):
    broken = tmp_path / "c.xlsx"
    broken.write_bytes(damaged(saved("b", type_in), "xl/worksheets/sheet1.xml", method))
    assert not same_content(saved("a"), broken)


def package(path, strings, cells):
    items = "".join(f"<si><t>{text}</t></si>" for text in strings)
    row = "".join(f'<c r="{at}1" s="4" t="s"><v>{number}</v></c>' for at, number in zip("AB", cells, strict=True))
    sheet = f'<worksheet><sheetData><row r="1">{row}</row></sheetData></worksheet>'
    return packed(path, {"xl/sharedStrings.xml": f"<sst>{items}</sst>", "xl/worksheets/sheet1.xml": sheet})


@pytest.mark.parametrize(
    ("strings", "cells", "same"),
    [(("một", "hai"), (0, 1), True), (("hai", "ba", "một"), (2, 0), True), (("hai", "một"), (0, 1), False),
     (("một", "ba"), (0, 1), False), (("một", "hai"), (1, 0), False), (("một",), (0, 7), False)],
)  # fmt: skip
def test_texts_count_and_not_their_numbers(strings, cells, same, tmp_path):
    first = package(tmp_path / "a.xlsx", ("một", "hai"), (0, 1))
    assert same_content(first, package(tmp_path / "b.xlsx", strings, cells)) is same
