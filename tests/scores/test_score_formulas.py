"""The formulas of the score table on odd trees: the domain, our evaluator and LibreOffice give one answer."""

from decimal import Decimal
from itertools import pairwise
from random import Random

import openpyxl
import pytest

from cchc_macros import contract as c
from cchc_macros.book.scores import read_scores
from cchc_macros.book.workbook import Workbook
from cchc_macros.errors import DataError
from cchc_macros.rules.scoring.scores import walk
from cchc_macros.rules.scoring.so_far import so_far
from cchc_macros.scores.recalculate import recalculate
from tests.libreoffice import recalculated
from tests.tables import read_table, write_rows
from xl.engine import open_book

ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
POINTS = (c.RESULT, c.TARGET, c.SELF_SCORE, c.APPRAISED)


def odd_tree(random):
    """Criteria of mixed depth, numbered in Roman and Arabic, marked at any level, their rows in any order."""
    rows = []
    for number in range(1, random.randint(4, 9)):
        written, first = random.choice([(str(number), str(number)), (ROMAN[number], str(number))])
        grow(random, rows, f" {written}. " if random.random() < 0.3 else written, random.choice([written, first]), 1)
    if random.random() < 0.5:
        random.shuffle(rows)
    return rows


def grow(random, rows, code, prefix, depth):
    children = random.choice(([0, 1, 2, 11], [0, 0, 1, 3], [0, 0, 2], [0])[depth - 1])
    row = {c.STT: code, c.NOT_SCORED: random.choice([None] * 5 + ["x", " X "])}
    rows.append(row)
    for child in range(1, children + 1):
        grow(random, rows, f"{prefix}.{child}", f"{prefix}.{child}", depth + 1)
    row[c.POINTS_FROM] = random.choice([None] * 6 + [*c.SOURCES, f" {c.FROM_SURVEY.upper()} "])
    if not children:
        row[c.BONUS] = random.choice([None, None, 0.25, -1.1])
        row[c.MAX_SCORE] = random.choice([10, 7.25, 0.1, 0, None])
        for heading in POINTS:
            row[heading] = random.choice([None, 0, round((row[c.MAX_SCORE] or 0) * random.choice([1, 0.9, 1 / 3]), 4)])
        least = (row[c.MAX_SCORE] or 0) - max(row[c.SELF_SCORE] or 0, row[c.APPRAISED] or 0)
        row[c.SURVEY] = random.choice([None, None, round(least / 2, 4)])


def many_children(_):
    """More domains, and children of one, none beside another, than one formula can name; STT in every spelling."""
    rows = []
    for number in range(1, 80):
        code = ROMAN[number] if number < len(ROMAN) else f" {number}. "
        rows.append({c.STT: code, c.NOT_SCORED: "x" if number % 7 == 0 else None})
        rows += [{c.STT: f"{number}.{child}", c.MAX_SCORE: 2, c.RESULT: 0.7 * child, c.SURVEY: 0.3} for child in (1, 2)]
    rows.append({c.STT: "C"})
    for number in range(1, 80):
        code = (f"80,{number}", f"80. {number}", f"80.{number}.")[number % 3]
        rows.append({c.STT: code if number > 1 else "80.1"})
        rows.append({c.STT: f"80.{number}.1", c.MAX_SCORE: 1, c.RESULT: 0.3})
    rows[-159] = {c.STT: "80"}
    return rows


def figures(book):
    """What the domain computes, by (row, heading); None for a blank."""
    workbook = Workbook(book)
    scores = read_scores(workbook)
    found = {}
    for node in scores.tree.nodes:
        row, score = node.criterion.row, scores.by_row[node.criterion.row]
        found |= {(row, c.LOST): score.lost, (row, c.CURRENT): score.current}
        if not node.is_leaf:
            found |= {(row, c.MAX_SCORE): score.max, (row, c.RESULT): score.result, (row, c.TARGET): score.target}
            found |= {(row, c.SURVEY): score.survey, (row, c.BONUS): score.bonus}
            found[row, c.FLAG], found[row, c.CURRENT_BY] = partly(node, scores)
        shares = score.result is not None and score.max and (score.scored or not node.is_leaf)
        found[row, c.RATIO] = score.result / score.max if shares else None
    totals = ((c.TOTAL_MAX, scores.total.max), (c.TOTAL_CURRENT, scores.total.current),
              (c.TOTAL_SURVEY, scores.total.survey), (c.TOTAL_BONUS, scores.total.bonus))  # fmt: skip
    return {scores.table.cell(*place): value for place, value in found.items()} | {
        f"{c.SCORES_SHEET}!{book.names[name].refers_to_range.get_address(False, False)}": value
        for name, value in totals
    }


def partly(node, scores):
    """What is said beside the sums of a parent that take blanks for 0."""
    rows = sorted(below.criterion.row for below in walk(node.children))
    if sum(after - before > 1 for before, after in pairwise(rows)) >= 15 or not node.sources.isdisjoint(
        scores.counting.left_out
    ):
        return None, None
    known = {of: so_far(scores, of, node) for of in ("result", "target", "current")}
    share = {of: f"{one.count}/{one.of}" for of, one in known.items() if one.share}
    flags = [f"Có {share[of]} {name}" for of, name in (("result", "kết quả"), ("target", "mục tiêu")) if of in share]
    leaves = [below for below in walk(node.children) if below.is_leaf and scores.by_row[below.criterion.row].scored]
    leaves = [leaf for leaf in leaves if leaf.sources.isdisjoint(scores.counting.left_out)]
    given = sum(leaf.criterion.appraised_score is not None for leaf in leaves)
    by = [f"Mới chấm {share[of]}" for of in ("current",) if of in share]
    by += [f"Thẩm định {given}/{len(leaves)}"] * (0 < given < len(leaves))
    return "; ".join(flags) or None, "; ".join(by) or None


# What counts, one for each workbook; the first has more rows than a formula can name.
SETTINGS = (
    {c.DENOMINATOR: c.DENOMINATOR_FULL},
    {c.BONUS_SETTING: c.INSIDE, c.BONUS_CAP: 1.5},
    {c.DENOMINATOR: c.DENOMINATOR_FULL, c.SURVEY_SETTING: c.NOT_INSIDE},
    {c.SURVEY_SETTING: c.NOT_INSIDE, c.BONUS_SETTING: c.INSIDE_BOUNDED},
    {c.DENOMINATOR: c.DENOMINATOR_FULL, c.BONUS_SETTING: c.INSIDE},
    {c.DENOMINATOR: c.DENOMINATOR_FULL, c.SURVEY_SETTING: c.NOT_INSIDE, c.BONUS_SETTING: c.INSIDE, c.BONUS_CAP: "0,5"},
)


def test_the_domain_the_saved_values_and_libreoffice_agree_on_odd_trees(workbook):
    random = Random(2026)  # noqa: S311  odd trees, the same each time
    paths, expected = [], []
    for number, chosen in enumerate(SETTINGS):
        path = workbook("so-cchc", f"{number}.xlsx")
        book = open_book(path)
        write_rows(read_table(book, c.CRITERIA), (odd_tree if number else many_children)(random))
        settings = read_table(book, c.SETTINGS)
        for key, value in chosen.items():
            row = settings.values(c.KEY).index(key)
            settings.sheet.range((settings.top + row, settings.left + 1)).value = value
        recalculate(book)
        expected.append(figures(book))
        book.save(str(path))
        paths.append(path)
    seen = 0
    for path, values, computed in zip(paths, expected, recalculated(*paths), strict=True):
        saved = openpyxl.load_workbook(path, data_only=True)[c.SCORES_SHEET]
        for address, value in values.items():
            cell = address.rpartition("!")[2]
            for shown in (saved[cell].value, computed.get((c.SCORES_SHEET, cell))):
                assert same(shown, value), (path.name, address, shown, value)
            seen += value is not None
    assert seen > 300
    assert sum(isinstance(value, str) for values in expected for value in values.values()) > 5


def test_children_scattered_among_others_are_refused_where_no_formula_can_name_them(workbook):
    pairs = [(f"1.{number}", f"2.{number}") for number in range(1, 71)]
    scattered = [
        {c.STT: code, c.MAX_SCORE: 1, c.RESULT: 1} for code in ("1", "2", *(code for two in pairs for code in two))
    ]
    book = open_book(workbook("so-cchc"))
    write_rows(read_table(book, c.CRITERIA), scattered)
    with pytest.raises(DataError, match="'1' nằm xen với dòng khác"):
        recalculate(book)


def same(shown, value):
    if value is None:
        return shown in (None, "")
    if isinstance(value, str):
        return shown == value
    return shown not in (None, "") and Decimal(str(shown)) == pytest.approx(value, abs=Decimal("0.000001"))
