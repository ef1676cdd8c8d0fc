"""Pack the lab's Python as python.org packs its embeddable one: `embeddable.py LAB ZIP`.

It stands in for that package where python.org cannot be reached.
"""

import sys
import zipfile
from io import BytesIO
from pathlib import Path
from py_compile import PycInvalidationMode
from py_compile import compile as compile_file
from tempfile import TemporaryDirectory

LEFT_OUT = ("site-packages", "tkinter", "turtledemo", "ensurepip", "venv", "lib2to3", "pydoc_data", "test", "msilib")
BESIDE = (
    *("python.exe", "pythonw.exe", "python3.dll", "python311.dll", "vcruntime", "sqlite3.dll", "lib", "_", "pyexpat"),
    *("select", "unicodedata", "winsound"),
    *("lab-ms-win-crt-math", "bcryptprimitives"),  # what Wine lacks, see shims.py
)
UNWANTED_MODULES = ("_tkinter", "_msi")


def pack(python: Path, target: Path) -> None:
    """Write the zip: programs, libraries and modules side by side, the standard library compiled in a zip within."""
    version = "{}{}".format(*sys.version_info)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for path in sorted([*python.glob("*.*"), *(python / "DLLs").glob("*.*")]):
            if path.name.casefold().startswith(BESIDE) and not path.name.startswith(UNWANTED_MODULES):
                package.write(path, path.name)
        package.writestr(f"python{version}.zip", library(python / "Lib"))
        package.writestr(f"python{version}._pth", f"python{version}.zip\n.\n")


def library(folder: Path) -> bytes:
    """Return the compiled standard library as a zip."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package, TemporaryDirectory() as scratch:
        for path in sorted(folder.rglob("*.py")):
            name = path.relative_to(folder)
            if name.parts[0] not in LEFT_OUT and "__pycache__" not in name.parts:
                compiled = Path(scratch) / "one.pyc"
                compile_file(
                    str(path),
                    str(compiled),
                    str(name),
                    doraise=True,
                    invalidation_mode=PycInvalidationMode.UNCHECKED_HASH,
                )
                package.write(compiled, name.with_suffix(".pyc").as_posix())
    return out.getvalue()


if __name__ == "__main__":
    [installed] = Path(sys.argv[1]).glob("prefix/drive_c/users/*/AppData/Local/Programs/Python/Python311")
    pack(installed, Path(sys.argv[2]))
