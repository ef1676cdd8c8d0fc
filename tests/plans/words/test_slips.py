"""Scanning slips."""

import pytest

from cchc_macros.plans.words.slips import find_slips, suggestion


@pytest.mark.parametrize(
    ("text", "slips"),
    [
        ("Phê duyet vị trí việc làm", ("Phê duyet",)), ("được xử lý phân đầu đạt", ("phân đầu",)),
        ("ket quả", ("ket",)), ("kết quả, phấn đấu, phê duyệt, xử lí", ()), ("trong phần đầu của", ()),
        ("SIPAS, TTHC, QPPL, internet, net", ()), ("các tổ chức, đúng luật, nước, học tập, một, thích", ()),
        ("QUYET ĐỊNH", ()),
    ],
)  # fmt: skip
def test_slips_are_found_and_good_words_are_not(text: str, slips: tuple[str, ...]):
    assert find_slips(text) == slips


def test_the_set_phrase_is_suggested():
    assert suggestion("Phê duyet") == "phê duyệt"
    assert suggestion("ket") == ""
