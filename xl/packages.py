"""The .xlsx package (a zip of XML parts), opened with the care that files of strangers need.

Refused with a next step: what is no .xlsx at all, encrypted or old .xls files, zip bombs, XML with a document
type or entities, part names that lead out of the package.
"""

import re
import zlib
from io import BytesIO
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile, ZipFile, ZipInfo

from xl.errors import FileError
from xl.file_faults import explained

MAX_FILE_BYTES = 100_000_000
MAX_PARTS = 20_000
MAX_XML_BYTES = 200_000_000  # together, unpacked; 10,000 tasks on 200 sheets take about a tenth
MAX_RATIO = 400  # deflate reaches 1,000; tables of repeated rows stay under 100
_SMALL = 20_000_000  # below this size a high ratio does no harm
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_MARK = "EncryptedPackage".encode("utf-16-le")
_XML_ENDINGS = (".xml", ".rels", ".vml")
# "Strict Open XML" says the same in other namespaces; Excel, too, saves it back in the usual ones.
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/([\w/]+)")
_STRICT_WORDS = ((b"extendedProperties", b"extended-properties"), (b"customProperties", b"custom-properties"))


class Package(ZipFile):
    """The parts of a checked package; reading an XML part refuses document types and entities."""

    def __init__(self, path: Path, data: bytes) -> None:
        self.label = path.name
        super().__init__(BytesIO(data))
        self._as_named = {name.casefold(): name for name in self.NameToInfo}

    def read(self, name: str | ZipInfo, pwd: bytes | None = None) -> bytes:
        """Return a part's bytes.

        Raises:
            FileError: it is damaged, or XML of a kind that only attacks use.
            KeyError: no such part.
        """
        try:
            with super().open(name, "r", pwd) as file:
                data = file.read()
        except (BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, OSError) as error:
            raise damaged(self.label) from error
        part = name if isinstance(name, str) else name.filename
        if part.lower().endswith(_XML_ENDINGS) and _has_document_type(data):
            raise FileError(
                f"{self.label} chứa khai báo XML không an toàn ({part}). Không mở tệp này; hỏi lại người gửi."
            )
        return usual_namespaces(data)

    def named(self, part: str) -> str:
        """Return a part's name as the package spells it: case does not count."""
        return self._as_named.get(part.casefold(), part)

    def part(self, name: str) -> bytes:
        """Return the bytes of a part that must be there.

        Raises:
            FileError: it is missing, damaged, or XML of a kind that only attacks use.
        """
        if name not in self.NameToInfo:
            raise damaged(self.label)
        return self.read(name)

    def open(self, name: str | ZipInfo, *_args: Any, **_options: Any) -> IO[bytes]:
        """Return a part as a file, checked as a whole."""
        return BytesIO(self.read(name))


def open_package(path: Path) -> Package:
    """Read and check a workbook's package.

    Raises:
        FileError: it is missing, no .xlsx, damaged, encrypted or hostile.
    """
    data = _read_file(path)
    if data.startswith(OLE):
        raise FileError(_about_ole(path, data))
    try:
        package = Package(path, data)
    except (BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise FileError(
            f"{path.name} không phải là sổ .xlsx, hoặc đã hỏng. Mở bằng Excel và lưu lại dạng Excel Workbook (.xlsx)."
        ) from error
    _check_parts(path, package, len(data))
    _check_kind(path, package)
    return package


def usual_namespaces(xml: bytes) -> bytes:
    """Return a part of a strict package as a usual one; any other part stays as it is."""
    if b"purl.oclc.org/ooxml" not in xml:
        return xml

    def usual(match: re.Match[bytes]) -> bytes:
        words = match[2]
        for theirs, ours in _STRICT_WORDS:
            words = words.replace(theirs, ours)
        return b"http://schemas.openxmlformats.org/%b/2006/%b" % (match[1], words)

    return _STRICT.sub(usual, xml)


def refuse_large(path: Path, most_xml_bytes: int) -> None:
    """Check a workbook's package, and that its XML unpacked is no larger than so many bytes.

    Raises:
        FileError: it is larger; or as `open_package`.
    """
    with open_package(path) as package:
        size = sum(part.file_size for part in package.infolist() if part.filename.lower().endswith(_XML_ENDINGS))
    if size > most_xml_bytes:
        raise FileError(f"{path.name} bung ra quá lớn ({size // 1_000_000} MB). Xóa bớt dữ liệu thừa rồi làm lại.")


def _read_file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise explained(error, path) from error
    if len(data) > MAX_FILE_BYTES:
        raise FileError(f"{path.name} lớn hơn {MAX_FILE_BYTES // 1_000_000} MB. Xóa bớt ảnh hoặc dữ liệu thừa.")
    return data


def _about_ole(path: Path, data: bytes) -> str:
    """Say what a file in Microsoft's older container is."""
    if ENCRYPTED_MARK in data:
        return f"{path.name} có mật khẩu mở tệp. Mở bằng Excel, bỏ mật khẩu (Tệp > Thông tin) rồi làm lại."
    return f"{path.name} là tệp dạng cũ (.xls, .doc). Mở bằng Excel và lưu lại dạng Excel Workbook (.xlsx)."


def _check_parts(path: Path, package: Package, packed: int) -> None:
    parts = package.infolist()
    names = [part.filename for part in parts]
    xml = sum(part.file_size for part in parts if part.filename.lower().endswith(_XML_ENDINGS))
    whole = sum(part.file_size for part in parts)
    if (
        len(parts) > MAX_PARTS
        or xml > MAX_XML_BYTES
        or whole > 2 * MAX_FILE_BYTES + MAX_XML_BYTES
        or (whole > _SMALL and whole > MAX_RATIO * packed)
    ):
        raise FileError(f"{path.name} bung ra quá lớn ({whole // 1_000_000} MB). Không mở tệp này; hỏi lại người gửi.")
    if len({name.casefold() for name in names}) != len(names) or any(_leads_out(name) for name in names):
        raise damaged(path.name)
    if any(part.flag_bits & 1 for part in parts):
        raise FileError(f"{path.name} có mật khẩu. Bỏ mật khẩu rồi làm lại.")


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/")


def _check_kind(path: Path, package: Package) -> None:
    names = set(package.namelist())
    if "[Content_Types].xml" not in names:
        kind = "tệp OpenDocument" if "mimetype" in names else "tệp nén"
        raise FileError(f"{path.name} là {kind}, không phải sổ .xlsx. Lưu lại dạng Excel Workbook (.xlsx).")
    types = package.read("[Content_Types].xml")
    if (b"spreadsheetml" in types and b"sheet.main+xml" in types) or b"macroEnabled.main+xml" in types:
        return
    if b"spreadsheetml.template.main+xml" in types or b"template.macroEnabled.main+xml" in types:
        return
    if b"binary.macroEnabled.main" in types:
        raise FileError(f"{path.name} là tệp .xlsb. Mở bằng Excel và lưu lại dạng Excel Workbook (.xlsx).")
    raise FileError(f"{path.name} không phải là sổ Excel. Chọn tệp .xlsx.")


def _has_document_type(data: bytes) -> bool:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:64]:  # UTF-16 or UTF-32
        data = data.replace(b"\0", b"")
    return b"<!DOCTYPE" in data or b"<!ENTITY" in data


def damaged(name: str) -> FileError:
    """Return the error for a package whose content cannot be read."""
    return FileError(f"{name} đã hỏng. Mở bằng Excel để sửa và lưu lại, hoặc dùng bản sao lưu.")
