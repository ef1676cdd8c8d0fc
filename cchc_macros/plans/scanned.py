"""A plan that was read from pictures: units told without their tone marks, and every row for a person to look at."""

import re
from collections.abc import Sequence
from dataclasses import replace

from cchc_macros import contract as c
from cchc_macros.plans.merging import REVIEW
from cchc_macros.plans.model import Document, Line, Piece, Plan, PlanRow
from cchc_macros.rules.text import clean_lines, unaccented
from cchc_macros.rules.units.roster import Roster
from xl.xmltext import escape

_FROM_PICTURE = "Đọc từ ảnh quét. Đối chiếu với ảnh rồi xóa cờ."
_SHORTEST = 6  # letters of a name that is told without its marks
_PAGE = """<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>Đối chiếu bản quét: {name}</title>
<style>
body {{ font: 16px/1.45 "Segoe UI", "Noto Sans", sans-serif; max-width: 1150px; margin: 1.5em auto; padding: 0 1em; }}
section {{ border-top: 2px solid #2e75b6; padding: .5em 0 1em; break-inside: avoid; }}
img {{ width: 100%; border: 1px solid #9aa5b1; }}
p {{ margin: .2em 0; }} table {{ border-collapse: collapse; width: 100%; }}
td {{ border: 1px solid #9aa5b1; padding: .1em .5em; vertical-align: top; overflow-wrap: anywhere; }}
mark {{ background: #ffe08a; }} .place {{ color: #52606d; font-size: 14px; }}
</style></head><body>
<h1>Đối chiếu bản quét: {name}</h1>
<p>Mỗi dòng của bảng: ảnh trong bản quét, bên dưới là chữ phần mềm đọc được. <mark>Chữ tô vàng</mark> là chỗ máy đọc
không chắc. Sai thì sửa trong sổ; đúng thì xóa chữ '{flag}' ở cột {column} của dòng ấy.</p>
{rows}
</body></html>
"""


def to_look_at(plan: Plan, roster: Roster) -> Plan:
    """Return the plan with the roster's units in its cells and every row marked, until somebody has looked."""
    names = _names(roster)
    return replace(plan, rows=tuple(_row(row, names) for row in plan.rows))


def review_page(document: Document, name: str) -> str:
    """Return the page that shows the piece of picture of every row over what was read from it."""
    pieces = ((line, document.pieces[str(line.place)]) for line in document.lines if str(line.place) in document.pieces)
    rows = "\n".join(_section(line, piece) for line, piece in pieces)
    return _PAGE.format(name=escape(name), flag=REVIEW, column=c.FLAG, rows=rows)


def with_known_names(text: str, names: Sequence[tuple[str, str]]) -> str:
    """Return a cell with the roster's spelling of the names in it; `names`, without marks, have the longest first."""
    plain = unaccented(text)
    if len(plain) != len(text):  # cleaning took something away: places do not agree
        return text
    taken: list[tuple[int, int, str]] = []
    for bare, spelled in names:
        for found in re.finditer(rf"(?<!\w){re.escape(bare)}(?!\w)", plain):
            if all(found.end() <= start or found.start() >= end for start, end, _ in taken):
                taken.append((*found.span(), spelled))
    for start, end, spelled in sorted(taken, reverse=True):
        text = text[:start] + spelled + text[end:]
    return text


def _names(roster: Roster) -> list[tuple[str, str]]:
    """The names of units and groups without marks, longest first; one that two names share is left out."""
    spelled: dict[str, set[str]] = {}
    for name in (
        *(name for unit in roster.units for name in (unit.name, *unit.aliases)),
        *(group.name for group in roster.groups),
    ):
        if len(unaccented(name)) >= _SHORTEST:
            spelled.setdefault(unaccented(name), set()).add(name)
    return sorted(
        ((bare, found.pop()) for bare, found in spelled.items() if len(found) == 1), key=lambda pair: -len(pair[0])
    )


def _row(row: PlanRow, names: Sequence[tuple[str, str]]) -> PlanRow:
    cells = {
        heading: with_known_names(clean_lines(text), names) if heading in (c.LEAD, c.SUPPORT) else text
        for heading, text in row.cells.items()
    }
    return replace(row, cells=cells, doubts=(*row.doubts, _FROM_PICTURE))


def _section(line: Line, piece: Piece) -> str:
    unsure = {text.strip() for text in piece.unsure}
    cells = "".join(f"<td>{_cell(text, unsure)}</td>" for text in line.texts)
    return (
        f'<section><p class="place">{escape(str(line.place))}</p><img alt="" src="data:image/jpeg;base64,{piece.jpeg}">'
        f"<table><tr>{cells}</tr></table></section>"
    )


def _cell(text: str, unsure: set[str]) -> str:
    return f"<mark>{escape(text)}</mark>" if text.strip() in unsure else escape(text)
