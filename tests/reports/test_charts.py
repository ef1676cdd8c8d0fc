from decimal import Decimal
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from cchc_macros.reports.charts import Series, _bars, _step

RED, GREEN = (0xC6, 0x5B, 0x50), (0x6F, 0xAE, 0x6B)


def bars(values, **options):
    names = [f"{number}. Cải cách thủ tục hành chính, một cửa liên thông" for number in range(len(values))]
    return [Image.open(BytesIO(png)) for png in _bars(names, [Series("Mất", "#C65B50", values)], **options)]


def lengths(image, color, tolerance=12):
    """The lengths of the bars of a colour, from the top down, in pixels."""
    pixels = np.asarray(image.convert("RGB"), dtype=int)
    rows = (np.abs(pixels - color).max(axis=2) <= tolerance).sum(axis=1)
    found, last = [], 0
    for length in rows:
        if length and not last:
            found.append(int(length))
        last = length
    return found


def test_a_bar_is_as_long_as_its_value():
    (image,) = bars([Decimal(4), Decimal(2), None, Decimal("0.5")])
    first, second, third = lengths(image, RED)
    assert second == pytest.approx(first / 2, abs=3)
    assert third == pytest.approx(first / 8, abs=3)


@pytest.mark.parametrize("count", [1, 8, 9, 10, 16, 17, 200])
def test_no_picture_is_higher_than_a_quarter_of_a_page_and_no_row_is_missing(count):
    images = bars([Decimal(number + 1) for number in range(count)])
    assert all(image.height / 200 * 25.4 <= (297 - 40) / 4 + 2 for image in images)
    assert all(image.width / 200 * 25.4 == pytest.approx(160, abs=0.1) for image in images)
    found = [lengths(image, RED) for image in images]
    assert sum(map(len, found)) == count
    assert all(part == sorted(part) for part in found)


def test_series_stand_below_one_another_or_end_to_end():
    series = [Series("A", "#C65B50", [Decimal(2)]), Series("B", "#6FAE6B", [Decimal(2)])]
    apart = Image.open(BytesIO(_bars(["x"], series)[0]))
    stacked = Image.open(BytesIO(_bars(["x"], series, stacked=True)[0]))
    for image, share in ((apart, 1.0), (stacked, 0.5)):
        (red, *_), (green, *_) = lengths(image, RED), lengths(image, GREEN)
        assert red == pytest.approx(green, abs=2)
        assert red / image.width > 0.4 * share


@pytest.mark.parametrize(
    ("longest", "step"), [("0", 1), ("0.5", 1), ("8", 1), ("9", 2), ("20", 5), ("100", 20), ("999", 200)]
)
def test_the_axis_has_round_figures(longest, step):
    assert _step(Decimal(longest)) == step
