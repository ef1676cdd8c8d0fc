"""Reminding units of the sheet of a round, with their workbook, at most once a day.

On some days before the due day, and daily after it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from cchc_macros.handing_out.export import UnitFile
from cchc_macros.mail.letter import Letter, Office, digest, parties, render
from cchc_macros.mail.posting import Draft
from cchc_macros.rules.days.rounds import Round, is_reminding_day
from cchc_macros.rules.tasks.missing import Missing
from cchc_macros.rules.text import clean

LETTER = "thu-nhac-gui-phieu"
KIND = "return"


def to_remind(
    missing: Sequence[Missing], on: date, stages: Sequence[int], reminded: Mapping[str, Sequence[date]]
) -> list[Missing]:
    """Those that are reminded on a day: reminders of that same day do not count, the ledger knows of them."""
    found = []
    for one in missing:
        if one.due is None or one.left is None:
            continue
        before = [(one.due - day).days for day in reminded.get(one.sheet.code, ()) if day != on]
        if is_reminding_day(one.left, stages, before):
            found.append(one)
    return found


def return_drafts(
    missing: Sequence[Missing], current: Round, office: Office, on: date, files: Mapping[str, UnitFile]
) -> Iterator[Draft]:
    """A letter for each, with the unit's workbook; its content may change within the day, it goes out once."""
    for one in missing:
        kind = " ".join(filter(None, (KIND, on.isoformat(), current.name)))
        path = files[one.sheet.code].path if one.sheet.code in files else None
        write = partial(return_letter, one, current, office, on, path.name if path else "")
        what = "đề nghị bổ sung phiếu" if one.state == "incomplete" else "đề nghị gửi phiếu"
        yield Draft(
            sheet=one.sheet, kind=kind, digest=digest([KIND, on, current.name]), write=write, what=what,
            attachments=(path,) if path else (),
        )  # fmt: skip


def return_letter(one: Missing, current: Round, office: Office, on: date, attachment: str, *, update: bool) -> Letter:
    """The letter.

    Raises:
        MailError: the template has a slip.
    """
    facts: dict[str, Any] = {
        "round": current.name, "due": one.due, "left": one.left, "extension": clean(one.extension),
        "incomplete": one.state == "incomplete", "attachment": attachment, "update": update,
        "lacks": [
            {"code": lack.duty.item.code, "name": clean(lack.duty.item.full_name), "what": lack.what}
            for lack in one.lacks
        ],
    }  # fmt: skip
    return render(LETTER, parties(one.sheet, office, on) | facts)


def missing_data(
    missing: Sequence[Missing], current: Round, reminded: Mapping[str, Sequence[date]]
) -> list[dict[str, Any]]:
    """The answer for `--json`."""
    return [
        {
            "code": one.sheet.code, "name": one.sheet.name, "state": one.state, "round": current.name or None,
            "due": one.due.isoformat() if one.due else None, "days_left": one.left,
            "extension": one.extension or None, "reminded": len(reminded.get(one.sheet.code, ())),
            "last_reminded": max(days).isoformat() if (days := reminded.get(one.sheet.code)) else None,
            "lacks": [{"code": lack.duty.item.code, "what": lack.what} for lack in one.lacks],
        }
        for one in missing
    ]  # fmt: skip
