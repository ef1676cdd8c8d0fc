"""More that the report says: against the round before, by person, against last year."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from cchc_macros import contract as c
from cchc_macros.book.cells import split_names
from cchc_macros.reports.year import YearStatus
from cchc_macros.rules.numbers import format_number
from cchc_macros.rules.tasks.tasks import WorkItem
from cchc_macros.rules.text import fold
from xl.late import dataclass

Row = dict[str, str]
NONE = "–"  # where there is nothing to say


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRow:
    """A domain of this year beside last year's, as `So với năm trước` wrote it; None for no points.

    `remark` says over how many criteria the points are known, where it is not all.
    """

    code: str
    name: str
    before: Decimal | None
    now: Decimal | None
    verdicts: Sequence[str] = ()
    remark: str = ""


def against_round_before(status: YearStatus) -> str:
    """How much more work is done than when the round before ended: "tăng 3"; "" where there was none."""
    before = status.year.done_before
    if before is None:
        return ""
    more = status.counts()[c.DONE] - before
    return f"{'tăng' if more > 0 else 'giảm'} {abs(more)}" if more else "không đổi"


def persons(status: YearStatus) -> list[Row]:
    """Who is in charge of how much work, and how it stands."""
    late = {item.id for item in status.late()}
    return [
        {
            "nguoi": name, "tong": str(len(items)), "qua_han": str(sum(item.id in late for item in items)),
            "hoan_thanh": str(sum(status.states[item.id].status == c.DONE for item in items)),
            "viec": ", ".join(item.code for item in items),
        }
        for name, items in sorted(by_person(status), key=lambda pair: (-len(pair[1]), fold(pair[0])))
    ]  # fmt: skip


def by_person(status: YearStatus) -> list[tuple[str, list[WorkItem]]]:
    """The persons in charge, as first spelled, each with the work; what did not arise is no part of it."""
    work: dict[str, tuple[str, list[WorkItem]]] = {}
    for item in status.year.items:
        for name in split_names(item.person) if status.states[item.id].status != c.NOT_ARISEN else ():
            _, items = work.setdefault(fold(name), (name, []))
            if item not in items:
                items.append(item)
    return list(work.values())


def years(rows: Sequence[YearRow]) -> list[Row]:
    """The domains beside last year's."""
    return [
        {
            "stt": row.code, "ten": row.name, "truoc": figure(row.before), "nay": figure(row.now),
            "chenh": _difference(row), "nhan_xet": "; ".join(filter(None, (*_counted(row.verdicts), row.remark))),
        }
        for row in rows
    ]  # fmt: skip


def _counted(verdicts: Sequence[str]) -> Iterator[str]:
    return (f"{verdict}: {verdicts.count(verdict)}" for verdict in dict.fromkeys(verdicts))


def _difference(row: YearRow) -> str:
    if row.before is None or row.now is None:
        return NONE
    more = row.now - row.before
    return f"{'+' if more > 0 else ''}{format_number(more)}"


def figure(value: Decimal | None) -> str:
    """Points as the papers show them."""
    return NONE if value is None else format_number(value)
