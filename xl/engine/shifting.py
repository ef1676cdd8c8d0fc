"""Inserting and deleting cells, rows and columns: everything that hangs on a place moves along."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xl.engine.addresses import Box
    from xl.engine.sheets import Sheet


def insert(sheet: "Sheet", box: "Box", shift: str | None, copy_origin: str | None) -> None:
    """Insert cells."""
    raise NotImplementedError("Range.insert")


def delete(sheet: "Sheet", box: "Box", shift: str | None) -> None:
    """Delete cells."""
    raise NotImplementedError("Range.delete")
