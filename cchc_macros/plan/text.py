"""Lines of a plan that comes as text: tab-separated or pipe tables between paragraphs."""

import re
from collections.abc import Iterator

from cchc_macros.errors import PlanError
from cchc_macros.plan.model import Line, Place
from cchc_macros.plan.pieces import strip_markup, tidy

MAX_CHARACTERS = 5_000_000  # some 2,000 pages: beyond that it is no plan
MAX_COLUMNS = 60
_PIPE_RULE = re.compile(r"^[\s|:+-]*-[\s|:+-]*$")
_PIPES = re.compile(r"(?<!\\)\|")
_HEADING_MARK = re.compile(r"^#{1,6}\s+|^>\s+")


def lines_of_text(text: str) -> list[Line]:
    """Return the lines of a plan's text.

    Raises:
        PlanError: it is far too long to be a plan.
    """
    if len(text) > MAX_CHARACTERS:
        raise PlanError(
            f"Văn bản dài quá {MAX_CHARACTERS // 1_000_000} triệu ký tự. Chỉ nhập phần phụ lục của kế hoạch."
        )
    return list(_lines(text.replace("\r\n", "\n").replace("\r", "\n")))


def _lines(text: str) -> Iterator[Line]:
    fresh = True
    for number, raw in enumerate(text.replace("\f", "\n\n").split("\n"), start=1):
        cells = _cells(raw)
        if not any(cells):
            fresh = True
            continue
        table = len(cells) > 1
        yield Line(cells if table else (_HEADING_MARK.sub("", cells[0]),), Place("dòng", number), table, fresh)
        fresh = not table


def _cells(raw: str) -> tuple[str, ...]:
    line = strip_markup(raw)
    if "\t" in line:
        parts = line.split("\t")
    elif line.count("|") > 1:
        if _PIPE_RULE.match(line):
            return ("",)
        parts = [part.replace("\\|", "|") for part in _PIPES.split(line.strip())]
        parts = parts[1 if not parts[0] else 0 : -1 if not parts[-1] else None]
    else:
        parts = [line]
    return tuple(tidy(part) for part in parts[:MAX_COLUMNS])
