"""Who leads and who supports, where one cell says both: *Chủ trì: A; Phối hợp: B*, *A chủ trì, phối hợp với B*."""

import re

from cchc_macros.rules.text import clean_lines, unaccented
from cchc_macros.rules.units.cells import Mention, read_unit_cell
from cchc_macros.rules.units.roster import Roster
from cchc_macros.rules.units.words import NEXT_UNIT
from xl.late import dataclass, regex

_LEADS = r"(?:chủ trì|đầu mối|thực hiện chính|chịu trách nhiệm chính|\bCT)"
_SUPPORTS = r"(?:phối hợp|tham gia|hỗ trợ|\bPH)"
_WHO = r"(?:(?:các )?(?:cơ quan|đơn vị|phòng)[ ,]+(?:đơn vị )?)?"
_AND_SO_ON = r"(?:[ ,]+(?:thực hiện|tham mưu|chính|cùng|với))*"
_ROLE = rf"{_WHO}(?:(?P<lead>{_LEADS})|(?P<support>{_SUPPORTS})){_AND_SO_ON}"
_FLAGS = re.IGNORECASE | re.DOTALL
_LABEL = regex(rf"(?:^|(?<=[\s;,.•*+\-–(]))[-–+•* ]*{_ROLE}\s*(?::|là\b)", _FLAGS)
_INSIDE = regex(rf"[(\[]\s*({_ROLE}\s*:[^)\]]*)[)\]]", _FLAGS)  # A (phối hợp: B)
_BRACKET = regex(rf"\s*[(\[]\s*{_ROLE}\s*[)\]]", _FLAGS)
# In sentences only the plain words say a role: *đầu mối*, *hỗ trợ* are in names of units too.
_LEAD = r"(?:chủ trì|thực hiện chính|chịu trách nhiệm chính)"
_FIRST, _OTHERS = r"(?:giao )?(?P<lead>\S.*?)", r"(?P<support>\S.*?)"
_TO_DO = r"(?:\s+(?:để )?(?:thực hiện|triển khai|tham mưu))?[ .]*"
_THEN = r"\s*(?:[,;.\n]+|\s(?:và|-|–)\s)?\s*"
_JOINS = r"phối hợp(?:[ ]+(?:chặt chẽ|cùng|với))*"
_SENTENCES = tuple(
    regex(pattern, _FLAGS)
    for pattern in (
        # A chủ trì, phối hợp với B
        rf"{_FIRST}\s+(?:là đơn vị |làm )?{_LEAD}{_AND_SO_ON}{_THEN}{_JOINS}\s+{_OTHERS}{_TO_DO}",
        # A chủ trì; B, C phối hợp
        rf"{_FIRST}\s+{_LEAD}{_AND_SO_ON}\s*[,;.\n]+\s*{_OTHERS}\s+(?:cùng )?{_JOINS}(?: thực hiện)?[ .]*",
        # Chủ trì A, phối hợp B
        rf"(?:giao )?{_LEAD}\s+(?P<lead>\S.*?)\s*[,;.\n]+\s*{_JOINS}\s+{_OTHERS}{_TO_DO}",
        # A phối hợp với B
        rf"{_FIRST}[,;]?\s+(?:chủ động )?phối hợp(?: chặt chẽ)?(?: cùng| với)+\s+{_OTHERS}{_TO_DO}",
        # A chủ trì; B, C
        rf"{_FIRST}\s+{_LEAD}{_AND_SO_ON}(?:\s*[;\n]\s*{_OTHERS}|[ .]*)",
        # B phối hợp
        rf"{_OTHERS}\s+(?:cùng )?phối hợp(?: thực hiện)?[ .]*",
    )
)
Mentions = tuple[Mention, ...]
_WORDS = ("chu tri", "phoi hop", "dau moi", "chiu trach nhiem", "thuc hien chinh", "tham gia", "ho tro", "ct", "ph")
_LONGEST = 2000  # characters; a longer cell is no list of units
_EDGES = " ,;.:-–\n"
_NEXT = regex(NEXT_UNIT)


@dataclass(frozen=True, slots=True)
class Roles:
    """The names in a cell, or two, by role."""

    lead: str
    support: str


def split_roles(lead: object, support: object = "") -> Roles:
    """Return who leads and who supports by two cells, each of which may name both.

    A cell that says nothing of roles is its column's, as it is.
    """
    first, second = _roles(lead), _roles(support)
    leads = [first.lead if first else clean_lines(lead), second.lead if second else ""]
    supports = [first.support if first else "", second.support if second else clean_lines(support)]
    return Roles("; ".join(filter(None, leads)), "; ".join(filter(None, supports)))


def read_roles(lead: object, support: object, roster: Roster) -> tuple[Mentions, Mentions]:
    """Read a cell of leads and one of supports, each of which may name both: the mentions of both roles."""
    roles = split_roles(lead, support)
    return read_unit_cell(roles.lead, roster), read_unit_cell(roles.support, roster)


def _roles(cell: object) -> Roles | None:
    text = _INSIDE.sub(r"; \1", clean_lines(cell))
    plain = unaccented(text)
    if len(text) > _LONGEST or not any(word in plain for word in _WORDS):
        return None
    return _labelled(text) or _bracketed(text) or _in_sentence(text)


def _labelled(text: str) -> Roles | None:
    """Chủ trì: A; Phối hợp: B."""
    labels = list(_LABEL.finditer(text))
    if not labels:
        return None
    found: dict[str, list[str]] = {"lead": [text[: labels[0].start()]], "support": []}
    for label, after in zip(labels, [*labels[1:], None], strict=True):
        names = text[label.end() : after.start() if after else len(text)]
        found["lead" if label["lead"] else "support"].append(names)
    return _of(found)


def _bracketed(text: str) -> Roles | None:
    """A (chủ trì), B, C (phối hợp): a bracket is about all since the last one; whom none is about supports."""
    brackets = list(_BRACKET.finditer(text))
    if not brackets:
        return None
    found: dict[str, list[str]] = {"lead": [], "support": []}
    begin = 0
    led = any(bracket["lead"] for bracket in brackets)
    for bracket in brackets:
        names = text[begin : bracket.start()]
        if not led and begin == 0:
            last = _last_name(names)
            found["lead"].append(names[:last])
            names = names[last:]
        found["lead" if bracket["lead"] else "support"].append(names)
        begin = bracket.end()
    found["support" if led else "lead"].append(text[begin:])
    return _of(found)


def _last_name(names: str) -> int:
    """Where the last of several names begins; 0 for one name."""
    parts = [found.end() for found in re.finditer(r"[;\n]\s*|,\s+", names)]
    starts = [at for at in parts if names[at - 1 : at] == "\n" or ";" in names[:at][-2:] or _begins(names[at:])]
    return starts[-1] if starts else 0


def _begins(text: str) -> bool:
    return text[:1].isupper() and _NEXT.match(unaccented(text)) is not None


def _in_sentence(text: str) -> Roles | None:
    for pattern in _SENTENCES:
        said = pattern.fullmatch(text)
        if said:
            names = said.groupdict()
            return _of({role: [names.get(role) or ""] for role in ("lead", "support")})
    return None


def _of(found: dict[str, list[str]]) -> Roles:
    lead, support = (
        "; ".join(filter(None, (part.strip(_EDGES) for part in found[role]))) for role in ("lead", "support")
    )
    return Roles(lead, support)
