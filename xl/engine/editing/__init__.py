"""What xlwings' objects do to a workbook in memory."""
