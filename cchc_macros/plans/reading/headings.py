"""The header of an appendix table: its one to three lines, told from the rows, read as one heading a column."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from cchc_macros.plans.model import Line
from cchc_macros.plans.reading.columns import assign_columns
from cchc_macros.plans.reading.places import Header, Heading, at
from cchc_macros.plans.words.vocabulary import (
    AGENCY,
    CODE,
    FIELD,
    LONGEST,
    NAME,
    UNIT_COLUMN,
    bare,
    meaning,
    period_named,
)
from cchc_macros.rules.text import unaccented
from xl.late import regex

_SURE = 3  # columns that make a header where none is called STT
_SUBJECTS = {NAME, FIELD, AGENCY, UNIT_COLUMN, "remedy"}  # what the rows of a table are about
_MOST_LINES = 3
_SAMPLED = 200  # rows that tell what is in a column
_VALUE = regex(r"\W*\d[\d\W]*(?:điểm|%|đ)?\W*|.*\d{1,2}/\d{1,2}.*|[xX✓]")


def read_header(lines: Sequence[Line], start: int = 0) -> tuple[Header, int] | None:
    """Return the header that begins at a line and how many lines it takes, or None.

    A second or third line splits columns of the one above (*Phân công nhiệm vụ*: *chủ trì*, *phối hợp*), or goes on
    with its words. What is below tells apart columns whose headings do not.
    """
    if start >= len(lines) or not lines[start].table or not could_be_header(lines[start].texts):
        return None
    taken = [lines[start]]
    for line in lines[start + 1 : start + _MOST_LINES]:
        if not (line.table and _could_continue(taken, line)):
            break
        taken.append(line)
    texts = [line.texts for line in taken]
    headings = _headings(texts)
    header = assign_columns(headings, _samples(lines, start + len(taken), len(headings)))
    return (
        (replace(header, lines=tuple(tuple(map(_bare_line, line)) for line in texts)), len(taken)) if header else None
    )


def could_be_header(texts: tuple[str, ...]) -> bool:
    """Whether a row of a table may be the first line of a header: mostly short words that are known headings."""
    filled = [text for text in texts if text]
    if any(len(bare(text)) > LONGEST for text in filled):
        return False
    known = [key for key in map(meaning, filled) if key]
    return (CODE in known and len(known) > 1) or (
        len(set(known)) >= _SURE
        and bool(_SUBJECTS & set(known))
        and 3 * len(known) >= 2 * len(filled)
        and not any(map(_VALUE.fullmatch, filled))
    )


def _samples(lines: Sequence[Line], start: int, width: int) -> list[list[str]]:
    """What is in each column below the header, as far as the next header."""
    samples: list[list[str]] = [[] for _ in range(width)]
    for line in islice(lines, start, start + _SAMPLED):
        if not line.table:
            continue
        if could_be_header(line.texts):
            break
        for i, text in enumerate(line.texts[:width]):
            if text:
                samples[i].append(text)
    return samples


def _could_continue(above: list[Line], line: Line) -> bool:
    """Whether a line is a further line of the header: nothing under STT and name, only headings elsewhere."""
    filled = [(i, text) for i, text in enumerate(line.texts) if text]
    fixed = {i for i, text in enumerate(above[0].texts) if meaning(text) in {CODE, NAME}}
    parents = _spread(above[0].texts)
    periods = {i for i, text in filled if period_named(text, at(parents, i))}
    if not filled or any(
        len(bare(text)) > LONGEST or (_VALUE.fullmatch(text) and i not in periods) for i, text in filled
    ):
        return False
    if any(i in fixed and not _splits_codes(above[0].texts, i, text) for i, text in filled):
        return False
    if any(i < len(line.cells) and line.cells[i] is None for i in fixed):
        return True  # the heading reaches down beside them
    known = [i in periods or bool(meaning(text) or meaning(f"{at(parents, i)} {text}")) for i, text in filled]
    return all(known) or (2 * sum(known) > len(known) > 1)


def _splits_codes(above: tuple[str, ...], i: int, text: str) -> bool:
    """Whether the text is the half of a heading over two number columns: *STT* over *TT* and *Chi tiết*."""
    return meaning(above[i]) == CODE and meaning(text) == CODE and not at(above, i + 1)


def _headings(lines: list[tuple[str, ...]]) -> tuple[Heading, ...]:
    return tuple(_heading(lines, i) for i in range(max(map(len, lines))))


def _heading(lines: list[tuple[str, ...]], i: int) -> Heading:
    texts = [at(line, i) for line in lines]
    lowest = next((n for n in range(len(lines) - 1, -1, -1) if texts[n]), 0)
    above = " ".join(filter(None, (at(_spread(line), i) for line in lines[:lowest])))
    wraps = bool(lowest) and all(texts[n] and not _spans(lines, n, i) for n in range(lowest))
    return Heading(texts[lowest], above, " – ".join(filter(None, texts)), wraps=wraps)


def _spans(lines: list[tuple[str, ...]], n: int, i: int) -> bool:
    """Whether the heading at column i of line n stands over the next column too, which has its own below."""
    return not at(lines[n], i + 1) and any(at(lower, i + 1) for lower in lines[n + 1 :])


def _bare_line(text: str) -> str:
    return unaccented(re.sub(r"[()]", "", text)).strip(" .:;[]*")


def _spread(line: tuple[str, ...]) -> tuple[str, ...]:
    """Fill the empty cells of a header line from the left: a merged heading stands over them."""
    spread: list[str] = []
    for text in line:
        spread.append(text or (spread[-1] if spread else ""))
    return tuple(spread)
