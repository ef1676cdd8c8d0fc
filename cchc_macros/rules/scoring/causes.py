"""Why points were lost and how they are won back, as a unit's note beside its own score tells: "Nguyên nhân: …"."""

import re

from cchc_macros import contract as c
from xl.late import regex

_LABELS = f"{c.CAUSE}|{c.REMEDY}|{c.PERSON}"
_PART = regex(
    rf"(?P<label>{_LABELS})\s*:\s*(?P<text>.*?)[\s;]*(?=(?:{_LABELS})\s*:|\Z)", re.IGNORECASE | re.DOTALL
)  # fmt: skip


def told_in(note: str, heading: str) -> str:
    """What a note says under a heading, up to the next one or its end; "" if nothing."""
    parts = (found["text"] for found in _PART.finditer(note) if found["label"].casefold() == heading.casefold())
    return "\n".join(filter(None, parts))
