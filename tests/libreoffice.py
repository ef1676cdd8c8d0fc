"""Tests that need LibreOffice: skipped with the reason where it is not installed, failed where it must be."""

import os
import tempfile
import warnings
from pathlib import Path

import openpyxl
import pytest

from xl.libreoffice import convert, find_libreoffice


def require_libreoffice():
    """Skip the test without LibreOffice; in CI its absence is a failure."""
    if find_libreoffice() is None:
        if os.environ.get("CI") == "true":
            pytest.fail("LibreOffice is not installed, and CI=true wants it")
        pytest.skip("LibreOffice is not installed")


def recalculated(*paths):
    """What LibreOffice computes for files whose cached values were taken out, as {(sheet, cell): value}.

    For several files, a list of such dicts.
    """
    require_libreoffice()
    with tempfile.TemporaryDirectory() as folder:
        stripped, results = Path(folder) / "stripped", Path(folder) / "results"
        stripped.mkdir()
        results.mkdir()
        copies = [stripped / f"{number}.xlsx" for number in range(len(paths))]
        for path, copy in zip(paths, copies, strict=True):
            openpyxl.load_workbook(path).save(copy)  # openpyxl writes formulas without values
        values = [_values(result) for result in convert(copies, results, "xlsx")]
    return values[0] if len(paths) == 1 else values


def load_computed(path):
    """A workbook that LibreOffice wrote, with what it computed; its own extension about data bars is left out."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".* extension is not supported")
        return openpyxl.load_workbook(path, data_only=True)


def _values(path):
    book = load_computed(path)
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
