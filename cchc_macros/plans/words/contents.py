"""What is in a column, told by its values where the heading does not tell."""

from collections.abc import Callable, Sequence

from cchc_macros.plans.words.codes import read_code
from cchc_macros.rules.days.deadlines import read_deadline
from cchc_macros.rules.scoring.points import read_points
from cchc_macros.rules.tasks.statuses import status_of
from cchc_macros.rules.text import unaccented
from cchc_macros.rules.units.persons import is_person
from cchc_macros.rules.units.words import begins_as_unit
from xl.late import regex

_MOST = 0.6  # of the values
_SOME_YEAR = 2026  # stands in where a deadline names none; which one does not matter here
_SLIP = 15  # characters
_SHARE = regex(r"\d{1,3}(?:[.,]\d+)? ?%|0[.,]\d+|100")
_MARK = regex(r"[xX×✓✔√●•*+]|[vV]")


def mostly(values: Sequence[str], test: Callable[[str], bool]) -> bool:
    """Whether a test holds for most of the values; not where there are none."""
    return bool(values) and sum(map(test, values)) >= _MOST * len(values)


def is_mark(text: str) -> bool:
    """Whether a text only marks its cell."""
    return _MARK.fullmatch(text.strip()) is not None


def is_points(text: str) -> bool:
    """Whether a text is a number of points, or says that there are none."""
    return read_points(text) is not None


def is_prose(values: Sequence[str]) -> bool:
    """Whether a column holds words and no points; a single short word may be a slip among points."""
    return (len(values) > 1 or len("".join(values)) > _SLIP) and mostly(values, _is_words)


def is_share(text: str) -> bool:
    """Whether a text is a share of the work, 80% or 0,8."""
    return _SHARE.fullmatch(text.strip()) is not None


def is_status(text: str) -> bool:
    """Whether a text says how far the work is."""
    return bool(status_of(text))


def is_deadline(text: str) -> bool:
    """Whether a text is a deadline that can be read."""
    return read_deadline(text, _SOME_YEAR).kind not in {"unreadable", "none"}


def is_whole_deadline(text: str) -> bool:
    """Whether a text is a deadline of its own and no piece of one: a paper it cites needs the words before it."""
    kind = read_deadline(text, _SOME_YEAR).kind
    return kind in {"day", "recurring", "event"} or (kind == "reference" and unaccented(text).startswith("theo "))


def is_code(text: str) -> bool:
    """Whether a text is an STT."""
    return read_code(text) is not None


def is_unit(text: str) -> bool:
    """Whether a text begins as the name of a unit does, and is no person's."""
    return begins_as_unit(text) and not is_person(text)


def _is_words(text: str) -> bool:
    return not is_points(text) and sum(char.isalpha() for char in text) > len(text) // 2
