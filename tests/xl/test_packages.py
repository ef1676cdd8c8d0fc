import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_macros.errors import FileError, UserError
from tests.packages import packed, parts, repacked
from xl.engine import open_book
from xl.packages import Package, open_package


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    path = tmp_path_factory.mktemp("goi") / "so.xlsx"
    wb = openpyxl.Workbook()
    wb.active["A1"] = "điểm"
    wb.active["A2"] = "=1+1"
    wb.save(path)
    return path


def read(path):
    """Look at a workbook as a macro would."""
    book = open_book(path)
    return book, book.sheets[0].name, book.sheets[0].used_range.value


def refused(path):
    with pytest.raises(UserError) as caught:
        read(path)
    message = str(caught.value)
    assert "\n" not in message
    assert message.endswith("."), message
    return message


def test_a_missing_file_is_told(tmp_path):
    assert "không có tệp" in refused(tmp_path / "không có.xlsx")


def test_what_is_no_xlsx_is_told_apart(tmp_path, plain):
    path = tmp_path / "a.xlsx"
    path.write_text("Mã;Tên", encoding="utf-8")
    assert "không phải là sổ .xlsx" in refused(path)
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert "tệp dạng cũ. Mở bằng Excel" in refused(path)
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    assert "mật khẩu" in refused(path)
    assert "OpenDocument" in refused(packed(path, {"mimetype": "application/x"}))
    kinds = {
        b"spreadsheetml.sheet.main+xml": (b"wordprocessingml.document.main+xml", "không phải là sổ Excel"),
        b"ml.sheet.main+xml": (b"ml.sheet.binary.macroEnabled.main", ".xlsb"),
    }
    for old, (new, says) in kinds.items():
        assert says in refused(repacked(plain, path, lambda _, data, old=old, new=new: data.replace(old, new)))


def test_a_zip_bomb_is_not_unpacked(tmp_path, plain):
    path = packed(tmp_path / "bom.xlsx", parts(plain) | {"xl/media/bom.xml": b"0" * 60_000_000})
    assert path.stat().st_size < 100_000
    assert "quá lớn" in refused(path)


def test_many_parts_are_refused(tmp_path, plain):
    path = packed(tmp_path / "nhieu.xlsx", parts(plain) | {f"xl/media/{number}": b"" for number in range(20_001)})
    assert "quá lớn" in refused(path)


@pytest.mark.parametrize(
    "attack",
    [
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x SYSTEM "file:///etc/passwd">'.encode("utf-16"),
    ],
)
@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "docProps/core.xml"])
def test_document_types_and_entities_are_refused_in_every_part(tmp_path, plain, part, attack):
    path = repacked(plain, tmp_path / "xxe.xlsx", lambda name, data: attack if name == part else data)
    assert "không an toàn" in refused(path)


def test_what_was_read_of_one_file_does_not_vouch_for_the_same_bytes_in_another(tmp_path):
    attack = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'

    def package(name):
        return Package("a.xlsx", packed(tmp_path / "a.xlsx", {name: attack}).read_bytes())

    assert package("a.bin").read("a.bin") == package("a.bin").read("a.bin") == attack
    with pytest.raises(FileError, match="không an toàn"):
        package("a.xml").read("a.xml")
    for claimed in ("CRC", "file_size"):
        other = package("a.bin")
        setattr(other.getinfo("a.bin"), claimed, 7)
        with pytest.raises(FileError, match="đã hỏng"):
            other.read("a.bin")


def test_parts_that_lead_out_of_the_package_are_refused(tmp_path, plain):
    path = packed(tmp_path / "ra.xlsx", parts(plain) | {"../../evil.xml": b"<x/>"})
    assert "đã hỏng" in refused(path)


def test_a_table_that_spans_the_whole_sheet_costs_nothing(tmp_path, plain):
    """Areas from outside are never walked cell by cell."""
    tail = (
        b'<mergeCells count="1"><mergeCell ref="B1:XFD1048576"/></mergeCells>'
        b'<hyperlinks><hyperlink ref="A3:XFD1048576" location="A1"/></hyperlinks>'
    )
    path = repacked(
        plain, tmp_path / "rong.xlsx", lambda _, data: data.replace(b"</sheetData>", b"</sheetData>" + tail)
    )
    book = open_book(path)
    sheet = book.sheets[0]
    sheet.range("A1").value = "x"
    sheet.range("C5").value = "khuất"
    assert sheet.range("C5").value is None
    book.save()


def test_a_sheet_with_a_far_cell_is_not_read_as_one_huge_block(tmp_path, plain):
    row = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    path = repacked(plain, tmp_path / "xa.xlsx", lambda _, data: data.replace(b"</sheetData>", row))
    assert "quá rộng" in refused(path)


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_a_damaged_workbook_gives_only_our_own_errors(tmp_path_factory, plain, data):
    """Bytes of parts are changed at random; the workbook opens, or is refused in one line."""
    raw = parts(plain)
    part = data.draw(st.sampled_from(sorted(raw)))
    content = bytearray(raw[part])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.sampled_from([*b'<>/="& 0ag-', 0, 255]))
    path = packed(tmp_path_factory.mktemp("hong") / "so.xlsx", raw | {part: bytes(content)})
    try:
        read(path)[0].save()
    except UserError as error:
        message = str(error)
        assert "\n" not in message


@settings(max_examples=60, deadline=None)
@given(cut=st.integers(0, 5000), noise=st.binary(max_size=30))
def test_a_broken_zip_gives_only_our_own_errors(tmp_path_factory, plain, cut, noise):
    path = tmp_path_factory.mktemp("cut") / "so.xlsx"
    data = plain.read_bytes()
    path.write_bytes(data[:cut] + noise + data[cut + len(noise) :])
    try:
        package = open_package(path)
        for name in package.namelist():
            package.read(name)
    except FileError:
        pass
