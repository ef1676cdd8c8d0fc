"""Who is in charge, as a unit's note names them."""

import pytest

from cchc_macros.rules.tasks.persons import person_in, without_person


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
