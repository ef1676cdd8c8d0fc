"""Cause, remedy and who is in charge in a unit's note."""

import pytest

from cchc_macros import contract as c
from cchc_macros.rules.notes import part_of_note, person_in, without_person


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
    assert (part_of_note(note, c.CAUSE), part_of_note(note, c.REMEDY)) == (cause, remedy)


@pytest.mark.parametrize(
    ("note", "person", "rest"),
    [
        ("Người phụ trách: Nguyễn Văn A", "Nguyễn Văn A", ""),
        ("người phụ trách : Trần B.; nguyên nhân: thiếu người", "Trần B", "nguyên nhân: thiếu người"),
        ("Chờ hướng dẫn\nNgười phụ trách: Lê C\nđã họp", "Lê C", "Chờ hướng dẫn\nđã họp"),
        ("Chờ hướng dẫn", "", "Chờ hướng dẫn"),
        ("", "", ""),
    ],
)
def test_the_person_is_taken_out_of_the_note(note, person, rest):
    assert (person_in(note), without_person(note)) == (person, rest)
