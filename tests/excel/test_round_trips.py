"""A click asks Excel only so often, and not more often for more rows."""

import pytest

from cchc_macros.selftest.cases import prepared
from tests.bench.main_job import many_criteria, many_tasks
from tests.excel.double.clicks import press
from tests.excel.double.desktop import desktop
from tests.excel.pressing import CASES
from tests.excel.round_trips import calls, most


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    return prepared("lang-son-2026", tmp_path_factory.mktemp("books") / "lang-son-2026")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_click_keeps_to_its_round_trips(case, plan, tmp_path):
    assert max(calls(case, plan, tmp_path)) <= most(case)


@pytest.mark.parametrize("verb", ["recalculate", "flag", "audit", "assign"])
def test_more_rows_are_no_more_round_trips(verb, tmp_path):
    found = []
    for rows in (100, 400):
        path = many_tasks(tmp_path, rows, 3) if verb == "assign" else many_criteria(tmp_path, rows)
        with desktop(tmp_path / f"desktop {rows}") as desk:
            excel = desk.start_excel()
            excel.open(path)
            found.append([press(desk, verb, excel).log.to_excel for _ in range(2)])
    assert found[0] == found[1]
