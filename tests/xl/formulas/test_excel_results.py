"""Our results beside those that Excel gave: nothing differs without a reason, and nothing breaks.

The recordings are not part of this project. `CCHC_EXCEL_RESULTS` names their folder (`tests/oracle/golden` of
libraz/formulon); without it the test is left out. `cases.txt` holds the cases that mattered.
"""

import os
from pathlib import Path

import pytest

from tests.xl.formulas.recorded import RIGHT, compared

_FOLDER = os.environ.get("CCHC_EXCEL_RESULTS", "")


@pytest.mark.slow
@pytest.mark.skipif(not _FOLDER, reason="CCHC_EXCEL_RESULTS names no folder of recorded results")
def test_nothing_differs_from_excel_without_a_reason():
    counts, wrong = compared(Path(_FOLDER))
    assert wrong == []
    assert counts[RIGHT] >= 4_300
