"""The rows of a plan that stand above a row by its STT: alone, "8.2 Thủ tục hành chính" means nothing."""

from collections.abc import Iterable
from typing import Protocol

from cchc_macros.rules.codes import arabic, parent_code


class NamedRow(Protocol):
    """A row with its STT and name."""

    @property
    def code(self) -> str:
        """Its STT."""

    @property
    def name(self) -> str:
        """Its name."""


class Headings:
    """The rows of a table by STT, asked for what is above one."""

    def __init__(self, rows: Iterable[NamedRow]) -> None:
        self._rows = {arabic(row.code): (row.code, row.name) for row in rows if row.code}

    def domain(self, code: str) -> str:
        """The name of the row of the first level that a code is under, or is."""
        return self._rows.get(arabic(code).partition(".")[0], ("", ""))[1]

    def above(self, code: str) -> tuple[str, ...]:
        """The rows above, the first level first, as "8. Chỉ số hài lòng"."""
        found: list[str] = []
        code = parent_code(arabic(code))
        while code:
            if code in self._rows:
                found.insert(0, ". ".join(self._rows[code]))
            code = parent_code(code)
        return tuple(found)


def with_last(name: str, headings: tuple[str, ...]) -> str:
    """A name, and the heading that it stands under."""
    return f"{name} (mục {headings[-1]})" if headings else name
