"""The live formulas of Criteria: parents' sums, lost points, ratios, and the totals above the table.

They name the cells they add, so that a clerk can follow them, and leave out rows marked *Không chấm* with all below.
The same rules in Python stand in `rules.scores`; LibreOffice's recalculation is held against both.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cchc_macros import contract as c
from cchc_macros.errors import DataError
from cchc_macros.rules.scores import Node, Tree, parent_code, walk

SUMMED = (c.MAX_SCORE, c.RESULT, c.TARGET, c.SELF_SCORE, c.APPRAISED, c.LOST, c.CURRENT)
_PLACES = 6  # sums of decimals in binary: round away the noise, far below any score's decimals
_MOST_RUNS = 60  # a formula holds 8,192 characters; more runs than this are matched by STT instead


@dataclass(frozen=True, slots=True)
class FormulaColumns:
    """Where Criteria stands: the letter of each column by heading, the first sheet row of its body."""

    columns: dict[str, str]
    first: int

    def span(self, heading: str, rows: tuple[int, int]) -> str:
        """Cells of a column, by first and last sheet row."""
        letter = self.columns[heading]
        return f"{letter}{rows[0]}" if rows[0] == rows[1] else f"{letter}{rows[0]}:{letter}{rows[1]}"

    def cell(self, heading: str, node: Node) -> str:
        """The cell of a row."""
        return f"{self.columns[heading]}{self.first + node.criterion.row}"


def row_formulas(tree: Tree, layout: FormulaColumns, *, keep_max: bool) -> dict[tuple[int, str], str]:
    """The formulas of the table, by (row index, heading): sums for parents, lost points and ratio for all.

    Raises:
        DataError: a row has more scattered children than a formula can name.
    """
    formulas: dict[tuple[int, str], str] = {}
    marks: dict[int, str] = {}  # what the row and those above it hold in Không chấm, joined
    for node in walk(tree.roots):
        row = node.criterion.row
        mark = marks.setdefault(row, layout.cell(c.NOT_SCORED, node))
        marks |= {child.criterion.row: f"{mark}&{layout.cell(c.NOT_SCORED, child)}" for child in node.children}
        off = f'TRIM({mark})<>""'
        top, got = layout.cell(c.MAX_SCORE, node), layout.cell(c.RESULT, node)
        if not node.is_leaf:
            _check_order(tree, node)
            for heading in SUMMED:
                formulas[row, heading] = sum_formula(node.children, heading, layout, keep_max=keep_max, off=off)
        else:
            formulas[row, c.LOST] = (
                f'=IF(OR({off},NOT(ISNUMBER({top})),NOT(ISNUMBER({got}))),"",ROUND({top}-{got},{_PLACES}))'
            )
            formulas[row, c.CURRENT] = _current_formula(layout, node, off)
        formulas[row, c.RATIO] = f'=IF(OR({off},NOT(ISNUMBER({got})),N({top})=0),"",{got}/{top})'
        formulas[row, c.LOST_RANK] = _rank_formula(layout, node) if node.is_leaf else '=""'
        formulas[row, c.DOMAIN_NUMBER] = '=""'
    for number, node in enumerate(tree.roots, start=1):
        formulas[node.criterion.row, c.DOMAIN_NUMBER] = f"={number}"
    return formulas


def total_formulas(tree: Tree, layout: FormulaColumns, *, keep_max: bool) -> dict[str, str]:
    """The formulas of the totals, by defined name."""
    sums = {
        name: sum_formula(tree.roots, heading, layout, keep_max=keep_max)
        for name, heading in (
            (c.TOTAL_MAX, c.MAX_SCORE),
            (c.TOTAL_RESULT, c.RESULT),
            (c.TOTAL_TARGET, c.TARGET),
            (c.TOTAL_CURRENT, c.CURRENT),
        )
    }
    for name, points in (
        (c.INDEX_RESULT, c.TOTAL_RESULT),
        (c.INDEX_TARGET, c.TOTAL_TARGET),
        (c.INDEX_CURRENT, c.TOTAL_CURRENT),
    ):
        sums[name] = f'=IF(OR({points}="",N({c.TOTAL_MAX})=0),"",{points}/{c.TOTAL_MAX}*100)'
    return sums


def sum_formula(nodes: Sequence[Node], heading: str, layout: FormulaColumns, *, keep_max: bool, off: str = "") -> str:
    """The sum of a column over rows, those not scored left out; blank where no row has a number, or `off` holds.

    The maximum shows 0 rather than blank, and counts rows not scored where `keep_max` says so.
    """
    if not nodes:
        return '=""'
    runs = list(_runs(node.criterion.row + layout.first for node in nodes))
    areas, marks = ([layout.span(column, run) for run in runs] for column in (heading, c.NOT_SCORED))
    chosen = ""
    if len(runs) > _MOST_RUNS:
        whole = runs[0][0], runs[-1][1]
        areas, marks = ([layout.span(column, whole)] for column in (heading, c.NOT_SCORED))
        chosen = _chosen_by_code(nodes, layout.span(c.STT, whole))
    every = keep_max and heading == c.MAX_SCORE
    masks = [chosen if every else f'{chosen}--(TRIM({mark})=""),' for mark in marks]
    if heading == c.MAX_SCORE:
        return f"=ROUND({_plus(masks, areas)},{_PLACES})"
    counted = _plus(masks, [f"--ISNUMBER({area})" for area in areas])
    blank = f"OR({off},{counted}=0)" if off else f"{counted}=0"
    return f'=IF({blank},"",ROUND({_plus(masks, areas)},{_PLACES}))'


def _check_order(tree: Tree, parent: Node) -> None:
    """More children than a formula can name are chosen from all rows between: other sums there would run in circles."""
    children = [child.criterion.row for child in parent.children]
    if len(list(_runs(children))) > _MOST_RUNS:
        ours = {node.criterion.row for node in walk(parent.children)}
        between = range(min(children), max(children))
        if any(node.criterion.row in between and node.criterion.row not in ours for node in tree.nodes):
            raise DataError(
                f"Sheet {c.SCORES_SHEET}: các dòng con của STT '{parent.criterion.code}' nằm xen với dòng khác ở quá "
                "nhiều chỗ. Sắp xếp bảng theo STT rồi bấm lại."
            )


def _plus(masks: Sequence[str], areas: Sequence[str]) -> str:
    return "+".join(f"SUMPRODUCT({mask}{area})" for mask, area in zip(masks, areas, strict=True))


def _chosen_by_code(nodes: Sequence[Node], area: str) -> str:
    """Chooses rows of an area by the form of their STT: same depth, same beginning, Roman or Arabic."""
    # "III." and "III" are one STT; a number 3.1 reads "3,1" where the comma is the decimal mark.
    codes = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({area}&"|"," ",""),",","."),".|","|")'
    dots = f'LEN({codes})-LEN(SUBSTITUTE({codes},".",""))'
    prefixes = sorted({parent_code(node.criterion.code) for node in nodes})
    begins = [f'(LEFT({codes},{len(prefix) + 1})="{prefix}.")' if prefix else f'({codes}<>"|")' for prefix in prefixes]
    return f"--({'+'.join(begins)}>0),--({dots}={nodes[0].level - 1}),"


def _rank_formula(layout: FormulaColumns, node: Node) -> str:
    """The lost points of a leaf, less a little for every row above it: no two are alike, and the first goes first."""
    lost = layout.cell(c.LOST, node)
    return f'=IF(ISNUMBER({lost}),MAX(0,{lost}-ROW()/10^8),"")'


def _current_formula(layout: FormulaColumns, node: Node, off: str) -> str:
    """Where a leaf stands in the plan year: the appraised score, else the self score."""
    own, appraised = layout.cell(c.SELF_SCORE, node), layout.cell(c.APPRAISED, node)
    return f'=IF({off},"",IF(ISNUMBER({appraised}),{appraised},IF(ISNUMBER({own}),{own},"")))'


def _runs(rows: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Neighbouring rows as (first, last)."""
    first = last = None
    for row in sorted(rows):
        if first is None or last is None:
            first = row
        elif row != last + 1:
            yield first, last
            first = row
        last = row
    if first is not None and last is not None:
        yield first, last
