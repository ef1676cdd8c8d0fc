"""Data classes and patterns that are made when they are first used: a click waits for each one that is made.

Writing the methods of a data class takes Python 0.7 ms, compiling a pattern 0.2 ms; a button's modules hold some
seventy of the one and a hundred and forty of the other, and a click uses few of them.
"""

import re
from collections.abc import Callable
from threading import RLock
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass", "regex"]

if TYPE_CHECKING:
    from dataclasses import dataclass
    from re import compile as regex
else:
    _pending: dict[type, tuple[dict[str, Any], dict[str, Any]]] = {}  # class -> options, defaults of its fields
    _one_at_a_time = RLock()

    def dataclass(**options: Any) -> Callable[[type], type]:
        """`dataclasses.dataclass` for a class with slots; its methods are written when the first instance is made."""
        del options["slots"]  # they are made here, as `dataclasses` makes them

        def prepare(cls: type) -> type:
            names = tuple(cls.__annotations__)
            defaults = {name: cls.__dict__[name] for name in names if name in cls.__dict__}
            left_out = {*names, "__dict__", "__weakref__"}
            inside = {name: value for name, value in cls.__dict__.items() if name not in left_out}
            ours = {"__slots__": names, "__init__": _first_init, "__reduce__": _reduce}
            made = type(cls)(cls.__name__, cls.__bases__, ours | inside)
            made.__qualname__ = cls.__qualname__
            _pending[made] = options, defaults
            return made

        return prepare

    def _first_init(self: Any, *given: Any, **named: Any) -> None:
        _complete(type(self))
        self.__init__(*given, **named)

    def _complete(cls: type) -> None:
        """Write the methods of a class, and first of those it is derived from."""
        with _one_at_a_time:
            for base in reversed(cls.__mro__):
                if base in _pending:
                    _write(base, *_pending.pop(base))

    def _write(cls: type, options: dict[str, Any], defaults: dict[str, Any]) -> None:
        from dataclasses import dataclass as write  # noqa: PLC0415  # the first that is needed

        slots = {name: cls.__dict__[name] for name in defaults}
        for name, default in defaults.items():  # `dataclasses` looks for them where the slots stand
            setattr(cls, name, default)
        write(**options, init=False)(cls)
        for name, slot in slots.items():
            setattr(cls, name, slot)
        twin = type(cls.__name__, (cls,), {"__slots__": (), "__doc__": cls.__doc__})
        whole = write(repr=False, eq=False, frozen=options.get("frozen", False))(twin)
        cls.__init__ = whole.__init__  # last, in one step: another thread may be waiting to make one

    def _reduce(self: Any) -> tuple[Any, ...]:
        """What is frozen cannot be set attribute by attribute, as a process that is handed it would."""
        names = [name for cls in type(self).__mro__ for name in cls.__dict__.get("__slots__", ())]
        return _again, (type(self), {name: getattr(self, name) for name in names})

    def _again(cls: type, values: dict[str, Any]) -> Any:
        _complete(cls)
        made = object.__new__(cls)
        for name, value in values.items():
            object.__setattr__(made, name, value)
        return made

    class regex:  # noqa: N801  # stands for a function
        """`re.compile`, when the pattern is first asked something."""

        def __init__(self, pattern: str | bytes, flags: int = 0) -> None:
            self.pattern, self._flags = pattern, flags

        def __reduce__(self) -> tuple[Any, ...]:
            return regex, (self.pattern, self._flags)

        def __getattr__(self, name: str) -> Any:
            value = self.__dict__[name] = getattr(re.compile(self.pattern, self._flags), name)
            return value
