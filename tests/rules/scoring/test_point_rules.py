"""Points by rule: exact at the edges, capped, and the same in the live formula."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_macros.rules.audit.points import gaps, overlaps
from cchc_macros.rules.scoring.point_rule_texts import NotARule, key, read_rule
from cchc_macros.rules.scoring.rule_points import (
    BLANK,
    NEGATIVE,
    NO_BAND,
    NO_MAXIMUM,
    NO_OPTION,
    NOTHING_AROSE,
    Declared,
    near_edge,
    points,
)

BANDS = "trên 90 %: 2; từ 70 % – 90 %: 1; dưới 70 %: 0"


def given_by(text, a=None, b=None, maximum="2", words="", places=2):
    rule = read_rule(text)
    numbers = [None if number is None else Decimal(number) for number in (a, b)]
    top = None if maximum is None else Decimal(maximum)
    return points(rule, top, Declared(*numbers, words), same=key(words), places=places)


@pytest.mark.parametrize(
    ("text", "rests"), [("trên 90 %: 2; còn lại: 0", [False, True]), (BANDS, [False, False, False])]
)
def test_what_is_left_is_a_band_without_ends(text, rests):
    assert [band.is_rest for band in read_rule(text).bands] == rests


@pytest.mark.parametrize(
    ("text", "a", "b", "expected"),
    [
        (BANDS, "100", "91", "2"),
        (BANDS, "100", "90", "1"),  # exactly 90 is in the lower band
        (BANDS, "1000000", "900001", "2"),
        (BANDS, "10", "7", "1"),  # 0.7 in binary would fall below
        (BANDS, "1000", "699.999", "0"),
        (BANDS, "25001", "22500", "1"),  # 89,996 %, shown as 90,00
        ("b/a × tối đa", "3", "1", "0.67"),
        ("b/a × tối đa", "3", "5", "2"),  # never above the maximum
        ("b/a × tối đa; từ 80%", "10", "8", "1.6"),
        ("b/a × tối đa; từ 80%", "1000", "799", "0"),
        ("tối đa × b/a", "4", "3", "1.5"),
        ("b/a × 1,5", "4", "3", "1.13"),  # 1,125, half up
        ("a/b × tối đa", "3", "4", "1.5"),
        ("từ 90% trở lên: tối đa; từ 70% đến dưới 90%: b/a × 2; dưới 70%: 0", "10", "8", "1.6"),
        ("từ 90% trở lên: tối đa; từ 70% đến dưới 90%: b/a × 2; dưới 70%: 0", "10", "9", "2"),
        ("100 %: 2; từ 75 % đến 100 %: 1; còn lại: 0", "4", "4", "2"),
        ("100 %: 2; từ 75 % đến 100 %: 1; còn lại: 0", "4", "3", "1"),
        ("80–<90: 1; 70–<80: 0,5; 50–<70: 0,25; <50: 0; ≥90: 2", "10", "8", "1"),
        ("80–<90: 1; 70–<80: 0,5; 50–<70: 0,25; <50: 0; ≥90: 2", "100", "69.9999", "0.25"),
        ("trừ 0,25 mỗi a", "3", None, "1.25"),
        ("trừ 0 mỗi a", "3", None, "2"),
        ("Mỗi văn bản trái luật trừ 0,25 điểm", "9", None, "0"),  # never below zero
        ("cộng 0,5 mỗi sáng kiến", "3", None, "1.5"),
        ("cộng 0,5 mỗi a", "9", None, "2"),
        ("a ≥ 10: 2; a ≥ 5: 1; còn lại: 0", "9", None, "1"),
        ("b/a × tối đa; a = 0: tối đa", "0", "0", "2"),
        ("b/a × tối đa; a = 0: 0,5", "0", "0", "0.5"),
        ("b/a × tối đa; a = 0: tối đa", "0", None, "2"),  # of nothing nothing was done: b is left blank
        ("b/a: từ 90%: tối đa; còn lại: 0; không phát sinh: 1", "0", "0", "1"),
        ("Trường hợp không phát sinh hồ sơ: điểm tối đa; b/a × tối đa", "0", "0", "2"),
        ("Tính điểm theo công thức: b/a x 1,5", "4", "2", "0.75"),
        ("Số điểm = (b/a) * Điểm tối đa; nếu b/a < 0,8 thì 0 điểm", "10", "9", "1.8"),
        ("Số điểm = (b/a) * Điểm tối đa; nếu b/a < 0,8 thì 0 điểm", "10", "7", "0"),
        ("b/a x điểm tối đa. Dưới 70%: 0 điểm", "10", "6", "0"),
        ("Tỷ lệ % × 2 điểm; dưới 60%: 0", "10", "6", "1.2"),
        ("80% ≤ b/a < 95%: 1; b/a ≥ 95%: 2; b/a < 80%: 0", "100", "95", "2"),
        ("80% ≤ b/a < 95%: 1; b/a ≥ 95%: 2; b/a < 80%: 0", "10", "8", "1"),
        ("≥ 95%: 1,5; ≥ 80% và < 95%: 1; < 80%: 0", "100", "94", "1"),
        ("Từ 95%: tối đa; từ 80% - dưới 95%: 50% số điểm tối đa; còn lại: 0", "10", "8", "1"),
        ("Đạt 100%: tối đa; từ 80% trở lên: 0,75 × tối đa; còn lại: 0", "10", "9", "1.5"),
        ("1 điểm nếu đạt 100%; 0,5 điểm nếu đạt 80% trở lên; còn lại 0 điểm", "10", "9", "0.5"),
        ("1 điểm nếu đạt 100%; 0,5 điểm nếu đạt 80% trở lên; còn lại 0 điểm", "10", "7", "0"),
        ("Hoàn thành 100% kế hoạch: 1\nHoàn thành từ 80% đến dưới 100%: 0,5\nChưa đạt 80%: 0", "10", "8", "0.5"),
        ("Từ 90% - 100% số TTHC: 2; 70% - dưới 90%: 1; dưới 70%: 0", "10", "9", "2"),
        ("Cứ 1 nhiệm vụ chậm trừ 0,5 điểm", "3", None, "0.5"),
    ],
)
def test_points_are_exact(text, a, b, expected):
    outcome = given_by(text, a, b)
    assert outcome.points == Decimal(expected), outcome


@pytest.mark.parametrize(
    ("words", "expected"), [("Kịp thời", "1"), ("không kịp thời", "0.5"), ("KHÔNG BAN HÀNH ", "0")]
)
def test_an_option_is_chosen_by_its_words(words, expected):
    text = "Ban hành kịp thời: 3; kịp thời: 1; không kịp thời: 0,5; không ban hành: 0"
    assert given_by(text, words=words, maximum="1").points == Decimal(expected)


@pytest.mark.parametrize(
    ("text", "a", "b", "maximum", "problem"),
    [
        (BANDS, None, "3", "2", BLANK),
        (BANDS, "3", None, "2", BLANK),
        (BANDS, "0", "-1", "2", NEGATIVE),
        (BANDS, "-1", "3", "2", NEGATIVE),
        (BANDS, "0", "0", "2", NOTHING_AROSE),
        ("trên 90%: 2; dưới 90%: 1", "10", "9", "2", NO_BAND),
        (BANDS, "10", "9", None, NO_MAXIMUM),
        ("đạt: 1; không đạt: 0", None, None, "1", BLANK),
        ("b/a × tối đa; a = 0: không chấm", "0", "0", "2", ""),
    ],
)
def test_where_there_are_no_points_it_says_why(text, a, b, maximum, problem):
    outcome = given_by(text, a, b, maximum)
    assert (outcome.points, outcome.problem) == (None, problem)


def test_percentages_in_the_words_of_options_make_no_bands():
    text = "Báo cáo 100% đúng hạn: 1; báo cáo đúng hạn dưới 100%: 0,5; không báo cáo: 0"
    assert given_by(text, words="báo cáo đúng hạn dưới 100%").points == Decimal("0.5")
    assert given_by("Kịp thời: 1; còn lại: 0", words="còn lại").points == 0


def test_an_unknown_option_gives_nothing():
    assert given_by("đạt: 1; không đạt: 0", words="gần đạt").problem == NO_OPTION


@pytest.mark.parametrize(
    "text",
    ["Không đạt 100%: 0; đạt 100%: 1", "Đạt 100% hoặc không phát sinh: 1; dưới 100%: 0", "b x tối đa / a",
     "linh tinh", "b/a", "90%: ?", "từ 90% đến 80%: 1", "trên 90%: 1; tối thiểu 5", "từ 80%", "đạt: 1; từ 80%: 2",
     "b/a × tối đa; b/a × 2", "x" * 300 + ": 1; y: 2"],
)  # fmt: skip
def test_what_cannot_be_read_is_not_guessed(text):
    with pytest.raises(NotARule):
        read_rule(text)


def test_a_blank_is_no_rule():
    assert read_rule(" \n; ") is None


def test_gaps_and_overlaps_are_seen():
    assert not list(gaps(read_rule(BANDS)))
    assert not list(overlaps(read_rule(BANDS)))
    assert list(gaps(read_rule("trên 90%: 2; dưới 90%: 1"))) == [Decimal("0.9")]
    assert list(gaps(read_rule("a: từ 10: 2; dưới 5: 0"))) == [5, Decimal("7.5")]
    assert list(gaps(read_rule("a: dưới 5: 0; từ 5 đến 10: 1"))) == [11]  # more than 10 can be, too
    assert len(list(overlaps(read_rule("từ 60% đến 90%: 1; từ 80% đến 100%: 2; dưới 60%: 0")))) == 1
    assert len(list(overlaps(read_rule("từ 70%: 1; từ 90%: 2; còn lại: 0")))) == 1  # the second never has a turn
    assert not list(overlaps(read_rule("từ 90%: 2; từ 70%: 1; còn lại: 0")))
    assert not list(overlaps(read_rule("100 %: 2; từ 75 % đến 100 %: 1; còn lại: 0")))


def test_a_rate_that_only_looks_like_an_edge_is_told():
    rule = read_rule(BANDS)
    assert near_edge(rule, Declared(Decimal(25001), Decimal(22500))) == Decimal("0.9")
    assert near_edge(rule, Declared(Decimal(10), Decimal(9))) is None
    assert near_edge(rule, Declared(Decimal(10), Decimal(8))) is None


@given(st.text(alphabet="ab/×x*;:=<>≥≤0123456789,.% \nđạttừếnướirôcònlạimỗ–…()", max_size=60))
def test_any_text_is_read_or_refused(text):
    with suppress(NotARule):
        rule = read_rule(text)
        if rule is not None:
            outcome = points(rule, Decimal(2), Declared(Decimal(3), Decimal(2)), same="", places=2)
            assert outcome.points is None or 0 <= outcome.points <= 2


def test_only_the_last_resort_takes_the_rest():
    rule = read_rule("100 %: 2; từ 75 % đến 100 %: 1; còn lại: 0")
    assert [band.is_rest for band in rule.bands] == [False, False, True]
