"""Build the .xlam from text: CchcRibbon.bas, the ribbon XML and a few cells. Pure Python, on any system.

pyOpenVBA makes the VBA project; the rest of the package is written here. Same sources, same bytes.
"""

from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from xl.addin.cells import AddinCells
from xl.addin.package import from_zip, to_zip, with_cells, with_properties, with_ribbon

MODULE = "CchcRibbon"
_DESCRIPTION = "Tab CCHC: công việc chỉ số cải cách hành chính trong năm, ngay trong Excel."


def build_addin(ribbon: str, version: str, interpreter: str = "") -> bytes:
    """Return the add-in's bytes.

    Args:
        ribbon: The customUI document.
        version: The version to write into it.
        interpreter: Path of the Python its buttons start; empty for an add-in that still has to be installed.

    Raises:
        ValueError: the VBA source is not ASCII, or the blank add-in is not as expected.
    """
    parts = from_zip(_with_vba(vba_source()))
    parts = with_cells(parts, AddinCells(interpreter, version))
    parts = with_ribbon(parts, ribbon)
    parts = with_properties(parts, title="CCHC", description=_DESCRIPTION)
    return to_zip(parts)


def vba_source() -> str:
    """Return the text of the VBA module, as the repository has it."""
    return (files("xl.addin") / f"{MODULE}.bas").read_text(encoding="utf-8")


def _with_vba(source: str) -> bytes:
    """Return a blank add-in with the module in it."""
    # slow to import, and only building needs it
    from pyopenvba import ExcelFile  # type: ignore[import-untyped]  # noqa: PLC0415

    if not source.isascii():
        # pyOpenVBA writes `?` for letters outside the code page and says nothing.
        letter = next(letter for letter in source if not letter.isascii())
        message = f"{MODULE}.bas must be ASCII, found {letter!r}: put the text into xl/addin/cells.py"
        raise ValueError(message)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "cchc.xlam"
        with ExcelFile.create_new(path) as addin:
            project = addin.vba_project()
            project.delete_module("Module1")
            project.add_module(MODULE, source.replace("\r\n", "\n").replace("\n", "\r\n"))
            addin.save()
        return path.read_bytes()
