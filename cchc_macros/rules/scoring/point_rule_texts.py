"""Reading a rule of points from the words of a cell; see `point_rules` for how rules are written."""

import re
from collections.abc import Iterator
from decimal import Decimal

from cchc_macros.rules.numbers import NotANumber, parse_number
from cchc_macros.rules.scoring.point_rules import ONE, ZERO, Choice, Edge, Measure, PointRule, RateBand, Worth
from cchc_macros.rules.text import DASHES, clean, unaccented
from xl.late import regex

HINT = "Viết ví dụ 'b/a × tối đa', 'trên 90%: 2; từ 70% đến 90%: 1; còn lại: 0' hoặc 'kịp thời: 1; không kịp thời: 0'."
_NUMBER = r"\d+(?:[.,]\d+)?"
_RATE = rf"({_NUMBER}) ?(%?)"
_TIMES = r"[x×*]"
_MAX = r"(?:cua )?(?:so )?(?:diem )?toi da"
_LONGEST, _MOST = 200, 40  # characters of an option, parts of a rule: what a formula of Excel has room for
_PART = regex(r"[;\n]|(?:(?<=[\d%])|(?<=điểm)|(?<=đa))\.\s+(?=[^\W\d_])")  # a full stop after what a part gives
_MEASURE = regex(r"[\[(]? ?(?<![a-z])(a ?/ ?b|b ?/ ?a)(?![a-z]) ?[\])]?")
_RATIO = regex(rf"^ty le(?: [a-z]+| ?%)* (?={_TIMES} )")  # the measure by its name
_LABEL = regex(r"(?:cach )?(?:tinh |cham )?(?:so )?diem(?: [a-z ]+)?|(?:theo )?cong thuc(?: [a-z ]+)?|ty le|a")
_SHARE = regex(rf"(?:m {_TIMES} ({_NUMBER}|{_MAX})|({_NUMBER}|{_MAX}) {_TIMES} m)(?: diem)?")
_FLOOR = regex(rf"(?:tu|>=|≥) ?{_RATE}(?: tro len)?")
_PART_OF_MAX = regex(rf"{_MAX}|{_RATE} ?{_TIMES}? ?{_MAX}|{_MAX} ?{_TIMES} ?{_RATE}")
_ZERO = regex(r"(?:truong hop |neu )*(?:[ab] ?= ?0|khong phat sinh(?: [^\d%]*)?)")
_CASES = regex(
    rf"(tru|cong) ({_NUMBER})(?: diem)? ?(?:cho )?(?:moi|/) ?\w.*"
    rf"|(?:cu )?(?:moi|0?1|mot) .*\b(tru|cong) ({_NUMBER})(?: diem)?"
)
_REST = {"con lai", "khac", "truong hop khac", "cac truong hop khac", "cac truong hop con lai", "truong hop con lai"}
_UP, _OVER = r"tu|it nhat|toi thieu|dat tu|>=|≥|=>", r"tren|hon|lon hon|>"
_DOWN, _UNDER = r"den|khong qua|toi da|<=|≤|=<", r"duoi|nho hon|it hon|chua dat|<"
_ONE_END = regex(rf"(?:dat )?(?:({_UP})|({_OVER})|({_DOWN})|({_UNDER})) ?{_RATE}(?: tro (?:len|xuong))?")
_TWO_ENDS = regex(
    rf"(?:dat )?(tu |tren |>=? ?|≥ ?)?{_RATE} ?(?:den|-|va)(?: ?(duoi|nho hon|chua dat|<) ?| ?(?:den|<=|≤)? ?){_RATE}"
)
_BETWEEN = regex(rf"{_RATE} ?(<=|<|≤) ?(<=|<|≤) ?{_RATE}")  # "80% ≤ b/a < 95%", without what is measured
_THEN = regex(r"(.+?),? (?:thì|được|chấm)(?: (?:được|chấm|tính|số|điểm|đánh giá|là|cho))* (\S.*)", re.IGNORECASE)
_IF = regex(r"(?:đạt |được |chấm )?(\S.*?),? (?:nếu|khi) (\S.*)", re.IGNORECASE)
_BARE = regex(r"(.+?),? (\S+ ?điểm|không chấm(?: điểm)?)", re.IGNORECASE)
_AND_MORE = regex(rf"((?:{_UP}|{_OVER}|{_DOWN}|{_UNDER}) ?)?{_RATE} tro (len|xuong)")
_NOT = regex(r"\b(?:khong|chua|tru|ngoai|hoac)\b")
_OPEN_RANGE = regex(rf"- ?(<?) ?{_RATE}")
_EXACTLY = regex(rf"(?:dat |bang |= ?)?{_RATE}")


class NotARule(ValueError):  # noqa: N818  the sister of NotANumber
    """A text that is no rule of points; the message is a Vietnamese sentence that ends in the next step."""


def key(text: object) -> str:
    """The form in which words of options are compared: the same words in Excel's own comparison too."""
    return clean(text).casefold()


def read_rule(text: str) -> PointRule | None:
    """Read a rule; None for a blank.

    Raises:
        NotARule: it cannot be read; nothing is guessed.
    """
    parts = [part for piece in _PART.split(text) if (part := clean(piece).strip(" .,…"))]
    if not parts:
        return None
    if len(parts) > _MOST:
        raise NotARule(f"Cách tính có {len(parts)} mức, nhiều hơn {_MOST}. Rút gọn.")
    zero, parts = _take_zero(parts)
    parts = list(_without_measure_line(parts))
    if len(parts) == 1 and (each := _cases(_plain(parts[0]))) is not None:
        return PointRule(kind="cases", each=each)
    pairs = [_pair(part) for part in parts]
    among_words = [(_phrase(words), worth) for words, worth in pairs]
    if all(_is_condition(words) or not worth for words, worth in among_words):
        pairs = among_words
    is_of_rates = any(_is_condition(words) and _plain(words) not in _REST for words, _ in pairs)
    if pairs and all(worth for _, worth in pairs) and not is_of_rates:
        named = [(words, worth) for words, worth in (*pairs, *zero) if worth]
        if longest := next((words for words, _ in named if len(words) > _LONGEST), ""):
            raise NotARule(f"'{longest[:60]}…' dài quá {_LONGEST} chữ. Rút gọn phương án.")
        return PointRule(kind="options", choices=tuple(Choice(key(words), worth) for words, worth in named))
    measure = _measure(text)
    percents = "%" in text or measure != "a"
    bands = tuple(_bands(pairs, measure, percents=percents))
    return PointRule(kind="bands", measure=measure, bands=bands, zero=zero[0][1] if zero else None)


def _take_zero(parts: list[str]) -> tuple[list[tuple[str, Worth]], list[str]]:
    """The part that says what stands where nothing arose, and the others. Among options it is one of them."""
    kept: list[str] = []
    zero: list[tuple[str, Worth]] = []
    for part in parts:
        words, _, value = part.rpartition(":")
        if words and _ZERO.fullmatch(_plain(words)):
            worth = _worth(value)
            if worth is None or zero:
                raise NotARule(f"'{part[:60]}': ghi một lần số điểm, 'tối đa' hoặc 'không chấm'. {HINT}")
            zero.append((words.strip(), worth))
        else:
            kept.append(part)
    return zero, kept


def _without_measure_line(parts: list[str]) -> Iterator[str]:
    """The parts without a beginning such as "b/a:" or "Điểm =" that only says what is measured or given."""
    for part in parts:
        head, mark, rest = part.partition(":" if ":" in part else "=")
        shown = _plain(head)
        if mark and (_MEASURE.fullmatch(shown) or (_LABEL.fullmatch(shown) and not _worth(rest.strip(), fixed=True))):
            if rest.strip():
                yield rest.strip()
        else:
            yield part


def _pair(part: str) -> tuple[str, Worth | None]:
    """A part as its words and what they give; None where it gives nothing by itself."""
    if not _worth(part):
        for words, value in _splits(part):
            if words.strip() and (worth := _worth(value)):
                return words.strip(), worth
    return part, None


def _splits(part: str) -> Iterator[tuple[str, str]]:
    """The ways to take a part for words and what they give."""
    for mark in (":", "=>", "→", "="):
        words, found, value = part.rpartition(mark)
        if found and words.strip()[-1:] not in "<>":
            yield words, value
    if said := _THEN.fullmatch(part):
        yield said[1], said[2]
    if said := _IF.fullmatch(part):
        yield said[2], said[1]
    if (said := _BARE.fullmatch(part)) and _is_condition(_phrase(said[1])):
        yield said[1], said[2]


def _worth(text: str, *, fixed: bool = False) -> Worth | None:
    """What a text gives; with `fixed` only where that is the same whatever the rate."""
    plain = _plain(text)
    if plain in ("khong cham", "khong cham diem"):
        return Worth("not_scored")
    if found := _PART_OF_MAX.fullmatch(plain):
        factor = found[1] or found[3]
        return Worth("max", _rate(factor, found[2] or found[4], percents=False) if factor else None)
    found = None if fixed else _SHARE.fullmatch(_with_m(plain))
    if found:
        factor = found[1] or found[2]
        return Worth("share", None if re.fullmatch(_MAX, factor) else _number(factor))
    number = re.fullmatch(rf"({_NUMBER})(?: diem)?", plain)
    return Worth("points", _number(number[1])) if number else None


def _cases(plain: str) -> Decimal | None:
    found = _CASES.fullmatch(plain)
    if not found:
        return None
    number = _number(found[2] or found[4])
    return -number if (found[1] or found[3]) == "tru" else number


def _measure(text: str) -> Measure:
    plain = _plain(text)
    found = _MEASURE.search(plain)
    if found:
        return "a/b" if found[1].replace(" ", "") == "a/b" else "b/a"
    return "a" if re.search(r"(?<![a-z])a(?![a-z])", plain) else "b/a"


def _bands(pairs: list[tuple[str, Worth | None]], measure: Measure, *, percents: bool) -> Iterator[RateBand]:
    """The bands; a floor beside a share of the maximum makes a band of 0 below it."""
    bare = [words for words, worth in pairs if worth is None]
    shares = [worth for words in bare if (worth := _worth(words))]
    floors = [(words, _FLOOR.fullmatch(_plain(words))) for words in bare if not _worth(words)]
    if len(shares) > 1 or (floors and not shares):
        raise NotARule(f"'{bare[-1][:60]}': chưa rõ cho bao nhiêu điểm. {HINT}")
    for words, worth in pairs:
        if worth is not None:
            yield _band(words, worth, measure, percents=percents)
    for words, floor in floors:
        if floor is None:
            raise NotARule(f"'{words[:60]}' chưa rõ là mức sàn nào. Viết ví dụ 'b/a × tối đa; từ 80%'.")
        yield RateBand(None, Edge(_rate(floor[1], floor[2], percents=percents), closed=False), Worth("points", ZERO))
    for share in shares:
        yield RateBand(None, None, share)


def _band(words: str, worth: Worth, measure: Measure, *, percents: bool) -> RateBand:
    """A band by its words, such as "từ 70% đến dưới 90%"."""
    plain = _condition(words)

    def edge(number: str, percent: str, *, closed: bool) -> Edge:
        return Edge(_rate(number, percent, percents=percents), closed=closed)

    if plain in _REST:
        return RateBand(None, None, worth)
    if found := _TWO_ENDS.fullmatch(plain):
        begin, low, low_sign, under, high, high_sign = found.groups()
        sign = low_sign or high_sign
        first = edge(low, sign, closed=(begin or "").strip() not in ("tren", ">"))
        last = edge(high, high_sign, closed=not under)
        if last.at < first.at:
            raise NotARule(f"'{words[:60]}': mức đầu lớn hơn mức cuối. {HINT}")
        return RateBand(first, last, worth)
    if found := _ONE_END.fullmatch(plain):
        up, over, down, under, number, percent = found.groups()
        one = edge(number, percent, closed=bool(up or down))
        return RateBand(one, None, worth) if up or over else RateBand(None, one, worth)
    if found := _OPEN_RANGE.fullmatch(plain):
        return RateBand(None, edge(found[2], found[3], closed=not found[1]), worth)
    if found := _EXACTLY.fullmatch(plain):
        one = edge(found[1], found[2], closed=True)
        return RateBand(one, one, worth)
    raise NotARule(f"'{words[:60]}' không phải một mức {'tỷ lệ' if measure != 'a' else 'số liệu'}. {HINT}")


def _is_condition(words: str) -> bool:
    plain = _condition(words)
    patterns = (_TWO_ENDS, _ONE_END, _OPEN_RANGE, _EXACTLY)
    return plain in _REST or any(pattern.fullmatch(plain) for pattern in patterns)


def _phrase(words: str) -> str:
    """The percentages amid words ("Hoàn thành từ 80% đến dưới 100% kế hoạch"), else all the words."""
    plain = _condition(words)
    for pattern in (_TWO_ENDS, _ONE_END, _EXACTLY):
        found = pattern.search(plain)
        around = plain[: found.start()] + plain[found.end() :] if found else ""
        if found and "%" in found[0] and not re.search(r"[\d%]", around) and not _NOT.search(around):
            return found[0]
    return words


def _condition(words: str) -> str:
    """The words of a band without the measure's name before them: "b/a ≥ 90%", "tỷ lệ đạt trên 90%"."""
    plain = " ".join(_MEASURE.sub(" ", _plain(words)).split())
    if found := _BETWEEN.fullmatch(plain):
        low, low_sign, first, last, high, high_sign = found.groups()
        return f"{'tren' if first == '<' else 'tu'} {low}{low_sign} den {'<' if last == '<' else ''}{high}{high_sign}"
    plain = _AND_MORE.sub(lambda m: m[0] if m[1] else f"{'tu' if m[4] == 'len' else 'den'} {m[2]}{m[3]}", plain)
    return re.sub(r"^(?:ty le |neu |a(?= ?[<>=≥≤]))+", "", plain).strip()


def _rate(number: str, percent: str, *, percents: bool) -> Decimal:
    """A limit: 90% is 0.9, and so is a 90 in a rule of shares, which a share of 0,9 is too."""
    value = _number(number)
    return value / 100 if percent or (percents and value > ONE) else value


def _number(text: str) -> Decimal:
    try:
        value = parse_number(text)
    except NotANumber as error:
        raise NotARule(f"{error}") from error
    return value or ZERO


def _plain(text: str) -> str:
    """Lower case without marks, dashes and spaces made one."""
    return " ".join(unaccented(text).translate(DASHES).split()).strip(" .,…")


def _with_m(plain: str) -> str:
    """The measure as one letter, so that a share reads "m x toi da"."""
    shown = _RATIO.sub(" m ", _MEASURE.sub(" m ", plain))
    shown = re.sub(rf" ?({_TIMES}) ?", r" \1 ", re.sub(r"(?<=[\w)]) ?[×*] ?", " x ", shown))
    return " ".join(shown.split())
