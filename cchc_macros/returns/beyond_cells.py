"""What a unit put into a workbook beside the cells that are merged: it is told, so that no answer is lost unseen."""

from collections import Counter
from collections.abc import Collection, Iterator
from functools import cache
from zipfile import ZipFile

from cchc_macros.returns.files import COMMENT, ReturnedFile
from cchc_macros.returns.notes import Note
from cchc_macros.returns.readers.beyond import all_comments
from cchc_macros.rules.text import clean, first_few, fold, shortened
from cchc_macros.stock import STOCK

_SHOWN, _LONGEST = 5, 80


def beyond_cells(file: ReturnedFile, merged: Collection[str]) -> Iterator[Note]:
    """Tell, in one note a file, what is outside the cells of the sheets that are merged, which go by name."""
    hints = _hints()
    told: list[str] = []
    places: list[str] = []
    counted: Counter[str] = Counter()
    for sheet in file.sheets:
        if sheet.rows and sheet.name not in merged:
            told.append(f"sheet '{sheet.name}' có nội dung")
            places.append(f"{sheet.name}!A{min(sheet.rows)}")
        for kind, cell, text in sheet.beyond:
            if kind == COMMENT and fold(text) in hints:
                continue
            places.append(f"{sheet.name}!{cell or 'A1'}")
            if text:
                place = f" ở {sheet.name}!{cell}" if cell else ""
                told.append(f"{kind}{place}: “{shortened(clean(text), _LONGEST)}”")
            else:
                counted[kind] += 1
    told += [f"{count} {kind}" for kind, count in counted.items()]
    if told:
        listed = first_few(told, _SHOWN, "; ", "và {} chỗ khác")
        yield Note(places[0], f"Ngoài các ô được ghép, tệp còn có {listed}. Phần này không ghép: mở tệp để xem.")


@cache
def _hints() -> frozenset[str]:
    """The hints on the headings of our own templates, folded: some programs lose who wrote them."""
    found: set[str] = set()
    for name in ("so-don-vi.xlsx", "so-don-vi-diem-giai-trinh.xlsx"):
        with ZipFile(STOCK / name) as package:
            parts = [part for part in package.namelist() if part.startswith("xl/comments")]
            found.update(fold(text) for part in parts for _, text in all_comments(package.read(part)))
    return frozenset(found)
