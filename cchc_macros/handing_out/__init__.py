"""Handing out the work: a task sheet for every unit, and a workbook of its own."""
