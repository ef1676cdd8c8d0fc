"""How much work a template may make: a slip such as `9**9**9` ends with a message, and holds up no Excel."""

import functools
import math
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from jinja2 import nodes
from jinja2.filters import FILTERS
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from xl.late import regex

_WHOLE = 200_000_000  # letters written and looked at
_TURN = 200  # what a turn of a loop or a call counts for, in letters
_SECONDS = 20.0
_BITS = 200  # of a whole number: no office has one of sixty digits
_WIDE = regex(r"%[^A-Za-z]{0,30}\d{6}|\{[^}]{0,30}\d{6}")  # `'%999999d'`, `'{:999999}'`
_FORMATTING = {"format", "format_map", "strftime"}
_AS_GIVEN = {"default", "d"}  # filters whose numbers are no widths


class TooMuchWork(Exception):  # noqa: N818  not of ours: `sandbox.reason` says it to people
    """A template asks for more than it may."""


class Budgeted(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, which counts what a template does; `begin` begins another filling."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.filters = {
            name: work if name in _AS_GIVEN else self._counting(work) for name, work in self.filters.items()
        }
        self.begin()

    def begin(self) -> None:
        """Give the templates of one filling all that they may do."""
        self._left, self._end = _WHOLE, time.monotonic() + _SECONDS

    def spend(self, amount: int) -> None:
        """Take so much of what is left.

        Raises:
            TooMuchWork: nothing is left.
        """
        self._left -= amount
        if self._left < 0 or time.monotonic() > self._end:
            raise TooMuchWork

    def counted(self, things: Iterable[Any]) -> Iterator[Any]:
        """What a loop goes through."""
        for thing in things:
            self.spend(_TURN)
            yield thing

    def made(self, value: Any) -> Any:
        """A value that a template made of others."""
        self.spend(_size(value))
        return value

    def concat(self, parts: Iterable[str]) -> str:
        """All that a template or a part of it shows."""
        return "".join(self.made(part) for part in parts)

    def call(self, context: Any, called: Any, *args: Any, **named: Any) -> Any:
        """Call what a template calls."""
        self.spend(_TURN)
        text = getattr(getattr(called, "__wrapped__", called), "__self__", None)
        if getattr(called, "__name__", "") in _FORMATTING:
            _refuse_wide(text, *args)
        if isinstance(text, str):
            self._allow(text, args, named)
        return self.made(super().call(context, called, *args, **named))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Calculate."""
        if isinstance(left, int) and isinstance(right, int):
            bits = left.bit_length() * right if operator == "**" else left.bit_length() + right.bit_length()
            if bits > _BITS:
                raise TooMuchWork
        elif operator in "*%":
            _refuse_wide(left if operator == "%" else "")
            text, number = (right, left) if isinstance(left, int) else (left, right)
            self._allow(text, number if isinstance(number, tuple) else (number,), {})
        return self.made(super().call_binop(context, operator, left, right))

    def _counting(self, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same filter, counted."""
        first = int(hasattr(work, "jinja_pass_arg"))  # Jinja hands such a filter something of its own first

        @functools.wraps(work)
        def counted(*args: Any, **named: Any) -> Any:
            _refuse_wide(args[first] if work is FILTERS["format"] else "")
            self._allow(args[first], args[first + 1 :], named)
            return self.made(work(*args, **named))

        return counted

    def _allow(self, value: Any, args: Iterable[Any], named: dict[str, Any]) -> None:
        """Take beforehand what a step may come to: as large as all that goes in, multiplied."""
        sizes = (abs(one) if isinstance(one, int) else _size(one) for one in (*args, *named.values()))
        self.spend(math.prod(max(1, size) for size in (_size(value), *sizes)))

    def _generate(self, source: nodes.Template, *args: Any, **named: Any) -> str:
        return super()._generate(_Counting().visit(source), *args, **named)


class _Counting(NodeTransformer):
    """Has the environment count the loops of a template and what it puts together."""

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802  Jinja's name
        self.generic_visit(node)
        node.iter = _through("counted", node.iter)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        return _through("made", self.generic_visit(node))


def _through(method: str, node: Any) -> nodes.Call:
    return nodes.Call(nodes.EnvironmentAttribute(method), [node], [], None, None, lineno=node.lineno)


def _refuse_wide(*texts: Any) -> None:
    """Raise where a format asks for a width or for places that no paper has."""
    if any(isinstance(text, str) and _WIDE.search(text) for text in texts):
        raise TooMuchWork


def _size(value: Any) -> int:
    """How much a value is, in letters; an item of a list takes as much room as eight."""
    if isinstance(value, (list, tuple, dict)):
        return 8 * len(value)
    return len(value) if isinstance(value, (str, range)) else 1
