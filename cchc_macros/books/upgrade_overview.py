"""The sheet `Tổng quan` of an older workbook: its formulas count as this version's do, where they still are ours."""

from collections.abc import Iterator

from cchc_macros import contract as c
from cchc_macros.book.workbook import Workbook
from xl.cell_writing import write_formula
from xl.reading import Area, cells_of, formulas_of, used_area

_LEADS = f'Progress[{c.ROLE}],"{c.ROLE_LEAD}"'
_MERGED = f'Returns[{c.RESULT}],"{c.RETURN_MERGED}"'
# What a formula counts -> what it is to leave out besides: later rounds' rows, work that did not arise, other rounds.
_ADDED = {
    _LEADS: f'{_LEADS},Progress[{c.SUPERSEDED}],"<>x"',
    f'Tasks[{c.STATUS}],"<>{c.DONE}"': f'Tasks[{c.STATUS}],"<>{c.DONE}",Tasks[{c.STATUS}],"<>{c.NOT_ARISEN}"',
    f'Criteria[{c.REPORTED}],"<>{c.DONE}*"': (
        f'Criteria[{c.REPORTED}],"<>{c.DONE}*",Criteria[{c.REPORTED}],"<>{c.NOT_ARISEN}*"'
    ),
    _MERGED: f'{_MERGED},Returns[{c.PERIOD}],{c.CURRENT_ROUND}&""',
}


def bring_up_to_date(workbook: Workbook) -> Iterator[str]:
    """Add to formulas what they must leave out since there are rounds; everything else of the sheet stays."""
    sheet = workbook.sheets.get(c.OVERVIEW)
    columns = {spec.name: workbook.table(spec).columns for spec in (c.PROGRESS_TABLE, c.RETURNS, c.CRITERIA)}
    if sheet is None or not workbook.book.names.contains(c.CURRENT_ROUND):
        return
    if c.SUPERSEDED not in columns[c.PROGRESS_TABLE.name] or c.PERIOD not in columns[c.RETURNS.name]:
        return  # told where the columns could not be added
    area = used_area(sheet)
    changed = 0
    for i, row in enumerate(formulas_of(sheet, area), area.row):
        for j, formula in enumerate(row, area.column):
            new = _with_additions(formula) if formula.startswith("=") else formula
            if new != formula:
                write_formula(cells_of(sheet, Area(i, j, 1, 1)), new)
                changed += 1
    if changed:
        yield f"{changed} công thức ở sheet '{c.OVERVIEW}' (theo kỳ, việc không phát sinh)"


def _with_additions(formula: str) -> str:
    for old, new in _ADDED.items():
        if new not in formula:
            formula = formula.replace(old, new)
    return formula
