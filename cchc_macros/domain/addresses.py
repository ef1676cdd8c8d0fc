"""Mail addresses as staff type them: several in a cell, checked by form alone."""

import re

_SEPARATORS = re.compile(r"[;,\s]+")
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(
    rf"[A-Za-z0-9!#$%&'*+/=?^_`{{|}}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{{|}}~-]+)*@(?:{_LABEL}\.)+{_LABEL}"
)
_LONGEST = 254  # RFC 5321


def split_addresses(text: str) -> tuple[str, ...]:
    """The addresses in a cell, split at semicolons, commas and spaces."""
    return tuple(part for part in _SEPARATORS.split(text) if part)


def valid_address(address: str) -> bool:
    """Whether it has the form of a plain ASCII address with a dotted domain (RFC 5321, no quoting)."""
    return len(address) <= _LONGEST and _ADDRESS.fullmatch(address) is not None
