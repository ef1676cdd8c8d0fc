"""The whole main job on both example plans, as an office would do it, into one folder."""

import shutil
from pathlib import Path
from typing import Any

import xl.light  # noqa: F401  # must come before what imports xlwings
from cchc_macros.errors import FileError, ToolError
from cchc_macros.registry import EXAMPLES, button
from cchc_macros.summary import Summary
from xl.file_faults import explained
from xl.files import OURS, make_folder, run_mark
from xl.locks import refuse_if_open
from xl.progress import each
from xl.session import run_on_file

MADE_BY = ".cchc-demo"  # marks a folder that the demo may empty
_STEPS = ("audit", "recalculate", "flag", "assign")


def demo(to: Path) -> Summary:
    """Make both example workbooks, check, score and assign them, and write unit workbooks, mail drafts and PDFs.

    Raises:
        FileError: the folder holds files that an earlier demo did not make.
    """
    _clear(to)
    workbooks, lines = [], []
    for example in each("sổ ví dụ", EXAMPLES):
        folder = to / example
        book = folder / f"so-cchc-{example}.xlsx"
        button("new").load()(book, example=example)
        workbooks.append(str(book))
        lines.append(f"{book}:")
        lines += [f"  {line}" for line in _work_through(book, folder)]
    made = [path for path in to.rglob("*") if path.is_file() and path.name != MADE_BY]
    lines.append(f"Đã ghi {len(made)} tệp vào {to}.")
    return Summary(message="\n".join(lines), data={"workbooks": workbooks, "files": len(made)})


def _work_through(book: Path, folder: Path) -> list[str]:
    outputs: tuple[tuple[str, dict[str, Any]], ...] = (
        *((verb, {}) for verb in _STEPS),
        ("export", {"to": folder / "so-don-vi"}),
        ("email", {"via": "eml", "to": folder / "thu"}),
        ("print", {"to": folder / "ban-in"}),
    )
    lines = []
    for verb, options in outputs:
        chosen = button(verb)
        try:
            summary = run_on_file(book, chosen.load(), verb=verb, write=chosen.book == "write", **options)
        except ToolError as error:
            lines.append(f"{chosen.label}: {error}")
        else:
            lines.append(f"{chosen.label}: {summary.message}")
    return lines


def _clear(to: Path) -> None:
    """Start from an empty folder, but never empty one that is not ours."""
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
    for book in folder.rglob("*.xlsx"):
        if not book.name.startswith("~$"):
            refuse_if_open(book)
    aside = folder / f"{OURS}{run_mark()}"
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
