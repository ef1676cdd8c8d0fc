"""Cause and remedy in a unit's note."""

import pytest

from cchc_macros import contract as c
from cchc_macros.rules.scoring.causes import told_in


@pytest.mark.parametrize(
    ("note", "cause", "remedy"),
    [
        ("Nguyên nhân: thiếu người; Giải pháp: tập huấn", "thiếu người", "tập huấn"),
        ("Chờ hướng dẫn\nGIẢI PHÁP : rà soát\ntập huấn", "", "rà soát\ntập huấn"),
        ("Nguyên nhân: a; b\nNgười phụ trách: Trần B; Giải pháp: c", "a; b", "c"),
        ("Nguyên nhân chậm: không rõ", "", ""),
        ("Nguyên nhân:", "", ""),
        ("", "", ""),
    ],
)
def test_they_are_read_up_to_the_next_heading(note, cause, remedy):
    assert (told_in(note, c.CAUSE), told_in(note, c.REMEDY)) == (cause, remedy)
