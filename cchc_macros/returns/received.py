"""The sheet `Sổ gửi về`: every file that came back, what became of it, and what there is to say about it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cchc_macros import contract as c
from cchc_macros.book.cells import text_of
from cchc_macros.book.wanted import is_wanted, returned_units
from cchc_macros.book.workbook import Workbook
from cchc_macros.returns.registers import local
from cchc_macros.rules.text import shortened

_LONGEST = 30_000  # characters; a cell holds 32,767
_DONE = (c.RETURN_MERGED, c.RETURN_EMPTY)


class Returns:
    """The table Returns. A file is known by the hash of its bytes, whatever its name is by now."""

    def __init__(self, workbook: Workbook) -> None:
        self._table = workbook.table(c.RETURNS)
        self._before = [row for _, row in self._table.rows()]
        files = [row for row in self._before if not is_wanted(row)]
        self._rows = {text_of(row[c.DIGEST]) or str(index): row for index, row in enumerate(files)}

    def knows(self, digest: str) -> bool:
        """Whether this very file was merged before. Deleting its row makes it news again."""
        return digest in self._rows and text_of(self._rows[digest][c.RESULT]) in _DONE

    def known(self) -> list[str]:
        """The digests of the files merged before."""
        return list(filter(self.knows, self._rows))

    def record(
        self, digest: str, name: str, result: str, remarks: Iterable[str], *, unit: str = "",
        saved: datetime | None = None, period: str = "",
    ) -> bool:  # fmt: skip
        """Note what became of a file; return whether that is news."""
        text = "\n".join(remarks)
        row: dict[str, Any] = {
            c.UNIT: unit,
            c.SOURCE: name,
            c.SAVED: saved and local(saved),
            c.COLLECTED: datetime.now().replace(microsecond=0),  # noqa: DTZ005  the clerk's own clock is meant
            c.RESULT: result,
            c.REMARKS: shortened(text, _LONGEST),
            c.DIGEST: digest,
            c.PERIOD: period or None,
        }
        old = self._rows.get(digest)
        if old is not None and all(text_of(old[h]) == text_of(row[h]) for h in (c.SOURCE, c.RESULT, c.REMARKS)):
            return False
        self._rows[digest] = row
        return True

    def units(self, period: str = "") -> set[str]:
        """The units from which something filled in has come in a round."""
        return returned_units(list(self._rows.values()), period)

    def write(self) -> None:
        """Write the rows if any is new; what was there of units from which a sheet is wanted is put there anew."""
        files = list(self._rows.values())
        if files != [row for row in self._before if not is_wanted(row)]:
            wanted = [row for row in self._before if is_wanted(row)]
            self._table.replace([*files, *wanted], key=((c.DIGEST,), (c.SOURCE,)))
