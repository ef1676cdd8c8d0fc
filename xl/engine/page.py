"""The print set-up of a worksheet."""

from xlwings import base_classes

from xl.cells.addresses import parse_box
from xl.cells.model import Worksheet
from xl.engine.handle import Handle
from xl.engine.memory import areas


class PageSetup(Handle, base_classes.PageSetup):
    """The print set-up."""

    def __init__(self, ws: Worksheet) -> None:
        self.ws = ws

    @property
    def print_area(self) -> str | None:
        """The printed area's address, None for all."""
        area = self.ws._print_area  # the property puts the sheet before it
        return ",".join(box.address() for box in sorted(areas.boxes(area.ranges))) if area else None

    @print_area.setter
    def print_area(self, value: str | None) -> None:
        self.ws._print_area  # noqa: B018  # what the file says is read first, else it would come back
        boxes = [parse_box(part.strip()) for part in value.split(",")] if value else []
        if None in boxes:
            raise ValueError(f"not an area to print: {value!r}")
        self.ws.defined_names.pop("_xlnm.Print_Area", None)
        self.ws._print_area = areas.print_area([box for box in boxes if box]) if boxes else None
