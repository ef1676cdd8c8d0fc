"""The folders of this user that are not beside a workbook: the log, and copies kept before a click."""

import os
from pathlib import Path

from platformdirs import user_data_dir, user_documents_dir, user_log_dir

from xl.product import product

_ONEDRIVE = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")  # Windows' variables of its roots


def log_file() -> Path:
    """Return the log of errors; older ones are beside it with a number."""
    return Path(user_log_dir(product.name, appauthor=False)) / f"{product.name}.log"


def kept_folder() -> Path:
    """Return the folder of copies kept before clicks."""
    return Path(user_data_dir(product.name, appauthor=False)) / "truoc-khi-bam"


def documents_folder() -> Path:
    """Return the user's own folder for documents, where a workbook that was never saved would go.

    Windows often keeps that folder in OneDrive, where Excel gives web addresses to files and clicks refuse to work:
    then it is the user's home.
    """
    documents = Path(user_documents_dir())
    online = [Path(os.environ[name]) for name in _ONEDRIVE if os.environ.get(name)]
    return Path.home() if any(documents.is_relative_to(root) for root in online) else documents
