"""STT as plans write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_macros.plans.words.codes import read_code, split_code, unique_codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1", "1"), ("1.", "1"), ("1.1.", "1.1"), ("I.", "I"), ("VII", "VII"), ("a)", "a"), ("(1)", "1"), ("A", "A"),
        ("II.1", "II.1"), (" 3.1.2 ", "3.1.2"), ("1,1", "1.1"), ("TC1", "1"), ("1.10", "1.10"),
        ("TCTP 1.1", "1.1"), ("Tiêu chí 2", "2"), ("1bis", "1bis"), ("NV 3.", "3"),
        ("5. 1", "5.1"), ("5 .1 .2.", "5.1.2"), ("1/", "1"),
    ],
)  # fmt: skip
def test_an_stt_is_read_without_its_trailing_marks(text: str, code: str):
    assert read_code(text) == code


@pytest.mark.parametrize("text", ["", "-", "Văn phòng Sở", "STT", "Nơi nhận:", "1 2", "CÔNG TÁC"])
def test_what_is_no_stt_is_none(text: str):
    assert read_code(text) is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("I. CÔNG TÁC CHỈ ĐẠO", ("I", "CÔNG TÁC CHỈ ĐẠO")), ("1.2. Rà soát", ("1.2", "Rà soát")),
        ("Phần I. Chỉ đạo", ("I", "Chỉ đạo")),
        ("LĨNH VỰC 2: THỂ CHẾ", ("2", "THỂ CHẾ")), ("III - TÀI CHÍNH", ("III", "TÀI CHÍNH")),
        ("Mục tiêu 1: đạt", None), ("3.5 điểm", None), ("Rà soát", None), ("31.12.2026", None),
    ],
)  # fmt: skip
def test_an_stt_in_front_of_a_name_is_split_off(text: str, parts: tuple[str, str] | None):
    assert split_code(text) == parts


@pytest.mark.parametrize(
    ("codes", "unique"),
    [
        ("I 1 2 II 1 2", "I I.1 I.2 II II.1 II.2"),
        ("I 1 1.1 2 II 1 1.1", "I I.1 I.1.1 I.2 II II.1 II.1.1"),
        ("A I 1 II 1 B I 1", "A A.I A.I.1 A.II A.II.1 B B.I B.I.1"),
        ("1 a b 2 a b", "1 1.a 1.b 2 2.a 2.b"),
        ("1.1 a b 1.2 a b", "1.1 1.1.a 1.1.b 1.2 1.2.a 1.2.b"),
        ("I 1.1 II 2.1 a 2.2 a", "I 1.1 II 2.1 2.1.a 2.2 2.2.a"),
        ("I 1.1 II 2.1 III 3.1", "I 1.1 II 2.1 III 3.1"),
        ("VII 7.1 7.3 7.3.1 8 8.1", "VII 7.1 7.3 7.3.1 8 8.1"),
        ("3.1 3.2 3.2 3.3", "3.1 3.2 3.2 3.3"),
        ("1.1 1.2 1.9 1.1 1.11 1.19 1.2", "1.1 1.2 1.9 1.10 1.11 1.19 1.20"),
    ],
)
def test_numbering_that_begins_anew_gets_its_section_and_all_else_stays(codes: str, unique: str):
    assert " ".join(unique_codes(codes.split())) == unique


@given(st.lists(st.integers(1, 9), min_size=1, max_size=6))
def test_sections_numbered_anew_never_clash(sizes: list[int]):
    romans = ("I", "II", "III", "IV", "V", "VI")
    codes = [
        code for roman, size in zip(romans, sizes, strict=False) for code in (roman, *map(str, range(1, size + 1)))
    ]
    assert len(set(unique_codes(codes))) == len(codes)
