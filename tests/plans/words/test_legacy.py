"""Text from before Unicode."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_macros.plans.words.legacy import encoding_of_font, from_font, recognise, to_unicode
from tests.plans.old_fonts import in_tcvn3, in_vni

SENTENCE = (
    "Công tác chỉ đạo, điều hành; cải cách thủ tục hành chính, kỷ luật, kỹ thuật, người dân ở xã, ứng dụng, quý ỵ"
)
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
LETTERS = ["đ", *(unicodedata.normalize("NFC", base + tone) for base in "aăâeêioôơuưy" for tone in TONES)]


def test_a_line_in_tcvn3_as_old_files_hold_it():
    assert to_unicode("C«ng t¸c chØ ®¹o, ®iÒu hµnh; ng­êi d©n; §¬n vÞ", "TCVN3") == (
        "Công tác chỉ đạo, điều hành; người dân; Đơn vị"
    )


def test_a_line_in_vni_as_old_files_hold_it():
    assert to_unicode("Coâng taùc chæ ñaïo, ñieàu haønh; ngöôøi daân; SÔÛ TÖ PHAÙP", "VNI") == (
        "Công tác chỉ đạo, điều hành; người dân; SỞ TƯ PHÁP"
    )


@given(st.text(alphabet=[*LETTERS, *"bcghklmnpqrstvx 0123456789.,;/-"]))
def test_every_letter_comes_back_from_both_encodings(text: str):
    assert to_unicode(in_tcvn3(text), "TCVN3") == text
    assert to_unicode(in_vni(text), "VNI") == text


@pytest.mark.parametrize(
    ("font", "encoding"),
    [
        (".VnTime", "TCVN3"), (".VnArialH", "TCVN3"), ("ABCDEF+.VnTimeH", "TCVN3"), ("VNI-Times", "VNI"),
        ("Times New Roman", None), ("Vani", None), ("", None),
    ],
)  # fmt: skip
def test_the_font_tells_the_encoding(font: str, encoding: str | None):
    assert encoding_of_font(font) == encoding


def test_the_capitals_font_of_tcvn3_shows_capitals():
    assert from_font("c¶i c¸ch", ".VnTimeH") == "CẢI CÁCH"
    assert from_font("c¶i c¸ch", ".VnTime") == "cải cách"
    assert from_font("cải cách", "Times New Roman") == "cải cách"


def test_content_tells_the_encoding():
    assert recognise(in_tcvn3(SENTENCE)) == "TCVN3"
    assert recognise(in_vni(SENTENCE)) == "VNI"


@pytest.mark.parametrize(
    "text", [SENTENCE, unicodedata.normalize("NFD", SENTENCE), "plain ASCII", "", "café déjà vu naïve"]
)
def test_text_that_is_fine_is_left_alone(text: str):
    assert recognise(text) is None
