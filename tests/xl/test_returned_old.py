"""Reading .xls files that come back: right, or refused with a reason."""

import random
import shutil
import subprocess
from datetime import datetime

import openpyxl
import pytest

from cchc_macros.collect.files import ErrorValue, Percent
from cchc_macros.errors import FileError
from xl import returned_old
from xl.returned import read_returned
from xl.returned_old import OLE, is_old_workbook

soffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


@pytest.fixture(scope="module")
def old(tmp_path_factory):
    """A workbook saved as .xls by LibreOffice."""
    folder = tmp_path_factory.mktemp("old")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["chữ", 1.5, True, False, 0, datetime(2026, 12, 31), 0.5, "=1+1", "=1/0"])  # noqa: DTZ001
    sheet["F1"].number_format, sheet["G1"].number_format = "dd/mm/yyyy", "0%"
    sheet["C3"] = "xa"
    book.custom_doc_props.append(openpyxl.packaging.custom.StringProperty(name="CCHC.Unit", value="VP Đ"))
    book.save(folder / "a.xlsx")
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = ["soffice", profile, "--headless", "--convert-to", "xls", "--outdir", str(folder), str(folder / "a.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / "a.xls"


@soffice
def test_the_values_of_an_old_file(old, capsys):
    file = read_returned(old, "con/a.xls")
    assert file.name == "con/a.xls"
    assert file.properties["CCHC.Unit"] == "VP Đ"
    row = file.sheets[0].rows[1]
    assert row == {
        1: "chữ", 2: 1.5, 3: True, 4: False, 5: 0.0, 6: datetime(2026, 12, 31), 7: 0.5, 8: 2.0, 9: "#DIV/0!",  # noqa: DTZ001
    }  # fmt: skip
    assert isinstance(row[7], Percent)
    assert isinstance(row[9], ErrorValue)
    assert file.sheets[0].rows[3] == {3: "xa"}
    assert capsys.readouterr().out == ""


@soffice
def test_a_damaged_old_file_is_read_or_refused(old, tmp_path):
    content, chance = old.read_bytes(), random.Random(5)  # noqa: S311
    for _ in range(150):
        damaged = bytearray(content)
        for _ in range(chance.randint(1, 5)):
            place = chance.randrange(len(damaged))
            damaged[place : place + 4] = chance.randbytes(4)
        path = tmp_path / "a.xls"
        path.write_bytes(damaged)
        try:
            read_returned(path)
        except FileError as refused:
            assert str(refused).startswith("a.xls")  # noqa: PT017


@soffice
def test_an_old_file_that_is_too_large_is_refused(old, monkeypatch):
    monkeypatch.setattr(returned_old, "MAX_BYTES", 100)
    with pytest.raises(FileError, match="quá lớn"):
        read_returned(old)


@soffice
def test_macros_and_passwords_of_an_old_file_are_refused(old, monkeypatch):
    real = returned_old._read
    monkeypatch.setattr(returned_old, "_read", lambda path: (["_VBA_PROJECT_CUR/VBA/DIR"], *real(path)[1:]))
    with pytest.raises(FileError, match="macro"):
        read_returned(old)

    def locked(path):
        raise ValueError("Workbook is encrypted")

    monkeypatch.setattr(returned_old, "_read", locked)
    with pytest.raises(FileError, match="mật khẩu"):
        read_returned(old)


def test_other_files_of_the_same_container_are_no_workbooks(tmp_path):
    (tmp_path / "a.doc").write_bytes(OLE + bytes(2000))
    assert not is_old_workbook(tmp_path / "a.doc")
    (tmp_path / "a.xlsx").write_bytes(b"PK")
    assert not is_old_workbook(tmp_path / "a.xlsx")
