"""Where Excel differs from installation to installation, or where the known facts leave two ways open."""

from dataclasses import dataclass


@dataclass(kw_only=True)
class Switches:
    """The behaviour of one Excel.

    Attributes:
        locale: Whose spelling texts are read by: "en-US" or "vi-VN".
        dotted: What vi-VN makes of `1.10`: "text", "date" or "number".
        fills: What unlike formulas, written by one array to a table's column, become while Excel fills columns: all as
            the "first", all as the "last", or "none" is touched.
        fills_blanks: Whether blanks among them are filled too.
        table_filter_skips: A table's own filter makes writes skip hidden rows, as a sheet's filter does.
        sheet_tells_table_filter: `Worksheet.FilterMode` is true for a table's own filter.
        copies_very_hidden: A very hidden sheet can be copied, and a sheet copied after one.
        copy_stays_hidden: The copy of a hidden sheet is hidden.
        copy_is_active: A copied sheet becomes the active one.
        newest: Microsoft 365, not Excel 2016.
        dialogs_show: Excel's own InputBox, FileDialog and print preview come to the front while its VBA waits.
        printer: There is one.
        formulas_format: A formula gives a cell in General a format after what it refers to.
    """

    locale: str = "en-US"
    dotted: str = "text"
    fills: str = "none"
    fills_blanks: bool = False
    table_filter_skips: bool = True
    sheet_tells_table_filter: bool = True
    copies_very_hidden: bool = True
    copy_stays_hidden: bool = True
    copy_is_active: bool = True
    newest: bool = True
    dialogs_show: bool = True
    printer: bool = True
    formulas_format: bool = False
