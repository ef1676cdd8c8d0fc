"""The texts and days of single cells."""

from datetime import date

from cchc_macros.rules.dates import NotADate, format_date, parse_date
from cchc_macros.rules.text import clean
from xl.contents import Formula


def is_blank(value: object) -> bool:
    """Whether a cell value counts as nothing: empty, or only spaces."""
    return value is None or (isinstance(value, str) and not value.strip())


def text_of(value: object) -> str:
    """A cell value as clean text: 3.0 -> "3", None -> ""; a day that Excel made of a text as people write days."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    elif isinstance(value, date):
        return format_date(value)
    return "" if value is None else clean(str(value))


def cell_link(address: str) -> str:
    """A formula that shows an address of this workbook and jumps to it; the text where that cannot be."""
    sheet, _, cell = address.rpartition("!")
    if not sheet or '"' in address:
        return address
    quoted = sheet.replace("'", "''")
    return Formula(f'=HYPERLINK("#\'{quoted}\'!{cell}","{address}")', address)


def lines_of(value: object) -> str:
    """A cell's text with its line breaks kept: they separate bullets and units."""
    return "\n".join(filter(None, map(text_of, value.splitlines()))) if isinstance(value, str) else text_of(value)


def split_names(value: object, separators: str = ";") -> tuple[str, ...]:
    """Names in one cell, split at semicolons and line breaks: names contain commas themselves."""
    parts = [value if isinstance(value, str) else text_of(value)]
    for separator in (*separators, "\n"):
        parts = [piece for part in parts for piece in part.split(separator)]
    return tuple(name for part in parts if (name := text_of(part)))


def day_or_none(value: object) -> date | None:
    """A cell's day; None for a blank and for what is no day."""
    try:
        return parse_date(value)
    except NotADate:
        return None
