"""The folders of this user that are not beside a workbook: the log, and copies kept before a click."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from platformdirs.api import PlatformDirsABC

from xl.product import product

_ONEDRIVE = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")  # Windows' variables of its roots


def log_file() -> Path:
    """Return the log of errors; older ones are beside it with a number."""
    return _of_this_user().user_log_path / f"{product.name}.log"


def kept_folder() -> Path:
    """Return the folder of copies kept before clicks."""
    return _of_this_user().user_data_path / "truoc-khi-bam"


def documents_folder() -> Path:
    """Return the user's own folder for documents, where a workbook that was never saved would go.

    Windows often keeps that folder in OneDrive, where Excel gives web addresses to files and clicks refuse to work:
    then it is the user's home.
    """
    documents = _of_this_user().user_documents_path
    online = [Path(os.environ[name]) for name in _ONEDRIVE if os.environ.get(name)]
    return Path.home() if any(documents.is_relative_to(root) for root in online) else documents


def _of_this_user() -> "PlatformDirsABC":
    from platformdirs import PlatformDirs  # noqa: PLC0415  # most clicks need none of these folders

    return PlatformDirs(product.name, appauthor=False)
