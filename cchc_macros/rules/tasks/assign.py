"""Who does what: every unit's duties from the lead and support cells.

Each unit has one role in a piece of work: named outright beats reached through a group, and within the same
directness lead beats support.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal

from cchc_macros.rules.tasks.tasks import WorkItem
from cchc_macros.rules.text import fold, numbered, unaccented
from cchc_macros.rules.units.addresses import split_addresses
from cchc_macros.rules.units.cells import Mention
from cchc_macros.rules.units.roster import Roster, Unit
from xl.late import dataclass

Role = Literal["lead", "support"]


@dataclass(frozen=True, slots=True)
class Duty:
    """A unit's part in a piece of work. `partners` says in words who inside the unit acts and who else takes part."""

    item: WorkItem
    role: Role
    partners: str


@dataclass(frozen=True, slots=True)
class TaskSheet:
    """Everything one unit has to do. `unit` is None for a group whose members the roster does not tell."""

    code: str
    name: str
    unit: Unit | None
    duties: tuple[Duty, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What an extension may call the unit."""
        return (self.code, self.name, *(self.unit.aliases if self.unit else ()))

    @property
    def addresses(self) -> set[str]:
        """Where its mail goes, copies apart, in small letters."""
        return {one.casefold() for one in split_addresses(self.unit.email if self.unit else "")}

    @property
    def leads(self) -> int:
        """Number of duties as lead."""
        return sum(duty.role == "lead" for duty in self.duties)

    @property
    def supports(self) -> int:
        """Number of duties in support."""
        return len(self.duties) - self.leads


@dataclass(frozen=True, slots=True, kw_only=True)
class Unresolved:
    """A name that gets no sheet: outside the department, or unknown to the roster."""

    item: WorkItem
    role: Role
    text: str
    reason: Literal["outside", "unknown"]
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assignment:
    """The task sheets in roster order, groups without members after them, and the names left over."""

    sheets: tuple[TaskSheet, ...]
    unresolved: tuple[Unresolved, ...]

    def leads(self) -> dict[str, list[str]]:
        """The codes of the units in the lead, by identity of the work."""
        found: dict[str, list[str]] = defaultdict(list)
        for sheet in self.sheets:
            for duty in sheet.duties:
                if duty.role == "lead":
                    found[duty.item.id].append(sheet.code)
        return found


@dataclass(frozen=True, slots=True)
class _Claim:
    direct: bool
    role: Role
    mention: Mention

    @property
    def rank(self) -> tuple[bool, bool]:
        return (self.direct, self.role == "lead")


def assign(items: Sequence[WorkItem], roster: Roster) -> Assignment:
    """Give every unit its duties, in the order of the items."""
    duties: dict[str, list[Duty]] = {}
    groups: dict[str, str] = {}  # key of a group without members -> its name
    unresolved: list[Unresolved] = []
    for item in items:
        claims: dict[str, _Claim] = {}
        for role, mention in _mentions(item):
            if mention.kind in ("outside", "unknown"):
                reason: Literal["outside", "unknown"] = "outside" if mention.kind == "outside" else "unknown"
                unresolved.append(
                    Unresolved(item=item, role=role, text=mention.text, reason=reason, suggestions=mention.suggestions)
                )
                continue
            keys = [unit.code for unit in mention.units]
            if not keys:
                name = mention.group.name if mention.group else mention.text
                keys = [f"\0{fold(name)}"]  # no unit code begins with NUL
                groups.setdefault(keys[0], name)
            claim = _Claim(mention.kind == "unit", role, mention)
            for key in keys:
                if key not in claims or claim.rank > claims[key].rank:
                    claims[key] = claim
        for key, claim in claims.items():
            duties.setdefault(key, []).append(Duty(item, claim.role, _partners(item, claim)))
    return Assignment(tuple(_sheets(duties, groups, roster)), tuple(unresolved))


def group_code(name: str, taken: Iterable[str]) -> str:
    """A sheet code for a group without members: its initials in plain letters, made unique."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", name))
    base = unaccented("".join(word if word.isupper() else word[0] for word in words)).upper()
    return numbered(base[:12] or "NHOM", taken)


def _mentions(item: WorkItem) -> Iterable[tuple[Role, Mention]]:
    for mention in item.leads:
        yield "lead", mention
    for mention in item.supports:
        yield "support", mention


def _partners(item: WorkItem, claim: _Claim) -> str:
    """Who acts inside the unit, and the others in words: for a lead those in support, for support those in the lead."""
    same_side, other_side = (item.leads, item.supports) if claim.role == "lead" else (item.supports, item.leads)
    # a group of several has other members beside the unit itself
    beside = [mention for mention in same_side if mention is not claim.mention or len(mention.units) > 1]
    if claim.role == "lead":
        ordered = [("Cùng chủ trì", beside), ("Phối hợp", other_side)]
    else:
        ordered = [("Chủ trì", other_side), ("Cùng phối hợp", beside)]
    lines = [f"{label}: {'; '.join(map(_in_words, mentions))}" for label, mentions in ordered if mentions]
    own = [f"Bộ phận thực hiện: {claim.mention.actor}"] if claim.mention.actor else []
    return "\n".join([*own, *lines])


def _in_words(mention: Mention) -> str:
    return f"{mention.text} ({mention.actor})" if mention.actor else mention.text


def _sheets(duties: dict[str, list[Duty]], groups: dict[str, str], roster: Roster) -> Iterable[TaskSheet]:
    for unit in roster.units:
        if unit.code in duties:
            yield TaskSheet(unit.code, unit.name, unit, tuple(duties[unit.code]))
    codes = [unit.code for unit in roster.units]
    for key, name in groups.items():
        codes.append(group_code(name, codes))
        yield TaskSheet(codes[-1], name, None, tuple(duties[key]))
