"""What all of xlwings' objects have in common here."""

from collections.abc import Iterator
from typing import Any


class Handle:
    """An object that is its own `api`: xlwings wants a true value there, and writes only where there is one."""

    @property
    def api(self) -> Any:
        """This object."""
        return self


class Listed(Handle):
    """A collection whose members are asked for by name, ignoring case, or by their place, from 1."""

    def _list(self) -> list[Any]:
        raise NotImplementedError

    def __call__(self, key: str | int) -> Any:
        """Return a member."""
        if isinstance(key, int):
            return self._list()[key - 1]
        for member in self._list():
            if member.name.casefold() == key.casefold():
                return member
        raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        return any(member.name.casefold() == str(key).casefold() for member in self._list())

    def __len__(self) -> int:
        return len(self._list())

    def __iter__(self) -> Iterator[Any]:
        return iter(self._list())
