"""Which row of the workbook each row of a plan is: by STT, and by name where a revised plan is numbered anew."""

from collections import Counter
from collections.abc import Callable, Hashable

from cchc_macros import contract as c
from cchc_macros.book.tables import Table
from cchc_macros.plans import Plan
from cchc_macros.rules.codes import clean_code
from cchc_macros.rules.text import fold

Key = tuple[str, str]  # STT and name, as compared


def match_rows(table: Table, plan: Plan) -> list[int | None]:
    """Return for every row of the plan its row index in the table, None for a new one.

    A row is the one with its STT and name; else the only one left with its name, for status and progress are those
    of the work and not of the number; else the first one left with its STT.
    """
    name = table.spec.columns[1]
    left = {index: (clean_code(row[c.STT]), fold(row[name])) for index, row in table.rows()}
    wanted = {number: (clean_code(row.code), fold(row.cells.get(name, ""))) for number, row in enumerate(plan.rows)}
    found: dict[int, int] = {}

    def claim(part: Callable[[Key], Hashable], *, once: bool = False) -> None:
        """Match what is left by a part of the key, or only by what stands once on each side."""
        there, here = (Counter(map(part, keys.values())) for keys in (left, wanted))
        for number, key in list(wanted.items()):
            if not once or there[part(key)] == here[part(key)] == 1:
                index = next((index for index, other in left.items() if part(other) == part(key)), None)
                if index is not None:
                    found[number] = index
                    del left[index], wanted[number]

    claim(lambda key: key)
    claim(lambda key: key[1], once=True)
    claim(lambda key: key[0])
    return [found.get(number) for number in range(len(plan.rows))]
