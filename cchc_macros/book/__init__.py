"""The CCHC workbook: its tables read into the domain's terms, and written back in blocks."""
