"""Packages (.xlsx, .docx) as their parts by name: read, written anew, copied with changes."""

import zipfile
from io import BytesIO

METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


def parts(package):
    """The parts of a package, given as its path or its bytes."""
    with zipfile.ZipFile(BytesIO(package) if isinstance(package, bytes) else package) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(path, contents):
    """Write parts as a package; return its path."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return path


def repacked(source, target, change):
    """A copy of a package with `change(name, data)` made of its parts, None drops one."""
    made = ((name, change(name, data)) for name, data in parts(source).items())
    return packed(target, {name: data for name, data in made if data is not None})


def damaged(package, part, method):
    """The bytes of a package, packed by a method of zipfile, with one part that cannot be unpacked."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts(package).items():
            archive.writestr(name, content)
        entry = archive.getinfo(part)
    begin = entry.header_offset + 30 + len(part.encode()) + 4  # after the header, the name and a little of the part
    content = bytearray(out.getvalue())
    content[begin : begin + entry.compress_size - 4] = b"\xff" * (entry.compress_size - 4)
    return bytes(content)
