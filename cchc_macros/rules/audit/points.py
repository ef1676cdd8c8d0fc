"""The audit of rules of points: what cannot be read, what a rule leaves open, and points that differ from it."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from cchc_macros import contract as c
from cchc_macros.rules.findings import ERROR, INFO, WARNING, Finding, row_finding
from cchc_macros.rules.numbers import NotANumber, format_number, parse_number, shorten
from cchc_macros.rules.scoring import rule_points as given
from cchc_macros.rules.scoring.point_rule_texts import NotARule, key, read_rule
from cchc_macros.rules.scoring.point_rules import ONE, ZERO, PointRule, RateBand
from cchc_macros.rules.scoring.rule_points import Declared, Given
from cchc_macros.rules.scoring.scores import Criterion, Tree
from cchc_macros.rules.text import clean

_PERCENT = 100


def audit_points(tree: Tree, places: int) -> Iterator[Finding]:
    """Every finding about rules: theirs, their numbers', and points typed otherwise than the rule gives."""
    for row in tree.ruled():
        try:
            rule = read_rule(row.rule)
        except NotARule as error:
            message = f"Tiêu chí {row.code}: {error}"
            yield row_finding("RULE_UNREADABLE", ERROR, row, c.RULE, message, "Sửa ô Cách tính.")
            continue
        if rule is not None:
            yield from _about_rule(row, rule)
            yield from _about_points(row, rule, places)


def _about_points(row: Criterion, rule: PointRule, places: int) -> Iterator[Finding]:
    numbers: dict[str, Decimal | None] = {}
    for heading, value in ((c.NUMBER_A, row.number_a), (c.NUMBER_B, row.number_b)):
        try:
            numbers[heading] = None if rule.kind == "options" else parse_number(value)
        except NotANumber:
            numbers[heading] = None
            message = f"Tiêu chí {row.code}: '{shorten(value)}' không phải là số."
            yield row_finding("RULE_DATA", ERROR, row, heading, message, "Nhập số, ví dụ 45 hoặc 45,5.")
    declared = Declared(numbers[c.NUMBER_A], numbers[c.NUMBER_B], clean(row.number_a))
    outcome = given.points(rule, row.max_score, declared, same=key(row.number_a), places=places)
    yield from _about_numbers(row, rule, declared, outcome)
    if outcome.points is not None and row.self_score is not None and row.self_score != outcome.points:
        yield row_finding(
            "RULE_MISMATCH", ERROR, row, c.SELF_SCORE,
            f"Tiêu chí {row.code}: tự đánh giá {format_number(row.self_score)} điểm, theo cách tính và số liệu là "
            f"{format_number(outcome.points)} điểm.",
            "Sửa điểm, hoặc xem lại Số liệu a, Số liệu b và Cách tính.",
        )  # fmt: skip


def _about_rule(row: Criterion, rule: PointRule) -> Iterator[Finding]:
    open_rates = list(gaps(rule)) if rule.kind == "bands" else []
    if open_rates:
        yield row_finding(
            "RULE_BANDS", WARNING, row, c.RULE,
            f"Tiêu chí {row.code}: cách tính không cho điểm ở mức {_shown(open_rates[0], rule)}.",
            "Thêm mức còn thiếu, hoặc thêm 'còn lại: 0'.",
        )  # fmt: skip
    for earlier, later in overlaps(rule):
        yield row_finding(
            "RULE_BANDS", WARNING, row, c.RULE,
            f"Tiêu chí {row.code}: mức {_band(later, rule)} chồng lên mức {_band(earlier, rule)} đứng trước.",
            "Mức đứng trước được tính; sửa lại cận của hai mức nếu không đúng ý.",
        )  # fmt: skip


def gaps(rule: PointRule) -> Iterator[Decimal]:
    """Rates for which no band gives anything: an edge, or a rate between two; of a share those from 0 to 1."""
    for rate in _samples(rule):
        if not any(band.holds(rate) for band in rule.bands):
            yield rate


def overlaps(rule: PointRule) -> Iterator[tuple[RateBand, RateBand]]:
    """Pairs of bands of which the second can hardly be meant.

    It holds nothing that the first leaves over, or both have two ends and share more than one rate. One rate in common
    (`100%` beside `từ 75% đến 100%`) is how tables are written: it belongs to the first.
    """
    samples = list(_samples(rule))
    for number, later in enumerate(rule.bands):
        held = [rate for rate in samples if later.holds(rate)]
        for earlier in rule.bands[:number]:
            shared = [rate for rate in held if earlier.holds(rate)]
            closed = all(band.low and band.high for band in (earlier, later))
            if held and (len(shared) == len(held) or (closed and len(shared) > 1)) and not _touch(earlier, later):
                yield earlier, later


def _touch(earlier: RateBand, later: RateBand) -> bool:
    """Whether the first is one rate and an end of the second: then the second is not lost by it."""
    one = earlier.low and earlier.high and earlier.low.at == earlier.high.at
    ends = [edge.at for edge in (later.low, later.high) if edge]
    return bool(one and earlier.low and earlier.low.at in ends and len(set(ends)) > 1)


def _samples(rule: PointRule) -> Iterator[Decimal]:
    """Every edge, a rate between each two neighbours, and the ends of what can be."""
    ends = {ZERO, ONE} if rule.measure != "a" else {ZERO}
    inside = [edge for edge in rule.edges if edge >= 0 and (rule.measure == "a" or edge <= 1)]
    marks = sorted(ends.union(inside))
    for mark, following in pairwise(marks):
        yield mark
        yield (mark + following) / 2
    yield marks[-1]
    if rule.measure == "a":
        yield marks[-1] + 1


def _about_numbers(row: Criterion, rule: PointRule, declared: Declared, outcome: Given) -> Iterator[Finding]:
    below, above = ("b", "a") if rule.measure == "a/b" else ("a", "b")
    told = {
        given.NO_OPTION: (
            c.NUMBER_A, f"'{shorten(row.number_a)}' không có trong các phương án của cách tính.",
            f"Ghi đúng một phương án: {'; '.join(choice.words for choice in rule.choices)}.",
        ),
        given.NEGATIVE: (c.NUMBER_A, "số liệu nhỏ hơn 0.", "Nhập số từ 0 trở lên."),
        given.NOTHING_AROSE: (
            c.RULE, f"{below} = 0 (không phát sinh) mà cách tính không nói cho bao nhiêu điểm.",
            f"Thêm '{below} = 0: tối đa', '{below} = 0: 0' hoặc '{below} = 0: không chấm' theo bộ tiêu chí.",
        ),
        given.NO_BAND: (c.RULE, "số liệu không thuộc mức nào của cách tính.", "Xem lại số liệu và các mức."),
    }  # fmt: skip
    said = {c.NUMBER_A: clean(row.number_a), c.NUMBER_B: clean(row.number_b)}
    blank = [heading for heading, text in said.items() if not text]
    if outcome.problem == given.BLANK and rule.kind == "bands" and rule.measure != "a" and len(blank) == 1:
        what = f"chưa có {blank[0]} nên chưa tính được điểm."
        yield row_finding("RULE_DATA", WARNING, row, blank[0], f"Tiêu chí {row.code}: {what}", "Nhập đủ hai số.")
    if outcome.problem in told:
        heading, what, hint = told[outcome.problem]
        yield row_finding("RULE_DATA", WARNING, row, heading, f"Tiêu chí {row.code}: {what}", hint)
    upper, lower = rule.measured(declared.a, declared.b, ONE)
    if rule.kind == "bands" and rule.measure != "a" and upper is not None and lower and upper > lower:
        yield row_finding(
            "RULE_DATA", WARNING, row, c.NUMBER_B,
            f"Tiêu chí {row.code}: {above} = {format_number(upper)} lớn hơn {below} = {format_number(lower)}.",
            "Xem lại hai số; điểm không bao giờ quá điểm tối đa.",
        )  # fmt: skip
    edge = given.near_edge(rule, declared)
    if edge is not None and upper is not None and lower:
        yield row_finding(
            "RULE_EDGE", INFO, row, c.POINTS_BY_RULE,
            f"Tiêu chí {row.code}: tỷ lệ {format_number(upper * _PERCENT / lower, 4)}% làm tròn thành "
            f"{format_number(edge * _PERCENT, 2)}%, nhưng được so với mức {format_number(edge * _PERCENT)}% khi chưa "
            "làm tròn.",
            "Không phải sửa; kiểm tra lại số liệu nếu sát mức.",
        )  # fmt: skip


def _band(band: RateBand, rule: PointRule) -> str:
    low = f"{'từ' if band.low.closed else 'trên'} {_shown(band.low.at, rule)}" if band.low else ""
    high = f"{'đến' if band.high.closed else 'dưới'} {_shown(band.high.at, rule)}" if band.high else ""
    return " ".join(filter(None, (low, high))) or "còn lại"


def _shown(rate: Decimal, rule: PointRule) -> str:
    return format_number(rate) if rule.measure == "a" else f"{format_number(rate * _PERCENT)}%"
