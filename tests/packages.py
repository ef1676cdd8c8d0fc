"""Packages (.xlsx, .docx) as their parts by name: read, written anew, copied with changes."""

import zipfile
from io import BytesIO


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
