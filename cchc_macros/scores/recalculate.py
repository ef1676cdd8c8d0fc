"""Tính lại điểm: parents' formulas, lost points, ratios, totals and the index."""

from decimal import Decimal

import xlwings as xw

from cchc_macros import contract as c
from cchc_macros.book.scores import Scores, read_scores
from cchc_macros.book.tables import Table, named_cell, read_formulas, write_column
from cchc_macros.book.workbook import Settings, append_log, read_settings
from cchc_macros.errors import DataError
from cchc_macros.rules.audit import SCORE_FIELDS, audit_structure, audit_values, round_to
from cchc_macros.rules.findings import ERROR, Finding
from cchc_macros.rules.numbers import format_number
from cchc_macros.rules.scores import Criterion, Score, index
from cchc_macros.scores.score_formulas import Layout, row_formulas, total_formulas
from cchc_macros.summary import Summary

_TOTALS = (
    c.TOTAL_MAX, c.TOTAL_RESULT, c.TOTAL_TARGET, c.TOTAL_CURRENT, c.INDEX_RESULT, c.INDEX_TARGET, c.INDEX_CURRENT,
)  # fmt: skip
_SHOWN = 3


def recalculate(book: xw.Book) -> Summary:
    """Write the formulas of parents, lost points, ratios and totals; give the totals and the index.

    Raises:
        DataError: a score, or an STT, with which no total can be trusted; nothing is changed.
        WorkbookError: a table, column or name is missing.
    """
    settings = read_settings(book)
    scores = read_scores(book, settings)
    check(scores)
    replaced = write_scores(book, settings, scores)
    return _summary(settings, scores, replaced)


def check(scores: Scores) -> None:
    """Stop at the first error that makes the totals worthless.

    Raises:
        DataError: naming the cell, and how many more there are.
    """
    findings = [*scores.problems, *audit_structure(scores.tree), *audit_values(scores.tree)]
    errors = [finding for finding in findings if finding.level == ERROR]
    if errors:
        more = f" (và {len(errors) - 1} lỗi khác; bấm Kiểm tra số liệu để xem hết)" if len(errors) > 1 else ""
        raise DataError(f"{_cell(scores.table, errors[0])}: {errors[0].message} {errors[0].hint}{more}")


def write_scores(book: xw.Book, settings: Settings, scores: Scores) -> list[str]:
    """Write formulas and totals; return what typed values they took the place of, in words."""
    table, keep_max = scores.table, settings.keeps_max()
    headings = [*SCORE_FIELDS.values(), c.LOST, c.RATIO, c.CURRENT, c.DOMAIN_NUMBER, c.LOST_RANK]
    columns = {h: table.column(h) for h in (*headings, c.STT, c.NOT_SCORED) if h in table.columns}
    layout = Layout(columns | {c.CURRENT: columns.get(c.CURRENT, "")}, table.top)
    formulas = row_formulas(scores.tree, layout, keep_max=keep_max)
    names = {name: named_cell(book, name) for name in _TOTALS}
    typed = read_formulas(table)
    for heading in headings:
        if heading in table.columns:
            _write_heading(table, heading, formulas, typed, scores)
    for name, formula in total_formulas(scores.tree, layout, keep_max=keep_max).items():
        if c.CURRENT in table.columns or name != c.TOTAL_CURRENT:
            names[name].formula = formula
        else:  # an older workbook without the column `Hiện tại`: the figure as it stands now
            names[name].value = _number(scores.total.current)
    parents = [node.criterion for node in scores.tree.nodes if not node.is_leaf]
    replaced = [line for criterion in parents for line in _replaced(scores, criterion)]
    if replaced:
        append_log(book, "Tính lại điểm", [("", "Thay tổng gõ tay", line) for line in replaced])
    return replaced


def _write_heading(
    table: Table, heading: str, formulas: dict[tuple[int, str], str], typed: list[list[str]], scores: Scores
) -> None:
    """Write one column where anything in it changes; a clerk's own formula in a leaf stays."""
    offset = table.columns[heading]
    values: list[object] = []
    changed = False
    for row, cells in enumerate(table.body):
        formula = formulas.get((row, heading))
        own = typed[row][offset] if str(typed[row][offset]).startswith("=") else None
        number = scores.typed_numbers.get((row, heading))
        if formula is not None:
            values.append(formula)
            changed = changed or own != formula
        elif number is not None:
            values.append(float(number))
            changed = True
        else:
            values.append(own if own is not None else cells[offset])
    if changed:
        write_column(table, heading, values)


def _replaced(scores: Scores, criterion: Criterion) -> list[str]:
    """The typed sums of a parent that differ from its children's."""
    score = scores.by_row[criterion.row]
    pairs = ((c.MAX_SCORE, criterion.max_score, score.max), (c.RESULT, criterion.result, score.result),
             (c.TARGET, criterion.target, score.target))  # fmt: skip
    return [
        f"{scores.table.cell(criterion.row, heading)}: {format_number(shown)} thay bằng "
        f"{'ô trống' if summed is None else format_number(summed)}"
        for heading, shown, summed in pairs
        if shown is not None and shown != (summed or 0)
    ]


def _cell(table: Table, finding: Finding) -> str:
    return table.cell(finding.row or 0, finding.column or c.STT)


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def totals_data(total: Score) -> dict[str, dict[str, float | None]]:
    """Totals and indexes as JSON numbers; an index of 91.0 is 91 %."""
    points = {"result": total.result, "target": total.target, "current": total.current}
    return {
        "total": {"max": _number(total.max), **{name: _number(value) for name, value in points.items()}},
        "index": {name: _number(index(value, total.max)) for name, value in points.items()},
    }


def _summary(settings: Settings, scores: Scores, replaced: list[str]) -> Summary:
    total = scores.total
    lost = [node for node in scores.tree.leaves() if (scores.by_row[node.criterion.row].lost or 0) > 0]
    reached = index(total.result, total.max)
    shown = (
        "chưa có"
        if reached is None
        else f"{format_number(round_to(reached, settings.decimals()), settings.decimals())}%"
    )
    if not scores.criteria:
        return Summary(
            f"Sheet {scores.table.sheet.name} chưa có tiêu chí nào để tính.", totals_data(total) | {"lost": 0}
        )
    message = (
        f"Đã tính lại {len(scores.tree.roots)} lĩnh vực: {format_number(total.result or Decimal(0))}/"
        f"{format_number(total.max)} điểm, chỉ số {shown}. {len(lost)} tiêu chí mất điểm."
    )
    if scores.typed_numbers:
        cells = [scores.table.cell(*place) for place in scores.typed_numbers]
        message += f" Đã đổi {len(cells)} ô chữ thành số: {', '.join(cells[:_SHOWN])}{', …' * (len(cells) > _SHOWN)}."
    if replaced:
        message += f" Đã thay {len(replaced)} tổng gõ tay khác tổng các dòng con (xem sheet {c.LOG_SHEET})."
    return Summary(message, totals_data(total) | {"lost": len(lost)})
