"""Desktops with an Excel in memory."""

import pytest
from openpyxl import Workbook as FileBook

from cchc_macros.selftest.cases import BOOKS, prepared, stir
from tests.excel.double.desktop import desktop


@pytest.fixture(autouse=True)
def _own_folders(user_folder):
    """What a click keeps stays in the test's folder."""


@pytest.fixture
def desk(tmp_path):
    """A desktop without Excel."""
    with desktop(tmp_path / "desktop") as made:
        yield made


@pytest.fixture
def sheet(desk):
    """A blank sheet of a workbook open in Excel."""
    path = desk.folder / "Trống.xlsx"
    FileBook().save(path)
    return desk.start_excel().open(path).ActiveSheet


@pytest.fixture(scope="session")
def books(tmp_path_factory):
    """The two examples and a blank workbook, prepared once, with work to do."""
    folder = tmp_path_factory.mktemp("books")
    made = {name: prepared(name, folder / name) for name in BOOKS}
    for path in made.values():
        stir(path)
    return made
