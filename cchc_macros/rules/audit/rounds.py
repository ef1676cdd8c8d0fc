"""The audit of the rounds of reporting: extensions that nobody would get."""

from collections.abc import Iterable, Iterator, Sequence

from cchc_macros import contract as c
from cchc_macros.rules.days.rounds import Round
from cchc_macros.rules.findings import WARNING, Finding
from cchc_macros.rules.text import fold
from cchc_macros.rules.units.roster import Roster

_SHOWN = 60  # characters of what cannot be read


def audit_extensions(rounds: Sequence[Round], names: Iterable[str], roster: Roster) -> Iterator[Finding]:
    """Yield the lines of *Gia hạn* that name no unit or no day, of rounds that are not over.

    Args:
        rounds: The rounds of the table Rounds.
        names: All that units are called there: codes, names, other names.
        roster: Guesses which unit is meant.
    """
    known = {"", *map(fold, names)}
    for one in rounds:
        if fold(one.status) == fold(c.ROUND_CLOSED):
            continue
        for line in one.unread:
            yield _found(one, f"không đọc được ngày gia hạn '{line[:_SHOWN]}'.", "Ghi ví dụ NV1: 20/3/2026 (lý do).")
        for who in dict.fromkeys(extension.who for extension in one.extensions):
            if fold(who) not in known:
                guess = next((f"Có phải '{meant}'? " for meant in roster.suggest(who)), "")
                yield _found(
                    one, f"gia hạn cho '{who[:_SHOWN]}', sheet Đơn vị không có đơn vị này nên không ai được gia hạn.",
                    f"{guess}Ghi mã hoặc tên đơn vị như ở sheet Đơn vị.",
                )  # fmt: skip


def _found(one: Round, what: str, hint: str) -> Finding:
    return Finding(
        code="EXTENSION_UNKNOWN", level=WARNING, message=f"{one.name}: {what}", hint=hint, table=c.ROUNDS.name,
        row=one.row, column=c.ROUND_EXTENDED, row_code=one.name,
    )  # fmt: skip
