"""The unit workbook: locked but for the columns the unit fills; with a second sheet where it scores itself."""

from collections.abc import Callable, Sequence
from functools import partial

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Protection

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from workbook_templates.build import styles
from workbook_templates.build.tables import Placed
from workbook_templates.build.task_sheet import lay_out
from workbook_templates.build.unit_sheets import lay_out_explanations, lay_out_scores
from workbook_templates.build.workbook import empty_workbook

HINT = (
    "Cách điền: chỉ điền năm cột nền vàng (Trạng thái, Tiến độ, Kết quả, Minh chứng, Ghi chú); việc phát sinh ghi ở "
    "dòng trống dưới bảng. Lưu lại rồi gửi tệp này về; không đổi tên cột, không chép sang tệp khác."
)
_PROPOSED = (c.SHEET_TASK, c.REQUIREMENT, c.TASK_DEADLINE, *u.UNIT_FILLS)  # what a unit writes of work that came up


def unit_workbook(*, scores: bool = False, explains: bool = False) -> Workbook:
    """The unit workbook without work; `cchc_macros.handing_out.unit_workbook` stamps a unit's work into it.

    Args:
        scores: For a unit that leads scored criteria.
        explains: For one that has points to explain.
    """
    workbook = empty_workbook()
    sheet = workbook.create_sheet(u.UNIT_WORKBOOK_SHEET)
    placed = lay_out(sheet, HINT)
    _lock(placed, u.UNIT_FILLS)
    for heading in _PROPOSED:  # below the table, where cells have the look of their column
        sheet.column_dimensions[placed.letters[heading]].protection = Protection(locked=False)
    workbook.custom_doc_props.append(  # type: ignore[attr-defined]  # missing in openpyxl's types
        StringProperty(name=u.PROP_VERSION, value=u.TEMPLATE_VERSION)
    )
    if scores:
        _lock(lay_out_scores(workbook.create_sheet(c.SELF_SCORES_SHEET)), u.UNIT_SCORES)
    if explains:
        _lock(lay_out_explanations(workbook.create_sheet(u.EXPLANATIONS_SHEET)), u.UNIT_EXPLAINS)
    return workbook


UNIT_WORKBOOKS: dict[str, Callable[[], Workbook]] = {
    "so-don-vi.xlsx": unit_workbook,
    "so-don-vi-diem.xlsx": partial(unit_workbook, scores=True),
    "so-don-vi-giai-trinh.xlsx": partial(unit_workbook, explains=True),
    "so-don-vi-diem-giai-trinh.xlsx": partial(unit_workbook, scores=True, explains=True),
}


def _lock(placed: Placed, fills: Sequence[str]) -> None:
    """Lock without a password: it guards against slips, not against people. Sizes, sorting, filters stay free."""
    sheet = placed.sheet
    sheet.sheet_properties.tabColor = styles.TAB_TYPE
    for heading in fills:
        sheet[f"{placed.letters[heading]}{placed.first}"].protection = Protection(locked=False)
    lock = sheet.protection
    lock.sheet = lock.scenarios = True
    lock.objects = False  # False: not forbidden; comments, too, are objects
    lock.formatColumns = lock.formatRows = lock.sort = lock.autoFilter = lock.insertHyperlinks = False
