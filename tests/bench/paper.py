"""Printing: both examples' PDFs against LibreOffice alone on the same files."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from cchc_macros.paper.print_ import print_appendices
from cchc_macros.registry import EXAMPLES
from tests.bench.measure import Ratio, alternate
from xl import libreoffice
from xl.engine import open_book
from xl.pdf import one_run

TEMPLATES = Path(__file__).parent.parent.parent / "workbook_templates"


def ratios() -> Iterator[Ratio]:
    """The limit of printing; nothing where LibreOffice is not installed."""
    program = libreoffice.find_libreoffice()
    if program is not None:
        with tempfile.TemporaryDirectory() as folder:
            yield both_examples(Path(folder), program)


def both_examples(folder: Path, program: Path) -> Ratio:
    """All of printing both examples: open, recalculate, assign, lay out, convert, cut, merge, write the Word files.

    Against it: one bare LibreOffice on the very files that our own LibreOffice run converts, in a profile that is used
    before and kept, so that it has nothing to set up.
    """

    def ours() -> None:
        with one_run():
            for example in EXAMPLES:
                print_appendices(open_book(TEMPLATES / f"{example}.xlsx"), folder / example)

    files = _converted_files(ours, folder)
    profile = (folder / "profile").as_uri()
    command = [str(program), f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir"]

    def bare() -> None:
        subprocess.run([*command, str(folder / "bare"), *map(str, files)], check=True, capture_output=True)

    bare()
    return Ratio("both examples' PDFs / bare LibreOffice on the same files", alternate(ours, bare, 5), 1.5)


def _converted_files(ours: object, folder: Path) -> list[Path]:
    """Copies of the files that our run hands to LibreOffice."""
    copies: list[Path] = []
    real = libreoffice.convert

    def keeping(files: list[Path], to: Path, **options: float) -> list[Path]:
        copies.extend(Path(shutil.copy(file, folder / file.name)) for file in files)
        return real(files, to, **options)

    libreoffice.convert = keeping
    try:
        ours()
    finally:
        libreoffice.convert = real
    return copies
