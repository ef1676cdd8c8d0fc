"""Bands of the index, as the setting `Xếp loại` words them: "Xuất sắc ≥ 90; Tốt ≥ 80; Khá ≥ 65"."""

import re
from collections.abc import Sequence
from decimal import Decimal

from cchc_macros.rules.numbers import NotANumber, parse_percent, shorten
from cchc_macros.rules.text import clean, fold
from xl.late import dataclass, regex

_HIGHEST = 100  # %
_LONGEST = 100  # characters
_BAND = regex(r"(?P<name>[^≥<>=]*?\w[^≥<>=]*?) ?(?:≥|>=|=>|\btừ) ?(?P<least>[\d.,]+ ?%?)(?: trở lên)?", re.IGNORECASE)
_EXAMPLE = "Nhập ví dụ: Xuất sắc ≥ 90; Tốt ≥ 80; Khá ≥ 65."


@dataclass(frozen=True, slots=True)
class Band:
    """A band and the least index that reaches it, in %."""

    name: str
    least: Decimal


def read_bands(text: str) -> tuple[Band, ...]:
    """Read the setting, highest band first; () for a blank.

    Bands are apart by ";" or a line break; "≥", ">=" and "từ … trở lên" mean the same.

    Raises:
        ValueError: a band cannot be read, is outside 0 to 100 %, or occurs twice. The message is Vietnamese.
    """
    bands = [_read(part) for piece in text.splitlines() for part in piece.split(";") if clean(part)]
    names, limits = {fold(band.name) for band in bands}, {band.least for band in bands}
    if min(len(names), len(limits)) < len(bands):
        raise ValueError(f"'{shorten(text)}' ghi hai mức trùng nhau. {_EXAMPLE}")
    return tuple(sorted(bands, key=lambda band: band.least, reverse=True))


def band_of(index: Decimal | None, bands: Sequence[Band]) -> str:
    """The highest band that an index in % reaches; "" for none, or without an index."""
    return next((band.name for band in bands if index is not None and index >= band.least), "")


def _read(part: str) -> Band:
    text = clean(part).rstrip(".")
    found = _BAND.fullmatch(text) if len(text) <= _LONGEST else None  # a pasted page would keep it matching for minutes
    try:
        least = parse_percent(found["least"]) if found else None
    except NotANumber:
        least = None
    if found is None or least is None or not 0 <= least <= _HIGHEST:
        raise ValueError(f"'{shorten(part)}' không phải là một mức xếp loại. {_EXAMPLE}")
    return Band(found["name"], least)
