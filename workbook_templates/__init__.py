"""The workbook templates (.xlsx) and the builder that makes them."""
