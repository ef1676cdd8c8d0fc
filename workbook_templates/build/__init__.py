"""The builder of the templates: run `python -m workbook_templates.build`."""
