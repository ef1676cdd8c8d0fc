"""Excel's options that are off while a click writes, and put back, by the next click if this one is killed.

Lists do not fill or grow by themselves, and cells are copied without the pictures on them.

They belong to the user and outlive Excel, so what was found is kept in a file until they are as they were.
"""

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import xl.light  # noqa: F401  # must come before xlwings

import xlwings as xw  # isort: skip

from xl.folders import kept_folder
from xl.kept import is_online

_OF_LISTS, _OF_CELLS = ("AutoFillFormulasInLists", "AutoExpandListRange"), ("CopyObjectsWithCells",)


def _kept() -> Path:
    return kept_folder().with_name("tuy-chon-excel.json")


@contextmanager
def options_off(book: xw.Book, app: xw.App) -> Iterator[None]:
    """Keep Excel from filling columns, growing tables, copying pictures and saving online by itself."""
    holders = dict.fromkeys(_OF_LISTS, app.api.AutoCorrect) | dict.fromkeys(_OF_CELLS, app.api)
    _restore(holders)
    on = {name: True for name, holder in holders.items() if getattr(holder, name)}
    if on:
        _kept().parent.mkdir(parents=True, exist_ok=True)
        _kept().write_text(json.dumps(on), encoding="utf-8")
    try:
        with _auto_save_rests(book.api):
            for name in on:
                setattr(holders[name], name, False)
            yield
    finally:
        _put_back(holders, on)


def _restore(holders: dict[str, Any]) -> None:
    """Put back what a click found and has not put back yet."""
    try:
        kept = json.loads(_kept().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    _put_back(holders, {name for name in holders if kept.get(name) is True})


def _put_back(holders: dict[str, Any], names: Collection[str]) -> None:
    for name in names:
        setattr(holders[name], name, True)
    _kept().unlink(missing_ok=True)


@contextmanager
def _auto_save_rests(workbook: Any) -> Iterator[None]:
    """Let no half-made state be uploaded; a workbook that is not online has no such thing, nor has an older Excel."""
    rests = is_online(str(workbook.FullName)) and _auto_save(workbook, on=False)
    try:
        yield
    finally:
        if rests:
            _auto_save(workbook, on=True)


def _auto_save(workbook: Any, *, on: bool) -> bool:
    """Switch AutoSave, and tell whether that was a change."""
    try:
        if workbook.AutoSaveOn == on:
            return False
        workbook.AutoSaveOn = on
    except Exception:  # noqa: BLE001  # it is not offered here; or the workbook was put back and is another one now
        return False
    return True
