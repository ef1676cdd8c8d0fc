"""Accidents and attacks on the bytes of a file."""

import re

_VALUES = (b"", b"-1", b"99999999999", b"A1:XFD1048576", b"#REF!", b"\xc3\xa9", b"1e999", b"r:id")
_TEXTS = (b"NaN", b"1e400", b"=1/0", b"99999999", b"-1", b"&#1;", b"A" * 40_000, b"_xFFFF_", b"")


def damaged(data, chance):
    """Bytes with one accident or attack in them."""
    kind = chance.randrange(7)
    place = chance.randrange(len(data) or 1)
    if kind == 0:
        return data[:place]
    if kind == 1:
        return data[:place] + bytes(chance.randrange(256) for _ in range(chance.randrange(1, 20))) + data[place + 5 :]
    if kind == 2:  # an element less
        return re.sub(rb"<(\w+)[^<>]*?/>", b"", data, count=chance.randrange(1, 4))
    if kind == 3:  # an attribute's value exchanged
        return _exchanged(rb'="([^"]*)"', _VALUES, data, chance)
    if kind == 4:
        return _exchanged(rb">([^<>]+)<", _TEXTS, data, chance)
    return data + data[place:] if kind == 5 else re.sub(rb"<(\w+)\b", rb"<\1x", data, count=1 + place % 3)


def _exchanged(pattern, values, data, chance):
    at = chance.choice(list(re.finditer(pattern, data)) or [None])
    new = chance.choice(values)
    return data if at is None else data[: at.start(1)] + new + data[at.end(1) :]
