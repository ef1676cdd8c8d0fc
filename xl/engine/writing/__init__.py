"""A workbook as a file again."""
