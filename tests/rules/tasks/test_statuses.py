"""The words by which people tell how far work is."""

import pytest

from cchc_macros import contract as c
from cchc_macros.rules.tasks.statuses import status_named, status_of


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("đã xong.", c.DONE), ("HT", ""), ("Hoàn thành 100%", c.DONE), ("hoàn thành (100%)", c.DONE),
        ("ko phát sinh", c.NOT_ARISEN), ("Chưa ps", c.NOT_ARISEN),
        ("K.phát sinh", c.NOT_ARISEN), ("không PS", c.NOT_ARISEN), ("Không   thực hiện được!", c.CANNOT),
        ("đang làm (chậm)", ""), ("Đang thực hiện 60%", ""), ("Hoàn thành 90%", ""), ("k", ""), ("", ""),
    ],
)  # fmt: skip
def test_short_forms_are_read_and_nothing_else_is_guessed(text, status):
    assert status_named(text) == status


def test_a_register_says_how_far_its_paper_is():
    assert (status_of("Đang soạn thảo"), status_of("chưa ban hành"), status_of("Xong")) == (c.DOING, c.TODO, c.DONE)
