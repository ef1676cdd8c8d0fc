"""Merging two values of one cell: nothing newer, agreed or edited is overwritten in silence."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_macros.returns.merge import EDITED, ERASED, OLDER, TWO_RETURNS, Reply, merge_row
from cchc_macros.rules.tasks.memory import Memory, mark

DAY = datetime(2026, 5, 1, tzinfo=UTC)
HEADINGS = ("a", "b")


def said(value, day=1, source="f"):
    return Reply(source, DAY + timedelta(days=day), {"a": value})


def memory(value, day=1):
    return Memory().after(DAY + timedelta(days=day), {"a": value})


def merge(mine, remembered, *entries, asked=()):
    return merge_row({"a": mine}, remembered, entries, {"a": set(asked)} if asked else {})


@pytest.mark.parametrize(
    ("mine", "remembered", "entry", "taken"),
    [
        ("", Memory(), said("x"), "x"),  # nothing there yet
        ("", memory("", 5), said("x", 1), "x"),  # a blank is nothing to lose, however old the file
        ("x", memory("x"), said("y", 2), "y"),  # the unit says something newer
        ("x", memory("x"), said("x", 2), None),
        ("x", Memory(), said("x"), None),  # the office typed the same
        ("x", Memory(), said(""), None),  # a blank says nothing
        ("x", memory("y"), said("y", 2), None),  # the office keeps its own against what it knows already
        ("x", memory("x", 5), said("", 1), None),
    ],
)
def test_what_is_settled_without_asking(mine, remembered, entry, taken):
    merged = merge(mine, remembered, entry)
    assert merged.conflicts == []
    assert {h: e.values[h] for h, e in merged.taken.items()} == ({"a": taken} if taken else {})


@pytest.mark.parametrize(
    ("mine", "remembered", "entries", "reasons"),
    [
        ("x", memory("x", 5), [said("y", 1)], [OLDER]),
        ("x", memory("x", 5), [said("y", 5)], [OLDER]),  # the same moment: nobody knows which is newer
        ("x", Memory(), [said("y")], [EDITED]),
        ("x", memory("z"), [said("y", 9)], [EDITED]),
        ("", memory("z"), [said("y", 9)], [EDITED]),  # the office cleared the cell
        ("x", memory("x"), [said("", 9)], [ERASED]),
        ("", Memory(), [said("x", 1), said("y", 2)], [TWO_RETURNS, TWO_RETURNS]),
        ("x", memory("x"), [said("x", 3), said("y", 2)], [TWO_RETURNS]),
    ],
)
def test_what_the_office_is_asked(mine, remembered, entries, reasons):
    merged = merge(mine, remembered, *entries)
    assert [conflict.reason for conflict in merged.conflicts] == reasons
    assert merged.taken == {}
    assert merged.memory == remembered
    assert all(conflict.mine == mine and conflict.theirs != mine for conflict in merged.conflicts)


def test_a_value_already_in_question_is_not_asked_twice_and_the_cell_waits():
    assert merge("x", memory("x"), said("y", 9), asked=["y"]).conflicts == []
    waiting = merge("x", memory("x"), said("z", 9), asked=["y"])
    assert [conflict.theirs for conflict in waiting.conflicts] == ["z"]
    assert waiting.taken == {}


def test_two_files_that_agree_count_as_the_newer_one():
    merged = merge("", Memory(), said("x", 1, "cũ"), said("x", 2, "mới"))
    assert merged.by_source() == {"mới": {"a": "x"}}


def test_cells_of_a_row_are_settled_one_by_one():
    merged = merge_row(
        {"a": "1", "b": "2"}, memory("1"), [Reply("f", DAY + timedelta(days=3), {"a": "8", "b": "9"})], {}
    )
    assert merged.by_source() == {"f": {"a": "8"}}
    assert [(conflict.heading, conflict.reason) for conflict in merged.conflicts] == [("b", EDITED)]
    assert merged.memory.knows("a", "8")
    assert "b" not in merged.memory.marks


def test_a_file_older_than_the_last_one_taken_asks():
    taken = merge("x", memory("x", 1), said("y", 9))
    between = merge("y", taken.memory, said("z", 5))
    assert [conflict.reason for conflict in between.conflicts] == [OLDER]


values = st.sampled_from(["", "x", "y", "z"])
moments = st.integers(0, 5)


@given(values, values, moments, st.lists(st.tuples(values, moments), min_size=1, max_size=3))
def test_merging_again_changes_nothing(mine, known, when, files):
    remembered = memory(known, when)
    entries = [said(value, day, str(i)) for i, (value, day) in enumerate(files)]
    first = merge(mine, remembered, *entries)
    after = {h: e.values[h] for h, e in first.taken.items()}.get("a", mine)
    again = merge(after, first.memory, *entries, asked={conflict.theirs for conflict in first.conflicts})
    assert again.taken == {}
    assert again.conflicts == []
    assert again.memory.marks == first.memory.marks


@given(values, values, moments, st.lists(st.tuples(values, moments), min_size=1, max_size=3))
def test_every_value_a_unit_gave_is_in_the_workbook_asked_or_was_known(mine, known, when, files):
    merged = merge(mine, memory(known, when), *(said(value, day) for value, day in files))
    now = {h: e.values[h] for h, e in merged.taken.items()}.get("a", mine)
    asked = {conflict.theirs for conflict in merged.conflicts}
    for value, _ in files:
        assert value in ("", now, known) or value in asked
    if mine and now != mine:
        assert mine == known, "only what the unit itself said may be overwritten"


@given(st.dictionaries(st.sampled_from(HEADINGS), st.text(max_size=5)), moments)
def test_a_memory_is_written_and_read_back(settled, day):
    remembered = Memory().after(DAY + timedelta(days=day), settled)
    assert Memory.read(remembered.write(HEADINGS), HEADINGS) == remembered


@pytest.mark.parametrize("text", ["", "chữ lạ", "20260501T000000", "x a b"])
def test_what_is_no_memory_remembers_nothing(text):
    assert Memory.read(text, HEADINGS).marks == {}


def test_a_blank_is_kept_by_the_mark_that_stands_in_workbooks_of_staff():
    assert Memory(marks={"a": mark("")}).write(["a", "b"]) == ". - ."


def test_what_the_task_sheet_showed_is_remembered_by_heading():
    remembered = Memory().showing({"Trạng thái": "Hoàn thành"})
    assert remembered.showed("Trạng thái", "Hoàn thành")
    assert not remembered.showed("Trạng thái", "Đang thực hiện")
    assert Memory().showed("Trạng thái", "Chưa thực hiện", first="Chưa thực hiện")
