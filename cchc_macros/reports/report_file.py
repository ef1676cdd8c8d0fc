"""The report's Word template: the one that comes with the product, and what the office's own may show."""

from collections.abc import Mapping, Sequence
from typing import Any

from cchc_macros.stock import STOCK

STOCK_TEMPLATE = "bao-cao.docx"
CHARTS = ("bieu_do_diem", "bieu_do_mat_diem", "bieu_do_don_vi")


def stock_template() -> bytes:
    """The template that comes with the product."""
    return (STOCK / STOCK_TEMPLATE).read_bytes()


def fill_template(
    template: bytes, facts: Mapping[str, Any], pictures: Mapping[str, Sequence[bytes]], name: str
) -> bytes:
    """Fill a template; a chart that has nothing to show stays away.

    Args:
        template: The Word file.
        facts: What it may show.
        pictures: The charts, as PNG under their names in the template.
        name: The template's name, for people.

    Raises:
        FileError: it is no Word file, or one of its tags is wrong.
    """
    from cchc_macros.reports.word_template import WordTemplate  # noqa: PLC0415  seconds that only a report may cost

    return WordTemplate(template, name).fill(facts, dict.fromkeys(CHARTS, ()) | dict(pictures))
