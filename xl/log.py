"""The log of errors: English tracebacks for whoever helps, in a file that does not grow without end."""

import sys
from pathlib import Path

from xl.folders import log_file
from xl.product import product

_LARGEST = 500_000  # bytes; three files of it
_OLDER_FILES = 2


def log_error(doing: str) -> Path:
    """Append the exception being handled, with the versions of what failed; return where.

    A log that cannot be written must not hide the error itself, so that is passed over.
    """
    import logging  # noqa: PLC0415  # what a click that goes well does without
    import platform  # noqa: PLC0415
    from logging.handlers import RotatingFileHandler  # noqa: PLC0415

    path = log_file()
    logger = logging.Logger(product.name)  # noqa: LOG001  # one of our own, not in the tree that libraries configure
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=_LARGEST, backupCount=_OLDER_FILES, encoding="utf-8")
    except OSError:
        return path
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger.addHandler(handler)
    what = (doing, product.title, product.version, platform.python_version())
    logger.error("%s failed; %s %s, Python %s", *what, exc_info=sys.exc_info())
    handler.close()
    return path
