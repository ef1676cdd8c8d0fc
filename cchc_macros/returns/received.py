"""The sheet `Sổ gửi về`: every file that came back, what became of it, and what there is to say about it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cchc_macros import contract as c
from cchc_macros.book.cells import text_of
from cchc_macros.book.wanted import is_wanted, returned_units
from cchc_macros.book.workbook import Workbook
from cchc_macros.returns.registers import local
from cchc_macros.rules.text import fold, shortened

_LONGEST = 30_000  # characters; a cell holds 32,767
_DONE = (c.RETURN_MERGED, c.RETURN_EMPTY)
_NEWER = "Bản mới: "  # begins the first line of the remarks of a file after which its unit sent another
_KEPT = "Sổ còn giữ theo bản này những ô mà bản mới để trống."


class Returns:
    """The table Returns. A file is known by the hash of its bytes, whatever its name is by now."""

    def __init__(self, workbook: Workbook) -> None:
        self._table = workbook.table(c.RETURNS)
        self._before = [row for _, row in self._table.rows()]
        files = [_by_itself(row) for row in self._before if not is_wanted(row)]
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

    def saved(self, name: str) -> datetime | None:
        """When the file of that name was saved last, on the clerk's clock; None where that is not known."""
        moments = [row[c.SAVED] for row in self._rows.values() if name and row[c.SOURCE] == name]
        return max((one for one in moments if isinstance(one, datetime)), default=None)

    def write(self) -> None:
        """Write the rows if any is new; what was there of units from which a sheet is wanted is put there anew."""
        files = _with_newer(self._rows.values())
        if files != [row for row in self._before if not is_wanted(row)]:
            wanted = [row for row in self._before if is_wanted(row)]
            self._table.replace([*files, *wanted], key=((c.DIGEST,), (c.SOURCE,)))


def _with_newer(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows; of a unit and round the last file filled in counts, and each one before it says so."""
    newest: dict[tuple[str, str], dict[str, Any]] = {}
    rows = list(rows)
    for row in rows:
        if text_of(row[c.RESULT]) == c.RETURN_MERGED and _saved(row) >= _saved(newest.get(_of(row), {})):
            newest[_of(row)] = row
    return [_older(row, newest[_of(row)]) if newest.get(_of(row), row) is not row else row for row in rows]


def _older(row: dict[str, Any], newer: dict[str, Any]) -> dict[str, Any]:
    if text_of(row[c.RESULT]) != c.RETURN_MERGED:
        return row
    own = f" Lưu ý của bản này:\n{row[c.REMARKS]}" if row[c.REMARKS] else ""
    told = f"{_NEWER}'{newer[c.SOURCE]}'. {_KEPT}{own}"
    return row | {c.RESULT: c.RETURN_OLDER, c.REMARKS: shortened(told, _LONGEST)}


def _by_itself(row: dict[str, Any]) -> dict[str, Any]:
    """A row as it was before its unit sent another file."""
    if text_of(row[c.RESULT]) != c.RETURN_OLDER:
        return row
    remarks = str(row[c.REMARKS] or "")
    own = remarks.partition("\n")[2] if remarks.startswith(_NEWER) else remarks
    return row | {c.RESULT: c.RETURN_MERGED, c.REMARKS: own or None}


def _of(row: dict[str, Any]) -> tuple[str, str]:
    return fold(text_of(row[c.UNIT])), fold(text_of(row.get(c.PERIOD)))


def _saved(row: dict[str, Any]) -> datetime:
    moment = row.get(c.SAVED)
    return moment if isinstance(moment, datetime) else datetime.min  # noqa: DTZ901  as Excel keeps moments
