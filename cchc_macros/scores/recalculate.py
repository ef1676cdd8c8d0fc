"""Tính lại điểm: parents' formulas, lost points, ratios, totals and the index."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import xlwings as xw

from cchc_macros import contract as c
from cchc_macros.book.cells import is_blank
from cchc_macros.book.scores import Scores, read_scores
from cchc_macros.book.settings import Settings
from cchc_macros.book.tables import Row, Table
from cchc_macros.book.workbook import Workbook
from cchc_macros.errors import DataError
from cchc_macros.rules.audit.rows import audit_structure, audit_values
from cchc_macros.rules.findings import ERROR, Finding
from cchc_macros.rules.numbers import as_float, format_known, format_number, round_to
from cchc_macros.rules.scoring.scores import Node, Score, index
from cchc_macros.rules.scoring.so_far import so_far, tell_missing_results
from cchc_macros.rules.text import first_few
from cchc_macros.scores.carry_appraisals import carry_appraisals, current_by, rounds_in_force
from cchc_macros.scores.score_formulas import FormulaColumns, row_formulas, total_formulas
from cchc_macros.summary import Summary
from xl.cell_writing import write_formula
from xl.contents import Formula
from xl.late import regex
from xl.reading import cells_of, formulas_at

_SHOWN = 3
_PARTLY_KNOWN = regex(rf"{c.PARTLY_KNOWN}\d+/\d+ ")
_ADDED_NAMES = (c.TOTAL_SURVEY, c.TOTAL_BONUS)  # an older workbook lacks them


def recalculate(book: xw.Book) -> Summary:
    """Write the formulas of parents, lost points, ratios and totals; give the totals and the index.

    Raises:
        DataError: a score, or an STT, with which no total can be trusted; nothing is changed.
        WorkbookError: a table, column or name is missing.
    """
    return recalculate_in(Workbook(book))


def recalculate_in(workbook: Workbook) -> Summary:
    """Do what `recalculate` does."""
    check(workbook.once(read_scores))
    carried = carry_appraisals(workbook)
    scores, by = workbook.once(read_scores), current_by(workbook)  # before formulas are written: read once
    summary = _summary(workbook.settings, scores, write_scores(workbook))
    told = [summary.message]
    if by.keys() - {c.SELF_SCORE, c.SURVEY}:
        given = "; ".join(f"{name}: {count} tiêu chí" for name, count in by.items())
        known = so_far(scores, "current").share
        points = " ".join(filter(None, (f"{format_number(scores.total.current or Decimal(0))} điểm", known)))
        told.append(f"Hiện nay {points} ({given}).")
    return replace(summary, message=" ".join([*told, *carried]), data=summary.data | {"current_by": by})


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


def write_scores(workbook: Workbook, more: Mapping[int, Row] | None = None) -> list[str]:
    """Write formulas, totals and `more` into the rows of Criteria; return what typed values they replaced, in words."""
    scores = workbook.once(read_scores)
    columns = _columns(workbook, scores)
    cells = _cells(scores, columns, more or {})
    replaced = [line for node in scores.tree.nodes if not node.is_leaf for line in _replaced(scores, node)]
    formulas = total_formulas(scores.tree, columns)
    places = workbook.cells(formulas, may_lack=_ADDED_NAMES)
    shown = formulas_at(places)
    if replaced:
        workbook.will_reshape(c.LOG)
    scores.table.update(cells)
    for name in places:
        if c.CURRENT not in scores.table.columns and name == c.TOTAL_CURRENT:
            cells_of(*places[name]).raw_value = as_float(scores.total.current)  # an older workbook: the figure of now
        elif shown[name] != formulas[name]:
            write_formula(cells_of(*places[name]), formulas[name])
    workbook.log("Tính lại điểm", [("", "Thay tổng gõ tay", line) for line in replaced])
    return replaced


def _columns(workbook: Workbook, scores: Scores) -> FormulaColumns:
    table, counting = scores.table, scores.counting
    sources = {node.criterion.source for node in scores.tree.nodes}
    return FormulaColumns(
        letters={c.CURRENT: "", **{heading: table.column(heading) for heading in table.columns}},
        first=table.top,
        counting=counting,
        left_out=tuple(source for source in counting.left_out if source in sources),
        rounds=workbook.once(rounds_in_force),
        places=workbook.settings.point_places(),
    )


def _cells(scores: Scores, columns: FormulaColumns, more: Mapping[int, Row]) -> dict[int, dict[str, object]]:
    """What to write into Criteria, by row: typed numbers, formulas, and what the caller adds."""
    cells: dict[int, dict[str, object]] = defaultdict(dict, {row: dict(values) for row, values in more.items()})
    for (row, heading), number in scores.typed_numbers.items():
        cells[row][heading] = number
    flags = dict(enumerate(scores.table.values(c.FLAG)))
    for row, heading, formula in row_formulas(scores.tree, columns):
        if heading == c.FLAG and not _is_free(flags[row]):
            continue
        if heading in scores.table.columns and not scores.table.holds(row, heading, formula):
            cells[row][heading] = Formula(formula)
    if any(scores.tree.ruled()):
        from cchc_macros.scores.points_by_rule import rule_cells  # noqa: PLC0415  # most sets of criteria have no rules

        for row, values in rule_cells(scores.tree, columns).items():
            cells[row] |= values
    for row in scores.surveyed:
        cells[row][c.POINTS_FROM] = c.FROM_SURVEY
    return cells


def _is_free(flag: object) -> bool:
    """Whether a flag is nobody's but ours."""
    return is_blank(flag) or bool(_PARTLY_KNOWN.match(str(flag)))


def _replaced(scores: Scores, node: Node) -> list[str]:
    """The typed sums of a parent that differ from its children's."""
    criterion, score = node.criterion, scores.of(node)
    pairs = ((c.MAX_SCORE, criterion.max_score, score.max), (c.RESULT, criterion.result, score.result),
             (c.TARGET, criterion.target, score.target), (c.SURVEY, criterion.survey, score.survey),
             (c.BONUS, criterion.bonus, score.bonus))  # fmt: skip
    return [
        f"{scores.table.cell(criterion.row, heading)}: {format_number(shown)} thay bằng "
        f"{format_known(summed, 'ô trống')}"
        for heading, shown, summed in pairs
        if shown is not None and shown != (summed or 0)
    ]


def _cell(table: Table, finding: Finding) -> str:
    return table.cell(finding.row or 0, finding.column or c.STT)


def totals_data(total: Score) -> dict[str, dict[str, float | None]]:
    """Totals and indexes as JSON numbers; an index of 91.0 is 91 %."""
    points = {"result": total.result, "target": total.target, "current": total.current}
    beside = {"survey": total.survey, "bonus": total.bonus}
    return {
        "total": {"max": as_float(total.max), **{name: as_float(value) for name, value in (points | beside).items()}},
        "index": {name: as_float(index(value, total.max)) for name, value in points.items()},
    }


def _summary(settings: Settings, scores: Scores, replaced: list[str]) -> Summary:
    total = scores.total
    lost = scores.lost_leaves()
    if not scores.criteria:
        return Summary(
            message=f"Sheet {scores.table.sheet_name} chưa có tiêu chí nào để tính.",
            data=totals_data(total) | {"lost": 0},
        )
    message = f"Đã tính lại {len(scores.tree.roots)} lĩnh vực: "
    reached, places = index(total.result, total.max), settings.decimals()
    if total.result is None or reached is None:
        message += f"tối đa {format_number(total.max)} điểm, chưa có kết quả của tiêu chí nào."
    else:
        message += (
            f"{format_number(total.result)}/{format_number(total.max)} điểm, chỉ số "
            f"{format_number(round_to(reached, places), places)}%. {len(lost)} tiêu chí mất điểm."
        )
    if missing := tell_missing_results(scores):
        message += f" {missing}"
    if scores.typed_numbers:
        cells = [scores.table.cell(*place) for place in scores.typed_numbers]
        message += f" Đã đổi {len(cells)} ô chữ thành số: {first_few(cells, _SHOWN)}."
    if scores.surveyed:
        message += (
            f" Đã ghi '{c.FROM_SURVEY}' vào cột {c.POINTS_FROM} của {len(scores.surveyed)} tiêu chí chỉ có {c.SURVEY}."
        )
    if replaced:
        message += f" Đã thay {len(replaced)} tổng gõ tay khác tổng các dòng con (xem sheet {c.LOG_SHEET})."
    return Summary(message=message, data=totals_data(total) | {"lost": len(lost)})
