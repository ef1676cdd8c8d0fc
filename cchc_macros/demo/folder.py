"""The demo's folder: made anew as a whole, or left as it is."""

import shutil
from pathlib import Path

from cchc_macros.errors import FileError
from xl.file_faults import explained
from xl.files import make_folder, run_mark, short_lived
from xl.locks import refuse_if_open

MADE_BY = ".cchc-demo"  # marks a folder that the demo may empty


def clear(to: Path) -> None:
    """Start from an empty folder, but never empty one that is not ours.

    Raises:
        FileError: the folder holds other files, or one of an earlier demo is open.
    """
    if to.exists() and any(to.iterdir()):
        if not (to / MADE_BY).exists():
            raise FileError(f"Thư mục '{to}' đã có tệp khác. Chọn thư mục trống, ví dụ: cchc demo thu-muc-moi.")
        _empty(to)
    make_folder(to)
    (to / MADE_BY).touch()


def _empty(folder: Path) -> None:
    """Remove what an earlier demo made: all of it, or nothing where a program holds one of the files.

    Raises:
        FileError: a file is open.
    """
    for path in folder.rglob("*"):
        if path.is_file():
            _refuse_held(path)
    aside = folder / f"{short_lived()}{run_mark()}"
    moved: list[Path] = []
    try:
        aside.mkdir()
        for entry in [entry for entry in folder.iterdir() if entry not in {aside, folder / MADE_BY}]:
            entry.rename(aside / entry.name)
            moved.append(entry)
    except OSError as error:
        for entry in moved:
            (aside / entry.name).rename(entry)
        aside.rmdir()
        raise explained(error, Path(error.filename or folder)) from error
    try:
        shutil.rmtree(aside)
    except OSError as error:
        raise explained(error, aside) from error


def _refuse_held(path: Path) -> None:
    """Refuse a file that a program holds; a share may let the folder around it be moved all the same.

    Raises:
        FileError: it is open.
    """
    if path.suffix == ".xlsx" and not path.name.startswith("~$"):
        refuse_if_open(path)
    try:
        path.rename(path)
    except OSError as error:
        raise explained(error, path) from error
