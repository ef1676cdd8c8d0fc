"""The texts of single cells."""

from datetime import datetime

import pytest

from cchc_macros.book.cells import lines_of, split_names, text_of


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2.0, "2"), (2.5, "2.5"), (None, ""), (" a  b ", "a b"), (12, "12"),
        (datetime(2026, 4, 5), "05/4/2026"),  # noqa: DTZ001  a cell's own day
    ],
)  # fmt: skip
def test_a_number_or_a_day_in_a_cell_of_words_reads_as_it_shows(value, text):
    assert text_of(value) == lines_of(value) == text
    assert split_names(value) == ((text,) if text else ())


def test_lines_and_names_are_kept_apart():
    assert lines_of("a \n\n b") == "a\nb"
    assert split_names("VP; NV1\nNV2;") == ("VP", "NV1", "NV2")
