"""Hướng dẫn: the workbook's own page of instructions."""

import xlwings as xw

from cchc_macros import contract as c
from cchc_macros.errors import WorkbookError
from cchc_macros.summary import Summary
from xl.showing import show


def guide(book: xw.Book) -> Summary:
    """Show the sheet `Hướng dẫn`.

    Raises:
        WorkbookError: staff deleted it.
    """
    for sheet in book.sheets:
        if sheet.name == c.GUIDE_SHEET:
            show(sheet)
            return Summary(
                message=f"Các bước công việc trong năm ở sheet '{c.GUIDE_SHEET}'. Bấm các nút từ trái sang phải.",
                data={"sheet": c.GUIDE_SHEET},
            )
    raise WorkbookError(
        f"Sổ này không còn sheet '{c.GUIDE_SHEET}'. Bấm Tạo sổ mới để xem sheet đó trong sổ mới, rồi chép lại."
    )
