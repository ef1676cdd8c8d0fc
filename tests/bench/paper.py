"""Printing: both examples' PDFs against LibreOffice alone on the same sheets, and how it grows with the units."""

import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from cchc_macros.paper.print_ import print_appendices
from cchc_macros.registry import EXAMPLES
from tests.bench.main_job import many_tasks
from tests.bench.measure import Ratio, alternate, seconds
from xl import libreoffice, pdf
from xl.engine import open_book
from xl.engine.memory.document import Document
from xl.engine.writing import saving
from xl.pages.drawing import PdfFile
from xl.pages.layout import lay_out

TEMPLATES = Path(__file__).parent.parent.parent / "workbook_templates"


def ratios() -> Iterator[Ratio]:
    """The limits of printing; against LibreOffice only where it is installed."""
    with tempfile.TemporaryDirectory() as folder:
        program = libreoffice.find_libreoffice()
        if program is not None:
            yield from both_examples(Path(folder), program)
        yield growth(Path(folder))


def both_examples(folder: Path, program: Path) -> Iterator[Ratio]:
    """Drawing alone, and all of printing: open, recalculate, assign, lay out, draw each and all, write Word files.

    Against them: one bare LibreOffice on workbooks with the same sheets to print, in a profile that is used before and
    kept, so that it has nothing to set up.
    """
    files = [print_ready(example, folder) for example in EXAMPLES]
    command = [str(program), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to"]

    def bare() -> None:
        subprocess.run([*command, "pdf", "--outdir", folder, *files], check=True, capture_output=True)

    def whole() -> None:
        for example in EXAMPLES:
            print_appendices(open_book(TEMPLATES / f"{example}.xlsx"), folder / example)

    bare()
    documents = [Document(file) for file in files]
    yield Ratio("drawing both examples' pages / bare LibreOffice", alternate(drawing(documents), bare, 5), 0.08)
    yield Ratio("all of `print` of both examples / bare LibreOffice", alternate(whole, bare, 5), 0.4)


def print_ready(example: str, folder: Path) -> Path:
    """A workbook that shows nothing but the sheets to print."""
    book = open_book(TEMPLATES / f"{example}.xlsx")
    sheets = print_appendices(book).data["sheets"]
    path = folder / f"{example}.xlsx"
    with pdf._only_visible(book.impl.doc, sheets):
        saving.save(book.impl.doc, path)
    return path


def drawing(documents: list[Document]) -> Callable[[], None]:
    """Laying out and drawing what workbooks show, a PDF each."""

    def work() -> None:
        for doc in documents:
            shown = [sheet for sheet in doc.wb.worksheets if sheet.sheet_state == "visible"]
            file = PdfFile("Bản in")
            for sheet in shown:
                file.add(sheet.title, lay_out(doc, sheet, frozenset()))
            file.finish()

    return work


def growth(folder: Path) -> Ratio:
    """Printing 200 units' sheets, over eight times 25 of them with an eighth of the tasks: 1 is linear growth."""

    def printing(tasks: int, units: int) -> float:
        book = open_book(many_tasks(folder, tasks, units))
        return seconds(lambda: print_appendices(book, folder / f"print-{units}"))

    printing(250, 25)
    less = min(printing(250, 25), printing(250, 25))
    taken = printing(2_000, 200)
    return Ratio("`print` of 200 units / 8 × of 25", taken / (8 * less), 1.3, f"{taken:.1f} s")
