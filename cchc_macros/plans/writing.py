"""An import written down: new rows where the plan has them, changes where they belong."""

from collections.abc import Mapping
from typing import Any

from cchc_macros.book.tables import Table
from cchc_macros.plans.merging import Merge

Row = Mapping[str, Any]


def write_merge(table: Table, merge: Merge) -> None:
    """Write what an import changes and adds."""
    blocks: dict[int, list[Row]] = {}  # table row below which new rows come
    last = -1
    for number, index in enumerate(merge.order):
        if index is None:
            blocks.setdefault(last, []).append(merge.new[number])
        else:
            last = index
    at_the_end = blocks.pop(max((index for index, _ in table.rows()), default=-1), [])
    table.update(merge.changes, new=at_the_end, inserted=blocks)
