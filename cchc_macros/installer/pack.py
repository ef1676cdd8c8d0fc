"""The setup program, the zip beside it, and their checksums."""

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

from cchc_macros.installer.sign import CERTIFICATE, sign
from cchc_macros.installer.tree import GUIDE, InstallTree

HERE = Path(__file__).parent
# A Windows program finds its name by its letters; the names people see are given here.
COMMANDS = {"install.cmd": "Cài CCHC.cmd", "uninstall.cmd": "Gỡ CCHC.cmd"}


def make_setup(tree: InstallTree, version: str, to: Path) -> Path:
    """Make `CCHC-<version>-setup.exe` with NSIS; sign it where a certificate is given."""
    target = to.absolute() / f"CCHC-{version}-setup.exe"
    defines = {"VERSION": version, "APP": tree.app.absolute(), "COMPARING": tree.comparing.absolute(), "OUT": target}
    command = [
        "makensis",
        "-V2",
        "-WX",
        "-INPUTCHARSET",
        "UTF8",
        *(f"-D{name}={value}" for name, value in defines.items()),
    ]
    if os.environ.get(CERTIFICATE):
        command.append(f'-DSIGN="{sys.executable}" "{HERE / "sign.py"}"')  # for the uninstaller within
    subprocess.run([*command, str(HERE / "cchc.nsi")], check=True)  # noqa: S603  # our own list
    if os.environ.get(CERTIFICATE):
        sign(target)
    return target


def make_zip(tree: InstallTree, version: str, to: Path) -> Path:
    """Make `CCHC-<version>.zip`: the same files, and two command files that put them in their place and remove them."""
    target = to / f"CCHC-{version}.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for source, name in COMMANDS.items():
            lines = (HERE / source).read_text(encoding="utf-8").replace("\n", "\r\n")
            package.writestr(f"CCHC/{name}", lines)
        package.write(tree.app / GUIDE.name / "CCHC.docx", "CCHC/Hướng dẫn sử dụng.docx")
        for folder in (tree.app, tree.comparing):
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    package.write(path, f"CCHC/app/{path.relative_to(folder).as_posix()}")
    return target


def make_checksums(files: list[Path], to: Path) -> Path:
    """Write `SHA256SUMS` over the files."""
    target = to / "SHA256SUMS"
    target.write_text("".join(f"{checksum(file)}  {file.name}\n" for file in files), encoding="utf-8")
    return target


def checksum(file: Path) -> str:
    """Return a file's SHA-256."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
