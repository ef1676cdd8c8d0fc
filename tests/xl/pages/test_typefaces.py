import unicodedata
from importlib.resources import files

import pytest

from xl import fit
from xl.pages import typefaces
from xl.pages.typefaces import split_by_face, typeface, word_width

VIETNAMESE = "aăâeêioôơuưyđ"
MARKS = "\u0300\u0301\u0303\u0309\u0323"


@pytest.mark.parametrize(("bold", "italic"), [(False, False), (True, False), (False, True), (True, True)])
def test_our_own_typeface_has_every_vietnamese_letter(bold, italic):
    face = typeface("Tinos", bold, italic)
    letters = {unicodedata.normalize("NFC", letter + mark) for letter in VIETNAMESE for mark in ("", *MARKS)}
    wanted = {form for letter in letters if len(letter) == 1 for form in (letter, letter.upper())}
    assert len(wanted) > 140
    assert wanted <= face.signs
    assert set("0123456789.,;:()%–…“”•−×≥≤") <= face.signs


def test_it_has_the_widths_of_times_new_roman():
    for text in ("So Tu phap 2026", "PHONG NGHIEP VU", "(91,00%); 01/6/2026 - quy I"):
        for bold in (False, True):
            expected = fit.text_width(text, 1, bold=bold)
            assert word_width(typeface("Tinos", bold, False), text) == pytest.approx(expected, rel=0.001)


def test_its_licence_comes_with_it():
    assert "SIL OPEN FONT LICENSE Version 1.1" in (files("xl.pages") / "fonts" / "OFL.txt").read_text("utf-8")


def test_a_typeface_that_the_system_lacks_is_replaced():
    assert typeface("Không Có Phông Này", True, False).name == typeface("Tinos", True, False).name


def test_the_systems_times_new_roman_is_taken_where_there_is_one(tmp_path, monkeypatch):
    own = files("xl.pages") / "fonts"
    for name, file in (("times.ttf", "Regular"), ("timesbd.ttf", "Bold")):
        (tmp_path / name).write_bytes((own / f"Tinos-{file}.ttf").read_bytes())
    monkeypatch.setattr(typefaces, "_folders", lambda: [tmp_path])
    find = typefaces._system_file.__wrapped__
    assert find("times new roman", bold=False, italic=False) == tmp_path / "times.ttf"
    assert find("times new roman", bold=True, italic=False) == tmp_path / "timesbd.ttf"
    assert find("times new roman", bold=True, italic=True) is None


def test_a_damaged_typeface_of_the_system_does_no_harm(tmp_path, monkeypatch):
    (tmp_path / "times.ttf").write_bytes(b"\x00\x01\x00\x00 no typeface")
    monkeypatch.setattr(typefaces, "_folders", lambda: [tmp_path])
    monkeypatch.setattr(typefaces, "_system_file", typefaces._system_file.__wrapped__)
    assert "Tinos" in typeface.__wrapped__("Times New Roman", False, False).name


def test_a_text_is_split_where_a_sign_is_missing(monkeypatch):
    face, other = typeface("Tinos", False, False), typeface("Tinos", True, False)
    monkeypatch.setattr(typefaces, "_with_sign", {"中": other}.get)
    assert split_by_face(face, "a中b") == [(face, "a"), (other, "中"), (face, "b")]
    assert split_by_face(face, "a\nb") == [(face, "a\nb")]
    assert split_by_face(face, "a\ue000b") == [(face, "a\ue000b")]
