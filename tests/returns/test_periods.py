"""What units said in rounds: what holds now, and how far the work was when each round ended."""

from datetime import date
from types import SimpleNamespace

import pytest

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from cchc_macros.book.rounds import read_rounds
from cchc_macros.book.work import read_work
from cchc_macros.book.workbook import Workbook
from cchc_macros.errors import DataError
from cchc_macros.returns.periods import RoundFigures, check_columns, latest, mark_superseded
from cchc_macros.returns.received import Returns
from cchc_macros.returns.registers import Record, Register
from cchc_macros.rules.days.rounds import ranks
from cchc_macros.rules.text import fold
from tests.tables import read_table, write_column
from xl.engine import open_book

FIRST, SECOND = "Quý I", "6 tháng"
ORDER = {"": 0, fold(FIRST): 1, fold(SECOND): 2}


def records(**said):
    """What a unit said of its work 1, by round, a blank text for a row that nobody typed into."""
    periods = {"none": "", "first": FIRST, "second": SECOND, "strange": "Kỳ đã xóa"}
    rows = {("1", "VP", periods[name]): Record(values={c.RESULT: text}) for name, text in said.items()}
    return SimpleNamespace(records=rows)


@pytest.mark.parametrize(
    ("said", "until", "holds"),
    [
        ({"first": "a", "second": "b"}, None, "b"), ({"second": "b", "first": "a"}, None, "b"),
        ({"first": "a", "second": "b"}, 1, "a"), ({"second": "b"}, 1, None), ({"first": "a", "second": ""}, None, "a"),
        ({"none": "a", "first": "b"}, None, "b"), ({"first": "b", "none": "a"}, None, "b"),
        ({"none": "a", "first": "b"}, 0, "a"), ({"strange": "s", "none": "a"}, None, "a"),
        ({"none": "a", "strange": "s"}, None, "a"), ({"first": "", "second": ""}, None, ""),
    ],
)  # fmt: skip
def test_the_last_round_in_which_something_was_typed_holds(said, until, holds):
    found = latest(records(**said), ORDER, until)
    assert {key: record.values[c.RESULT] for key, record in found.items()} == (
        {} if holds is None else {("1", "VP"): holds}
    )


def test_in_a_workbook_without_rounds_a_row_has_a_key_of_two():
    rows = {("1", "VP"): Record(values={c.RESULT: "a"}), ("2", "VP"): Record(values={c.RESULT: "b"})}
    found = latest(SimpleNamespace(records=rows), {"": 0})
    assert [record.values[c.RESULT] for record in found.values()] == ["a", "b"]


def test_what_a_later_round_says_otherwise_is_marked_and_the_mark_goes_with_it():
    register = records(first="a", second="b")
    first, second = register.records.values()
    mark_superseded(register, [second])
    assert (first.changes, second.changes) == ({c.SUPERSEDED: "x"}, {})
    mark_superseded(register, [first])
    assert (first.changes, second.changes) == ({c.SUPERSEDED: None}, {c.SUPERSEDED: "x"})


class Office:
    """A workbook with rounds, and work that VP leads."""

    def __init__(self, path, opened=FIRST):
        self.xl = open_book(path)
        rounds = read_table(self.xl, c.ROUNDS)
        names = {FIRST: date(2026, 3, 31), SECOND: date(2026, 6, 30), "Năm": date(2026, 12, 31)}
        rounds.replace(
            [
                {c.PERIOD: name, c.ROUND_TO: last, c.STATUS: c.ROUND_OPEN if name == opened else None}
                for name, last in names.items()
            ]
        )

    def say(self, *rows):
        """Fill Progress: (STT, round, status)."""
        table = read_table(self.xl, c.PROGRESS_TABLE)
        table.replace([{c.STT: stt, c.UNIT: "VP", c.PERIOD: period, c.STATUS: said} for stt, period, said in rows])

    def figures(self, decided=()):
        book = Workbook(self.xl)
        work = book.once(read_work)
        register = Register(book, c.PROGRESS_TABLE, (c.STT, c.UNIT, c.PERIOD), u.UNIT_FILLS, date(2026, 5, 1))
        return book, work, RoundFigures.of(book, work, register, dict(decided))

    def write(self, before=None, decided=()):
        """Write the figures; return returned, missing, work, done and doing of each round."""
        book, work, figures = self.figures(decided)
        figures.write(book, before or figures, work, Returns(book))
        headings = (c.ROUND_RETURNED, c.ROUND_WORK, c.ROUND_DONE, c.ROUND_DOING)
        return {row[c.PERIOD]: [row[h] for h in headings] for _, row in read_table(self.xl, c.ROUNDS).rows()}


@pytest.fixture
def office(workbook):
    return Office(workbook("thai-nguyen-2026"))


def led_alone(office):
    """The STT and the row of Tasks of work that VP alone leads."""
    tasks = read_table(office.xl, c.TASKS)
    return [(row[c.STT], index) for index, row in tasks.rows() if row[c.LEAD] == "Văn phòng Sở"]


def test_work_is_counted_as_it_stood_when_each_round_ended(office):
    (one, _), (two, _), *_ = led_alone(office)
    office.say((one, FIRST, c.DONE), (two, FIRST, c.DOING), (two, SECOND, c.DONE))
    found = office.write()
    work = found[FIRST][1]
    assert work > 30
    assert found == {FIRST: [0, work, 1, 1], SECOND: [0, work, 2, 0], "Năm": [None] * 4}


def test_the_office_whose_sheet_came_has_returned_it_and_is_never_missing(office):
    units = read_table(office.xl, c.UNITS)
    write_column(units, c.UNIT_EMAIL, ["vp@stp.example", "pbpl@stp.example"])
    returns = read_table(office.xl, c.RETURNS)
    returns.replace([{c.UNIT: code, c.RESULT: c.RETURN_MERGED, c.PERIOD: FIRST} for code in ("VP", "PBPL")])
    assert office.write()[FIRST][0] == 2
    returns.replace([{c.UNIT: "PBPL", c.RESULT: c.RETURN_MERGED, c.PERIOD: FIRST}])
    assert office.write()[FIRST][0] == 1
    (missing, *_) = read_table(office.xl, c.ROUNDS).values(c.ROUND_MISSING)
    assert "VP" not in missing.split(", ")


def test_what_never_arises_is_no_work(office):
    (one, _), *_ = led_alone(office)
    office.say((one, FIRST, c.DONE))
    before = office.write()[FIRST][1]
    office.say((one, FIRST, c.NOT_ARISEN))
    assert office.write()[FIRST][1:3] == [before - 1, 0]


def test_what_the_office_decided_counts_in_the_open_round_alone(office):
    (one, _), (_, row), *_ = led_alone(office)
    office.say((one, FIRST, c.DOING), (one, SECOND, c.DOING))
    found = office.write(decided={row: c.DONE})
    assert [found[name][2:] for name in (FIRST, SECOND)] == [[1, 1], [0, 1]]


def test_a_closed_round_changes_by_what_late_sheets_change(workbook):
    office = Office(workbook("thai-nguyen-2026"), opened=SECOND)
    (one, _), (two, _), *_ = led_alone(office)
    office.say((one, FIRST, c.DONE))
    before = office.figures()[2]
    rounds = read_table(office.xl, c.ROUNDS)
    rounds.update({0: {c.ROUND_WORK: 50, c.ROUND_DONE: 20, c.ROUND_DOING: 7}})  # with what the office decided then
    office.say((one, FIRST, c.DONE), (two, FIRST, c.DONE))
    assert office.write(before)[FIRST][1:] == [50, 21, 7]


def test_a_table_without_a_column_for_rounds_stops_only_where_one_is_open(workbook):
    for opened in (None, FIRST):
        office = Office(workbook("thai-nguyen-2026"), opened)
        office.say(("1", None, c.DONE))
        table = read_table(office.xl, c.PROGRESS_TABLE)
        table.sheet.range((table.top - 1, table.left + table.columns[c.PERIOD])).value = "Khác"
        book = Workbook(office.xl)
        register = Register(book, c.PROGRESS_TABLE, (c.STT, c.UNIT, c.PERIOD), u.UNIT_FILLS, date(2026, 5, 1))
        if opened:
            with pytest.raises(DataError, match="thiếu cột"):
                check_columns(register, read_rounds(book))
        else:
            check_columns(register, read_rounds(book))
            assert office.figures()[2].counts == {}
    assert ranks(read_rounds(book))[""] == 0
