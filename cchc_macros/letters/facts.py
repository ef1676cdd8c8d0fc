"""What the papers of following up say: as text the Vietnamese way, under the names their templates use."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from cchc_macros import contract as c
from cchc_macros.book.wanted import tell
from cchc_macros.reports.facts import count, deadline, heading_facts, progress_facts
from cchc_macros.reports.more_facts import NONE, against_round_before, by_person
from cchc_macros.reports.year import YearStatus
from cchc_macros.rules.dates import format_date
from cchc_macros.rules.days.rounds import Round
from cchc_macros.rules.tasks.assign import Duty, TaskSheet
from cchc_macros.rules.tasks.missing import Missing
from cchc_macros.rules.tasks.reminders import Due, remind
from cchc_macros.rules.tasks.tasks import Progress, WorkItem, with_headings
from cchc_macros.rules.text import fold
from xl.late import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """All that the papers are made from.

    Attributes:
        missing: The units from which a sheet is wanted; `reminded` tells when each was reminded.
    """

    status: YearStatus
    current: Round
    missing: Sequence[Missing]
    reminded: Mapping[str, Sequence[date]]
    progress: Progress

    def head(self) -> dict[str, Any]:
        """What every paper says."""
        return {**heading_facts(self.status.year.plan, self.status.year.on), "ky": self.current.name}


def late_units(following: Following) -> list[tuple[TaskSheet, tuple[Due, ...], Missing | None]]:
    """The units to be urged: with work that is late, or a sheet that is overdue or incomplete."""
    year = following.status.year
    wanted = {one.sheet.code: one for one in following.missing if one.state == "incomplete" or (one.left or 0) < 0}
    found = []
    for sheet in year.sheets:
        reminder = remind(sheet, year.on, 0, following.progress)
        late, missing = reminder.late if reminder else (), wanted.get(sheet.code)
        if late or missing:
            found.append((sheet, late, missing))
    return found


def urge_facts(
    following: Following, units: Sequence[tuple[TaskSheet, tuple[Due, ...], Missing | None]]
) -> dict[str, Any]:
    """A công văn đôn đốc to one unit or several."""
    return {
        **following.head(), "nhieu": len(units) > 1, "han_tra_loi": "",
        "co_cham": any(late for _, late, _ in units), "co_phieu": any(missing for *_, missing in units),
        "don_vi": [
            {
                "ten": sheet.name, "cham": list(_late(late)), "so_cham": count(len(late)),
                "phieu": _sheet_state(following, missing) if missing else "",
            }
            for sheet, late, missing in units
        ],
    }  # fmt: skip


def _sheet_state(following: Following, missing: Missing) -> str:
    state = "gửi còn thiếu" if missing.state == "incomplete" else "chưa gửi"
    told = tell(missing, following.reminded.get(missing.sheet.code, ()))
    return f"{state}; {told[:1].lower()}{told[1:]}" if told else state


def _late(late: Sequence[Due]) -> Iterator[dict[str, str]]:
    for due, (item, above) in zip(late, with_headings(due.duty.item for due in late), strict=True):
        yield _named(item, above) | {"so_ngay": str(-due.left), "trang_thai": due.status or c.TODO}


def _named(item: WorkItem, above: Iterable[str], also: str = "") -> dict[str, str]:
    """A piece of work: what begins at it, and for templates without rows of headings its name with the last of them."""
    names = {"ten": item.full_name, "ten_viec": item.name}
    return {
        **{tag: "\n".join(filter(None, (name, also))) for tag, name in names.items()},
        "de_muc": "\n".join(above), "stt": item.code, "nguoi": item.person or NONE, "han": deadline(item),
    }  # fmt: skip


def assign_facts(following: Following, sheet: TaskSheet) -> dict[str, Any]:
    """A công văn giao việc to a unit."""
    due, _ = following.current.due(sheet.names)
    return {
        **following.head(), "nhieu": False, "don_vi": [{"ten": sheet.name}],
        "han_tra_loi": format_date(due) if due and due >= following.status.year.on else "",
        "so_viec": count(len(sheet.duties)), "so_chu_tri": count(sheet.leads), "so_phoi_hop": count(sheet.supports),
        "viec": list(_duties(sheet.duties)),
    }  # fmt: skip


def _duties(duties: Sequence[Duty]) -> Iterator[dict[str, str]]:
    for duty, (item, above) in zip(duties, with_headings(duty.item for duty in duties), strict=True):
        role = c.ROLE_LEAD if duty.role == "lead" else c.ROLE_SUPPORT
        yield _named(item, above, item.requirement) | {"vai_tro": role, "cung": duty.partners or NONE}


def table_facts(following: Following) -> dict[str, Any]:
    """The progress table for the weekly meeting."""
    status = following.status
    return {
        **following.head(), "viec": progress_facts(status),
        "so_ky_truoc": against_round_before(status),
        "tien_do": [_progress(status, item, above) for item, above in with_headings(status.year.items)],
        "theo_nguoi": list(_by_person(status)),
        "chua_gui": [
            {"don_vi": one.sheet.name, "tinh_trang": _sheet_state(following, one)} for one in following.missing
        ],
    }  # fmt: skip


def _by_person(status: YearStatus) -> Iterator[dict[str, str]]:
    """What each person in charge has to do, in the order of the alphabet; work of several is on each one's list."""
    late = status.late()
    for person, items in sorted(by_person(status), key=lambda pair: fold(pair[0])):
        left = [item for item in items if status.states[item.id].status not in c.CLOSED]
        yield {
            "nguoi": person, "so_viec": count(len(items)), "con_lai": count(len(left)),
            "qua_han": count(sum(item in late for item in items)),
            "viec": "; ".join(item.code for item in left) or NONE,
        }  # fmt: skip


def _progress(status: YearStatus, item: WorkItem, above: Iterable[str]) -> dict[str, str]:
    state = status.states[item.id]
    late = "\nquá hạn" if item in status.late() else ""
    return _named(item, above) | {
        "don_vi": "; ".join(sheet.name for sheet in status.leads[item.id]) or NONE,
        "trang_thai": f"{state.status or c.TODO}{late}", "tien_do": state.progress or NONE,
        "ket_qua": status.texts(item, "result", "note"),
    }  # fmt: skip
