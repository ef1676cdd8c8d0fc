"""Units that a plan names and the roster does not know: proposed with the likely kind, never added in silence."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cchc_macros.contract import KINDS
from cchc_macros.rules.numbers import roman_value
from cchc_macros.rules.roster import Roster, Unit
from cchc_macros.rules.text import clean_lines, fold, initials, unaccented
from cchc_macros.rules.unit_cells import read_unit_cell

GROUP = "nhóm"
_OFFICE, _SPECIALIST, _SERVICE, _SECTION, _OUTSIDE = KINDS
# First match wins; compared without diacritics.
_KINDS = tuple(
    (kind, re.compile(unaccented(pattern)))
    for kind, pattern in (
        (
            _OUTSIDE,
            r"\bubnd\b|ủy ban|ban, ngành|^(các )?(sở|cục|cơ quan)\b|^bộ (?!phận)|công an|địa phương|liên quan|^tòa án",
        ),
        (GROUP, r"^(tất cả )?(các|những)\b|^toàn thể"),
        (_SECTION, r"^(bộ phận|tổ)\b"),
        (_SERVICE, r"^(trung tâm|phòng công chứng|nhà)\b|đơn vị sự nghiệp|^(đơn vị|ban quản lý)\b"),
        (_OFFICE, r"^văn phòng\b"),
        (_SPECIALIST, r"^(phòng|ban|thanh tra)\b"),
    )
)
_OF_THE_AGENCY = r"( (trực )?thuộc)? sở( tư pháp)?"
_GROUP_KINDS = tuple(
    (kinds, re.compile(unaccented(rf"(tất cả )?các {pattern}({_OF_THE_AGENCY})?")))
    for kinds, pattern in (
        ((_OFFICE, _SPECIALIST, _SERVICE), "phòng, đơn vị"),
        ((_SPECIALIST,), "phòng (chuyên môn|nghiệp vụ)"),
        ((_SERVICE,), "đơn vị sự nghiệp( công lập)?"),
    )
)
_NEXT_NAME = re.compile(r"\s*(?:,|\bvà\b)\s*(?=(?:Phòng|Trung tâm|Văn phòng|Thanh tra|Chi cục|Bộ phận|UBND|[Cc]ác)\s)")
_ROUNDS = 3  # names inside names inside names
_LONGEST_CODE = 8
_MOST_NAMES = 300  # beyond that it is no list of units


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A name to look at.

    Attributes:
        name: As the plan writes it.
        kind: One of `contract.KINDS`, `GROUP` for a group of units, "" where the name does not tell.
        code: A free code made of its initials.
        cells: How many cells name it.
        suggestions: Names of the roster it may mean.
    """

    name: str
    kind: str
    code: str
    cells: int
    suggestions: tuple[str, ...]


def propose_units(cells: Iterable[str], roster: Roster) -> tuple[Proposal, ...]:
    """Return what the cells name and the roster does not know, in order of appearance.

    A name that stands alone somewhere is taken out of longer lists, so that *Văn phòng Sở, Phòng A* is two.
    """
    texts = [text for text in cells if text.strip()]
    names: Counter[str] = Counter()
    for _ in range(_ROUNDS):
        found = _unknown(texts, roster, list(names))
        if list(found) == list(names):
            break
        names = found
    taken = {fold(unit.code) for unit in roster.units}
    proposals = []
    for name, count in names.items():
        code = _free_code(name, taken)
        taken.add(fold(code))
        proposals.append(
            Proposal(name=name, kind=likely_kind(name), code=code, cells=count, suggestions=roster.suggest(name))
        )
    return tuple(proposals)


def likely_kind(name: str) -> str:
    """Return the kind that a name tells, "" if none."""
    plain = unaccented(name)
    return next((kind for kind, pattern in _KINDS if pattern.search(plain)), "")


def group_kinds(name: str) -> tuple[str, ...]:
    """Return the kinds of units that the name of a group plainly tells; () where it does not."""
    plain = unaccented(name)
    return next((kinds for kinds, pattern in _GROUP_KINDS if pattern.fullmatch(plain)), ())


def _unknown(texts: Sequence[str], roster: Roster, known: Sequence[str]) -> Counter[str]:
    """The unknown names of the cells, those of `known` that are no list of others counted as names."""
    single = [name for name in known[:_MOST_NAMES] if not any(other != name and other in name for other in known)]
    trial = Roster([*roster.units, *(Unit(code=f"?{n}", name=name) for n, name in enumerate(single))], roster.groups)
    spelled: dict[str, str] = {}
    names: Counter[str] = Counter()
    for text in texts:
        for mention in read_unit_cell(clean_lines(text), trial):
            if mention.kind == "unknown" or any(unit.code.startswith("?") for unit in mention.units):
                for name in filter(None, (part.strip(" ,.;:-") for part in _NEXT_NAME.split(mention.text))):
                    names[spelled.setdefault(fold(name), name)] += 1
    return names


def _free_code(name: str, taken: set[str]) -> str:
    base = initials(" ".join(str(roman_value(word) or word) for word in name.split()))[:_LONGEST_CODE] or "DV"
    code, number = base, 1
    while fold(code) in taken:
        number += 1
        code = f"{base}{number}"
    return code
