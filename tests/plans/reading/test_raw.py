"""Ditto marks repeat the cell above them, never one further up."""

import pytest

from cchc_macros.plans.reading.raw import fill_dittos


@pytest.mark.parametrize("mark", ["nt", "- nt -", "NT", "n.t", "Như trên", '"', "-”-", "''"])
def test_a_ditto_mark_is_the_cell_above(mark: str):
    rows = [{"a": "1", "b": "Văn phòng"}, {"a": "2", "b": mark}, {"a": "3", "b": mark}]
    assert fill_dittos(rows) == 2
    assert [row["b"] for row in rows] == ["Văn phòng"] * 3


def test_a_ditto_mark_below_an_empty_cell_is_empty():
    rows = [{"a": "1", "b": "Văn phòng"}, {"a": "2", "c": "x"}, {"a": "3", "b": "nt"}]
    fill_dittos(rows)
    assert rows[2] == {"a": "3"}


def test_a_heading_between_does_not_count():
    rows = [{"a": "1", "b": "Văn phòng"}, {"a": "II"}, {"a": "2", "b": "nt"}]
    fill_dittos(rows)
    assert rows[2]["b"] == "Văn phòng"


def test_a_mark_with_nothing_above_and_words_that_only_begin_so_stay():
    rows = [{"a": "1", "b": "nt"}, {"a": "2", "b": "Như trên, thêm Phòng A"}]
    assert fill_dittos(rows) == 0
    assert [row["b"] for row in rows] == ["nt", "Như trên, thêm Phòng A"]
