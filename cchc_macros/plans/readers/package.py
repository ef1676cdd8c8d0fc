"""The zip package of an Office file, looked at before any library unpacks it."""

import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from cchc_macros.errors import FileError

MAX_PARTS = 5_000
MAX_XML_BYTES = 60_000_000  # together, unpacked; a plan of 500 pages takes about a tenth
_XML = (".xml", ".rels")
_ENCRYPTED = 1  # bit of a zip entry's flags


def check_package(content: bytes, name: str, most: int = MAX_XML_BYTES) -> None:
    """Look through a package: its size when unpacked, passwords, XML that carries entities.

    Args:
        content: The file.
        name: Its name, for the message.
        most: Bytes of XML it may unpack to.

    Raises:
        FileError: it is damaged, has a password, or is made to harm.
    """
    try:
        with ZipFile(BytesIO(content)) as package:
            parts = package.infolist()
            if any(part.flag_bits & _ENCRYPTED for part in parts):
                raise FileError(f"'{name}' có mật khẩu. Bỏ mật khẩu, lưu lại rồi nhập.")
            xml = [part for part in parts if part.filename.casefold().endswith(_XML)]
            if len(parts) > MAX_PARTS or sum(part.file_size for part in xml) > most:
                raise FileError(f"'{name}' bung ra quá lớn. Tách riêng phần phụ lục ra tệp mới rồi nhập.")
            for part in xml:
                head = package.read(part)
                if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                    raise FileError(f"'{name}' chứa khai báo XML không an toàn. Không mở tệp này; hỏi lại người gửi.")
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError) as error:
        raise FileError(f"'{name}' đã hỏng. Mở bằng Word hoặc Excel, lưu lại rồi nhập.") from error
