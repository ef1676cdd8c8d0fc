"""Whose workbook a file is: read back from the file itself, right before it is mailed."""

from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from cchc_macros.errors import FileError
from cchc_macros.unit_contract import PROP_PLAN, PROP_ROWS, PROP_UNIT
from xl.packages import checked_package

_PART = "docProps/custom.xml"


def whose(path: Path) -> dict[str, str]:
    """The custom document properties of a workbook file, {} where it has none or cannot be read."""
    try:
        with checked_package(path.name, path.read_bytes()) as package:
            root = ET.fromstring(package.part(_PART))  # noqa: S314  a part of a checked package
    except (OSError, FileError, ET.ParseError):
        return {}
    return {node.get("name", ""): "".join(node.itertext()) for node in root}


def mismatch(path: Path, plan: str, unit: str, rows: Sequence[str]) -> str | None:
    """Why a workbook must not go to a unit, None where it is that unit's own with exactly its rows."""
    properties = whose(path)
    if properties.get(PROP_PLAN) != plan:
        return f"tệp '{path.name}' không thuộc kế hoạch này"
    if properties.get(PROP_UNIT) != unit:
        return f"tệp '{path.name}' là sổ của '{properties.get(PROP_UNIT, '')}', không phải của '{unit}'"
    pieces, number = [], 1
    while piece := properties.get(f"{PROP_ROWS}{number}"):
        pieces.append(piece)
        number += 1
    if ";".join(pieces) != ";".join(rows):
        return f"tệp '{path.name}' có việc không đúng với phiếu của '{unit}'"
    return None
