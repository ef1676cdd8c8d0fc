"""The table Criteria read into the field's terms: the rows, their tree, what each is worth, what cannot be read."""

from collections.abc import Sequence
from dataclasses import field, replace
from decimal import Decimal

from cchc_macros import contract as c
from cchc_macros.book.cells import day_or_none, lines_of, text_of
from cchc_macros.book.tables import Row, Table
from cchc_macros.book.workbook import Workbook
from cchc_macros.rules.codes import clean_code
from cchc_macros.rules.findings import ERROR, WARNING, Finding
from cchc_macros.rules.numbers import NotANumber, parse_number, shorten
from cchc_macros.rules.scoring.scores import SCORE_FIELDS, Criterion, Node, ScoredTree, score
from cchc_macros.rules.text import fold
from xl.late import dataclass

_MARK = "x"  # what the drop-down list of Không chấm offers


@dataclass(slots=True, kw_only=True)
class Scores(ScoredTree):
    """Criteria as read, with what could not be read.

    `typed_numbers` are the numbers typed as text, by (row, heading): Excel's own sums leave them out. `surveyed` are
    the rows taken for a survey's, since they have its points and no others, with the survey outside the totals.
    """

    table: Table
    problems: list[Finding] = field(default_factory=list)
    typed_numbers: dict[tuple[int, str], Decimal] = field(default_factory=dict)
    surveyed: Sequence[int] = ()


def read_scores(workbook: Workbook) -> Scores:
    """Read Criteria and score it.

    Raises:
        WorkbookError: the table, or a column, is missing.
    """
    table = workbook.table(c.CRITERIA)
    reader = _Reader()
    criteria = [reader.criterion(index, row) for index, row in table.rows()]
    counting = workbook.settings.counting()
    scored = score(criteria, counting)
    surveyed: list[int] = []
    if not counting.survey_inside and c.POINTS_FROM in table.columns:
        surveyed = [node.criterion.row for node in scored.tree.leaves() if _is_surveyed(node)]
        criteria = [replace(row, source=c.FROM_SURVEY) if row.row in surveyed else row for row in criteria]
        scored = score(criteria, counting)
    parents = {node.criterion.row for node in scored.tree.nodes if not node.is_leaf}
    problems = [*reader.problems, *(broken for broken in reader.broken if broken.row not in parents)]
    return Scores(
        table=table,
        criteria=criteria,
        tree=scored.tree,
        by_row=scored.by_row,
        total=scored.total,
        counting=counting,
        problems=problems,
        typed_numbers=reader.typed,
        surveyed=surveyed,
    )


def _is_surveyed(node: Node) -> bool:
    row = node.criterion
    return not node.sources and row.survey is not None and row.self_score is None and row.appraised_score is None


class _Reader:
    """Reads rows of Criteria; gathers what is wrong with their cells.

    Attributes:
        problems: Findings that stand whatever the tree.
        broken: Formulas in error; they do not matter on a parent, whose formulas `recalculate` writes anew.
        typed: Numbers typed as text, by (row, heading).
    """

    def __init__(self) -> None:
        self.problems: list[Finding] = []
        self.broken: list[Finding] = []
        self.typed: dict[tuple[int, str], Decimal] = {}

    def criterion(self, index: int, row: Row) -> Criterion:
        """Read one row."""
        code, mark = clean_code(row[c.STT]), row[c.NOT_SCORED]
        if not code:
            self.problems.append(_finding("CODE_MISSING", ERROR, (index, c.STT), None,
                f"Dòng '{text_of(row[c.CRITERION_NAME])[:60]}' không có STT.", "Điền STT, hoặc xóa dòng."))  # fmt: skip
        is_marked = mark is not None and str(mark).strip(" ") != ""  # as TRIM in the formulas sees it
        if is_marked and fold(mark) != _MARK:
            shown = shorten(text_of(mark)) or "dấu cách lạ"
            self.problems.append(_finding("NOT_SCORED_MARK", WARNING, (index, c.NOT_SCORED), code,
                f"Tiêu chí {code}: cột Không chấm ghi '{shown}' nên đang được tính là không chấm.",
                "Đánh 'x' nếu không chấm; xóa ô nếu có chấm."))  # fmt: skip
        numbers = {
            field: self._number(index, code, heading, row.get(heading))
            for field, heading in (*SCORE_FIELDS.items(), ("bonus", c.BONUS))
        }
        return Criterion(
            row=index, code=code, name=text_of(row[c.CRITERION_NAME]), not_scored=is_marked,
            source=self._source(index, code, row.get(c.POINTS_FROM)), note=text_of(row[c.NOTE]),
            lead=lines_of(row[c.LEAD]), support=lines_of(row[c.SUPPORT]),
            deadline=lines_of(row[c.CRITERION_DEADLINE]), due=day_or_none(row[c.DUE]),
            evidence=text_of(row[c.EVIDENCE]), person=lines_of(row.get(c.PERSON)),
            leader=lines_of(row.get(c.LEADER)),
            cause=lines_of(row.get(c.CAUSE)), remedy=lines_of(row.get(c.REMEDY)),
            rule=lines_of(row.get(c.RULE)), number_a=row.get(c.NUMBER_A), number_b=row.get(c.NUMBER_B), **numbers,
        )  # fmt: skip

    def _source(self, index: int, code: str, value: object) -> str:
        text = str(value or "").strip(" ").lower()  # as the formulas compare it
        source = next((source for source in c.SOURCES if source.lower() == text), "")
        if text and not source:
            self.problems.append(_finding("SOURCE_UNKNOWN", WARNING, (index, c.POINTS_FROM), code,
                f"Tiêu chí {code}: '{shorten(value)}' không phải là nguồn điểm nên được coi là để trống.",
                f"Chọn {' · '.join(c.SOURCES)}, hoặc xóa ô nếu đơn vị tự đánh giá."))  # fmt: skip
        return source

    def _number(self, index: int, code: str, heading: str, value: object) -> Decimal | None:
        try:
            number = parse_number(value)
        except NotANumber:
            if isinstance(value, str) and value.startswith("#"):
                self.broken.append(_finding("NOT_A_NUMBER", ERROR, (index, heading), code,
                    f"Công thức báo lỗi {shorten(value)}.", "Sửa công thức, hoặc nhập số, ví dụ 9,5."))  # fmt: skip
            else:
                from cchc_macros.rules.scoring.points import advice  # noqa: PLC0415  only what is wrong needs it

                shown = shorten(lines_of(value))
                self.problems.append(_finding("NOT_A_NUMBER", ERROR, (index, heading), code,
                    f"'{shown}' không phải là số.", advice(None if heading == c.BONUS else value)))  # fmt: skip
            return None
        if isinstance(value, str) and number is not None:
            self.typed[index, heading] = number
        return number


def _finding(code: str, level: str, place: tuple[int, str], row_code: str | None, message: str, hint: str) -> Finding:
    row, column = place
    return Finding(
        code=code, level=level, message=message, hint=hint, table=c.CRITERIA.name, row=row, column=column,
        row_code=row_code,
    )  # fmt: skip
