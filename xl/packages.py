"""The package of an Office file (a zip of XML parts), opened with the care that files of strangers need.

Refused with a next step: what is none at all, encrypted or old .xls files, zip bombs, XML with a document
type or entities, part names that lead out of the package.
"""

import re
import struct
import zlib
from functools import lru_cache
from io import BytesIO
from lzma import LZMAError
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from xl.errors import FileError
from xl.file_faults import explained
from xl.late import regex

MAX_FILE_BYTES = 100_000_000
MAX_PARTS = 20_000
MAX_XML_BYTES = 200_000_000  # together, unpacked; 10,000 tasks on 200 sheets take about a tenth
MAX_RATIO = 400  # deflate reaches 1,000; tables of repeated rows stay under 100
_SMALL = 20_000_000  # below this size a high ratio does no harm
_MOST_KEPT = 20_000  # bytes of a part, packed or not, that may come again in the next file
_HEADER = struct.Struct("<4s22xHH")  # before a part: the mark, the lengths of its name and of what is beside it
# What zipfile raises, beside OSError, at packages that are damaged, encrypted or made to do harm, as found at random.
PACKAGE_FAULTS = (
    BadZipFile,
    zlib.error,
    LZMAError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    LookupError,
)
_UTF_8 = 0x800  # the flag of names that are not in the code page of DOS
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_MARK = "EncryptedPackage".encode("utf-16-le")
_WORD_ENDINGS = (".doc", ".docx", ".docm", ".rtf", ".htm", ".html", ".mht")
_XML_ENDINGS = (".xml", ".rels", ".vml")
_WORKBOOK = regex(rb"(spreadsheetml\.(sheet|template)|macroEnabled)\.main\+xml")
# "Strict Open XML" says the same in other namespaces; Excel, too, saves it back in the usual ones.
_STRICT = regex(rb"http://purl\.oclc\.org/ooxml/(\w+)/([\w/]+)")
_STRICT_WORDS = ((b"extendedProperties", b"extended-properties"), (b"customProperties", b"custom-properties"))


class _HostileError(Exception):
    """XML of a kind that only attacks use."""


class Package(ZipFile):
    """The parts of a checked package; reading an XML part refuses document types and entities."""

    def __init__(self, label: str, data: bytes) -> None:
        self.label, self._data = label, data
        super().__init__(BytesIO(data))
        self._as_named = {name.casefold(): name for name in self.NameToInfo}

    def read(self, name: str | ZipInfo, pwd: bytes | None = None) -> bytes:  # noqa: ARG002  ZipFile's signature
        """Return a part's bytes.

        Raises:
            FileError: it is damaged, or XML of a kind that only attacks use.
            KeyError: no such part.
        """
        part = self.getinfo(name) if isinstance(name, str) else name
        try:
            packed = self._packed(part)
            unpacked = _unpacked_before if max(len(packed), part.file_size) <= _MOST_KEPT else _unpacked
            return unpacked(packed, part.compress_type, part.file_size, part.CRC, is_xml=_is_xml(part))
        except _HostileError as error:
            raise FileError(
                f"{self.label} chứa khai báo XML không an toàn ({part.filename}). Không mở tệp này; hỏi lại người gửi."
            ) from error
        except (zlib.error, struct.error, ValueError) as error:
            raise damaged(self.label) from error

    def _packed(self, part: ZipInfo) -> bytes:
        """A part as it lies in the file; zipfile itself takes several times as long over the many small parts.

        Raises:
            ValueError, struct.error: it is not what the package's directory says.
        """
        *signature, name_length, extra_length = _HEADER.unpack_from(self._data, part.header_offset)
        name = part.header_offset + _HEADER.size
        begin = name + name_length + extra_length
        spelled = self._data[name : name + name_length].decode("utf-8" if part.flag_bits & _UTF_8 else "cp437")
        if (*signature, spelled) != (b"PK\3\4", part.orig_filename):
            raise ValueError(part.filename)
        return self._data[begin : begin + part.compress_size]

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

    def look_through(self) -> None:
        """Read every XML part, for a library that is to unpack the file by itself.

        Raises:
            FileError: as `read`.
        """
        for part in self.infolist():
            if _is_xml(part):
                self.read(part)

    def open(self, name: str | ZipInfo, *_args: Any, **_options: Any) -> IO[bytes]:
        """Return a part as a file, checked as a whole."""
        return BytesIO(self.read(name))


def open_package(path: Path, most_xml_bytes: int = MAX_XML_BYTES, content: bytes | None = None) -> Package:
    """Read and check a workbook's package, whose XML unpacked may be no larger than so many bytes.

    Its own bytes are read where none are given.

    Raises:
        FileError: it is missing, no .xlsx, damaged, encrypted, too large or hostile.
    """
    package = checked_package(path.name, _read_file(path) if content is None else content, most_xml_bytes)
    _check_kind(package)
    return package


def checked_package(label: str, data: bytes, most_xml_bytes: int = MAX_XML_BYTES) -> Package:
    """Return the package of an Office file, checked before anything in it is unpacked.

    Raises:
        FileError: it is no package, old, damaged, encrypted, too large or hostile.
    """
    refuse_old(label, data)
    try:
        package = Package(label, data)
    except (BadZipFile, ValueError, OSError, NotImplementedError) as error:
        kind = "văn bản .docx" if _is_word(label) else "sổ .xlsx"
        raise FileError(f"{label} không phải là {kind}, hoặc đã hỏng. {save_again(label)}") from error
    _check_parts(package, len(data), most_xml_bytes)
    return package


def refuse_old(label: str, data: bytes) -> None:
    """Refuse what comes in Microsoft's older container.

    Raises:
        FileError: the file is encrypted, or of an old kind.
    """
    if not data.startswith(OLE):
        return
    if ENCRYPTED_MARK in data:
        raise FileError(f"{label} có mật khẩu mở tệp. Bỏ mật khẩu (Tệp > Thông tin), lưu lại rồi làm lại.")
    raise FileError(f"{label} là tệp dạng cũ. {save_again(label)}")


def save_again(label: str) -> str:
    """Say how to turn a file into one that can be read."""
    program, kind = ("Word", "Word Document (.docx)") if _is_word(label) else ("Excel", "Excel Workbook (.xlsx)")
    return f"Mở bằng {program}, lưu lại dạng {kind} rồi làm lại."


def _is_word(label: str) -> bool:
    return label.casefold().endswith(_WORD_ENDINGS)


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


def _read_file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise explained(error, path) from error
    if len(data) > MAX_FILE_BYTES:
        raise FileError(f"{path.name} lớn hơn {MAX_FILE_BYTES // 1_000_000} MB. Xóa bớt ảnh hoặc dữ liệu thừa.")
    return data


def _check_parts(package: Package, packed: int, most_xml_bytes: int) -> None:
    label, parts = package.label, package.infolist()
    names = [part.filename for part in parts]
    xml = sum(part.file_size for part in parts if _is_xml(part))
    whole = sum(part.file_size for part in parts)
    if (
        len(parts) > MAX_PARTS
        or xml > most_xml_bytes
        or whole > 2 * MAX_FILE_BYTES + MAX_XML_BYTES
        or (whole > _SMALL and whole > MAX_RATIO * packed)
    ):
        raise FileError(
            f"{label} bung ra quá lớn ({whole // 1_000_000} MB). Xóa bớt dữ liệu thừa; tệp của nơi khác thì hỏi lại "
            "người gửi."
        )
    if len({name.casefold() for name in names}) != len(names) or any(_leads_out(name) for name in names):
        raise damaged(label)
    if any(part.flag_bits & 1 for part in parts):
        raise FileError(f"{label} có mật khẩu. Bỏ mật khẩu rồi làm lại.")


def _is_xml(part: ZipInfo) -> bool:
    return part.filename.lower().endswith(_XML_ENDINGS)


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or (".." in name and ".." in name.replace("\\", "/").split("/"))


def _check_kind(package: Package) -> None:
    label = package.label
    names = set(package.namelist())
    if "[Content_Types].xml" not in names:
        kind = "tệp OpenDocument" if "mimetype" in names else "tệp nén"
        raise FileError(f"{label} là {kind}, không phải sổ .xlsx. Lưu lại dạng Excel Workbook (.xlsx).")
    types = package.read("[Content_Types].xml")
    if _WORKBOOK.search(types):
        return
    if b"binary.macroEnabled.main" in types:
        raise FileError(f"{label} là tệp .xlsb. Mở bằng Excel và lưu lại dạng Excel Workbook (.xlsx).")
    raise FileError(f"{label} không phải là sổ Excel. Chọn tệp .xlsx.")


def _unpacked(packed: bytes, method: int, size: int, crc: int, *, is_xml: bool) -> bytes:
    """A part's bytes.

    Raises:
        _HostileError: XML with a document type or entities.
        ValueError, zlib.error: they are not what the package's directory says.
    """
    data = packed
    if method == ZIP_DEFLATED:
        data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, size + 1)
    elif method != ZIP_STORED:
        raise ValueError(method)
    if (len(data), zlib.crc32(data)) != (size, crc):
        raise ValueError(size)
    if is_xml and has_document_type(data):
        raise _HostileError
    return usual_namespaces(data)


_unpacked_before = lru_cache(maxsize=64)(_unpacked)  # workbooks of one program share most parts, byte for byte


def has_document_type(data: bytes) -> bool:
    """Tell whether XML has a document type or entities: nothing that an office program writes has."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:64]:  # UTF-16 or UTF-32
        data = data.replace(b"\0", b"")
    return b"<!DOCTYPE" in data or b"<!ENTITY" in data


def damaged(name: str) -> FileError:
    """Return the error for a package whose content cannot be read."""
    program = "Word" if _is_word(name) else "Excel"
    return FileError(f"{name} đã hỏng. Mở bằng {program} để sửa và lưu lại, hoặc dùng bản sao lưu.")
