"""The templates, papers and example plans that come with the product."""

from pathlib import Path

import workbook_templates

STOCK = Path(str(workbook_templates.__file__)).parent  # no click waits for importlib.resources
