"""Workbooks as a whole: new ones, next year's, older ones brought up to date, the last click undone, help."""
