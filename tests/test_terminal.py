"""What a clerk may answer at a terminal."""

import unicodedata

import pytest

from cchc_macros.terminal import agrees


@pytest.mark.parametrize(
    ("answer", "yes"),
    [("c", True), ("Có", True), ("có ", True), ("CO", True), ("", False), ("không", False), ("y", False)],
)
def test_only_a_clear_yes_in_whatever_spelling_is_one(answer, yes):
    typed = [unicodedata.normalize(form, answer) for form in ("NFC", "NFD")]
    assert [agrees(lambda _: typed.pop(), "Gửi?") for _ in ("one", "other")] == [yes, yes]
