"""Kinds of tables as offices publish them, in many wordings: `kinds.txt` has each with what must come out."""

import re
from pathlib import Path

import pytest

from cchc_macros.plans import read_plans
from cchc_macros.plans.readers.text import lines_of_text

KINDS = Path(__file__).with_name("kinds.txt").read_text(encoding="utf-8")
CASES = [case.strip().split("\n", 1) for case in KINDS.split("## ")[1:]]


@pytest.mark.parametrize("case", [body for _, body in CASES], ids=[name.strip() for name, _ in CASES])
def test_a_kind_of_table_is_read(case: str):
    table, _, wanted = case.partition("=> ")
    first, *rows = wanted.strip().split("\n")
    columns = first.split("|")
    (plan,) = read_plans(lines_of_text(table.replace("|", "\t")))
    found = [[row.code, *(" ".join(row.cells.get(column, "").split()) for column in columns)] for row in plan.rows]
    assert found == [re.split(r"\|", row) for row in rows]
