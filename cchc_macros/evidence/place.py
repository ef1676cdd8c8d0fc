"""Where a workbook's dossier is."""

from pathlib import Path

import xlwings as xw

from xl.kept import address, beside, is_online

FOLDER = "Hồ sơ kiểm chứng - {}"


def default_folder(book: xw.Book, near: Path) -> Path:
    """Where a workbook's dossier is: beside it; for one that is online, beside what the units sent."""
    place = beside(book)
    folder = near.absolute().parent if is_online(address(book)) else place.parent
    return folder / FOLDER.format(place.stem)
