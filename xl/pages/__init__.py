"""Sheets as printed pages: a workbook's sheet, with its page set-up and its looks, drawn as PDF.

`setup` reads the page set-up, `looks` what a cell looks like and `shown` what it shows; `layout` makes pages of lines,
fills and texts of them, which `drawing` puts into a file. Charts and pictures are beyond it.
"""
