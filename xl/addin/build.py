"""Build an .xlam from text: a VBA module, the ribbon's XML and a few cells. Pure Python, on any system.

pyOpenVBA makes the VBA project; the rest of the package is written here. Same sources, same bytes.
"""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from xl.addin.package import from_zip, to_zip, with_cells, with_properties, with_ribbon


def build_addin(
    *, module: str, vba: str, ribbon: str, cells: Sequence[tuple[str, str]], title: str, description: str
) -> bytes:
    """Return the add-in's bytes.

    Args:
        module: Name of the VBA module.
        vba: Its text.
        ribbon: The customUI document.
        cells: (column A, column B) of the add-in's own sheet, from row 1 down.
        title: What Excel's list of add-ins shows, as `description`.
        description: One sentence.

    Raises:
        ValueError: the VBA source is not ASCII, or the blank add-in is not as expected.
    """
    parts = with_ribbon(with_cells(from_zip(_with_vba(module, vba)), cells), ribbon)
    return to_zip(with_properties(parts, title=title, description=description))


def _with_vba(module: str, source: str) -> bytes:
    """Return a blank add-in with the module in it."""
    # slow to import, and only building needs it
    from pyopenvba import ExcelFile  # type: ignore[import-untyped]  # noqa: PLC0415

    if not source.isascii():
        # pyOpenVBA writes `?` for letters outside the code page and says nothing.
        letter = next(letter for letter in source if not letter.isascii())
        message = f"{module}.bas must be ASCII, found {letter!r}: put the text into a cell"
        raise ValueError(message)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "addin.xlam"
        with ExcelFile.create_new(path) as addin:
            project = addin.vba_project()
            project.delete_module("Module1")
            project.add_module(module, source.replace("\r\n", "\n").replace("\n", "\r\n"))
            addin.save()
        return path.read_bytes()
