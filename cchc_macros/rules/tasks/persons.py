"""Whom a unit names as in charge, in the note beside its work: "Người phụ trách: Nguyễn Văn A"."""

import re

from cchc_macros import contract as c
from cchc_macros.rules.text import clean
from xl.late import regex

_NAMED = regex(rf"{c.PERSON}\s*:\s*([^\n;]+)[\s;]*", re.IGNORECASE)


def person_in(note: str) -> str:
    """Who is named; "" if nobody."""
    found = _NAMED.search(note)
    return clean(found[1]).strip(" .") if found else ""


def without_person(note: str) -> str:
    """What a note says beyond that."""
    return _NAMED.sub("", note).strip()
