"""Nâng cấp sổ: what a workbook of an earlier version lacks is added; nothing that is there is changed."""

from collections.abc import Iterator, Mapping

import xlwings as xw

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from cchc_macros.book.beside import opened
from cchc_macros.book.cells import text_of
from cchc_macros.book.rounds import lay_starting_rounds
from cchc_macros.book.settings import write_settings
from cchc_macros.book.tables import Table
from cchc_macros.book.work import read_work
from cchc_macros.book.workbook import Workbook
from cchc_macros.contract import TableSpec
from cchc_macros.handing_out.assign import list_task_sheets, sheet_names, task_sheets_in
from cchc_macros.paper.layout import LAYOUTS
from cchc_macros.setting_defaults import SETTING_DEFAULTS
from cchc_macros.stock import STOCK
from cchc_macros.summary import Summary
from xl.cell_writing import write_formula
from xl.reading import ReadArea, formulas_of, used_area
from xl.safe_names import safe_sheet_name
from xl.sheet_copies import SheetCopies, copy_validation

_RENAMED = {c.CRITERIA: {"Hiện tại": c.CURRENT}}
_CHOICES = (  # columns whose lists of choices are newer than the first version, also where tables may grow
    (c.TASKS, c.STATUS), (c.PROGRESS_TABLE, c.STATUS), (u.TASK_SHEET, c.STATUS), (c.CRITERIA, c.POINTS_FROM),
    (c.CONFLICTS, c.CHOICE),
)  # fmt: skip
_LAST_ROW = 20_000
_SHOWN_TO = 15  # the last column that shows something; beyond it stands what each workbook has of its own
_TOP = ReadArea(1, 1, 3, 1)  # on every sheet: what it is, whose and, in an earlier version, a line that leads back
_OLD_WAY_BACK = f'=HYPERLINK("#\'{c.OVERVIEW}\'!A1","← {c.OVERVIEW}")'
_UNFOLDED = 16  # characters, of a column that is folded away in the template
# Table -> name -> the column above whose heading the cell stands, and how many rows above.
_NAMES: dict[TableSpec, dict[str, tuple[str, int]]] = {
    c.CRITERIA: {
        c.TOTAL_MAX: (c.MAX_SCORE, 2), c.TOTAL_RESULT: (c.RESULT, 2), c.TOTAL_TARGET: (c.TARGET, 2),
        c.TOTAL_CURRENT: (c.SELF_SCORE, 2), c.INDEX_RESULT: (c.RESULT, 1), c.INDEX_TARGET: (c.TARGET, 1),
        c.INDEX_CURRENT: (c.SELF_SCORE, 1), c.TOTAL_TRIAL: (c.TRIAL, 2), c.INDEX_TRIAL: (c.TRIAL, 1),
        c.TOTAL_SURVEY: (c.SURVEY, 2), c.TOTAL_BONUS: (c.BONUS, 2),
    },
    c.ROUNDS: {c.CURRENT_ROUND: (c.ROUND_FROM, 2), c.PREVIOUS_ROUND: (c.ROUND_FROM, 1)},
}  # fmt: skip


def upgrade(book: xw.Book) -> Summary:
    """Add the settings, tables, columns and names that this version has and the workbook lacks.

    Sheets and columns that are added look as in the template. Cells that staff use are left alone: where a name or
    column would fall on one, it is told instead.

    Raises:
        WorkbookError: a later version made the workbook, or the tables Settings or Criteria are missing.
    """
    workbook = Workbook(book)
    settings = workbook.settings
    workbook.will_reshape(c.LOG, *c.TABLES)
    before = settings.text(c.BOOK_VERSION)
    added = list(_rename_columns(workbook))
    with opened(book, STOCK / "so-cchc.xlsx") as template:
        looks = Workbook(template)
        added += [
            *_add_papers(workbook, looks),
            *_add_tables(workbook, looks),
            *_add_columns(workbook, looks),
            *_add_names(workbook),
        ]
        if before != c.CONTRACT_VERSION:
            added += [*_renew_choices(workbook, looks), *_renew_overview(workbook, looks)]
    keys = [key for key, _, _ in SETTING_DEFAULTS if settings.row(key) is None]
    notes = {key: {c.KEY: key, c.VALUE: value, c.NOTE: note} for key, value, note in SETTING_DEFAULTS}
    workbook.table(c.SETTINGS).update({}, new=[notes[key] for key in keys])
    write_settings(workbook.settings, {c.BOOK_VERSION: c.CONTRACT_VERSION})
    added += [f"mục '{key}'" for key in keys]
    if rows := lay_starting_rounds(workbook):
        added.append(f"{rows} kỳ báo cáo")
    if not added and before == c.CONTRACT_VERSION:
        return Summary(message="Sổ đã đúng bản này, không phải thêm gì; tệp giữ nguyên.", data={"added": []}, idle=True)
    workbook.log("Nâng cấp sổ", [("", f"Phiên bản sổ {c.CONTRACT_VERSION}", "; ".join(added))])
    what = f": thêm {', '.join(added)}" if added else ""
    return Summary(message=f"Đã nâng cấp sổ lên phiên bản {c.CONTRACT_VERSION}{what}.", data={"added": added})


def _add_tables(workbook: Workbook, template: Workbook) -> Iterator[str]:
    for spec in c.TABLES:
        if workbook.has(spec):
            continue
        if workbook.sheets.get(spec.sheet) is not None:
            yield f"(chưa thêm được bảng của sheet '{spec.sheet}': sheet này đã có nội dung khác)"
            continue
        SheetCopies(workbook.book, workbook.sheets.all()).bring(template.book.sheets[spec.sheet])
        workbook.sheets_changed()
        yield f"sheet '{spec.sheet}'"


def _add_papers(workbook: Workbook, template: Workbook) -> Iterator[str]:
    """Bring the hidden sheets that *print* copies."""
    for layout in LAYOUTS:
        if workbook.sheets.get(layout.template) is None:
            SheetCopies(workbook.book, workbook.sheets.all()).bring(template.book.sheets[layout.template])
            workbook.sheets_changed()
            yield f"sheet mẫu '{layout.template}'"


def _rename_columns(workbook: Workbook) -> Iterator[str]:
    """Give columns the names that they have now; formulas about them follow by themselves."""
    for spec, names in _RENAMED.items():
        table = workbook.table(spec)
        for before, now in names.items():
            places = [place for place, heading in enumerate(table.headings) if text_of(heading) == before]
            if not places or now in table.columns:
                continue
            table.sheet.range((table.top - 1, table.left + places[0])).value = now
            table.is_stale = True
            yield f"tên cột '{now}' (sheet '{table.sheet_name}', trước là '{before}')"


def _add_columns(workbook: Workbook, template: Workbook) -> Iterator[str]:
    """Append the columns beyond the fixed contract at the table's right edge, where the sheet is free."""
    for spec in c.TABLES:
        for heading in spec.extra:
            if not workbook.has(spec):
                continue
            table = workbook.table(spec)
            if heading in table.columns:
                continue
            beside = table.beside()
            used = beside.options(ndim=1).value
            if any(text_of(value) for value in used):
                yield f"(chưa thêm được cột '{heading}' ở sheet '{table.sheet_name}': cạnh bảng có dữ liệu khác)"
                continue
            _dress(beside, template.table(spec), heading)
            table.widen()
            yield f"cột '{heading}' (sheet '{table.sheet_name}')"


def _dress(column: xw.Range, looks: Table, heading: str) -> None:
    """Write a heading with the looks that its column has in the template; the column is empty there."""
    model = looks.sheet.range((looks.top - 1, looks.left + looks.columns[heading]))
    model.copy(column[0, 0])
    model.offset(1, 0).copy(column[1:, 0])
    folded = 0 if heading in c.HIDDEN else _UNFOLDED  # a group of columns cannot be made here
    column.column_width = model.column_width or folded


def _renew_choices(workbook: Workbook, template: Workbook) -> Iterator[str]:
    """Offer in cells that choose from a list what the list holds now."""
    for spec, heading in _CHOICES:
        if workbook.has(spec) and heading in workbook.table(spec).columns:
            table, looks = workbook.table(spec), template.table(spec)
            model = looks.sheet.range((looks.top, looks.left + looks.columns[heading]))
            column = table.left + table.columns[heading]
            copy_validation(model, table.sheet.range((table.top, column), (_LAST_ROW, column)))
            yield f"danh sách chọn của cột '{heading}' (sheet '{table.sheet_name}')"


def _add_names(workbook: Workbook) -> Iterator[str]:
    """Name the cells above Criteria that hold the totals (`recalculate` lays their formulas), and above Rounds."""
    for spec, places in _NAMES.items():
        missing = {name: place for name, place in places.items() if not workbook.book.names.contains(name)}
        if missing and workbook.has(spec):
            yield from _add_names_above(workbook, workbook.table(spec), missing)


def _add_names_above(workbook: Workbook, table: Table, missing: Mapping[str, tuple[str, int]]) -> Iterator[str]:
    for name, (heading, above) in missing.items():
        if heading not in table.columns:
            continue  # told where the column could not be added
        row = table.top - 1 - above
        address = f"{table.column(heading)}{row}"
        value = table.sheet.range(address).formula if row > 0 else "?"
        if text_of(value) and not str(value).startswith("="):
            yield f"(chưa đặt được tên ô {name}: {table.sheet_name}!{address} có nội dung khác)"
            continue
        quoted = table.sheet_name.replace("'", "''")
        workbook.book.names.add(name, f"='{quoted}'!${table.column(heading)}${row}")
        yield f"tên ô {name}"


def _renew_overview(workbook: Workbook, template: Workbook) -> Iterator[str]:
    """Bring what the workbook lacks; a sheet of that name stays with all that is on it, renamed, but for `Dán`."""
    for name in (c.PASTE_SHEET, c.OVERVIEW, c.CHARTS_SHEET):
        old, new = workbook.sheets.get(name), template.book.sheets[name]
        if old is not None and (name == c.PASTE_SHEET or _is_like(old, new)):
            continue
        kept = ""
        if old is not None:
            kept = old.name = safe_sheet_name(f"{name} (cũ)", workbook.sheets.all())
            workbook.sheets_changed()
        SheetCopies(workbook.book, workbook.sheets.all()).bring(new, behind=old)
        workbook.sheets_changed()
        if name == c.OVERVIEW:
            _list_task_sheets(workbook, template)
            _lead_to_the_new_one(workbook, template, kept)
        told = f"; sheet cũ giữ ở '{kept}', không cần thì xóa" if kept else ""
        yield f"sheet '{name}'{told}"


def _is_like(sheet: xw.Sheet, model: xw.Sheet) -> bool:
    shown = ReadArea(1, 1, used_area(model).height, _SHOWN_TO)
    return formulas_of(sheet, shown) == formulas_of(model, shown)


def _list_task_sheets(workbook: Workbook, template: Workbook) -> None:
    """Tell the sheet which task sheets there are, as *assign* does."""
    place = template.cell(c.TASK_SHEET_LIST)
    if workbook.book.names.contains(c.TASK_SHEET_LIST):
        workbook.book.names[c.TASK_SHEET_LIST].delete()
    workbook.book.names.add(c.TASK_SHEET_LIST, f"='{c.OVERVIEW}'!{place.address}")
    if there := {sheet.name for sheet in task_sheets_in(workbook)}:
        work = workbook.once(read_work)
        names = sheet_names(work.assignment.sheets)
        list_task_sheets(workbook, work, [name if name in there else "" for name in names])


def _lead_to_the_new_one(workbook: Workbook, template: Workbook, kept: str) -> None:
    """Let the top of our sheets read and lead to the new one: their formulas followed the old one to its new name."""
    models = template.sheets.all()
    for name, sheet in workbook.sheets.all().items():
        if name not in models or name == c.OVERVIEW:
            continue
        what, owner, way_back = (row[0] for row in formulas_of(sheet, _TOP))
        model = models[name].range("A1")
        if what and str(model.formula).endswith(f',"{what}")'):
            model.copy(sheet.range("A1"))
            write_formula(sheet.range("A1"), str(model.formula))
        if owner == f"='{kept}'!$A$2":
            write_formula(sheet.range("A2"), f"='{c.OVERVIEW}'!$A$2")
        if way_back == _OLD_WAY_BACK:
            sheet.range("A3").clear_contents()
