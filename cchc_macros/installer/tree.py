"""The folder that is installed: Python, our packages and those they need, less what nobody calls, compiled."""

import compileall
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from py_compile import PycInvalidationMode
from tempfile import TemporaryDirectory
from typing import Any

from xl.late import dataclass

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "huong-dan"  # for staff: Word, PDF and a web page
OURS = ("cchc_macros", "workbook_templates", "xl")
WITH_SOURCE = (*OURS, "docxtpl")  # ours, for tracebacks; docxtpl's licence, the LGPL, wants it changeable
COMPARING = "pandas"  # the requirement that serves the comparison of agencies alone, a component of its own
# pip judges a requirement's conditions by the machine it runs on, so what only Windows needs is named here …
ONLY_WINDOWS = ("pywin32>=306", "pywin32-ctypes>=0.2.2", "tzdata")
# … and what Windows does not need is taken out again, with what nobody calls.
UNWANTED = (
    *("secretstorage*", "jeepney*", "bin", "pip", "setuptools", "pypdfium2_cli", "olefile/olefile2.py"),
    *("PyWin32.chm", "pywin32.pth", "pythonwin", "isapi", "adodbapi", "win32comext", "pywin32_system32"),
    *("win32/Demos", "win32/test", "win32/scripts", "win32/include", "win32/libs"),
    *("win32com/demos", "win32com/test", "win32com/HTML", "win32com/makegw", "win32com/libs", "win32com/include"),
    *("xlwings*.dll", "xlwings/pro", "xlwings/addin", "xlwings/html", "xlwings/xlwingslib*", "xlwings/mac_dict.py"),
    *("pdfminer/cmap/*.gz", "*.dist-info/sboms"),  # for Chinese, Japanese and Korean fonts; lists of parts
    *("lxml/includes", "lxml/isoschematron", "lxml/objectify*", "PIL/_avif*", "PIL/_imagingtk*"),
    *("pyopenvba/apps", "pyopenvba/interpreter", "pyopenvba/formula", "pyopenvba/mlang", "pyopenvba/**/*.accdb"),
    *("numpy/f2py", "numpy/distutils", "numpy/typing", "pandas/tests", "numpy/**/tests"),
    *("**/*.pyi", "**/*.pyx", "**/*.pxd", "**/*.pxi", "**/*.h", "**/*.c", "**/*.lib", "**/*.a", "**/py.typed"),
)
_PACKAGES, _COMPARING_PACKAGES = "Lib/site-packages", "Lib/comparing"
_FILE_LIST = "files.txt"
_TARGET = ("--platform", "win_amd64", "--implementation", "cp", "--only-binary=:all:")


@dataclass(frozen=True, slots=True)
class InstallTree:
    """Two folders with the same layout: `app` is what everybody gets, `comparing` what comes over it if wanted."""

    app: Path
    comparing: Path


def make_tree(python: Path, to: Path) -> InstallTree:
    """Lay out what is installed in a folder made anew, from the zip of the embeddable Python.

    Raises:
        ValueError: that Python is of another version than the one running, which compiles for it.
    """
    shutil.rmtree(to, ignore_errors=True)
    tree = InstallTree(to / "app", to / "comparing")
    version = _unpack_python(python, tree.app)
    plain, comparing = _requirements()
    packages, more = tree.app / _PACKAGES, tree.comparing / _COMPARING_PACKAGES
    _install(plain, packages, version)
    _install(comparing, more, version)
    _install_ours(packages)
    shutil.copytree(GUIDE, tree.app / GUIDE.name)
    for library in packages.glob("pywin32_system32/*.dll"):
        library.replace(tree.app / library.name)  # where Windows looks for libraries, without any start-up code
    for folder in (packages, more):
        _trim(folder)
    for entry in list(more.iterdir()):
        if (packages / entry.name).exists():
            _remove(entry)
    for folder in (packages, more):
        _compile(folder)
        _list_files(folder.parent.parent)
    return tree


def _unpack_python(python: Path, to: Path) -> str:
    """Unpack the embeddable Python and tell it where our packages are; return its version, as "3.11"."""
    with zipfile.ZipFile(python) as package:
        package.extractall(to)
    [path_file] = to.glob("python3*._pth")
    version = path_file.name.removeprefix("python").removesuffix("._pth")
    if version != "{}{}".format(*sys.version_info):
        message = f"{python.name} is Python {version}: only the same version of Python can compile for it"
        raise ValueError(message)
    lines = [
        f"{path_file.stem}.zip",
        ".",
        _PACKAGES,
        f"{_PACKAGES}/win32",
        f"{_PACKAGES}/win32/lib",
        _COMPARING_PACKAGES,
    ]
    path_file.write_text("\n".join(line.replace("/", "\\") for line in lines) + "\n")
    return "{}.{}".format(*sys.version_info)


def _requirements() -> tuple[list[str], list[str]]:
    """Return what the project needs, and what the comparison alone needs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted: list[str] = [*project["dependencies"], *ONLY_WINDOWS]
    comparing = [line for line in wanted if line.startswith((COMPARING, "tzdata"))]
    return [line for line in wanted if line not in comparing], comparing


def _install(requirements: list[str], to: Path, version: str) -> None:
    _pip("--python-version", version, *_TARGET, *requirements, to=to)


def _install_ours(to: Path) -> None:
    with TemporaryDirectory() as folder:  # building leaves files in the folder it builds in
        source = Path(folder)
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(ROOT / name, source)
        for name in OURS:
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__", "installer"))
        _pip("--no-deps", folder, to=to)


def _pip(*arguments: str, to: Path) -> None:
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-compile", "--no-warn-script-location"]
    said = subprocess.run(  # noqa: S603  # our own list
        [*command, "--target", str(to), *arguments], capture_output=True, text=True, check=False
    )
    if said.returncode:
        raise RuntimeError(said.stderr)


def _trim(packages: Path) -> None:
    for pattern in UNWANTED:
        for path in list(packages.glob(pattern)):
            _remove(path)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _compile(packages: Path) -> None:
    """Compile once and for all: what the first click would do, and an installer's dates would make it do again.

    Of other people's modules only the compiled form is kept, which is half of them and as good to Python.
    """
    for entry in packages.iterdir():
        with_source = entry.name in WITH_SOURCE
        options: dict[str, Any] = {"quiet": 1, "legacy": not with_source, "stripdir": str(packages)}
        options["invalidation_mode"] = PycInvalidationMode.UNCHECKED_HASH
        done = compileall.compile_dir(entry, **options) if entry.is_dir() else compileall.compile_file(entry, **options)
        if not done:
            message = f"not all of {entry} compiles"
            raise ValueError(message)
        if not with_source:
            for source in [entry, *entry.rglob("*.py")]:
                if source.suffix == ".py":
                    source.unlink()


def _list_files(folder: Path) -> None:
    """Write down what belongs there, so that it can be told when something was taken away."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [f"{path.stat().st_size} {path.relative_to(folder).as_posix()}" for path in paths]
    place = folder / (_FILE_LIST if (folder / "python.exe").exists() else f"{_COMPARING_PACKAGES}/{_FILE_LIST}")
    place.write_text("\n".join(lines) + "\n", encoding="utf-8")


def size(folder: Path) -> int:
    """Return how many bytes a folder's files have."""
    return sum(os.path.getsize(path) for path in folder.rglob("*") if path.is_file())  # noqa: PTH202
