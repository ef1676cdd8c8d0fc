"""Units that a plan names and the roster does not know: proposed with the likely kind, never added in silence."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from cchc_macros.contract import KINDS
from cchc_macros.rules.numbers import roman_value
from cchc_macros.rules.text import clean_lines, fold, initials, numbered, unaccented
from cchc_macros.rules.units.cells import read_unit_cell
from cchc_macros.rules.units.persons import is_person
from cchc_macros.rules.units.roster import Roster, Unit
from cchc_macros.rules.units.words import AFTER_AND, NEXT_UNIT, without_post
from xl.late import dataclass, regex

GROUP = "nhóm"
_OFFICE, _SPECIALIST, _SERVICE, _SECTION, _OUTSIDE = KINDS
# First match wins; compared without diacritics.
_KINDS = tuple(
    (kind, regex(unaccented(pattern)))
    for kind, pattern in (
        (_OUTSIDE, r"\b(ubnd|hđnd)\b|ủy ban|ban, ngành|công an|địa phương|liên quan|kho bạc|hải quan|bưu điện"),
        (_OUTSIDE, r"^(các )?(sở|cục|tổng cục|cơ quan|hội|liên đoàn|mặt trận|báo|đài|thuế|đoàn|đảng|trường|quỹ)\b"),
        (_OUTSIDE, r"^(bộ (?!phận)|tòa án|viện |công ty|tập đoàn|bệnh viện|hội đồng|ngân hàng)|đại biểu quốc hội"),
        (
            _OUTSIDE,
            r"^(thanh tra|văn phòng|kiểm toán) (tỉnh|thành phố|chính phủ|nhà nước|đoàn)|tỉnh (ủy|đoàn)|bảo hiểm",
        ),
        (_OUTSIDE, r"^ban (dân tộc|tổ chức|tuyên giáo|dân vận|nội chính|chỉ đạo|thường vụ|thi đua|quản lý (các )?khu)"),
        (GROUP, r"^(tất cả )?(các|những)\b|^toàn thể"),
        (_SECTION, r"^(bộ phận|tổ)\b"),
        (_SERVICE, r"^(trung tâm|phòng công chứng|nhà)\b|đơn vị sự nghiệp|^(đơn vị|ban quản lý)\b"),
        (_OFFICE, r"^văn phòng\b"),
        (_SPECIALIST, r"^(phòng|ban|thanh tra)\b"),
    )
)
_OF_THE_AGENCY = r"( (trực )?thuộc)? sở( tư pháp)?"
_GROUP_KINDS = tuple(
    (kinds, regex(unaccented(rf"(tất cả )?các {pattern}({_OF_THE_AGENCY})?")))
    for kinds, pattern in (
        ((_OFFICE, _SPECIALIST, _SERVICE), "phòng, đơn vị"),
        ((_SPECIALIST,), "phòng (chuyên môn|nghiệp vụ)"),
        ((_SERVICE,), "đơn vị sự nghiệp( công lập)?"),
    )
)
_PARTED = regex(r"(?P<comma>[,;])|\b(?:và|cùng|với)\b|\n", re.IGNORECASE)
_LOOKED_AT = 40  # characters that tell whether a name begins
_EDGES = " ,.;:-–"
_WHOLE = regex(AFTER_AND)
_NEXT = regex(NEXT_UNIT)
_ROUNDS = 3  # names inside names inside names
_LONGEST_CODE = 8
_MOST_NAMES = 300  # beyond that it is no list of units


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A name to look at.

    Attributes:
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

    A name that is alone somewhere is taken out of longer lists, so that *Văn phòng Sở, Phòng A* is two.
    """
    texts = [text for text in cells if text.strip()]
    names: Counter[str] = Counter()
    for _ in range(_ROUNDS):
        found = _unknown(texts, roster, list(names))
        if list(found) == list(names):
            break
        names = found
    taken = [unit.code for unit in roster.units]
    proposals = []
    for name, count in names.items():
        code = _free_code(name, taken)
        taken.append(code)
        proposals.append(
            Proposal(name=name, kind=likely_kind(name), code=code, cells=count, suggestions=roster.suggest(name))
        )
    return tuple(proposals)


def no_units(cells: Iterable[str], roster: Roster) -> tuple[str, ...]:
    """Return what the cells name in place of units: persons, and posts that no unit goes with."""
    mentions = (mention for cell in dict.fromkeys(cells) for mention in read_unit_cell(clean_lines(cell), roster))
    parts = (part.strip(_EDGES) for mention in mentions if mention.kind == "unknown" for part in _parts(mention.text))
    return tuple(dict.fromkeys(part for part in parts if part and not _unit_named(part)))


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
            known_now = [unit.name for unit in mention.units if unit.code.startswith("?")]
            names.update(spelled.setdefault(fold(name), name) for name in known_now)
            if mention.kind == "unknown":
                for name in filter(None, map(_unit_named, _parts(mention.text))):
                    names[spelled.setdefault(fold(name), name)] += 1
    return names


def _parts(text: str) -> list[str]:
    """The names in an unknown text: a new one begins where a comma is followed by what units are called.

    *Và* is inside names too, so after it only the surest words count, and *HĐND và UBND* are one.
    """
    parts, begin = [], 0
    for found in _PARTED.finditer(text):
        following = text[found.end() : found.end() + _LOOKED_AT].lstrip()
        rest = unaccented(following)
        starts = (_NEXT if found["comma"] else _WHOLE).match(rest)
        capital = following[:1].isupper() or rest.startswith(("cac ", "nhung "))
        if starts and capital:
            parts.append(text[begin : found.start()])
            begin = found.end()
    return [*parts, text[begin:]]


def _unit_named(part: str) -> str:
    """The name of the unit in a part of a cell, without a post before it; "" for a person, or a post without a unit."""
    name = part.strip(_EDGES)
    return "" if is_person(name) else without_post(name)


def _free_code(name: str, taken: Sequence[str]) -> str:
    base = initials(" ".join(str(roman_value(word) or word) for word in name.split()))[:_LONGEST_CODE] or "DV"
    return numbered(base, taken)
