"""What all of xlwings' objects have in common here."""

from typing import Any


class Handle:
    """An object that is its own `api`: xlwings wants a true value there, and writes only where there is one."""

    @property
    def api(self) -> Any:
        """This object."""
        return self
