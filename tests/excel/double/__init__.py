"""An Excel in memory: xlwings' own Windows engine and our click run over it unchanged, on any system.

    com         objects as pywin32 hands them out; every member, argument count and name checked by `typelib.json`
    switches    where Excel's behaviour is known to differ from place to place, or not known for sure
    texts       what Excel makes of a text that a program sets, by the locale
    writes      a block of values on its way into cells: filters, protection, calculated columns, growing tables
    ranges, tables, sheets, books, application    Excel's objects
    outlook     Outlook's, as far as a letter needs them
    desktop     Windows around them: windows, message boxes, dialogs, a clock, pywin32's modules
    store       what is in the cells, kept by our file engine

The rules come from measured and documented facts; where those leave two ways open, both are switches.
"""
