"""The shorter ways in which people write a unit's name."""

import pytest

from cchc_macros.rules.units.shortened import spellings, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Phòng NV số 02", ["phong", "nv", "2"]),
        ("P.NV-II", ["p", "nv", "2"]),
        ("PNV2", ["pnv", "2"]),
        ("số 1", ["so", "1"]),
        ("Văn phòng Sở", ["van", "phong", "so"]),
        ("lần 00", ["lan", "0"]),
        ("", []),
    ],
)
def test_words_are_compared_without_diacritics_and_numbers_as_numbers(text, words):
    assert words_of(text)[1] == words


def test_what_is_glued_to_digits_is_no_word_as_written():
    assert words_of("TT TT1, đợt III") == (["TT", "", "", "đợt", "III"], ["tt", "tt", "1", "dot", "3"])


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Phòng Nghiệp vụ II", {"p nghiep vu 2", "phong nv 2", "p nv 2", "pnv 2", "nv 2", "pnvii", "nvii"}),
        ("Phòng Công chứng số 1", {"phong cc 1", "pcc 1", "cc 1"}),
        ("Trung tâm Trợ giúp pháp lý nhà nước", {"tt tgpl", "trung tam tgpl", "tttgpl", "tttgplnn"}),
        ("Văn phòng Sở", {"vp so"}),
    ],
)
def test_shortenings_keep_the_number(name, short):
    found = {" ".join(words) for words in spellings(name)}
    assert short <= found
    assert all(word.endswith(("2", "1", "ii", "i")) for word in found if not name[-1].islower())


def test_too_few_initials_without_a_number_are_no_name():
    assert {" ".join(words) for words in spellings("Phòng Pháp chế")} == {"phong phap che", "p phap che"}
    assert list(spellings("Sở")) == [("so",)]
    assert list(spellings("")) == []
