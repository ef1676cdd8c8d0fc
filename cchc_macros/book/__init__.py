"""The CCHC workbook: its tables read into the field's terms, and written back in blocks."""
