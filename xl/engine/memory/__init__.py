"""A workbook in memory: read from its file, with what hangs on its cells."""
