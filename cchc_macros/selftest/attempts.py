"""One trial: the button pressed in Excel, the same done by the file engine, the two workbooks held together."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import field
from pathlib import Path
from typing import Any

import xl.light  # noqa: F401  # must come before xlwings
from xl.late import dataclass

import xlwings as xw  # isort: skip

from cchc_macros import contract as c
from cchc_macros.ribbon.click import click
from cchc_macros.selftest.cases import NAME, by_file, case_snapshot
from cchc_macros.selftest.trials import Trial
from xl.engine import activated, open_book
from xl.snapshots import Snapshot, differences

_OURS = {table.name for table in c.TABLES}  # the tables whose names matter


@dataclass(slots=True, kw_only=True)
class Attempt:
    """What came of a trial.

    Attributes:
        problems: What is not as it should be; none: the trial is passed.
        seconds: From the click to its last message.
    """

    trial: Trial
    problems: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    seconds: float = 0.0


def attempt(trial: Trial, app: xw.App, excel: Any, plan: Path, folder: Path) -> Attempt:
    """Try a button on a copy of a prepared workbook, with what it needs beside it, in a folder."""
    live, other, after = folder / "Excel", folder / "tệp", folder / "sau.xlsx"
    shutil.copytree(plan.parent, live)
    shutil.copytree(plan.parent, other, ignore=shutil.ignore_patterns(NAME))
    trial.make(live / NAME)
    done = Attempt(trial=trial)
    try:
        book = app.books.open(str(live / NAME))
        trial.state.set(book, excel)
        excel.Unattended(app).keep(book, other / NAME)
        with _another(done, excel, plan, folder):
            warned = _press(done, app, excel, live / trial.case.chooses if trial.case.chooses else None)
        last = excel.Unattended(app)
        last.keep(last.book(), after)
        done.problems += [f"sau lần bấm, Excel không trở lại như trước: {name}" for name in excel.unsettled(app)]
    finally:
        excel.close_all(app)
    refused, expected = _expected(trial, other / NAME)
    if warned != refused or (trial.state.says and trial.state.says not in done.said[-1]):
        done.problems.append("nút phải từ chối mà không từ chối" if refused else f"nút không làm được: {done.said[-1]}")
    done.problems += differences(_file_snapshot(after), expected, ("Excel", "tệp"))
    return done


@contextmanager
def _another(done: Attempt, excel: Any, plan: Path, folder: Path) -> Iterator[None]:
    """Where the trial wants it: an Excel beside ours, with a workbook of the same name that no click may touch."""
    if not done.trial.state.beside:
        yield
        return
    copy, after = folder / "Excel khác" / NAME, folder / "Excel khác.xlsx"
    copy.parent.mkdir()
    shutil.copy(plan, copy)
    with excel.own_excel() as other:
        book = other.books.open(str(copy))
        yield
        excel.Unattended(other).keep(book, after)
    done.problems += differences(_file_snapshot(after), _file_snapshot(copy), ("Excel khác", "tệp"))


def _press(done: Attempt, app: xw.App, excel: Any, chosen: Path | None) -> bool:
    """Press the button, and *Lùi một bước* after it; return whether one of them warned."""
    warned, begun = False, time.monotonic()
    for control in (done.trial.case.control, *(["undo"] if done.trial.state.goes_back else [])):
        host = excel.Unattended(app, chosen)
        click(control, host)
        done.said += host.said
        done.problems += [f"thông báo không có cửa sổ Excel để nằm trên: {text}" for text in host.homeless]
        warned |= host.warned
    done.seconds = time.monotonic() - begun
    return warned


def _expected(trial: Trial, before: Path) -> tuple[bool, Snapshot]:
    """Whether the button has to refuse, and the workbook that it has to leave."""
    if trial.state.says or trial.state.goes_back:
        return bool(trial.state.says), _file_snapshot(before)
    _message, refused, expected = by_file(trial.case, before, _OURS)
    return refused, expected


def _file_snapshot(path: Path) -> Snapshot:
    with activated():
        return case_snapshot(open_book(path), _OURS)
