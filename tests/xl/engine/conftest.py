"""Workbooks for the engine's tests: made with openpyxl, opened with the engine, read back with openpyxl."""

import warnings

import openpyxl
import pytest

from xl.engine import open_book


def load(path, **options):
    """Open a file with openpyxl, which warns of what it does not know."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path, **options)


@pytest.fixture
def opened(tmp_path):
    """Make a workbook, let a function fill it, and open it with the engine."""

    def make(fill=lambda wb: None, name="so.xlsx"):
        wb = openpyxl.Workbook()
        wb.active.title = "Một"
        fill(wb)
        path = tmp_path / name
        wb.save(path)
        return open_book(path)

    return make


@pytest.fixture
def saved(tmp_path):
    """Save a book, and open the file with openpyxl; with `values=True`, what the file holds as computed values."""

    def save(book, *, values=False):
        path = tmp_path / "ra.xlsx"
        book.save(path)
        return load(path, data_only=values)

    return save
