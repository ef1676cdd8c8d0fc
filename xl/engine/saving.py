"""Writing a workbook file."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xl.engine.book import Book


def save(book: "Book", path: Path) -> None:
    """Write the workbook to a file, atomically."""
    book.wb.save(path)
