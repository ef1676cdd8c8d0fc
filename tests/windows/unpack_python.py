"""Make a Python for Windows of panda3d's wheel and this machine's standard library: `unpack_python.py WHEEL TO`."""

import shutil
import sys
import sysconfig
import zipfile
from pathlib import Path

LIBRARIES = "deploy_libs/"
BESIDE = ("python3", "vcruntime")  # what is beside python.exe; the rest is in DLLs
UNWANTED = ("site-packages", "lib-dynload", "test", "tests", "__pycache__", "config-*", "_sysconfigdata*", "idlelib")


def unpack(wheel: Path, folder: Path) -> None:
    """Put CPython's own libraries and modules into the folder, and the standard library into its Lib."""
    with zipfile.ZipFile(wheel) as package:
        for name in package.namelist():
            file = name.removeprefix(LIBRARIES)
            if name.startswith(LIBRARIES) and file and "/" not in file and not file.startswith("api-ms"):
                place = folder if file.lower().startswith(BESIDE) else folder / "DLLs"
                (place / file).write_bytes(package.read(name))
    shutil.copytree(
        sysconfig.get_path("stdlib"), folder / "Lib", ignore=shutil.ignore_patterns(*UNWANTED), dirs_exist_ok=True
    )


if __name__ == "__main__":
    unpack(Path(sys.argv[1]), Path(sys.argv[2]))
