"""Reading .xls files that come back: right, or refused with a reason."""

import random
import time
from datetime import datetime

import openpyxl
import pytest

from cchc_macros.errors import FileError
from cchc_macros.returns.readers import xls as returned_old
from cchc_macros.returns.readers import xls_cells as returned_old_cells
from cchc_macros.returns.readers.xlsx import read_returned
from cchc_macros.rules.typed_values import ErrorValue, Percent
from tests.libreoffice import saved

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.fixture(scope="module")
def old(tmp_path_factory):
    """A workbook saved as .xls by LibreOffice."""
    folder = tmp_path_factory.mktemp("old")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["chữ", 1.5, True, False, 0, datetime(2026, 12, 31), 0.5, "=1+1", "=1/0"])  # noqa: DTZ001
    sheet["F1"].number_format, sheet["G1"].number_format = "dd/mm/yyyy", "0%"
    sheet["C3"] = "xa"
    sheet.merge_cells("C3:D5")
    book.custom_doc_props.append(openpyxl.packaging.custom.StringProperty(name="CCHC.Unit", value="VP Đ"))
    book.save(folder / "a.xlsx")
    return saved(folder / "a.xlsx", "xls")


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
    assert file.sheets[0].tall_merges == ((3, 3, 5),)
    assert capsys.readouterr().out == ""


def test_a_damaged_old_file_is_read_or_refused(old, tmp_path):
    content, chance, refused = old.read_bytes(), random.Random(5), 0  # noqa: S311
    for _ in range(12):
        damaged = bytearray(content)
        for _ in range(chance.randint(1, 5)):
            place = chance.randrange(len(damaged))
            damaged[place : place + 4] = chance.randbytes(4)
        path = tmp_path / "a.xls"
        path.write_bytes(damaged)
        try:
            read_returned(path)
        except FileError as error:
            refused += 1
            assert str(error).startswith("a.xls")  # noqa: PT017
    assert refused


def test_an_old_file_that_would_be_read_for_ever_is_refused_in_time(old, tmp_path, monkeypatch):
    content = bytearray(old.read_bytes())
    summary = content.index(bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9"))
    section = summary - 28 + int.from_bytes(content[summary + 16 : summary + 20], "little")
    first = section + int.from_bytes(content[section + 12 : section + 16], "little")
    content[first : first + 8] = bytes.fromhex("00100000ffffffff")  # a list of four thousand million nothings
    (tmp_path / "a.xls").write_bytes(content)
    monkeypatch.setattr(returned_old, "TIME_LIMIT", 1.5)
    start = time.monotonic()
    with pytest.raises(FileError, match=r"a\.xls là tệp \.xls đọc quá lâu"):
        read_returned(tmp_path / "a.xls")
    assert time.monotonic() - start < 4


def test_an_old_file_with_more_text_than_a_task_sheet_can_hold_is_refused(old, monkeypatch):
    monkeypatch.setattr(returned_old_cells, "MAX_CHARACTERS", 10)
    assert returned_old_cells._read(old.read_bytes()) == {"reason": "large"}


def test_an_old_file_that_is_too_large_is_refused(old, monkeypatch):
    monkeypatch.setattr(returned_old, "MAX_BYTES", 100)
    with pytest.raises(FileError, match="quá lớn"):
        read_returned(old)


def test_macros_of_an_old_file_are_refused(old, tmp_path):
    content = bytearray(old.read_bytes())
    entry = content.index("\5SummaryInformation".encode("utf-16-le"))  # of the container's list of streams
    name = "_VBA_PROJECT_CUR\0".encode("utf-16-le")
    content[entry : entry + 66] = name.ljust(64, b"\0") + len(name).to_bytes(2, "little")
    (tmp_path / "a.xls").write_bytes(content)
    with pytest.raises(FileError, match="macro"):
        read_returned(tmp_path / "a.xls")


def test_a_password_of_an_old_file_is_told(old, tmp_path):
    content = bytearray(old.read_bytes())
    start = content.index(bytes.fromhex("0908100000060500"))  # the first record; the next one becomes FILEPASS
    content[start + 20 : start + 22] = b"\x2f\0"
    (tmp_path / "a.xls").write_bytes(content)
    with pytest.raises(FileError, match="mật khẩu"):
        read_returned(tmp_path / "a.xls")


def test_other_files_of_the_same_container_are_no_workbooks(tmp_path):
    (tmp_path / "a.xls").write_bytes(OLE + bytes(2000))
    with pytest.raises(FileError, match=r"a\.xls là tệp dạng cũ"):
        read_returned(tmp_path / "a.xls")
    (tmp_path / "a.xlsx").write_bytes(b"PK")
    with pytest.raises(FileError, match=r"a\.xlsx không phải"):
        read_returned(tmp_path / "a.xlsx")
