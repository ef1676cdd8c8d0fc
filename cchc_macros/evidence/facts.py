"""What the dossier, the sheet of points and the report on the self-scores say: rows as texts and numbers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from cchc_macros import contract as c
from cchc_macros.evidence.form import CITED
from cchc_macros.reports.more_facts import NONE, figure
from cchc_macros.rules.dates import format_date
from cchc_macros.rules.evidence.evidence import Evidence
from cchc_macros.rules.headings import Headings, with_last
from cchc_macros.rules.numbers import as_float, format_index
from cchc_macros.rules.scoring.scores import ZERO, Node, ScoredTree, add, index, walk
from cchc_macros.rules.scoring.so_far import share
from cchc_macros.rules.text import first_few
from xl.late import dataclass

_SHOWN = 5  # papers named in one cell of the report


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfAssessment:
    """What the papers are made from.

    Attributes:
        explained: What was said elsewhere instead of evidence, by criterion.
    """

    scores: ScoredTree
    rows: Sequence[Evidence]
    explained: Mapping[str, str]

    def of(self, code: str) -> list[Evidence]:
        """The evidence of a criterion that can be shown."""
        return [row for row in self.rows if row.code == code and row.is_shown]


def own_leaves(nodes: Iterable[Node]) -> list[Node]:
    """The leaves at and below that the unit scores itself: neither a survey nor the appraiser alone does."""
    return [node for node in walk(nodes) if node.is_leaf and node.is_self_scored and not node.not_scored]


def own_points(node: Node) -> Decimal | None:
    """The self-score of a leaf, or the sum over the leaves below."""
    return add(leaf.criterion.self_score for leaf in own_leaves([node]))


def _share(nodes: Iterable[Node]) -> str:
    """Over how many of them self-scores are known, where it is not all."""
    leaves = own_leaves(nodes)
    return share(sum(leaf.criterion.self_score is not None for leaf in leaves), len(leaves))


def point_rows(what: SelfAssessment) -> list[dict[str, Any]]:
    """The sheet of points."""
    return [
        {
            c.STT: node.criterion.code, c.CRITERION_NAME: node.criterion.name,
            c.MAX_SCORE: as_float(what.scores.of(node).max), c.SELF_SCORE: as_float(own_points(node)),
            c.SURVEY: as_float(what.scores.of(node).survey),
            c.APPRAISED: as_float(node.criterion.appraised_score),
            CITED: "\n".join(map(cite, what.of(node.criterion.code))) or None,
            c.NOTE: "không chấm" if node.not_scored else "\n".join(_notes(what, node)) or None,
        }
        for node in walk(what.scores.tree.roots)
    ]  # fmt: skip


def report_rows(what: SelfAssessment, decimals: int) -> dict[str, Any]:
    """What the Word report shows beside its head."""
    nodes = list(walk(what.scores.tree.roots))
    over = Headings(node.criterion for node in nodes)
    leaves = own_leaves(what.scores.tree.roots)
    points = add(node.criterion.self_score for node in leaves)
    maximum = sum((node.criterion.max_score or ZERO for node in leaves), ZERO)
    return {
        "tu_cham": figure(points), "toi_da": figure(maximum),
        "ty_le": format_index(index(points, maximum), decimals) or NONE,
        "phan": _share(what.scores.tree.roots),
        "so_tieu_chi": str(len(leaves)), "da_cham": str(sum(node.criterion.self_score is not None for node in leaves)),
        "so_tai_lieu": str(len({row.file or row.number or row.about for row in what.rows if row.is_shown})),
        "diem": [
            {
                "stt": _code(node), "ten": node.criterion.name, "toi_da": figure(what.scores.of(node).max),
                "tu_cham": "KC" if node.not_scored else f"{figure(own_points(node))}\n{_share([node])}".rstrip(),
                "tai_lieu": _listed(what.of(_code(node))),
            }
            for node in nodes
        ],
        "giai_trinh": [
            {"stt": _code(node), "ten": with_last(node.criterion.name, over.above(_code(node))),
             "tu_cham": figure(own_points(node)), "noi_dung": said}
            for node in leaves
            if (said := "\n".join(_lacks(what, node)))
        ],
        "kho_khan": [
            {"stt": _code(node), "ten": with_last(node.criterion.name, over.above(_code(node))),
             "nguyen_nhan": node.criterion.cause or NONE,
             "kien_nghi": node.criterion.remedy or NONE}
            for node in nodes
            if node.criterion.cause or node.criterion.remedy
        ],
    }  # fmt: skip


def cite(row: Evidence) -> str:
    """A paper as one cites it, with the section and page that prove the criterion."""
    name = row.number or row.about or row.file.rpartition("/")[2]
    parts = [name, f"ngày {format_date(row.day)}" if row.day else ""]
    where = [f"mục {row.section}" if row.section else "", f"trang {row.page}" if row.page else ""]
    return ", ".join(filter(None, (" ".join(filter(None, parts)), *where)))


def _notes(what: SelfAssessment, node: Node) -> Iterator[str]:
    known = _share([node])
    if known:
        yield f"Mới tự chấm {known[1:-1]}."
    yield from _lacks(what, node)


def _lacks(what: SelfAssessment, node: Node) -> Iterator[str]:
    """Why points are without evidence, or with such as lacks something."""
    own = node.criterion
    if not node.is_leaf or not own.self_score:
        return
    rows = [row for row in what.rows if row.code == own.code]
    papers = [row for row in rows if not row.is_explanation]
    lacking = [row for row in papers if row.state not in ("", c.EVIDENCE_FINE)]
    if not lacking and any(row.is_shown for row in papers):
        return
    said = [row.about or row.note for row in rows if row.is_explanation]
    said += filter(None, [what.explained.get(own.code)])
    yield from said
    if not said and not any(row.is_shown for row in papers):
        yield "Chưa có tài liệu kiểm chứng."
    yield from (f"{cite(row)}: {row.state[:1].lower()}{row.state[1:]}." for row in lacking)


def _listed(rows: Sequence[Evidence]) -> str:
    return first_few(map(cite, rows), _SHOWN, ";\n", "và {} tài liệu khác") or NONE


def _code(node: Node) -> str:
    return node.criterion.code
