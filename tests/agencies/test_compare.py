"""Agencies in order, and what each lost in which domain."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_macros.agencies.compare import MOST_DOMAINS, OTHER_DOMAINS, compare
from cchc_macros.agencies.figures import Agency, WorkCounts
from cchc_macros.rules.scoring.scores import Score


def agency(name, result, *, year=2025, maximum="100", lost=()):
    points = None if result is None else Decimal(result)
    total = Score(max=Decimal(maximum), result=points, target=None, current=None, lost=None, scored=True)
    return Agency(
        file=f"{name}.xlsx",
        name=name,
        province="",
        year_assessed=year,
        year_plan=year,
        total=total,
        lost=tuple(lost),
        progress=WorkCounts(),
    )


def order(*agencies):
    comparison = compare(agencies)
    return [(found.name, rank) for found, rank in zip(comparison.agencies, comparison.ranks, strict=True)]


def test_equal_indexes_share_a_rank_and_the_next_is_left_out():
    assert order(agency("D", "70"), agency("C", "91"), agency("B", "91"), agency("A", "95.5")) == [
        ("A", 1), ("B", 2), ("C", 2), ("D", 4),
    ]  # fmt: skip


def test_indexes_are_compared_not_points():
    assert order(agency("A", "45", maximum="50"), agency("B", "80")) == [("A", 1), ("B", 2)]
    assert order(agency("A", "45.5", maximum="50"), agency("B", "91")) == [("A", 1), ("B", 1)]


def test_agencies_without_a_result_stand_last_without_a_rank():
    assert order(agency("A", None), agency("B", "0"), agency("C", "1")) == [("C", 1), ("B", 2), ("A", None)]


def test_each_year_has_its_own_ranks_the_latest_first():
    assert order(agency("A", "99", year=2024), agency("B", "50"), agency("C", "60"), agency("D", None, year=2030)) == [
        ("C", 1), ("B", 2), ("A", 1), ("D", None),
    ]  # fmt: skip


def test_nothing_to_compare_gives_nothing():
    comparison = compare([])
    assert (comparison.agencies, comparison.ranks, comparison.lost.shape) == ((), (), (0, 0))


def test_one_domain_spelled_two_ways_is_one_column():
    first = agency("A", "9", lost=[("Thể chế", Decimal("0.1")), ("Tài chính", Decimal(0))])
    second = agency("B", "8", lost=[("THỂ  CHẾ", Decimal("0.2"))])
    lost = compare([second, first]).lost
    assert list(lost.columns) == ["Thể chế", "Tài chính"]
    assert lost["Thể chế"].tolist() == [0.1, 0.2]
    assert lost["Tài chính"].isna().tolist() == [False, True]


def test_a_domain_that_stands_twice_in_a_workbook_is_summed():
    lost = [("Thể chế", Decimal("0.1")), ("Thể chế", Decimal("0.2"))]
    assert compare([agency("A", "9", lost=lost)]).lost.to_numpy().tolist() == [[0.3]]


def test_a_crowd_of_made_up_domains_is_put_together():
    usual = [agency(f"A{n}", "9", lost=[("Thể chế", Decimal(1))]) for n in range(2)]
    strange = agency("X", "5", lost=[(f"Lạ {n}", Decimal(1)) for n in range(MOST_DOMAINS + 5)])
    lost = compare([*usual, strange]).lost
    assert len(lost.columns) == MOST_DOMAINS + 1
    assert lost["Thể chế"].sum() == 2
    assert lost[OTHER_DOMAINS].sum() == 6
    assert lost.sum().sum() == 2 + MOST_DOMAINS + 5


RESULTS = st.lists(st.none() | st.integers(0, 5).map(str), max_size=12)


@settings(max_examples=25)  # pandas takes its time
@given(RESULTS)
def test_a_rank_is_one_more_than_the_agencies_that_are_better(results):
    agencies = [agency(f"A{number}", result) for number, result in enumerate(results)]
    comparison = compare(agencies)
    assert sorted(found.name for found in comparison.agencies) == sorted(found.name for found in agencies)
    for found, rank in zip(comparison.agencies, comparison.ranks, strict=True):
        better = [other for other in agencies if None not in (other.index, found.index) and other.index > found.index]
        assert rank == (None if found.index is None else len(better) + 1)


@settings(max_examples=25)
@given(RESULTS, st.randoms())
def test_the_order_of_the_files_does_not_matter(results, chance):
    agencies = [replace(agency(f"A{number}", result)) for number, result in enumerate(results)]
    shuffled = list(agencies)
    chance.shuffle(shuffled)
    assert compare(shuffled).agencies == compare(agencies).agencies
