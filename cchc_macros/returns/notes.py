"""What there is to tell about a returned file."""

from collections.abc import Iterable

from xl.late import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """Something to tell about a file: the place in it ("" for all of it) and a Vietnamese sentence."""

    place: str
    text: str


def lines(notes: Iterable[Note]) -> list[str]:
    """The notes as lines, "Phiếu giao việc!H9, H12: …": what holds for many cells of a sheet is said once."""
    cells: dict[tuple[str, str], list[str]] = {}
    for note in notes:
        sheet, _, cell = note.place.rpartition("!")
        cells.setdefault((sheet, note.text), []).append(cell)
    return [f"{sheet}!{', '.join(where)}: {text}" if sheet else text for (sheet, text), where in cells.items()]
