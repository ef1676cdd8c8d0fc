"""Cells and properties as XML: what type a value gets, what is escaped, what is refused."""

from datetime import date, datetime
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from cchc_macros.errors import DataError
from xl.cell_xml import SharedStrings, cell, computed_cell, properties


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, '<c r="B9" s="1"/>'),
        ("", '<c r="B9" s="1"/>'),
        ("\x00\x1f", '<c r="B9" s="1"/>'),
        (9.5, '<c r="B9" s="1"><v>9.5</v></c>'),
        (3, '<c r="B9" s="1"><v>3</v></c>'),
        (Decimal("89.70"), '<c r="B9" s="1"><v>89.700000000000003</v></c>'),
        (True, '<c r="B9" s="1" t="b"><v>1</v></c>'),
        (date(2026, 12, 31), '<c r="B9" s="1"><v>46387</v></c>'),
        (datetime(2026, 12, 31, 12), '<c r="B9" s="1"><v>46387.5</v></c>'),  # noqa: DTZ001
    ],
)
def test_a_value_gets_its_type(value, expected):
    assert cell("B9", "1", value, SharedStrings()) == expected


@pytest.mark.parametrize("value", ["=1+1", "chữ", float("nan"), float("inf"), object])
def test_whatever_else_is_text(value):
    strings = SharedStrings()
    assert cell("B9", "1", value, strings) == '<c r="B9" s="1" t="s"><v>0</v></c>'
    assert str(value) in "".join(ET.fromstring(strings.xml()).itertext())


def test_equal_texts_are_kept_once_and_counted_each_time():
    strings = SharedStrings(["có sẵn"])
    assert [strings.place(text) for text in ("a", "b", "a", "có sẵn")] == [1, 2, 1, 0]
    assert 'count="5" uniqueCount="3"' in strings.xml()


def test_what_excel_would_take_for_an_escape_is_escaped():
    strings = SharedStrings()
    strings.place("_x0041_ và <b>&amp;")
    assert "_x005F_x0041_ và &lt;b&gt;&amp;amp;" in strings.xml()


def test_a_computed_cell_carries_formula_and_value():
    assert computed_cell("A5", "3", "1&amp;2", "1<2") == '<c r="A5" s="3" t="str"><f>1&amp;2</f><v>1&lt;2</v></c>'


def test_properties_are_numbered_from_two_and_escaped():
    root = ET.fromstring(properties({"CCHC.Plan": "a&b", "CCHC.Unit": "VP"}, ""))
    assert [(p.get("pid"), p.get("name"), "".join(p.itertext())) for p in root] == [
        ("2", "CCHC.Plan", "a&b"),
        ("3", "CCHC.Unit", "VP"),
    ]


def test_a_property_longer_than_excel_keeps_is_refused_with_the_next_step():
    assert properties({"x": "đ" * 255}, "")
    with pytest.raises(DataError, match=r"'x' dài quá 255 ký tự\. Rút ngắn lại"):
        properties({"x": "đ" * 256}, "Rút ngắn lại.")
