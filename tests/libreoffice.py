"""What LibreOffice makes of a workbook."""

import tempfile
import warnings
from pathlib import Path

import openpyxl

from tests.programs import require_libreoffice
from xl import libreoffice


def convert(paths, folder, kind):
    """The files that LibreOffice makes of some, in a folder; without LibreOffice the test is skipped."""
    require_libreoffice()
    return libreoffice.convert(paths, folder, kind)


def saved(path, kind, folder=None):
    """A file as LibreOffice saves it in a format, beside it or in a folder."""
    return convert([path], folder or path.parent, kind)[0]


def recalculated(*paths):
    """What LibreOffice computes for files whose cached values were taken out, as {(sheet, cell): value}.

    For several files, a list of such dicts.
    """
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
