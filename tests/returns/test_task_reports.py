"""Whom units name as in charge is written down, and follows them until the office says otherwise."""

import shutil
from datetime import UTC, datetime

import pytest

from cchc_macros import contract as c
from cchc_macros.book.cells import text_of
from cchc_macros.handing_out.export import export
from cchc_macros.returns.collect import collect
from tests.conftest import TEMPLATES
from tests.returns.make import fill, stamp
from tests.tables import read_table
from xl.engine import open_book


class Office:
    """An office whose units return sheets; `table` holds the work called `stt`."""

    def __init__(self, name, table, stt, folder):
        self.book, self._folder, self._table, self._stt = open_book(folder / "book.xlsx"), folder, table, stt
        self._times = 0

    def returned(self, **notes):
        """Sheets with a note on the work, by unit; what stands in `Người phụ trách` then."""
        self._times += 1
        out, back = (self._folder / f"{word} {self._times}" for word in ("đi", "về"))
        export(self.book, out)
        for unit, note in notes.items():
            (path,) = out.glob(f"{unit} - *.xlsx")
            filled = fill(path, {self._stt: {c.STATUS: c.DOING, c.NOTE: note}}, back / path.name)
            stamp(filled, datetime(2026, 5, self._times, tzinfo=UTC))
        assert collect(self.book, back).data["conflicts"] == []
        return self.person()

    def person(self, typed=None):
        """What stands there; something else is typed first if given."""
        table = read_table(self.book, self._table)
        index, row = next((i, row) for i, row in table.rows() if text_of(row[c.STT]) == self._stt.removeprefix("TC "))
        if typed is not None:
            table.update({index: {c.PERSON: typed}})
        return typed or row[c.PERSON]


@pytest.fixture(params=[("thai-nguyen-2026", c.TASKS, "2.3", "PBPL"), ("lang-son-2026", c.CRITERIA, "2", "NV1")])
def office(request, tmp_path):
    """One for tasks and one for criteria that are work themselves, and a unit in the lead."""
    name, table, stt, unit = request.param
    shutil.copy(TEMPLATES / f"{name}.xlsx", tmp_path / "book.xlsx")
    return Office(name, table, stt, tmp_path), unit


def test_whom_a_unit_names_next_takes_the_place_of_whom_it_named_before(office):
    office, unit = office
    assert office.returned(**{unit: "Người phụ trách: Nguyễn Văn A"}) == "Nguyễn Văn A"
    assert office.returned(**{unit: "Chờ số liệu\nNgười phụ trách: Trần Thị B; đã họp"}) == "Trần Thị B"
    assert office.returned(**{unit: "Chờ số liệu"}) == "Trần Thị B"


def test_whom_the_office_names_stays(office):
    office, unit = office
    office.person("Lê C")
    assert office.returned(**{unit: "Người phụ trách: Nguyễn Văn A"}) == "Lê C"
    assert office.returned(**{unit: "Người phụ trách: Trần Thị B"}) == "Lê C"
    office.returned(**{unit: "Người phụ trách: Trần Thị B"})
    office.returned(**{unit: "Người phụ trách: lê  c"})
    lines = [row[c.DETAIL] for _, row in read_table(office.book, c.LOG).rows() if row[c.RESULT] == c.PERSON]
    assert [line.partition(": ")[2] for line in lines] == [
        "phiếu ghi Nguyễn Văn A; sổ giữ Lê C", "phiếu ghi Trần Thị B; sổ giữ Lê C",
    ]  # fmt: skip
