"""The workbook of a click: no table is read twice without a write between."""

from collections import Counter
from contextlib import contextmanager

import pytest

from cchc_macros import contract as c
from cchc_macros.book import workbook as module
from cchc_macros.book.workbook import Workbook
from cchc_macros.errors import WorkbookError
from cchc_macros.handing_out.assign import assign
from cchc_macros.paper.print_ import print_appendices
from cchc_macros.plans.import_plan import import_plan
from cchc_macros.reports.report import report
from cchc_macros.returns.collect import collect
from cchc_macros.scores.audit import audit
from cchc_macros.scores.flag import flag
from cchc_macros.scores.recalculate import recalculate
from tests.counting import counted
from xl.engine import open_book
from xl.guard import Guard, guarding


@contextmanager
def reads(monkeypatch):
    """The tables read, and of these the ones that were read again though nothing was written into them."""
    read, again, stale = Counter(), [], set()
    plain = module.read_table

    def counting(place, spec, on_write):
        if read[spec.name] and spec.name not in stale:
            again.append(spec.name)
        read[spec.name] += 1
        table = plain(place, spec, lambda: (stale.add(spec.name), on_write()))
        stale.discard(spec.name)
        return table

    with monkeypatch.context() as patch:
        patch.setattr(module, "read_table", counting)
        yield read, again


@pytest.mark.parametrize("name", ["lang-son-2026", "thai-nguyen-2026"])
def test_a_click_reads_each_table_once(name, workbook, seed, tmp_path, monkeypatch):
    (tmp_path / "phiếu").mkdir()
    texts = {"lang-son-2026": "lang-son-2026", "thai-nguyen-2026": "thai-nguyen-2026"}
    macros = {
        "import": lambda book: import_plan(book, plan=seed(texts[name])),
        "recalculate": recalculate,
        "flag": flag,
        "audit": audit,
        "assign": assign,
        "collect": lambda book: collect(book, dir=tmp_path / "phiếu"),
        "print": print_appendices,
        "report": lambda book: report(book, to=tmp_path / "Báo cáo.docx"),
    }
    book = open_book(workbook(name))
    for verb, macro in macros.items():
        for _ in range(2):
            with reads(monkeypatch) as (read, again):
                macro(book)
            assert again == [], verb
            if verb in ("recalculate", "assign", "collect", "audit", "report"):
                assert max(read.values()) == 1, (verb, read)


def test_a_table_is_read_anew_after_formulas_came_into_it(workbook):
    read = Workbook(open_book(workbook("so-cchc")))
    table = read.table(c.CRITERIA)
    table.update({0: {c.STT: "1", c.MAX_SCORE: 5}})
    assert read.table(c.CRITERIA) is table
    recalculate(read.book)
    assert read.table(c.CRITERIA) is table  # another's writing it cannot know of


def test_what_is_worked_out_is_worked_out_again_after_a_write(workbook):
    read, calls = Workbook(open_book(workbook("so-cchc"))), []

    def count(book):
        calls.append(book)
        return len(calls)

    assert [read.once(count), read.once(count)] == [1, 1]
    read.table(c.TASKS).update({0: {c.STT: "1"}})
    assert read.once(count) == 2


class Refusing(Guard):
    """A guard that finds every sheet filtered so that it could not be put back."""

    def check(self, sheets, *, reshaped=()):
        if reshaped:
            raise WorkbookError(f"Sheet '{reshaped[0].name}' đang lọc. Bỏ lọc rồi bấm lại.")


@pytest.mark.parametrize("macro", [audit, assign])
def test_a_sheet_that_rows_cannot_come_to_is_told_by_name_before_anything_is_written(macro, workbook):
    book = open_book(workbook("lang-son-2026"))
    with guarding(Refusing()), counted() as calls, pytest.raises(WorkbookError, match="đang lọc"):
        macro(book)
    assert [call for call in calls if call.endswith("=") or call.split(".")[1] in ("insert", "resize", "copy")] == []
