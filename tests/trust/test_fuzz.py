"""Fuzzing, seeded: damaged files and arbitrary text give our own errors only, in bounded time."""

import contextlib
import random
import time
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_macros.errors import UserError
from cchc_macros.plans.reading.read import read_plan
from cchc_macros.returns.readers.xlsx import read_returned
from cchc_macros.rules.dates import parse_date
from cchc_macros.rules.days.deadlines import read_deadline
from cchc_macros.rules.numbers import parse_number, parse_percent
from cchc_macros.rules.units.cells import read_unit_cell
from tests.conftest import TEMPLATES
from tests.fuzz.damage import damaged
from tests.fuzz.targets import TARGETS, whole_use
from tests.packages import repacked
from tests.rules.rosters import LANG_SON


def mutant(source, target, seed):
    chance = random.Random(seed)  # noqa: S311  seeded on purpose
    with zipfile.ZipFile(source) as archive:
        wanted = set(chance.sample(archive.namelist(), chance.choice([1, 1, 2])))
    gone = chance.random() < 0.1
    return repacked(
        source, target, lambda name, old: (None if gone else damaged(old, chance)) if name in wanted else old
    )


def check_mutant(source, path, seed, work):
    mutant(source, path, seed)
    start = time.process_time()
    with contextlib.suppress(UserError):  # nothing else may come out
        work(path)
    assert time.process_time() - start < 20, seed


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_workbook_is_told(seed, tmp_path):
    check_mutant(TEMPLATES / "lang-son-2026.xlsx", tmp_path / "m.xlsx", seed, whole_use)


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_returned_file_is_told(seed, tmp_path):
    check_mutant(TEMPLATES / "so-don-vi.xlsx", tmp_path / "m.xlsx", seed, read_returned)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("hundred", range(10))
def test_hundreds_of_damaged_files_are_told(hundred, tmp_path):
    for seed in range(1_000 + 100 * hundred, 1_100 + 100 * hundred):
        check_mutant(TEMPLATES / "lang-son-2026.xlsx", tmp_path / "m.xlsx", seed, whole_use)
        check_mutant(TEMPLATES / "so-don-vi.xlsx", tmp_path / "m.xlsx", seed, read_returned)


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.__name__)
def test_the_fuzzers_targets_take_what_it_begins_with(target):
    for seed in TARGETS[target][0][:3]:
        target(seed)
        target(damaged(seed, random.Random(1)))  # noqa: S311  seeded on purpose


# Parsers

PIECES = st.sampled_from(
    [
        "Trong ngày ", "Trước ", "31/12/2026", "01/6/2026", "Tháng 12", "quý ", "IV", "năm ", "2026", "hằng tháng",
        "chậm nhất ", "9,5", "89,70%", "1.250,5", "-", "−", "½", "Phòng ", "Nghiệp vụ ", "I", "và ", "; ", ", ", "\n",
        "(", ")", "trừ ", "các phòng còn lại", "số 1", "\u0301", "\u202e", "٣", "１２", "😀", "STT", "\t", "|",
        "Điểm tối đa", "Lĩnh vực", "Đơn vị chủ trì", "Tổng điểm", "1.1", "1.", "III", "a)", "…",
        "0" * 50, "9" * 400, "e9999", "inf", "NaN",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map("".join))
VALUES = st.one_of(
    TEXTS, st.none(), st.booleans(), st.integers(), st.floats(), st.datetimes(), st.dates(), st.decimals(), st.binary()
)


@settings(max_examples=300, derandomize=True, deadline=2_000)
@given(VALUES)
def test_numbers_and_dates_are_read_or_refused(value):
    for parse in (parse_number, parse_percent, parse_date):
        try:
            found = parse(value)
        except ValueError:
            continue
        assert not isinstance(found, Decimal) or found.is_finite()


@settings(max_examples=300, derandomize=True, deadline=2_000)
@given(VALUES, st.one_of(st.none(), st.integers(1900, 2100)))
def test_any_deadline_and_unit_cell_is_read(value, year):
    deadline = read_deadline(value, year)
    assert deadline.kind in ("none", "day", "recurring", "event", "reference", "unreadable")
    for mention in read_unit_cell(value, LANG_SON):
        assert mention.kind in ("unit", "group", "outside", "unknown")


@settings(max_examples=150, derandomize=True, deadline=5_000)
@given(TEXTS)
def test_any_text_is_a_plan_or_is_refused(text):
    for whole in (text, f"STT\tLĩnh vực/Tiêu chí\tĐiểm tối đa\tKết quả\n{text}\n"):
        with contextlib.suppress(UserError):
            read_plan(whole)


@pytest.mark.parametrize(
    "text",
    [
        "1." * 20_000,
        "(" * 20_000,
        "Phòng, " * 5_000,
        "trừ " * 5_000,
        "01/6/2026 " * 3_000,
        " " * 50_000 + "x",
        "a\n" * 9_000,
    ],
)
def test_long_texts_take_no_longer_than_their_length(text):
    start = time.process_time()
    for parse in (parse_number, parse_percent, parse_date):
        with contextlib.suppress(ValueError):
            parse(text)
    read_deadline(text, 2026)
    read_unit_cell(text, LANG_SON)
    with contextlib.suppress(UserError):
        read_plan(f"STT\tLĩnh vực/Tiêu chí\tĐiểm tối đa\n1\t{text}\t5")
    assert time.process_time() - start < 10
