"""What the tests of plans share."""

import pytest

from xl.engine import open_book


@pytest.fixture
def book(workbook):
    """A blank workbook, opened by the file engine."""
    return open_book(workbook("so-cchc", "so.xlsx"))
