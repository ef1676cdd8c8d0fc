"""Returned files opened: known by their digests, and read where they were not merged before."""

import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import NamedTuple

from cchc_macros.errors import UserError
from cchc_macros.returns.files import ReturnedFile
from cchc_macros.returns.folder import Arrived, content_of, digest_of, unreadable

_ALONE = 200  # files that one process reads before a second one would have helped


class Opened(NamedTuple):
    """Of a file its digest, if it could be taken, and what is in it, if it was to be read, or why it cannot be."""

    digest: str = ""
    file: ReturnedFile | None = None
    error: UserError | None = None


@contextmanager
def opened(files: Sequence[Arrived], known: Collection[str]) -> Iterator[Iterator[Opened]]:
    """Open files in their order; those with a known digest are not read.

    Many are read by two processes, of which one begins at once.
    """
    work = partial(open_one, frozenset(known))
    if len(files) <= _ALONE or _cores() == 1:
        yield map(work, files)
        return
    from xl.helping import helped  # noqa: PLC0415  most clicks do without

    with helped(work, files) as contents:
        yield contents


def open_one(known: Collection[str], one: Arrived) -> Opened:
    """Open one file."""
    from cchc_macros.returns.readers.xlsx import read_returned  # noqa: PLC0415  a click asks for the folder first

    digest = ""
    try:
        content = content_of(one.path)
        digest = digest_of(content)
        return Opened(digest, None if digest in known else read_returned(one.path, one.name, content))
    except OSError:
        return Opened(digest, error=unreadable(one.path))
    except UserError as error:
        return Opened(digest, error=error)


def _cores() -> int:
    """How many processes can run at the same time."""
    allowed = getattr(os, "sched_getaffinity", None)  # not on Windows
    return len(allowed(0)) if allowed else os.cpu_count() or 1
