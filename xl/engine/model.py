"""Types of openpyxl's objects as the engine sees them.

openpyxl's stubs leave out the private parts that the engine works on (the cell store, values, styles), and type
much of the rest too widely; so these are untyped on purpose, and named for the reader.
"""

from typing import Any, TypeAlias
from xml.etree.ElementTree import fromstring

Cell: TypeAlias = Any
Worksheet: TypeAlias = Any
Workbook: TypeAlias = Any


def parse_xml(data: bytes) -> Any:
    """Return the root element of a part read from a checked package, which holds no entities."""
    return fromstring(data)  # noqa: S314  # see above
