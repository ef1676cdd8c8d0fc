from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from xl.escapes import escaped, unescaped
from xl.xmltext import escape


def test_what_xml_cannot_hold_is_written_as_excel_writes_it():
    assert escaped("a\x1bb\r_x0041_ _x00") == "a_x001B_b_x000D__x005F_x0041_ _x00"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_text_comes_back_even_through_xml(text):
    assert unescaped(escaped(text)) == text
    assert unescaped(ET.fromstring(f"<t>{escape(escaped(text))}</t>").text or "") == text
