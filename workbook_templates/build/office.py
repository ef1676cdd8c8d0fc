"""The sheets that say who and what year it is about: `Thông tin` and `Đơn vị`."""

from openpyxl.worksheet.worksheet import Worksheet

from cchc_macros import contract as c
from cchc_macros.setting_defaults import SETTING_DEFAULTS
from workbook_templates.build import styles
from workbook_templates.build.page import set_page
from workbook_templates.build.sheets import freeze, title
from workbook_templates.build.tables import (
    DATE,
    GENERAL,
    PERCENT,
    TEXT,
    Look,
    Placed,
    add_choices,
    add_day_check,
    add_table,
    dress_rows,
)
from xl.fit import row_height

HEADING_ROW = 4
_LINE = 20  # points: a note that needs more is of several lines
SETTING_LOOKS = {
    c.KEY: Look(width=28, kind="text", note="Tên mục. Không sửa, không xóa."),
    c.VALUE: Look(width=44, kind="input", note="Nhập giá trị ở cột này."),
    c.NOTE: Look(width=62, kind="text", note="Cách nhập."),
}
UNIT_LOOKS = {
    c.UNIT_CODE: Look(
        width=9,
        kind="text",
        note="Mã ngắn, không dấu, không trùng: VP, NV1… Dùng đặt tên phiếu và tệp.",
        align="center",
    ),
    c.UNIT_NAME: Look(width=36, kind="text", note="Tên đầy đủ đúng như trong văn bản."),
    c.UNIT_ALIASES: Look(width=20, kind="text", note="Tên gọi khác, cách nhau bằng dấu chấm phẩy."),
    c.UNIT_KIND: Look(
        width=18, kind="input", note="Chọn trong danh sách; dùng để hiểu 'các phòng, đơn vị'.", choices=c.KINDS
    ),
    c.UNIT_EMAIL: Look(
        width=25, kind="input", note="Địa chỉ nhận phiếu, thư nhắc; nhiều địa chỉ cách nhau bằng dấu chấm phẩy."
    ),
    c.UNIT_CC: Look(width=25, kind="input", note="Các địa chỉ đồng gửi, cách nhau bằng dấu chấm phẩy."),
    c.UNIT_CONTACT: Look(width=18, kind="text", note="Người nhận phiếu của đơn vị."),
}
GROUP_LOOKS = {
    c.GROUP_NAME: Look(width=32, kind="text", note="Tên gọi chung trong văn bản, ví dụ: các phòng, đơn vị thuộc Sở."),
    c.GROUP_KINDS: Look(
        width=24, kind="text", note="Gồm những loại nào (cột Loại bên trái), cách nhau bằng dấu chấm phẩy."
    ),
    c.GROUP_UNITS: Look(width=18, kind="text", note="Gồm thêm đơn vị nào (mã hoặc tên)."),
    c.GROUP_EXCEPT: Look(width=14, kind="text", note="Trừ đơn vị nào (mã hoặc tên)."),
}
_DAYS = (c.PLAN_DATE, c.TODAY, c.REPLY_BY, c.SELF_BY, c.APPRAISED_BY, c.EXPLAINED_BY)
_FORMATS = {
    **dict.fromkeys(_DAYS, DATE),
    c.STATED_INDEX: PERCENT,
    c.STATED_TARGET_INDEX: PERCENT,
    **dict.fromkeys(
        (
            c.YEAR_ASSESSED, c.YEAR_PLAN, c.STATED_MAX, c.STATED_RESULT, c.STATED_TARGET, c.DECIMALS,
            c.NEAR_DAYS, c.SMTP_PORT, c.BONUS_CAP, c.POINT_PLACES,
        ),
        GENERAL,
    ),
}  # fmt: skip


def add_settings(sheet: Worksheet) -> None:
    """Fill the sheet `Thông tin`: one row per setting, with its default."""
    sheet.sheet_properties.tabColor = styles.TAB_TYPE
    title(sheet, "THÔNG TIN CHUNG", "Nhập vào cột Giá trị; mục chưa dùng để trống.")
    placed = add_table(sheet, c.SETTINGS, SETTING_LOOKS, row=HEADING_ROW, body=SETTING_DEFAULTS, heading_height=22)
    for offset, (key, _, note) in enumerate(SETTING_DEFAULTS):
        row = placed.first + offset
        if (height := row_height([(note, SETTING_LOOKS[c.NOTE].width)], 12)) > _LINE:
            sheet.row_dimensions[row].height = height
        sheet[f"{placed.letters[c.KEY]}{row}"].font = styles.font(bold=True)
        sheet[f"{placed.letters[c.NOTE]}{row}"].font = styles.font(color=styles.MUTED)
        sheet[f"{placed.letters[c.VALUE]}{row}"].number_format = _FORMATS.get(key, TEXT)
    _check_settings(sheet, placed)
    ours = f'OR({placed.at(c.KEY)}="{c.PLAN_ID}",{placed.at(c.KEY)}="{c.BOOK_VERSION}")'
    by_software = (ours, styles.difference(styles.COMPUTED, lined=True))
    dress_rows(placed, SETTING_LOOKS, columns={c.VALUE: (by_software,)})
    freeze(sheet, f"A{placed.first}")
    set_page(sheet, landscape=False, heading_row=HEADING_ROW)


def _check_settings(sheet: Worksheet, placed: Placed) -> None:
    places = {key: f"{placed.letters[c.VALUE]}{placed.first + i}" for i, (key, _, _) in enumerate(SETTING_DEFAULTS)}
    add_choices(sheet, places[c.DENOMINATOR], c.DENOMINATORS)
    add_choices(sheet, places[c.SURVEY_SETTING], c.SURVEY_COUNTS)
    add_choices(sheet, places[c.BONUS_SETTING], c.BONUS_COUNTS)
    add_choices(sheet, places[c.SMTP_SECURITY], ("starttls", "tls", "none"))
    add_day_check(sheet, [places[key] for key in _DAYS], "31/12/2026")


def add_units(sheet: Worksheet) -> None:
    """Fill the sheet `Đơn vị`: units at the left, groups beside them."""
    sheet.sheet_properties.tabColor = styles.TAB_TYPE
    title(sheet, "ĐƠN VỊ VÀ NHÓM ĐƠN VỊ")
    units = add_table(sheet, c.UNITS, UNIT_LOOKS, row=HEADING_ROW, heading_height=22)
    sheet.column_dimensions["H"].width = 3
    groups = add_table(sheet, c.GROUPS, GROUP_LOOKS, row=HEADING_ROW, left=9, heading_height=22)
    dress_rows(units, UNIT_LOOKS)
    dress_rows(groups, GROUP_LOOKS)
    freeze(sheet, f"C{units.first}")
    set_page(sheet, heading_row=HEADING_ROW)
