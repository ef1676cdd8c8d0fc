"""What each column of a table means: by its heading, and by what is in it where the heading leaves that open."""

from collections.abc import Sequence

from cchc_macros import contract as c
from cchc_macros.plans.reading.places import Heading
from cchc_macros.plans.words import contents
from cchc_macros.plans.words.vocabulary import AGENCY, CODE, FIELD, NAME, SOME_UNIT, SYMBOL, UNIT_COLUMN, bare

_AS_TEXT = {"max": "scale", "appraised": "opinion", "self": "explanation", "result": "requirement", "ratio": NAME}
_ROLES = {"chu tri", "phoi hop", "chinh"}
_STATES = (("status", contents.is_status), ("progress", contents.is_share), ("deadline", contents.is_deadline))

Keys = list[str | None]


def read_meanings(headings: Sequence[Heading], samples: Sequence[Sequence[str]]) -> tuple[Keys, list[str]]:
    """Return what each column means, None where nothing tells it, and remarks on what was taken from elsewhere.

    `samples` are what is in each, blanks left out.
    """
    heads = [heading.means() for heading in headings]
    keys = [_key(heading, values, heads) for heading, values in zip(headings, samples, strict=True)]
    for i in _marked(headings, samples):
        keys[i] = "mark"
    _tell_codes(keys, samples)
    if NAME not in keys:
        about = {FIELD} if FIELD in keys else {"remedy", "shortfall"}
        keys = [NAME if key in about and not about.intersection(keys[:i]) else key for i, key in enumerate(keys)]
    remarks = []
    units = (i for i, key in enumerate(keys) if key == SOME_UNIT and contents.mostly(samples[i], contents.is_unit))
    lead = next(units, None) if "lead" not in keys else None
    if lead is not None:  # no heading says who leads, and one begins as if it did
        keys[lead] = "lead"
        remarks.append(f"Cột {c.LEAD} lấy từ '{headings[lead].printed}': các ô là tên đơn vị.")
    if NAME in keys:
        unit = "support" if "lead" in keys else "lead"
        keys = [unit if key in {AGENCY, UNIT_COLUMN} else key for key in keys]
    return keys, remarks


def _key(heading: Heading, values: Sequence[str], heads: Keys) -> str | None:
    """What a column means by its heading, beside those of all columns, and its values."""
    key = heading.means()
    if key == "state":
        return _state(heading, values, heads)
    is_council = not values and bare(heading.own).startswith("hoi dong")
    if key == "appraiser" and (is_council or contents.mostly(values, contents.is_points)):
        return "appraised"
    if key == "person" and (contents.mostly(values, contents.is_unit) if values else "lead" not in heads):
        return "lead"
    if key == "lead" and values and {bare(value) for value in values} <= _ROLES:
        return None  # Rõ trách nhiệm: the role of whoever another column names
    if key == NAME and heads.count(NAME) > 1 and contents.mostly(values, contents.is_code):
        return SYMBOL
    return _AS_TEXT[key] if key in _AS_TEXT and contents.is_prose(values) else key


def _state(heading: Heading, values: Sequence[str], heads: Keys) -> str:
    """*Tiến độ*, *Trạng thái*: a share of the work, a word for how far it is, or a deadline."""
    found = next((key for key, test in _STATES if contents.mostly(values, test)), None)
    if found:
        return found
    plain = bare(heading.full)
    if contents.mostly(values, contents.is_points):
        return "progress" if "%" in plain or "tien do" in plain or plain.startswith("ty le") else "result"
    if "tien do" in plain and "deadline" not in heads:
        return "deadline"
    return "report" if values else "status"


def _marked(headings: Sequence[Heading], samples: Sequence[Sequence[str]]) -> list[int]:
    """The columns that are periods which the rows only mark, an empty one among them too."""
    periods = [i for i, heading in enumerate(headings) if heading.period]
    marked = [i for i in periods if contents.mostly(samples[i], contents.is_mark)]
    return [i for i in periods if i in marked or (marked and not samples[i])]


def _tell_codes(keys: Keys, samples: Sequence[Sequence[str]]) -> None:
    """The first column of STT is the STT; a column of numbers is where there is none."""
    if CODE in keys:
        first = keys.index(CODE)
        keys[first + 1 :] = [SYMBOL if key == CODE else key for key in keys[first + 1 :]]
    elif SYMBOL in keys:
        i = keys.index(SYMBOL)
        if contents.mostly(samples[i], contents.is_code) or not samples[i]:
            keys[i] = CODE
