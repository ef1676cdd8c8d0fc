"""Python's search for garbage, kept from where it would go through many objects that are all in use."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_OBJECTS = 200_000  # made and not gone since the last look


@contextmanager
def without_gc() -> Iterator[None]:
    """Switch the garbage collector off: it would find a million new objects and no garbage."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@contextmanager
def loading() -> Iterator[None]:
    """Load modules, which are no garbage: to look through them then and ever after is a tenth of a click's start."""
    with without_gc():
        yield
        gc.freeze()


@contextmanager
def seldom_gc() -> Iterator[None]:
    """Let the garbage collector look seldom: each time it would go through a million objects that are in use."""
    before = gc.get_threshold()
    gc.set_threshold(_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
