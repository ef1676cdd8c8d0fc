"""What the clerk is told after a collection, and what `--json` answers."""

from collections import defaultdict
from dataclasses import field
from typing import Any

from cchc_macros import contract as c
from cchc_macros.returns.conflicts import Conflicts
from cchc_macros.returns.understand import Understood
from cchc_macros.rules.text import first_few
from cchc_macros.summary import Summary
from xl.late import dataclass

_SHOWN = 3


@dataclass(slots=True, kw_only=True)
class Collected:
    """What a run found, file by file."""

    merged: dict[str, Understood] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    rejected: dict[str, str] = field(default_factory=dict)
    unchanged: list[str] = field(default_factory=list)
    log: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of it beside the files.

    Attributes:
        missing: Codes of the units that have not returned a sheet of the round; `period` is its name.
        obeyed: Choices carried out.
        accepted: Work proposed by units that became tasks.
        proposed: Work proposed that waits for the office.
        declined: Work that came again and had been declined.
        persons: Work of which a sheet names another person than the workbook, which stays.
        doubt: What is unclear about the rounds, in words.
    """

    missing: list[str]
    period: str
    obeyed: int
    accepted: int
    proposed: int
    declined: int
    persons: int
    doubt: str = ""


def summary(run: Collected, conflicts: Conflicts, outcome: Outcome) -> Summary:
    """The message and the answer."""
    waiting, doubts = conflicts.data(), conflicts.doubts()
    parts = [*_first(run, outcome), *_files(run)]
    if waiting:
        parts.append(f"{len(waiting)} chỗ mâu thuẫn: chọn ở cột {c.CHOICE} của sheet {c.CONFLICTS_SHEET} rồi bấm lại.")
        parts += doubts[:_SHOWN]
    if run.rejected:
        shown = first_few(run.rejected, _SHOWN, "; ")
        parts.append(f"{len(run.rejected)} tệp không nhận ({shown}); lý do ở sheet {c.RETURNS_SHEET}.")
    if notes := sum(len(found.notes) for found in run.merged.values()):
        parts.append(f"{notes} lưu ý ở sheet {c.RETURNS_SHEET}.")
    if outcome.proposed:
        parts.append(f"{outcome.proposed} việc phát sinh chờ chọn ở sheet {c.PROPOSALS_SHEET}.")
    if outcome.declined:
        parts.append(f"{outcome.declined} việc phát sinh đã không nhận từ trước, không hỏi lại.")
    if outcome.persons:
        whom = f"{outcome.persons} việc phiếu ghi {c.PERSON.lower()} khác sổ, sổ giữ nguyên"
        parts.append(f"{whom}: xem sheet {c.LOG_SHEET}.")
    if outcome.missing:
        of_round = f" kỳ {outcome.period}" if outcome.period else ""
        parts.append(f"Chưa gửi{of_round}: {', '.join(outcome.missing)}.")
    parts += [outcome.doubt] if outcome.doubt else []
    data: dict[str, Any] = {
        "merged": [_merged(name, found, run) for name, found in run.merged.items()],
        "conflicts": waiting,
        "obeyed": outcome.obeyed,
        "doubts": doubts,
        "rejected": [{"file": name, "reason": reason} for name, reason in run.rejected.items()],
        "unchanged": run.unchanged,
        "missing": outcome.missing,
        "round": outcome.period or None,
        "proposed": outcome.proposed,
        "declined": outcome.declined,
    }
    return Summary(message=" ".join(parts), data=data)


def _first(run: Collected, outcome: Outcome) -> list[str]:
    empty = sum(found.is_untouched for found in run.merged.values())
    parts = [f"Đã giải quyết {outcome.obeyed} dòng ở sheet {c.CONFLICTS_SHEET}."] if outcome.obeyed else []
    parts += [f"Đã nhận {outcome.accepted} việc phát sinh vào sheet {c.TASKS_SHEET}."] if outcome.accepted else []
    parts.append(f"Đã ghép {len(run.merged) - empty} phiếu, {sum(run.changed.values())} ô mới.")
    return parts


def _files(run: Collected) -> list[str]:
    empty = sum(found.is_untouched for found in run.merged.values())
    parts = []
    if not (run.merged or run.unchanged or run.rejected):
        parts.append("Thư mục không có tệp nào; chọn thư mục chứa sổ các đơn vị gửi về.")
    if empty:
        parts.append(f"{empty} phiếu chưa điền gì.")
    if lacking := sum(found.lacks_status for found in run.merged.values()):
        parts.append(f"{lacking} phiếu không ghi '{c.STATUS}' của việc nào, chưa tính là đã gửi.")
    if run.unchanged:
        parts.append(f"{len(run.unchanged)} tệp đã ghép từ trước.")
    return parts


def _merged(name: str, found: Understood, run: Collected) -> dict[str, Any]:
    return {
        "file": name,
        "unit": found.unit.code,
        "round": found.period or None,
        "rows": len(found.reports),
        "changed": run.changed[name],
        "proposed": len(found.proposed),
        "notes": [{"cell": note.place or None, "message": note.text} for note in found.notes],
    }
