"""The buttons of the year pressed amid a round: sheets of two rounds, work proposed and accepted, causes, drafts."""

import shutil
from datetime import date, datetime
from pathlib import Path

import pytest

from cchc_macros import contract as c
from cchc_macros.handing_out.export import export
from cchc_macros.mail.remind import remind
from cchc_macros.returns.collect import collect
from cchc_macros.selftest.cases import BOOKS, Case
from tests.excel.pressing import check, run
from tests.excel.scenes import ALL, PLAIN
from tests.returns.make import fill
from tests.tables import read_table, set_setting, write_column
from xl.engine import activated, open_book

ROUNDS = ("Quý I/2026", "6 tháng đầu năm 2026")
LETTERS = "Văn bản đôn đốc"
CASES = [
    Case(verb="assign"),
    Case(verb="audit"),
    Case(verb="export", given={"to": Path("Sổ đơn vị")}),
    Case(verb="collect", chooses="gửi về", given={"dir": Path("gửi về")}),
    Case(verb="remind", way="file", given={"via": "eml"}),
    Case(verb="remind", way="draft", given={"via": "outlook"}),
    Case(verb="sent"),
    Case(verb="remedy"),
    Case(verb="print", way="preview", given={"to": None}),
    *(
        Case(verb="letters", way=way, given={"kind": way, "to": Path(LETTERS)})
        for way in ("urge", "progress", "assign")
    ),
    Case(verb="report", given={"to": Path("Báo cáo CCHC.docx")}),
]


def open_round(book, name):
    table = read_table(book, c.ROUNDS)
    write_column(table, c.STATUS, [c.ROUND_OPEN if one == name else c.ROUND_CLOSED for one in table.values(c.PERIOD)])


@pytest.fixture(scope="module")
def amid(books, tmp_path_factory):
    """The examples after the first round and in the second, one sheet of each round still to be collected."""
    folder, made = tmp_path_factory.mktemp("year"), {}
    for name in BOOKS[:2]:
        shutil.copytree(books[name].parent, folder / name)
        made[name] = folder / name / books[name].name
        with activated():
            book = open_book(made[name])
            set_setting(book, c.TODAY, datetime(2026, 6, 15))  # noqa: DTZ001
            for number, period in enumerate(ROUNDS):
                out = folder / f"{name} {number}"
                export(book, out)  # lays the rounds the first time
                open_round(book, period)
                files = sorted(export(book, out).data["files"], key=lambda one: one["unit"])
                _answer(Path(files[0]["path"]), folder / f"{name} về {number}", period)
                collect(book, folder / f"{name} về {number}")
                _answer(Path(files[1]["path"]), made[name].parent / "gửi về", period)
            _decide(book)
            remind(book, on=date(2026, 6, 13), via="eml", yes=True)
            book.save(str(made[name]))
    return made


def _answer(path, to, period):
    """A sheet filled in: work done, work begun, a person named, and work of the unit's own."""
    import openpyxl  # noqa: PLC0415

    from tests.returns.make import find_headings  # noqa: PLC0415

    sheet = openpyxl.load_workbook(path).worksheets[0]
    top, columns = find_headings(sheet)
    codes = [str(sheet.cell(top + place, columns[c.STT]).value) for place in (1, 2)]
    told = {
        codes[0]: {c.STATUS: c.DONE, c.RESULT: period},
        codes[1]: {c.STATUS: c.DOING, c.NOTE: "Người phụ trách: Lê C"},
    }
    filled = fill(path, told, to / f"{path.stem} {period[:4]}.xlsx")
    book = openpyxl.load_workbook(filled)
    bottom = next(row for row in range(top + 1, top + 200) if not book.worksheets[0].cell(row, columns[c.STT]).value)
    book.worksheets[0].cell(bottom, columns[c.SHEET_TASK]).value = f"Việc mới của kỳ {period}"
    book.worksheets[0].cell(bottom, columns[c.STATUS]).value = c.DOING
    book.save(filled)


def _decide(book):
    """What the office does between clicks: it accepts work, gives more time, writes causes and remedies."""
    write_column(read_table(book, c.PROPOSALS), c.CHOICE, [c.ACCEPT])
    write_column(read_table(book, c.ROUNDS), c.ROUND_EXTENDED, [None, "25/6/2026 (chờ số liệu)", None, None])
    criteria = read_table(book, c.CRITERIA)
    if list(criteria.rows()):
        write_column(criteria, c.CAUSE, ["Thiếu người"] * 3)
        write_column(criteria, c.REMEDY, ["Tập huấn", None, "Rà soát\nBáo cáo"])


@pytest.mark.parametrize("case", CASES, ids=str)
@pytest.mark.parametrize(("name", "scene"), [(BOOKS[0], ALL), (BOOKS[1], PLAIN)], ids=str)
def test_a_button_does_amid_a_round_what_it_does_to_a_file(case, name, scene, amid, tmp_path):
    check(run(case, amid[name], scene, tmp_path))
