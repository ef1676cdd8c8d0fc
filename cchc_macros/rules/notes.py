"""What a unit's note tells under a heading: "Người phụ trách: Nguyễn Văn A", "Nguyên nhân: …", "Giải pháp: …"."""

import re

from cchc_macros import contract as c
from cchc_macros.rules.text import clean
from xl.late import regex

_HEADINGS = f"{c.CAUSE}|{c.REMEDY}|{c.PERSON}"
_PART = regex(
    rf"(?P<heading>{_HEADINGS})\s*:\s*(?P<text>.*?)[\s;]*(?=(?:{_HEADINGS})\s*:|\Z)", re.IGNORECASE | re.DOTALL
)
_PERSON = regex(rf"{c.PERSON}\s*:\s*([^\n;]+)[\s;]*", re.IGNORECASE)


def part_of_note(note: str, heading: str) -> str:
    """What a note says under a heading, up to the next one or its end; "" if nothing."""
    parts = (found["text"] for found in _PART.finditer(note) if found["heading"].casefold() == heading.casefold())
    return "\n".join(filter(None, parts))


def person_in(note: str) -> str:
    """Who is named as in charge; "" if nobody."""
    found = _PERSON.search(note)
    return clean(found[1]).strip(" .") if found else ""


def without_person(note: str) -> str:
    """What a note says beyond that."""
    return _PERSON.sub("", note).strip()
