"""Sheets as PDF files: by Excel itself where the book is open in Excel, else drawn by `pages`.

Charts and pictures are beyond `pages`: a sheet that has some goes through LibreOffice where there is one, which prints
the visible sheets of a workbook into one PDF and marks where each begins with a bookmark, at which it is cut.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import xlwings as xw

from xl import libreoffice
from xl.engine.book import Book as FileBook
from xl.engine.editing import fitting
from xl.engine.memory.document import Document
from xl.engine.writing import saving
from xl.errors import ToolError
from xl.files import write_atomic
from xl.progress import each, tell
from xl.scratch import scratch_folder

if TYPE_CHECKING:
    from pypdf import PdfReader

_SECONDS_PER_SHEET = 3.0  # of LibreOffice's time limit; a slow machine needs a tenth of it
_PICTURES = {"drawing", "legacyDrawingHF", "picture", "oleObjects"}  # what a sheet's file calls them


def write_pdfs(
    book: xw.Book,
    files: Mapping[str, Path],
    merged: Path | None = None,
    *,
    kept: Mapping[str, frozenset[int]] | None = None,
    through_libreoffice: bool = False,
) -> list[str]:
    """Write one PDF per sheet, and one with all of them in the order given.

    Each sheet numbers its own pages, in the merged file too, and has a bookmark named as its file.

    Args:
        book: The workbook; it is not changed.
        files: The PDF of each sheet, by the sheet's name. Existing files are replaced.
        merged: Where all of them go, None for nowhere.
        kept: Rows that stay on a page with the row below them, by sheet; Excel and LibreOffice know no such thing.
        through_libreoffice: Whether LibreOffice is to print all of them.

    Returns:
        Names of sheets whose charts or pictures are missing in the files, because there is no LibreOffice.

    Raises:
        ToolError: LibreOffice is asked for and missing, or it failed or took too long.
        FileError: a PDF cannot be written.
    """
    if not isinstance(book.impl, FileBook):
        _through_excel(book, files, merged)
        return []
    doc = book.impl.doc
    pieces = {name: doc.sheet(name).carried.pieces.children for name in files}
    pictured = [name for name, found in pieces.items() if any(kind in _PICTURES for kind, _ in found)]
    if through_libreoffice:
        libreoffice.require()
        _convert(doc, files)
    elif pictured and libreoffice.find_libreoffice() is not None:
        _convert(doc, {name: files[name] for name in pictured})
    else:
        _draw(doc, files, merged, kept or {})
        return pictured
    _draw(doc, {} if through_libreoffice else {n: f for n, f in files.items() if n not in pictured}, None, kept or {})
    if merged is not None:
        _merge(list(files.values()), merged)
    return []


def _draw(doc: Document, files: Mapping[str, Path], merged: Path | None, kept: Mapping[str, frozenset[int]]) -> None:
    """Draw sheets ourselves."""
    from xl.pages.drawing import PdfFile, draw  # noqa: PLC0415  only printing needs them
    from xl.pages.layout import lay_out  # noqa: PLC0415

    together = PdfFile(merged.stem) if merged is not None else None
    for name, path in each("ghi PDF", files.items()):
        sheet = doc.sheet(name)
        fitting.fit_changed_rows(sheet, doc.unfitted.get(sheet, ()))
        paper = lay_out(doc, sheet, kept.get(name, frozenset()))
        write_atomic(path, draw(path.stem, paper))
        if together is not None:
            together.add(path.stem, paper)
    if merged is not None and together is not None:
        write_atomic(merged, together.finish())


def _convert(doc: Document, files: Mapping[str, Path]) -> None:
    """Let LibreOffice print sheets, in one run, and cut what it made."""
    with scratch_folder() as folder:
        workbook = folder / f"in{doc.path.suffix}"  # one with macros is saved only as such
        with _only_visible(doc, files):
            saving.save(doc, workbook)
        tell("LibreOffice tạo PDF")
        limit = libreoffice.TIME_LIMIT + _SECONDS_PER_SHEET * len(files)
        _cut(libreoffice.convert([workbook], folder, time_limit=limit)[0], files)


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


def _cut(pdf: Path, files: Mapping[str, Path]) -> None:
    """Write the pages of each sheet to its file, by the bookmarks that LibreOffice sets where each begins."""
    from pypdf import PdfReader  # noqa: PLC0415  only printing needs it

    reader = PdfReader(pdf)
    marks = [item for item in reader.outline if not isinstance(item, list)]
    starts = [reader.get_destination_page_number(mark) or 0 for mark in marks]
    pages = {
        str(mark.title): range(start, end)
        for mark, start, end in zip(marks, starts, [*starts[1:], len(reader.pages)], strict=True)
    }
    missing = [name for name in files if name not in pages]
    if missing:
        raise ToolError(
            f"LibreOffice không in được sheet '{missing[0]}'. Xem sheet đó còn nội dung không, "
            "hoặc cập nhật LibreOffice rồi chạy lại."
        )
    for name, path in each("ghi PDF", files.items()):
        _write(path, {path.stem: (reader, pages[name])})


def _merge(files: Collection[Path], merged: Path) -> None:
    from pypdf import PdfReader  # noqa: PLC0415  only printing needs it

    readers = {path.stem: PdfReader(path) for path in files}
    _write(merged, {name: (reader, range(len(reader.pages))) for name, reader in readers.items()})


def _write(path: Path, parts: Mapping[str, tuple["PdfReader", range]]) -> None:
    """Write pages of other files, a bookmark where each part begins."""
    from pypdf import PdfWriter  # noqa: PLC0415  only printing needs it

    writer = PdfWriter()
    for name, (reader, pages) in parts.items():
        start = len(writer.pages)
        for number in pages:
            writer.add_page(reader.pages[number])
        writer.add_outline_item(title=name, page_number=start)
    writer.add_metadata({"/Title": path.stem, "/Producer": ""})
    writer.compress_identical_objects()
    content = BytesIO()
    writer.write(content)
    write_atomic(path, content.getvalue())


def _through_excel(book: xw.Book, files: Mapping[str, Path], merged: Path | None) -> None:
    """Let Excel print each sheet: one call each, while xlwings' own `Sheet.to_pdf` hides and shows every sheet."""
    for name, path in each("ghi PDF", files.items()):
        sheet = book.sheets[name]
        area: Any = sheet.page_setup.print_area
        (sheet.range(area) if area else sheet.used_range).to_pdf(path)
    if merged is not None:
        _merge(list(files.values()), merged)
