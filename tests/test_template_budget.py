"""Templates that ask for too much: they end, soon, and say where."""

from datetime import date
from decimal import Decimal

import pytest

from cchc_macros import template_budget
from cchc_macros.sandbox import Sandbox, line_in, plain, reason

ENDLESS = (
    "{{ 9**9**9 }}", "{{ 9**99999 }}", "{{ (9**999) * (9**999) * (9**999) * (9**999) }}",
    "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "{% for a in rows recursive %}{{ loop(rows) }}{{ loop(rows) }}{% endfor %}",
    "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
    "{% for a in range(99999) %}{{ range(99999)|sum }}{% endfor %}",
    "{% for a in range(99999) %}{{ range(99999)|map('string')|join|length }}{% endfor %}",
    "{{ [1]|slice(10**15)|list }}", "{{ [1]|batch(10**15, 1)|list }}", "{{ 1.5|round(10**9, 'floor') }}",
    "{{ 'a' * 10**10 }}", "{{ 10**10 * 'a' }}", "{{ [1] * 10**10 }}", "{{ 'a'|center(10**10) }}",
    "{{ 'a'.ljust(10**10) }}", "{{ ('<b>'|safe).ljust(10**10) }}", "{{ 'a'|indent(10**10, first=true) }}",
    "{{ '%9999999999d' % 1 }}", "{{ '%*d' % (10**10, 1) }}", "{{ '%9999999999d'|format(1) }}",
    "{{ '{:9999999999}'.format(1) }}", "{{ on.strftime('%9999999999Y') }}",
    "{{ '{0:9999999999}'.format(1)|length }}",
    "{% set s = namespace(x=[1]) %}{% for a in range(60) %}{% set s.x = s.x + s.x %}{% endfor %}",
    "{{ 'a\tb'.expandtabs(10**10) }}", "{{ rows|tojson(indent=10**10) }}",
    "{% set s = namespace(x='ab') %}{% for a in range(60) %}{% set s.x = s.x ~ s.x %}{% endfor %}",
    "{% set s = namespace(x='ab') %}{% for a in range(60) %}{% set s.x = s.x + s.x %}{% endfor %}",
    "{% set s = namespace(x='ab') %}{% for a in range(60) %}{% set s.x = s.x.replace('a', s.x) %}{% endfor %}",
    "{% set s = namespace(x='ab') %}{% for a in range(60) %}{% set s.x = s.x|replace('a', s.x) %}{% endfor %}",
    "{% set s = namespace(x='ab') %}{% for a in range(60) %}{% set s.x %}{{ s.x }}{{ s.x }}{% endset %}{% endfor %}",
)  # fmt: skip


@pytest.mark.timeout(60)
@pytest.mark.parametrize("text", ENDLESS)
def test_a_template_without_end_is_stopped_and_its_place_told(text, monkeypatch):
    monkeypatch.setattr(template_budget, "_SECONDS", 4.0)
    with pytest.raises(Exception, match=r"\S|^$") as caught:
        Sandbox(autoescape=True).from_string(f"\n{text}").render(rows=plain([{"a": 1}, {"a": 2}]), on=date(2026, 7, 1))
    assert reason(caught.value) == "phép tính hoặc vòng lặp quá lớn nên đã dừng"
    assert line_in(caught.value, "<template>") == 2


def test_much_honest_work_is_done():
    rows = plain([{"name": "Rà soát văn bản " * 20, "lost": Decimal("1.5"), "money": 2_000_000_000}] * 10_000)
    text = (
        "{% for row in rows if row.lost %}{{ loop.index }} {{ row.name|replace('\n', ' ') ~ ';' }} {{ row.lost * 2 }} "
        "{{ ('90% (123456789 đồng)'|upper)[:3] }} "
        "{{ row.money * 1000 }} {{ row.none|default(2000000000) }} {{ '%05.1f' % row.lost }}{% endfor %}"
    )
    shown = Sandbox(autoescape=True).from_string(text).render(rows=rows)
    assert shown.count("90% 2000000000000 2000000000 001.5") == 10_000


def test_each_filling_has_all_of_its_budget(monkeypatch):
    monkeypatch.setattr(template_budget, "_WHOLE", 1_000_000)
    environment = Sandbox()
    template = environment.from_string("{% for a in range(3000) %}{% endfor %}")
    for _ in range(3):
        environment.begin()
        template.render()
    with pytest.raises(template_budget.TooMuchWork):
        template.render()
