"""Counting the calls that cross from xlwings into the engine: in Excel each one is a COM round trip."""

import functools
import inspect
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from xl.engine import app, book, names, ranges, sheets, tables


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """Count calls into the engine while the context lasts, by "Class.member"; calls within the engine do not count."""
    calls: Counter[str] = Counter()
    depth = [0]
    originals = []
    for module in (app, book, names, ranges, sheets, tables):
        for cls in vars(module).values():
            if isinstance(cls, type) and cls.__module__ == module.__name__:
                for name, member in list(vars(cls).items()):
                    counting = _counting(f"{cls.__name__}.{name}", member, calls, depth)
                    if counting is not None:
                        originals.append((cls, name, member))
                        setattr(cls, name, counting)
    try:
        yield calls
    finally:
        for cls, name, member in originals:
            setattr(cls, name, member)


_UNCOUNTED = {"__init__", "__bool__", "api"}


def _counting(label: str, member: Any, calls: Counter[str], depth: list[int]) -> Any:
    """Return the member wrapped in a counter, None if it is not a call."""
    if label.partition(".")[2] in _UNCOUNTED:
        return None
    if isinstance(member, property):
        return property(
            _wrap(label, member.fget, calls, depth) if member.fget else None,
            _wrap(f"{label}=", member.fset, calls, depth) if member.fset else None,
        )
    return _wrap(label, member, calls, depth) if inspect.isfunction(member) else None


def _wrap(label: str, function: Callable[..., Any], calls: Counter[str], depth: list[int]) -> Callable[..., Any]:
    @functools.wraps(function)
    def wrapped(*args: Any, **options: Any) -> Any:
        if depth[0] == 0:
            calls[label] += 1
        depth[0] += 1
        try:
            return function(*args, **options)
        finally:
            depth[0] -= 1

    return wrapped
