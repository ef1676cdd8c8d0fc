"""The one table: rows found, cells written, what staff added kept with its row."""

from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment

from cchc_macros import contract as c
from cchc_macros.book.workbook import Workbook
from cchc_macros.errors import DataError, WorkbookError
from tests.conftest import TEMPLATES
from tests.counting import counted
from tests.tables import read_formulas, read_table, with_totals
from xl.contents import Formula
from xl.engine import open_book
from xl.reading import runs

OWN = "Việc riêng của Hoa"


def blank(spec=c.FINDINGS):
    book = open_book(TEMPLATES / "so-cchc.xlsx")
    return book, Workbook(book).table(spec)


def with_own_column(rows, spec=c.FINDINGS, heading=c.CONTENT):
    """A table with two columns of the clerk's own: "của <row>", and a formula that looks at the row."""
    book, table = blank(spec)
    table.replace(rows)
    last, beside = table.left + table.width, table.top - 1
    for column, name in ((last, OWN), (last + 1, "Dài")):
        table.sheet.range((beside, column)).value = name
    area = table.xl.range
    table.xl.resize(area.resize(area.shape[0], table.width + 2))
    letter = table.column(heading)
    for number in range(len(rows)):
        row = table.top + number
        table.sheet.range((row, last)).value = f"của {rows[number][heading]}"
        table.sheet.range((row, last + 1)).formula = f"=LEN({letter}{row})"
    return book, Workbook(book).table(spec)


def finding(text, **more):
    return {c.LEVEL: "Lỗi", c.FINDING_CODE: "MÃ", c.CONTENT: text, **more}


def seen(book, spec=c.FINDINGS, heading=c.CONTENT):
    """The rows with the clerk's own columns as another reader finds them."""
    table = Workbook(book).table(spec)
    own = [number for number in range(table.width) if number not in table.columns.values()]
    return [(row[table.columns[heading]], *(row[number] for number in own)) for row in table.body]


KEY = ((c.FINDING_CODE, c.CONTENT),)


@pytest.mark.parametrize(
    "after",
    [
        "abcd", "bcd", "acd", "abc", "abxcd", "xabcd", "abcdx", "dcba", "xdyb", "d", "badc", "xyz", "acbxd",
    ],
)  # fmt: skip
def test_what_staff_keep_beside_a_row_goes_where_the_row_goes(after):
    book, table = with_own_column([finding(text * 3) for text in "abcd"])
    gone = table.replace([finding(text * 3) for text in after], key=KEY)
    kept = {text * 3: (f"của {text * 3}", 3) for text in "abcd"}
    shown = [(text, own) for text, own, _ in seen(book)]
    assert shown == [(text * 3, kept.get(text * 3, (None, None))[0]) for text in after]
    assert [length for text, _, length in seen(book) if text in kept] == [3] * len(set(after) & set("abcd"))
    assert {row.values[c.CONTENT] for row in gone} == {text * 3 for text in set("abcd") - set(after)}
    assert all(row.own == {OWN: f"của {row.values[c.CONTENT]}"} for row in gone)


@pytest.mark.parametrize("after", ["bxacyd", "xaybzcwd", "dcbaz"])
def test_a_note_on_a_cell_and_its_colour_go_along_with_a_row_that_others_come_before(after):
    _, table = with_own_column([finding(text) for text in "abcd"])
    cell = table.sheet.range((table.top + 3, table.left + table.columns[c.CONTENT]))
    cell.number_format = '"* "@'
    table.replace([finding(text) for text in after], key=KEY)
    place = table.top + after.index("d")
    in_order = "".join(text for text in after if text in "abcd") == "abcd"
    moved = table.sheet.range((place, table.left + table.columns[c.CONTENT])).number_format == '"* "@'
    assert moved or not in_order


def test_a_note_that_a_clerk_pinned_to_a_cell_goes_along(tmp_path):
    book, table = with_own_column([finding(text) for text in "abcd"])
    place = table.sheet.range((table.top + 2, table.left + 3)).address.replace("$", "")
    book.save(str(tmp_path / "a.xlsx"))
    noted = openpyxl.load_workbook(tmp_path / "a.xlsx")
    noted[c.FINDINGS_SHEET][place].comment = Comment("Hỏi lại Phòng NV1", "Hoa")
    noted.save(tmp_path / "a.xlsx")
    book = open_book(tmp_path / "a.xlsx")
    table = Workbook(book).table(c.FINDINGS)
    table.replace([finding(text) for text in "xbyc"], key=KEY)  # a and d go, x and y come
    book.save(str(tmp_path / "b.xlsx"))
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx")[c.FINDINGS_SHEET]
    notes = {cell.comment.text: cell.value for row in sheet.iter_rows() for cell in row if cell.comment}
    assert notes["Hỏi lại Phòng NV1"] == "c"


def test_a_formula_of_the_clerks_own_points_at_its_own_row_wherever_that_is():
    book, table = with_own_column([finding("a"), finding("bb"), finding("ccc")])
    table.replace([finding("ccc"), finding("a"), finding("bb")], key=KEY)
    table = Workbook(book).table(c.FINDINGS)
    letter = table.column(c.CONTENT)
    assert [row[-1] for row in read_formulas(table)] == [f"=LEN({letter}{table.top + row})" for row in range(3)]
    assert [row[-1] for row in table.body] == [3, 1, 2]


@given(st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_rows_come_go_and_move_with_what_belongs_to_them(data):
    before = data.draw(st.lists(st.sampled_from("abcdefgh"), unique=True, min_size=1))
    after = data.draw(st.lists(st.sampled_from("abcdefghxyz"), unique=True))
    book, table = with_own_column([finding(text) for text in before])
    table.replace([finding(text) for text in after], key=KEY)
    shown = [(text, own) for text, own, _ in seen(book)]
    wanted = [(text, f"của {text}" if text in before else None) for text in after]
    assert shown == (wanted or [(None, None)])


@pytest.mark.parametrize(
    "text", ["=1+1", "'abc", "'=x", "1.10", "3/1", "TRUE", "-5", "+84", "@x", "#N/A", "1e5", " 7 ", "12:30", "007"]
)
def test_a_text_is_a_text_whatever_it_looks_like(text, tmp_path):
    book, table = blank(c.TASKS)
    table.update({0: {c.TASK_NAME: text, c.STT: text}})
    assert Workbook(book).table(c.TASKS).body[0][:2] == [text, text]
    book.save(str(tmp_path / "a.xlsx"))
    assert Workbook(open_book(tmp_path / "a.xlsx")).table(c.TASKS).body[0][:2] == [text, text]


@pytest.mark.parametrize("text", ["=1+1", "'abc", "1.10", "3/1", "TRUE", "-5"])
def test_a_text_stays_one_in_a_cell_that_is_not_in_the_text_format(text):
    book, table = blank(c.CRITERIA)
    table.update({0: {c.MAX_SCORE: text, c.STT: "1"}})
    assert Workbook(book).table(c.CRITERIA).values(c.MAX_SCORE) == [text]


def test_dates_go_as_serial_numbers_and_numbers_as_floats():
    book, table = blank(c.TASKS)
    table.update({0: {c.STT: "1", c.DUE: date(2026, 12, 31), c.PROGRESS: Decimal("0.5")}})
    assert table.values(c.DUE) == [datetime(2026, 12, 31)]  # noqa: DTZ001  Excel's dates have no time zone
    read = Workbook(book).table(c.TASKS)
    assert read.values(c.DUE) == table.values(c.DUE)
    assert read.values(c.PROGRESS) == [0.5]


def test_a_pasted_row_gets_the_formats_of_its_columns_again():
    book, table = blank(c.TASKS)
    table.update({}, new=[{c.STT: str(n), c.DUE: date(2026, 1, n)} for n in range(1, 5)])
    row = table.sheet.range((table.top + 2, table.left)).resize(1, table.width)
    row.number_format = "General"
    table.update({2: {c.STT: "3.10", c.DUE: date(2026, 2, 1), c.FLAG: "=x"}})
    read = Workbook(book).table(c.TASKS)
    assert (read.values(c.STT)[2], read.values(c.FLAG)[2]) == ("3.10", "=x")
    assert read.values(c.DUE)[2] == datetime(2026, 2, 1)  # noqa: DTZ001  as above
    for heading, wanted in ((c.STT, "@"), (c.FLAG, "@"), (c.DUE, "dd/mm/yyyy")):
        assert table.sheet.range((table.top + 2, table.left + table.columns[heading])).number_format == wanted


def test_a_formula_goes_into_a_cell_that_was_in_the_text_format():
    book, table = blank(c.CRITERIA)
    table.sheet.range((table.top, table.left + table.columns[c.LOST])).number_format = "@"
    table.update({0: {c.STT: "1", c.LOST: Formula("=1+1")}})
    assert Workbook(book).table(c.CRITERIA).values(c.LOST) == [2]


@pytest.mark.parametrize("heading", [c.NOTE, c.FLAG, c.DUE])
def test_a_formula_of_the_clerks_own_stays_when_any_other_row_changes(heading):
    book, table = blank(c.CRITERIA)
    table.replace([{c.STT: str(n)} for n in range(9)])
    cell = table.sheet.range((table.top + 4, table.left + table.columns[heading]))
    cell.number_format = "General"
    cell.formula = "=1+1"
    table = Workbook(book).table(c.CRITERIA)
    table.update({row: {heading: f"x{row}" if heading != c.DUE else date(2026, 1, 1 + row)} for row in range(9)})
    assert cell.formula == "=1+1"
    assert table.contents(heading)[4] == Formula("=1+1")
    assert [table.formulas_in(row) for row in (3, 4)] == [set(), {heading}]
    assert [bool(value) for value in Workbook(book).table(c.CRITERIA).values(heading)] == [True] * 9


def test_only_what_changed_is_written_in_three_blocks_at_most():
    _, table = blank(c.TASKS)
    table.replace([{c.STT: str(n), c.FLAG: "a"} for n in range(20)])
    for changed, blocks in (((), 0), ((3,), 1), ((3, 4, 9), 2), ((1, 5, 9), 3), ((1, 5, 9, 13), 1)):
        table.update({row: {c.FLAG: "a"} for row in range(20)})
        with counted() as calls:
            table.update({row: {c.FLAG: f"{blocks}b" if row in changed else "a"} for row in range(20)})
        assert calls["Range.raw_value="] == blocks, changed


def test_rows_come_below_the_last_that_holds_anything():
    book, table = blank(c.TASKS)
    table.replace([{c.STT: "1"}])
    area = table.xl.range
    table.xl.resize(area.resize(6, table.width))  # four blank rows at the end
    table = Workbook(book).table(c.TASKS)
    table.update({}, new=[{c.STT: "2"}, {c.STT: "3"}])
    assert Workbook(book).table(c.TASKS).values(c.STT) == ["1", "2", "3", None, None]


def test_rows_come_between_others_that_keep_what_hangs_on_them():
    book, table = with_own_column([{c.STT: "1"}, {c.STT: "2"}, {c.STT: "3"}], c.TASKS, c.STT)
    table.update(
        {2: {c.FLAG: "ba"}}, new=[{c.STT: "4"}], inserted={-1: [{c.STT: "0"}], 0: [{c.STT: "1a"}, {c.STT: "1b"}]}
    )
    assert [row[:2] for row in seen(book, c.TASKS, c.STT)] == [
        ("0", None), ("1", "của 1"), ("1a", None), ("1b", None), ("2", "của 2"), ("3", "của 3"), ("4", None),
    ]  # fmt: skip
    assert Workbook(book).table(c.TASKS).values(c.FLAG)[5] == "ba"


def test_rows_that_come_below_the_last_are_of_the_table():
    book, table = with_own_column([{c.STT: "1"}, {c.STT: "2"}], c.TASKS, c.STT)
    table.update({1: {c.FLAG: "hai"}}, inserted={0: [{c.STT: "1a"}], 1: [{c.STT: "3"}, {c.STT: "4"}]})
    assert [row[:2] for row in seen(book, c.TASKS, c.STT)] == [
        ("1", "của 1"), ("1a", None), ("2", "của 2"), ("3", None), ("4", None),
    ]  # fmt: skip
    assert Workbook(book).table(c.TASKS).values(c.FLAG)[2] == "hai"


def test_rows_come_right_below_the_last_where_the_clerk_has_columns_of_her_own():
    book, table = with_own_column([finding("a"), finding("b")])
    area = table.xl.range
    table.xl.resize(area.resize(6, table.width))  # three blank rows at the end, but for a formula in one
    table.sheet.range((table.top + 3, table.left + table.width - 1)).formula = "=1+1"
    Workbook(book).table(c.FINDINGS).update({}, new=[finding("c")])
    assert [text for text, *_ in seen(book)] == ["a", "b", "c", None, None]


def test_a_row_in_which_only_the_clerk_typed_is_not_written_over():
    book, table = with_own_column([finding("a")])
    table.xl.resize(table.xl.range.resize(4, table.width))
    table.sheet.range((table.top + 1, table.left + table.width - 2)).value = "nhớ hỏi lại"
    Workbook(book).table(c.FINDINGS).update({}, new=[finding("c")])
    assert [row[:2] for row in seen(book)] == [("a", "của a"), (None, "nhớ hỏi lại"), ("c", None)]


def test_a_column_that_the_table_lacks_is_left_out():
    _, table = blank(c.TASKS)
    table.update({0: {c.STT: "1", "Cột chưa có": "x"}})
    table.update({}, new=[{c.STT: "2", "Cột chưa có": "x"}])
    assert table.values(c.STT) == ["1", "2"]


def test_rows_come_below_one_that_is_filled_by_the_same_write():
    book, table = blank(c.TASKS)
    table.update({0: {c.STT: "1"}}, new=[{c.STT: "2"}])
    assert Workbook(book).table(c.TASKS).values(c.STT) == ["1", "2"]


def test_formulas_that_come_are_known_by_what_they_give():
    book, _ = blank(c.CRITERIA)
    read = Workbook(book)
    table = read.table(c.CRITERIA)
    table.update({0: {c.STT: "1", c.MAX_SCORE: Formula("=1+1", 2.0)}})
    assert (read.table(c.CRITERIA) is table, table.values(c.MAX_SCORE)) == (True, [2])
    table.update({}, new=[{c.STT: "2", c.MAX_SCORE: Formula("=2+2")}, {c.STT: "3", c.MAX_SCORE: 7}])
    assert read.table(c.CRITERIA).values(c.MAX_SCORE) == [2, 4, 7]


def test_a_table_that_grew_knows_what_its_new_rows_hold():
    book, _ = blank(c.CRITERIA)
    table = Workbook(book).table(c.CRITERIA)
    table.update({0: {c.STT: "1", c.NOTE: "a"}})
    assert table.contents(c.NOTE) == ["a"]
    table.update({}, new=[{c.STT: "2", c.LOST: Formula("=3-1", 2.0)}, {c.STT: "3", c.NOTE: "c"}])
    assert table.contents(c.NOTE) == ["a", None, "c"]
    assert [table.holds(row, c.LOST, "=3-1") for row in range(3)] == [False, True, False]
    assert not table.holds(1, c.STT, "=3-1")


def test_the_clerks_own_formulas_of_new_rows_are_read_again():
    book, _ = with_own_column([finding("a"), finding("bb")])
    read = Workbook(book)
    read.table(c.FINDINGS).update({}, new=[finding("ccc")])
    assert read.table(c.FINDINGS).body == Workbook(book).table(c.FINDINGS).body


@pytest.mark.parametrize("totals", [False, True])
def test_a_table_takes_in_the_column_beside_it_and_nothing_else(workbook, totals):
    path = workbook("thai-nguyen-2026")
    book = open_book(with_totals(path, c.TASKS) if totals else path)
    read = Workbook(book)
    table = read.table(c.TASKS)
    body, height = [*table.body], 1 + len(table.body) + totals
    beside, under = table.left + table.width, table.top - 1 + height
    table.sheet.range((under, beside)).value = "của Hoa"
    cells = table.beside()
    assert (cells.column, cells.row, cells.shape) == (beside, table.top - 1, (height, 1))
    cells[0, 0].value = " Việc  riêng "
    table.widen()
    assert table.width == len(table.headings) == beside - table.left + 1
    wider = read.table(c.TASKS)
    assert (wider.headings[-1], wider.has_totals) == ("Việc riêng", totals)
    assert wider.body == [[*row, None] for row in body]
    assert wider.xl.range.shape == (height, table.width)
    assert wider.sheet.range((under, beside)).value == "của Hoa"


def test_what_was_typed_under_a_table_is_never_taken_in_nor_written_over():
    book, table = blank(c.LOG)
    table.sheet.range((table.top + 1, table.left)).value = "của Hoa"
    table = Workbook(book).table(c.LOG)
    table.update({}, new=[{c.ACTION: f"việc {n}"} for n in range(4)])
    read = Workbook(book).table(c.LOG)
    assert read.values(c.ACTION) == [f"việc {n}" for n in range(4)]
    assert table.sheet.range((read.top + 4, read.left)).value == "của Hoa"
    assert read.below()[0] == "của Hoa"


def test_what_was_typed_under_a_table_stays_right_under_it_when_all_its_rows_go():
    book, table = blank(c.FINDINGS)
    table.replace([finding("a"), finding("b")], key=KEY)
    table.sheet.range((table.top + 2, table.left)).value = "của Hoa"
    Workbook(book).table(c.FINDINGS).replace([finding("x")], key=KEY)
    read = Workbook(book).table(c.FINDINGS)
    assert read.values(c.CONTENT) == ["x"]
    assert read.below()[0] == "của Hoa"


def test_a_table_beside_another_grows_without_touching_it():
    book, table = blank(c.UNITS)
    groups = Workbook(book).table(c.GROUPS)
    groups.replace([{c.GROUP_NAME: f"nhóm {n}"} for n in range(3)])
    table.replace([{c.UNIT_CODE: f"P{n}"} for n in range(5)])
    table.replace([{c.UNIT_CODE: code} for code in ("P0", "X", "P2", "P4")], key=((c.UNIT_CODE,),))
    read = Workbook(book)
    assert read.table(c.UNITS).values(c.UNIT_CODE) == ["P0", "X", "P2", "P4"]
    assert read.table(c.GROUPS).values(c.GROUP_NAME) == ["nhóm 0", "nhóm 1", "nhóm 2"]


def test_a_row_of_totals_says_why_rows_cannot_come(workbook):
    book = open_book(workbook("so-cchc"))
    table = Workbook(book).table(c.LOG)
    table.has_totals = True
    with pytest.raises(WorkbookError, match="dòng tổng"):
        table.update({}, new=[{c.ACTION: "a"}, {c.ACTION: "b"}])


def test_a_text_too_long_for_a_cell_is_refused_with_its_cell_before_anything_is_written():
    book, table = blank(c.TASKS)
    with pytest.raises(DataError, match="Nhiệm vụ', ô B6"):
        table.update({0: {c.STT: "1", c.TASK_NAME: "x" * 40_000}})
    assert Workbook(book).table(c.TASKS).values(c.STT) == [None]


def test_a_table_just_read_is_as_the_workbook_has_it(workbook):
    assert not read_table(open_book(workbook("lang-son-2026")), c.CRITERIA).is_stale


def test_runs_are_of_numbers_one_after_the_other():
    assert list(runs([1, 2, 3, 7, 9, 10])) == [(1, 3), (7, 7), (9, 10)]
