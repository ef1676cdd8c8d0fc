"""What a template sees: plain data, whichever way it looks."""

from collections import UserString
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cchc_macros.sandbox import Sandbox, line_in, plain, reason

FACTS = plain(
    {"name": "Sở", "lost": Decimal("9.5"), "on": date(2026, 7, 1), "rows": ({"a": 1},), "office": {"year": "2026"}}
)
REACHING = (
    "{{ name.__class__ }}", "{{ name.__class__.__mro__[1].__subclasses__() }}", "{{ rows.append(1) }}",
    "{{ office.update(x=1) }}", "{{ name.upper.__self__ }}", "{{ name|attr('__class__') }}",
    "{{ '{0.__class__}'.format(name) }}", "{{ range.__init__ }}", "{{ dict.mro() }}", "{{ cycler }}", "{{ lipsum() }}",
    "{{ namespace.__init__.__globals__ }}", "{{ self.__init__ }}", "{{ self._TemplateReference__context }}",
    "{{ rows|map(attribute='__class__')|first }}", "{{ rows|map('attr', '__class__')|first }}",
    "{{ (rows|groupby('a'))[0].__class__ }}", "{% for x in rows %}{{ loop.__class__ }}{% endfor %}",
    "{% macro m() %}{% endmacro %}{{ m._func }}", "{% macro m() %}{% endmacro %}{{ m.name.__class__ }}",
    "{% include 'x' %}", "{% import 'x' as y %}", "{% extends 'x' %}", "{{ on.__reduce__() }}",
    "{{ on.today.__self__ }}", "{{ (1).to_bytes(9) }}", "{{ lost.scaleb(9) }}", "{{ 1.5.fromhex('1') }}",
    "{{ none.a }}",
)  # fmt: skip


@pytest.mark.parametrize("text", REACHING)
def test_no_attribute_leads_behind_the_data(text):
    with pytest.raises(Exception, match=r"\S") as caught:
        Sandbox().from_string(text).render(FACTS)
    assert reason(caught.value)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{{ name|upper }} {{ office.year }} {{ lost * 2 }} {{ on.year }}", "SỞ 2026 19.0 2026"),
        ("{% for row in rows %}{{ loop.index }}{{ row.a }}{% else %}-{% endfor %}", "11"),
        ("{% set n = namespace(x=0) %}{% for i in range(3) %}{% set n.x = n.x + i %}{% endfor %}{{ n.x }}", "3"),
        ("{% macro m(x) %}<{{ x }}>{% endmacro %}{{ m(name) }}", "<Sở>"),
        ("{{ name.replace('S', 's') }} {{ '%02d' % 3 }} {{ office.get('none', '-') }}", "sở 03 -"),
    ],
)
def test_data_can_be_worked_with(text, shown):
    assert Sandbox().from_string(text).render(FACTS) == shown


def test_only_data_goes_in():
    for more_than_data in (Path(), len, (x for x in ""), UserString("ab"), type("Sly", (int,), {})(1)):
        with pytest.raises(TypeError):
            plain({"x": [more_than_data]})
    sly = type("Sly", (str,), {"document": object()})("x")
    assert type(plain([sly])[0]) is str


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{{ khong_co }}", "không có 'khong_co'"),
        ("{{ office.khong_co }}", "không có 'khong_co'"),
        ("{{ 1 / 0 }}", "chia cho 0"),
        ("{{ 'a' + 1 }}", "không hợp với giá trị"),
        ("{{ ['a']|sum }}", "không hợp với giá trị"),
        ("{{ name|khong_co }}", "không có bộ lọc 'khong_co'"),
        ("{% if 1 is khong_co %}{% endif %}", "không có phép thử 'khong_co'"),
        ("{% thẻ_lạ %}", "không có thẻ 'thẻ_lạ'"),
        ("{% for x in rows %}", "thiếu thẻ 'endfor'"),
        ("{{ name", "viết chưa đúng"),
        ("{{ name.__class__ }}", "không được dùng '__class__'"),
        ("{% include 'x' %}", "không gộp được tệp khác"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "quá lớn"),
        ("{{ range(10 ** 9) }}", "quá lớn"),
    ],
)
def test_a_slip_is_told_in_an_editors_words(text, words):
    with pytest.raises(Exception, match=r"\S") as caught:
        Sandbox().from_string(f"\n{text}").render(FACTS)
    assert words in reason(caught.value)
    assert line_in(caught.value, "<template>") == 2
