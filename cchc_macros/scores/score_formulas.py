"""The live formulas of Criteria: parents' sums, lost points, ratios, and the totals above the table.

They name the cells they add, so that a clerk can follow them, and leave out rows marked *Không chấm* with all below.
The same rules in Python are in `rules.scoring.scores`; LibreOffice's recalculation is held against both.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field

from cchc_macros import contract as c
from cchc_macros.errors import DataError
from cchc_macros.rules.codes import parent_code
from cchc_macros.rules.scoring.scores import Counting, Node, Tree, walk
from xl.late import dataclass
from xl.reading import runs

SUMMED = (c.MAX_SCORE, c.RESULT, c.TARGET, c.SELF_SCORE, c.APPRAISED, c.LOST, c.CURRENT, c.SURVEY, c.BONUS)
_MOST_KNOWN = 15  # runs that stand three times in each of two parts of a formula of at most 8,192 characters
_BESIDE = (c.SURVEY, c.BONUS)  # summed over every scored row, in the total or not
_FLAGS = {c.RESULT: f"{c.PARTLY_KNOWN}{{}} kết quả", c.TARGET: f"{c.PARTLY_KNOWN}{{}} mục tiêu"}
_SCORED = {c.CURRENT: "Mới chấm {}", c.APPRAISED: f"{c.APPRAISED} {{}}"}
_PLACES = 6  # sums of decimals in binary: round away the noise, far below any score's decimals
_MOST_RUNS = 60  # a formula holds 8,192 characters; more runs than this are matched by STT instead


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulaColumns:
    """Where Criteria stands, and what counts.

    Attributes:
        letters: The letter of each column, by heading.
        first: The first sheet row of its body.
        left_out: The values of `Nguồn điểm` that some row has and that leave the totals.
        rounds: The last round of appraisal that gave points, by STT.
        places: To how many decimals points by rule are rounded.
    """

    letters: dict[str, str]
    first: int
    counting: Counting
    left_out: Sequence[str] = ()
    rounds: Mapping[str, str] = field(default_factory=dict)
    places: int = 2

    def span(self, heading: str, rows: tuple[int, int]) -> str:
        """Cells of a column, by first and last sheet row."""
        letter = self.letters[heading]
        return f"{letter}{rows[0]}" if rows[0] == rows[1] else f"{letter}{rows[0]}:{letter}{rows[1]}"

    def cell(self, heading: str, node: Node) -> str:
        """The cell of a row."""
        return f"{self.letters[heading]}{self.first + node.criterion.row}"


def row_formulas(tree: Tree, columns: FormulaColumns) -> Iterator[tuple[int, str, str]]:
    """The formulas of the table, as row index, heading, formula: sums for parents, lost points and ratio for all.

    Raises:
        DataError: a row has more scattered children than a formula can name.
    """
    not_scored = out_of_scoring(tree, columns)
    domains = {node.criterion.row: number for number, node in enumerate(tree.roots, start=1)}
    for node in walk(tree.roots):
        row = node.criterion.row
        off = not_scored[row]
        top, got = columns.cell(c.MAX_SCORE, node), columns.cell(c.RESULT, node)
        if not node.is_leaf:
            _check_order(tree, node)
            for heading in SUMMED:
                if heading in columns.letters:
                    yield row, heading, sum_formula(node.children, heading, columns, off=off)
            yield row, c.FLAG, _known_formula(node, columns, _FLAGS)
            if columns.letters[c.CURRENT]:
                yield row, c.CURRENT_BY, _known_formula(node, columns, _SCORED)
        else:
            lost = f'=IF(OR({off},NOT(ISNUMBER({top})),NOT(ISNUMBER({got}))),"",ROUND({top}-{got},{_PLACES}))'
            yield row, c.LOST, lost
            points, name = _current_formulas(columns, node, off)
            yield row, c.CURRENT, points
            yield row, c.CURRENT_BY, name
        yield row, c.RATIO, f'=IF(OR({off},NOT(ISNUMBER({got})),N({top})=0),"",{got}/{top})'
        yield row, c.LOST_RANK, _rank_formula(columns, node, off) if node.is_leaf else '=""'
        yield row, c.DOMAIN_NUMBER, f"={domains[row]}" if row in domains else '=""'


def out_of_scoring(tree: Tree, columns: FormulaColumns) -> dict[int, str]:
    """A condition for every row that takes it out of scoring: its own mark in Không chấm, or one above it."""
    marks: dict[int, str] = {}
    for node in walk(tree.roots):
        mark = marks.setdefault(node.criterion.row, columns.cell(c.NOT_SCORED, node))
        marks |= {child.criterion.row: f"{mark}&{columns.cell(c.NOT_SCORED, child)}" for child in node.children}
    return {row: f'TRIM({mark})<>""' for row, mark in marks.items()}


def total_formulas(tree: Tree, columns: FormulaColumns) -> dict[str, str]:
    """The formulas of the totals, by defined name."""
    sums = {
        name: sum_formula(tree.roots, heading, columns, bonus=columns.counting.bonus_inside and heading == c.CURRENT)
        for name, heading in (
            (c.TOTAL_MAX, c.MAX_SCORE),
            (c.TOTAL_RESULT, c.RESULT),
            (c.TOTAL_TARGET, c.TARGET),
            (c.TOTAL_CURRENT, c.CURRENT),
            (c.TOTAL_SURVEY, c.SURVEY),
            (c.TOTAL_BONUS, c.BONUS),
        )
        if heading in columns.letters
    }
    for name, points in (
        (c.INDEX_RESULT, c.TOTAL_RESULT),
        (c.INDEX_TARGET, c.TOTAL_TARGET),
        (c.INDEX_CURRENT, c.TOTAL_CURRENT),
    ):
        sums[name] = f'=IF(OR({points}="",N({c.TOTAL_MAX})=0),"",{points}/{c.TOTAL_MAX}*100)'
    return sums


def sum_formula(
    nodes: Sequence[Node], heading: str, columns: FormulaColumns, *, off: str = "", bonus: bool = False
) -> str:
    """The sum of a column over rows, those not scored left out; blank where no row has a number, or `off` holds.

    The maximum shows 0 rather than blank, and counts rows not scored where the setting says so. `bonus` adds bonus and
    penalty points, as far as they count.
    """
    if not nodes:
        return '=""'
    spans = runs(node.criterion.row + columns.first for node in nodes)
    chosen = ""
    left_out = () if heading in _BESIDE else columns.left_out
    if len(spans) > _MOST_RUNS // (1 + len(left_out) + bonus):
        spans = [(spans[0][0], spans[-1][1])]
        chosen = _chosen_by_code(nodes, columns.span(c.STT, spans[0]))
    every = columns.counting.keep_max and heading == c.MAX_SCORE
    masks = [chosen + _mask(columns, run, left_out, every=every) for run in spans]
    areas = [columns.span(heading, run) for run in spans]
    points = _plus(masks, areas)
    if heading == c.MAX_SCORE:
        return f"=ROUND({points},{_PLACES})"
    if bonus and c.BONUS in columns.letters:
        beside = [chosen + _mask(columns, run, (), every=False) for run in spans]
        points = _with_bonus(points, _plus(beside, [columns.span(c.BONUS, run) for run in spans]), columns.counting)
    counted = _plus(masks, [f"--ISNUMBER({area})" for area in areas])
    blank = f"OR({off},{counted}=0)" if off else f"{counted}=0"
    return f'=IF({blank},"",ROUND({points},{_PLACES}))'


def _mask(columns: FormulaColumns, run: tuple[int, int], left_out: Sequence[str], *, every: bool) -> str:
    """Takes rows out of a sum: those not scored, unless `every` row counts, and those others score."""
    scored = "" if every else f'--(TRIM({columns.span(c.NOT_SCORED, run)})=""),'
    return scored + "".join(f'--(TRIM({columns.span(c.POINTS_FROM, run)})<>"{source}"),' for source in left_out)


def _with_bonus(points: str, bonus: str, counting: Counting) -> str:
    cap = counting.bonus_cap
    added = f"{points}+{bonus if cap is None else f'MAX(-{cap:f},MIN({cap:f},{bonus}))'}"
    return f"MIN({c.TOTAL_MAX},{added})" if counting.bounded else added


def _check_order(tree: Tree, parent: Node) -> None:
    """More children than a formula can name are chosen from all rows between: other sums there would run in circles."""
    children = [child.criterion.row for child in parent.children]
    if len(runs(children)) > _MOST_RUNS:
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


def _rank_formula(columns: FormulaColumns, node: Node, off: str) -> str:
    """The lost points of a leaf, less a little for every row above it: no two are alike, and the first goes first.

    Blank for a leaf that is in no total: whoever counts the leaves of the totals counts these numbers.
    """
    if not node.sources.isdisjoint(columns.left_out):
        return '=""'
    return f'=IF({off},"",MAX(0,N({columns.cell(c.LOST, node)})-ROW()/10^8))'


def _current_formulas(columns: FormulaColumns, node: Node, off: str) -> tuple[str, str]:
    """Where a leaf is in the plan year, as `rules.scoring.scores` says, and which round gave that.

    The last appraisal's name is the one it had at the click.
    """
    has_survey = c.SURVEY in columns.letters
    by_survey = has_survey and c.FROM_SURVEY in node.sources
    giver = c.SURVEY if by_survey else c.SELF_SCORE
    own, appraised = columns.cell(giver, node), columns.cell(c.APPRAISED, node)
    points = _first_known([(appraised, appraised), (own, own)])
    name = columns.rounds.get(node.criterion.code, c.APPRAISED).replace('"', '""')
    names = [(appraised, f'"{name}"'), (own, f'"{giver}"')]
    if has_survey and not by_survey and columns.counting.survey_inside:
        survey = columns.cell(c.SURVEY, node)
        both = f"ROUND(IF(ISNUMBER({appraised}),{appraised},N({own}))+N({survey}),{_PLACES})"
        points = f"IF(ISNUMBER({survey}),{both},{points})"
        names.append((survey, f'"{c.SURVEY}"'))
    return f'=IF({off},"",{points})', f'=IF({off},"",{_first_known(names)})'


def _known_formula(parent: Node, columns: FormulaColumns, wording: Mapping[str, str]) -> str:
    """Of how many leaves a parent's sums know the points, where it is not all of them: a blank is not 0.

    The leaves that are in the totals have a rank. Blank where their rows are too scattered to name.

    Args:
        parent: The row.
        columns: Where Criteria stands.
        wording: What to say of a column, `{}` being the share.
    """
    rows = runs(node.criterion.row + columns.first for node in walk(parent.children))
    if c.LOST_RANK not in columns.letters or len(rows) > _MOST_KNOWN:
        return '=""'
    ranks = [columns.span(c.LOST_RANK, run) for run in rows]
    of, told = "+".join(f"COUNT({area})" for area in ranks), list[str]()
    for heading, words in wording.items():
        areas = [columns.span(heading, run) for run in rows]
        known = "+".join(f'COUNTIFS({rank},">=0",{area},">=0")' for rank, area in zip(ranks, areas, strict=True))
        share = words.format(f'"&{known}&"/"&{of}&"')
        told.append(f'IF(OR({known}=0,{known}={of}),"","; {share}")')
    return f"=MID({'&'.join(told)},3,99)"


def _first_known(choices: Sequence[tuple[str, str]]) -> str:
    """Shows what is beside the first cell that holds a number; nothing where none does."""
    shown = '""'
    for cell, wanted in reversed(choices):
        shown = f"IF(ISNUMBER({cell}),{wanted},{shown})"
    return shown
