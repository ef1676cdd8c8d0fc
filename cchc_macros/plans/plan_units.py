"""Units and groups that a plan names and the sheet `Đơn vị` lacks: listed, or added where the clerk says so."""

from collections.abc import Iterator, Sequence

from cchc_macros import contract as c
from cchc_macros.book.work import read_roster
from cchc_macros.book.workbook import Workbook
from cchc_macros.plans import Plan
from cchc_macros.rules.findings import INFO, WARNING, Finding
from cchc_macros.rules.units.proposals import GROUP, Proposal, group_kinds, no_units, propose_units


def proposals(workbook: Workbook, plans: Sequence[Plan]) -> tuple[Proposal, ...]:
    """The names in the plans' unit columns that the workbook does not know."""
    return propose_units(_unit_cells(plans), workbook.once(read_roster))


def no_unit_findings(workbook: Workbook, plans: Sequence[Plan]) -> Iterator[Finding]:
    """Persons, and posts that no unit goes with, in the plans' unit columns: they are no units, and get no sheet."""
    for name in no_units(_unit_cells(plans), workbook.once(read_roster)):
        text = f"'{name}' là chức danh hoặc tên người, không phải đơn vị."
        hint = f"Ghi đơn vị của người ấy vào cột {c.LEAD}, tên người vào cột {c.PERSON}."
        yield Finding(code="IMPORT_NO_UNIT", level=WARNING, message=text, hint=hint)


def _unit_cells(plans: Sequence[Plan]) -> list[str]:
    return [row.cells.get(heading, "") for plan in plans for row in plan.rows for heading in (c.LEAD, c.SUPPORT)]


def addable(units: Sequence[Proposal]) -> list[Proposal]:
    """Those that may be added: a name that may be a known unit spelled otherwise is for the clerk to look at."""
    return [unit for unit in units if not unit.suggestions]


def write_units(workbook: Workbook, units: Sequence[Proposal]) -> None:
    """Add the names to the tables Units and Groups, with the code and the kinds that the names tell."""
    for spec, is_group in ((c.UNITS, False), (c.GROUPS, True)):
        new = [_row(unit) for unit in units if (unit.kind == GROUP) is is_group]
        if new:
            workbook.table(spec).update({}, new=new)


def _row(unit: Proposal) -> dict[str, str | None]:
    name = unit.name[:1].upper() + unit.name[1:]  # from the middle of a list it begins small
    if unit.kind == GROUP:
        return {c.GROUP_NAME: name, c.GROUP_KINDS: "; ".join(group_kinds(unit.name)) or None}
    return {c.UNIT_CODE: unit.code, c.UNIT_NAME: name, c.UNIT_KIND: unit.kind or None}


def unit_finding(unit: Proposal, *, added: bool) -> Finding:
    """A name that the roster lacks, with what it may be; or lacked, and has now."""
    if added:
        message = f"Đã thêm '{unit.name}' ({_what(unit)}) vào sheet {c.UNITS_SHEET}."
        hint = "Xem lại mã, loại, thành viên; điền email."
        return Finding(code="IMPORT_UNIT_PROPOSED", level=INFO, message=message, hint=hint, table=c.UNITS.name)
    names = " hay ".join(f"'{name}'" for name in unit.suggestions)
    message = f"'{unit.name}' ({unit.cells} ô) chưa có trong sheet {c.UNITS_SHEET}."
    yes = f"Có phải {names}? Nếu phải, ghi vào cột {c.UNIT_ALIASES} của đơn vị ấy; nếu không, thêm" if names else "Thêm"
    hint = f"{yes} vào sheet {c.UNITS_SHEET}: {_what(unit)}."
    return Finding(code="IMPORT_UNIT_PROPOSED", level=WARNING, message=message, hint=hint, table=c.UNITS.name)


def _what(unit: Proposal) -> str:
    if unit.kind == GROUP:
        kinds = "; ".join(group_kinds(unit.name))
        return f"nhóm, {c.GROUP_KINDS.lower()} {kinds}" if kinds else "nhóm, chưa rõ thành viên"
    return f"{c.UNIT_CODE} {unit.code}" + (f", {c.UNIT_KIND} {unit.kind}" if unit.kind else "")
