"""The templates as committed, and as the builder makes them now."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

import workbook_templates
from workbook_templates.build.files import to_bytes
from workbook_templates.build.unit import UNIT_WORKBOOKS
from workbook_templates.build.workbook import blank_workbook

FOLDER = Path(workbook_templates.__file__).parent
BUILDERS = {"so-cchc.xlsx": blank_workbook, **UNIT_WORKBOOKS}


@pytest.fixture(scope="session", params=BUILDERS)
def template(request):
    """The path of a template and the bytes its builder gives."""
    return FOLDER / request.param, to_bytes(BUILDERS[request.param]())


@pytest.fixture(scope="session")
def blank():
    """The blank workbook as committed."""
    return load_workbook(FOLDER / "so-cchc.xlsx")


@pytest.fixture(scope="session")
def unit():
    """The unit workbook as committed."""
    return load_workbook(FOLDER / "so-don-vi.xlsx")


@pytest.fixture(scope="session")
def blank_copy():
    """A function that gives the blank workbook anew, to be changed."""
    return lambda: load_workbook(BytesIO((FOLDER / "so-cchc.xlsx").read_bytes()))
