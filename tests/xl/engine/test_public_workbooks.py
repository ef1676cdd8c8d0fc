"""Workbooks of other people's tests, opened, changed in one cell and saved: nothing of them is lost in silence.

They are not part of this project. `CCHC_PUBLIC_WORKBOOKS` names a folder that holds unpacked copies of
jmcnamara/XlsxWriter, ClosedXML/ClosedXML and qax-os/excelize; without it the test is left out.
"""

import os
from pathlib import Path

import pytest

from tests.xl.engine.roundtrip import change_and_save, losses
from xl.errors import FileError

_FOLDER = os.environ.get("CCHC_PUBLIC_WORKBOOKS", "")
_LARGEST = 300_000
# Workbooks that are refused, and why that is right.
_REFUSED = {
    "encryptAES.xlsx": "mật khẩu",
    "encryptSHA1.xlsx": "mật khẩu",
    "encryptSHA512.xlsx": "mật khẩu",
    "~$LoadPivotTables.xlsx": "không phải là sổ",  # Excel's own mark of an open file, 165 bytes
    "BadWorkbook.xlsx": "hỏng",  # no sheets
    "SheetsWithoutRelId.xlsx": "hỏng",  # two sheets lead nowhere
}


def workbooks():
    found = (path for ending in ("xlsx", "xlsm") for path in Path(_FOLDER).rglob(f"*.{ending}"))
    return sorted(path for path in found if path.stat().st_size < _LARGEST)


@pytest.mark.slow
@pytest.mark.skipif(not _FOLDER, reason="CCHC_PUBLIC_WORKBOOKS names no folder of fetched workbooks")
@pytest.mark.timeout(1200)
def test_nothing_is_lost_of_public_workbooks(tmp_path):
    paths = workbooks()
    assert len(paths) > 1000
    lost, refused = {}, {}
    for path in paths:
        target = tmp_path / f"ra{path.suffix}"
        try:
            touched = change_and_save(path, target)
        except FileError as error:
            refused[path.name] = str(error)
            continue
        gone = losses(path, target, touched)
        if gone:
            lost[str(path)] = gone[:5]
    assert lost == {}
    assert refused.keys() == _REFUSED.keys()
    assert all(_REFUSED[name] in text for name, text in refused.items())
