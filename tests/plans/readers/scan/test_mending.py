"""What a reader of scans gets wrong, mended where form or order leave no choice, told otherwise."""

import pytest

from cchc_macros.plans.model import Line, Place
from cchc_macros.plans.readers.scan.mending import is_alike, mend


def mended(*rows: str) -> tuple[list[list[str]], list[tuple[str, ...]]]:
    lines = [Line(tuple(row.split("|")), Place("trang 1, hàng", n)) for n, row in enumerate(rows, start=1)]
    found, doubts = mend(lines)
    return [list(line.texts) for line in found], list(doubts.values())


def codes(*texts: str) -> list[str]:
    rows, _ = mended("STT|Nội dung", *(f"{text}|Việc" for text in texts))
    return [row[0] for row in rows[1:]]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        (("I", "1.l", "1.2", "lI", "2.1"), ["I", "1.1", "1.2", "II", "2.1"]),
        (("10", "H", "12"), ["10", "11", "12"]),
        (("I", "1", "2", "H", "1"), ["I", "1", "2", "II", "1"]),
        (("3.1", "3.1.1", "3.1,2", "3.l.3", "3.2"), ["3.1", "3.1.1", "3.1.2", "3.1.3", "3.2"]),
        (("1", "2", "S"), ["1", "2", "S"]),  # a five would not come next
        (("4", "S"), ["4", "5"]),
        (("1.", "2 _", "3"), ["1", "2", "3"]),
        (("I", "1.1", "II", "2.1", "II", "3.1"), ["I", "1.1", "II", "2.1", "III", "3.1"]),
        (("I", "II", "3", "3.1"), ["I", "II", "3", "3.1"]),
    ],
)
def test_stt_are_read_as_their_order_has_them(read: tuple[str, ...], meant: list[str]):
    assert codes(*read) == meant


def test_a_second_roman_number_is_told():
    _, doubts = mended("STT|Nội dung", "I|A", "1.1|B", "I|C", "2.1|D")
    assert doubts[0] == ("I",)


def test_set_phrases_keep_their_capitals():
    rows, _ = mended("STT|Nội dung", "1|CẢI CÁCH HÀNH CHINH; Kê hoạch; kê hoạch")
    assert rows[1][1] == "CẢI CÁCH HÀNH CHÍNH; Kế hoạch; kế hoạch"


def test_an_stt_out_of_order_stays_and_is_told():
    rows, doubts = mended("STT|Nội dung", "1|A", "7|B", "8|C")
    assert [row[0] for row in rows] == ["STT", "1", "7", "8"]
    assert doubts == [("7",)]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Trong ngày 3l/12/2O26", "Trong ngày 31/12/2026"),
        ("Tháng l2/2026", "Tháng 12/2026"),
        ("Trước 01/6/2026", "Trước 01/6/2026"),
        ("Kế hoạch số 02/KH-STP", "Kế hoạch số 02/KH-STP"),
        ("39/l2/2026", "39/l2/2026"),  # no day
    ],
)
def test_dates_have_figures(read: str, meant: str):
    rows, _ = mended("STT|Nội dung|Thời hạn", f"1|A|{read}")
    assert rows[1][2] == meant


def test_the_usual_form_of_a_text_wins_over_another_tone_or_letter():
    often = [f"{n}|Việc {n}|Văn phòng Sở; Phòng Nghiệp vụ II" for n in range(1, 5)]
    rows, _ = mended("STT|Nội dung|Chủ trì", *often, "5|E|Vãn phòng Sờ; Phòng Nghiep vụ II", "6|G|Văn phàng Sở")
    assert rows[5][2] == "Văn phòng Sở; Phòng Nghiệp vụ II"
    assert rows[6][2] == "Văn phòng Sở"


def test_another_number_is_another_unit_however_often_the_first_stands():
    often = [f"{n}|Việc {n}|Phòng Nghiệp vụ II" for n in range(1, 9)]
    rows, _ = mended("STT|Nội dung|Chủ trì", *often, "9|H|Phòng Nghiệp vụ I", "10|K|Phòng Nghiệp vụ IIl")
    assert [row[2] for row in rows[9:]] == ["Phòng Nghiệp vụ I", "Phòng Nghiệp vụ IIl"]


def test_points_have_figures_and_are_told():
    rows, doubts = mended("STT|Tiêu chí|Điểm tối đa", *(f"{n}|A|{n}" for n in range(1, 6)), "6|B|H", "7|C|l,5")
    assert [row[2] for row in rows[6:]] == ["11", "1,5"]
    assert doubts == [("H",), ("l,5",)]


def test_known_headings_are_told_a_letter_apart():
    rows, _ = mended("STT|Nội dunq|Đơn vị chủ trỉ")
    assert rows[0] == ["STT", "Nội dung", "Đơn vị chủ trỉ"]  # the last is known whatever its tones


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("trong nam", "treng nam", True),
        ("so 1", "so 7", False),
        ("a b", "a b c", False),
        ("thang 12", "thang 11", False),
    ],
)
def test_alike(one: str, other: str, alike: bool):  # noqa: FBT001
    assert is_alike(one, other) == alike
