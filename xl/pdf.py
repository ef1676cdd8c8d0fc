"""Sheets as PDF files: through Excel itself where the book is open in Excel, else through one run of LibreOffice.

LibreOffice prints the visible sheets of a workbook into one PDF and marks where each begins with a bookmark. So a
workbook is written once with only the wanted sheets visible, and the one PDF is cut at the bookmarks: far faster than
a file per sheet, and formulas across sheets hold.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import xlwings as xw

from xl import libreoffice
from xl.engine.book import Book as FileBook
from xl.engine.memory.document import Document
from xl.engine.writing import saving
from xl.errors import ToolError
from xl.files import write_atomic
from xl.progress import each, tell
from xl.scratch import scratch_folder

_SECONDS_PER_SHEET = 3.0  # of LibreOffice's time limit; a slow machine needs a tenth of it

if TYPE_CHECKING:
    from pypdf import PdfReader


@dataclass(frozen=True, slots=True)
class _Job:
    """A workbook file to convert, and what to cut from its PDF."""

    workbook: Path
    files: Mapping[str, Path]
    merged: Path | None


@dataclass(slots=True)
class _Run:
    """The jobs that one run of LibreOffice will do, in a folder of its own."""

    folder: Path
    jobs: list[_Job]


_current: ContextVar[_Run | None] = ContextVar("_current", default=None)


def write_pdfs(book: xw.Book, files: Mapping[str, Path], merged: Path | None = None) -> None:
    """Write one PDF per sheet, and one with all of them in the order given.

    Each sheet numbers its own pages, in the merged file too.

    Args:
        book: The workbook; it is not changed.
        files: The PDF of each sheet, by the sheet's name. Existing files are replaced.
        merged: Where all of them go, None for nowhere.

    Raises:
        ToolError: LibreOffice is needed and missing, failed or took too long.
        FileError: a PDF cannot be written.
    """
    if isinstance(book.impl, FileBook):
        libreoffice.require()
        with one_run():
            _collect(book.impl.doc, files, merged)
    else:
        _through_excel(book, files, merged)


@contextmanager
def one_run() -> Iterator[None]:
    """Do everything that `write_pdfs` is asked for inside with one run of LibreOffice, at the end.

    Raises:
        ToolError, FileError: as `write_pdfs`.
    """
    if _current.get() is not None:
        yield
        return
    with scratch_folder() as folder:
        run = _Run(folder, [])
        token = _current.set(run)
        try:
            yield
        finally:
            _current.reset(token)
        if run.jobs:
            _finish(run)


def _collect(doc: Document, files: Mapping[str, Path], merged: Path | None) -> None:
    """Write the workbook with only the wanted sheets visible, for the run at hand."""
    run = _current.get()
    assert run is not None  # noqa: S101  write_pdfs opens one
    workbook = run.folder / f"{len(run.jobs):04}{doc.path.suffix}"  # one with macros is saved only as such
    with _only_visible(doc, files):
        saving.save(doc, workbook)
    run.jobs.append(_Job(workbook, dict(files), merged))


@contextmanager
def _only_visible(doc: Document, names: Collection[str]) -> Iterator[None]:
    """Hide all sheets but these; the first of them is the active one meanwhile, for that one may not be hidden."""
    sheets, active = doc.wb.worksheets, doc.wb.active
    states = [sheet.sheet_state for sheet in sheets]
    for sheet in sheets:
        sheet.sheet_state = "visible" if sheet.title in names else "hidden"
    doc.wb.active = next(sheet for sheet in sheets if sheet.title in names)
    try:
        yield
    finally:
        for sheet, state in zip(sheets, states, strict=True):
            sheet.sheet_state = state
        doc.wb.active = active


def _finish(run: _Run) -> None:
    """Convert all jobs' workbooks at once, and cut the results."""
    results = run.folder / "pdf"
    results.mkdir()
    limit = libreoffice.TIME_LIMIT + _SECONDS_PER_SHEET * sum(len(job.files) for job in run.jobs)
    tell("LibreOffice tạo PDF")
    pdfs = libreoffice.convert([job.workbook for job in run.jobs], results, time_limit=limit)
    for job, pdf in zip(run.jobs, pdfs, strict=True):
        _cut(pdf, job)


def _cut(pdf: Path, job: _Job) -> None:
    """Write the pages of each sheet to its file, and all of them to the merged one."""
    from pypdf import PdfReader  # noqa: PLC0415  only printing needs it

    reader = PdfReader(pdf)
    pages = _pages_by_sheet(reader)
    missing = [name for name in job.files if name not in pages]
    if missing:
        raise ToolError(
            f"LibreOffice không in được sheet '{missing[0]}'. Xem sheet đó còn nội dung không, "
            "hoặc cập nhật LibreOffice rồi chạy lại."
        )
    for name, path in each("ghi PDF", job.files.items()):
        _write(path, name, [(reader, number) for number in pages[name]])
    if job.merged is not None:
        _write(job.merged, job.merged.stem, [(reader, number) for name in job.files for number in pages[name]])


def _pages_by_sheet(reader: "PdfReader") -> dict[str, range]:
    """The pages of each sheet, by the bookmarks that LibreOffice sets at the first page of each."""
    marks = [item for item in reader.outline if not isinstance(item, list)]
    starts = [(item.title, reader.get_destination_page_number(item)) for item in marks]
    ends = [start for _, start in starts[1:]] + [len(reader.pages)]
    return {str(title): range(start or 0, end or 0) for (title, start), end in zip(starts, ends, strict=True)}


def _write(path: Path, title: str, pages: list[tuple["PdfReader", int]]) -> None:
    from pypdf import PdfWriter  # noqa: PLC0415  only printing needs it

    writer = PdfWriter()
    for reader, number in pages:
        writer.add_page(reader.pages[number])
    writer.add_metadata({"/Title": title, "/Producer": "CCHC"})
    writer.compress_identical_objects()
    content = BytesIO()
    writer.write(content)
    write_atomic(path, content.getvalue())


def _through_excel(book: xw.Book, files: Mapping[str, Path], merged: Path | None) -> None:
    """Let Excel print each sheet: one call each, while xlwings' own `Sheet.to_pdf` hides and shows every sheet."""
    from pypdf import PdfReader  # noqa: PLC0415  only printing needs it

    for name, path in each("ghi PDF", files.items()):
        sheet = book.sheets[name]
        area: Any = sheet.page_setup.print_area
        (sheet.range(area) if area else sheet.used_range).to_pdf(path)
    if merged is not None:
        readers = [PdfReader(path) for path in files.values()]
        _write(merged, merged.stem, [(reader, i) for reader in readers for i in range(len(reader.pages))])
