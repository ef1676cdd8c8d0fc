"""Hướng dẫn: the workbook's own page of instructions."""

import xlwings as xw

from cchc_macros import contract as c
from cchc_macros.errors import WorkbookError
from cchc_macros.summary import Summary
from xl.reading import member
from xl.showing import show


def guide(book: xw.Book, sheet: str = c.GUIDE_SHEET) -> Summary:
    """Show the sheet `Hướng dẫn`, or another one.

    Raises:
        WorkbookError: it is not there, or hidden.
    """
    found = member(book.sheets, sheet)
    if found is None:
        raise WorkbookError(
            f"Sổ này không còn sheet '{sheet}'. Bấm Tạo sổ mới để xem sheet đó trong sổ mới, rồi chép lại."
        )
    if not found.visible:
        raise WorkbookError(
            f"Sheet '{sheet}' đang ẩn. Bấm chuột phải vào tên một sheet, chọn Hiện (Unhide), rồi bấm lại."
        )
    show(found)
    message = f"Các bước công việc trong năm ở sheet '{sheet}'. Bấm các nút từ trái sang phải."
    return Summary(message=message if sheet == c.GUIDE_SHEET else "", data={"sheet": sheet})
