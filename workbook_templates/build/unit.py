"""The unit workbook: one sheet, locked but for the five columns the unit fills."""

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Protection
from openpyxl.worksheet.worksheet import Worksheet

from cchc_macros import contract as c
from workbook_templates.build import styles
from workbook_templates.build.task_sheet import lay_out
from workbook_templates.build.workbook import empty_workbook

HINT = (
    "Cách điền: chỉ điền năm cột nền vàng (Trạng thái, Tiến độ, Kết quả, Minh chứng, Ghi chú), lưu lại rồi gửi tệp "
    "này về; không đổi tên cột, không chép sang tệp khác."
)


def unit_workbook() -> Workbook:
    """The unit workbook without work; `xl.unit_workbook` stamps a unit's work into it."""
    workbook = empty_workbook()
    sheet = workbook.create_sheet(c.UNIT_WORKBOOK_SHEET)
    sheet.sheet_properties.tabColor = styles.TAB_TYPE
    placed = lay_out(sheet, HINT)
    for heading in c.UNIT_FILLS:
        letter = placed.letters[heading]
        sheet[f"{letter}{placed.first}"].protection = Protection(locked=False)
    _lock(sheet)
    workbook.custom_doc_props.append(  # type: ignore[attr-defined]  # missing in openpyxl's types
        StringProperty(name=c.PROP_VERSION, value=c.TEMPLATE_VERSION)
    )
    return workbook


def _lock(sheet: Worksheet) -> None:
    """Lock without a password: it guards against slips, not against people. Sizes, sorting, filters stay free."""
    lock = sheet.protection
    lock.sheet = lock.objects = lock.scenarios = True
    lock.formatColumns = lock.formatRows = lock.sort = lock.autoFilter = False  # False: not forbidden
