"""Mail addresses as staff type them: several in a cell, checked by form alone."""

from collections.abc import Iterator

from cchc_macros.rules.text import clean
from xl.late import regex

_BETWEEN = regex(r"[;,\r\n]")
_IN_BRACKETS = regex(r"<([^<>]*)>")
_SCHEME = "mailto:"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = regex(rf"[A-Za-z0-9!#$%&'*+/=?^_`{{|}}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{{|}}~-]+)*@(?:{_LABEL}\.)+{_LABEL}")
_LONGEST = 254  # RFC 5321


def split_addresses(text: str) -> tuple[str, ...]:
    """The addresses in a cell, split at semicolons, commas, line breaks and spaces.

    As mail programs copy them, *Nguyễn Văn A <a@stp.example>* and *mailto:a@stp.example* are the plain address.
    """
    return tuple(address for part in _BETWEEN.split(text) for address in _in_part(part))


def _in_part(part: str) -> Iterator[str]:
    found = _IN_BRACKETS.findall(part) or [part]
    for address in " ".join(map(clean, found)).split():
        plain = address[len(_SCHEME) :] if address.casefold().startswith(_SCHEME) else address
        if plain:
            yield plain


def valid_address(address: str) -> bool:
    """Whether it has the form of a plain ASCII address with a dotted domain (RFC 5321, no quoting)."""
    return len(address) <= _LONGEST and _ADDRESS.fullmatch(address) is not None
