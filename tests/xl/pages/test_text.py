import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl.pages.looks import Ink
from xl.pages.text import Run, break_lines
from xl.pages.typefaces import typeface, word_width

REGULAR = typeface("Times New Roman", False, False)
BOLD = typeface("Times New Roman", True, False)
INK = Ink(face=REGULAR, size=12)


def texts(runs, room):
    return ["".join(piece.text for piece in line.pieces) for line in break_lines(runs, room)]


def test_text_is_wrapped_at_spaces_and_at_its_own_line_breaks():
    room = word_width(REGULAR, "Phòng Nghiệp vụ") * 12
    assert texts([Run(INK, "Phòng Nghiệp vụ II\nVăn phòng")], room) == ["Phòng Nghiệp vụ", "II", "Văn phòng"]
    assert texts([Run(INK, "Phòng Nghiệp vụ II\nVăn phòng")], None) == ["Phòng Nghiệp vụ II", "Văn phòng"]


def test_a_word_wider_than_the_room_is_broken():
    room = word_width(REGULAR, "wwwww") * 12
    assert texts([Run(INK, "a wwwwwwwwwwww")], room) == ["a", "wwwww", "wwwww", "ww"]


def test_letters_of_several_looks_stand_side_by_side_in_one_line():
    (line,) = break_lines([Run(INK, "Một "), Run(Ink(face=BOLD, size=14), "hai")], None)
    assert [(piece.text, piece.ink.face) for piece in line.pieces] == [("Một ", REGULAR), ("hai", BOLD)]
    assert line.pieces[1].x == pytest.approx(line.pieces[0].width)
    assert line.height == pytest.approx(14 * 1.15)


def test_a_sign_that_the_typeface_lacks_is_drawn_in_one_that_has_it():
    (line,) = break_lines([Run(INK, "ấ")], None)
    assert [piece.ink.face for piece in line.pieces] == [REGULAR]
    pieces = break_lines([Run(INK, "a\u2713")], None)[0].pieces
    assert "".join(piece.text for piece in pieces) == "a\u2713"


@given(st.lists(st.text("aơ \nw", max_size=30), min_size=1, max_size=3), st.floats(8, 200))
def test_no_letter_is_lost_and_no_line_is_too_long(parts, room):
    runs = [
        Run(Ink(face=face, size=size), part)
        for part, face, size in zip(parts, (REGULAR, BOLD, REGULAR), (12, 9, 15), strict=False)
    ]
    lines = break_lines(runs, room)
    assert "".join(texts(runs, room)).replace(" ", "") == "".join(parts).replace(" ", "").replace("\n", "")
    for line in lines:
        shown = "".join(piece.text for piece in line.pieces)
        assert line.width <= room + 0.02 or len(shown.strip()) <= 1 or not shown.strip()
    assert sum(line.last for line in lines) == "".join(parts).count("\n") + 1
