"""The identity of a paper: number, symbol and date, as a cell cites it, a file's name has it or its first page says.

State papers write "41/KH-STP", Party papers "15-BC/VPTU", file names "41-KH-STP"; a year may be between. Nothing is
guessed: what cannot be read is None, which is not the same as wrong.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from cchc_macros.rules.dates import day_of
from cchc_macros.rules.text import DASHES, clean, clean_lines, unaccented
from xl.late import dataclass, regex

_YEAR = r"(?:19|20)\d\d"
_PART = r"[^\W\d_][^\W_]*"
_SYMBOL = rf"{_PART}(?: ?[-/.] ?{_PART})*"
_NUMBER = regex(rf"(?<![\w/.,-])(?P<n>\d{{1,5}}) ?(?:[/-] ?(?P<y>{_YEAR}) ?)?(?P<mark>[/-]) ?(?P<s>{_SYMBOL})")
_SAYS_NUMBER = regex(r"\bs[ốôo]\b\s*:?\s*$", re.IGNORECASE)
_OWN = regex(rf"^S[Ốốôo]\b ?:? ?(?P<n>\d{{1,5}}) ?(?:[/-] ?(?P<y>{_YEAR}) ?)?[/-] ?(?P<s>{_SYMBOL})", re.MULTILINE)
_IN_NAME = regex(rf"(?<![\d.])(?!{_YEAR}(?!\d))\d{{1,5}}(?![\d.]*\d)(?![^\W_])")
_WORDS_AFTER = regex(r"(?:[-_. ]+[^\W\d_]+\d*)+")
_DAY = regex(
    r"(?<!\d)(?P<d>\d{1,2}) ?[/.-] ?(?P<m>\d{1,2}) ?[/.-] ?(?P<y>\d{4})(?!\d)"
    r"|ngay (?P<d2>\d{1,2}) thang (?P<m2>\d{1,2}) nam (?P<y2>\d{4})"
)
_PLACE_AND_DAY = regex(r"^(?:.{0,90}, ?)?ngay +(?P<d>\d{1,2}) +thang +(?P<m>\d{1,2}) +nam +(?P<y>\d{4})", re.MULTILINE)
_BODY = regex(r"^(can cu|thuc hien|kinh gui|theo|dieu 1|xet|i\.|1\.|a\.)\b", re.MULTILINE)
_HEAD = 2_500  # characters of a first page within which its own number stands
_LONGEST_TITLE = 250
_TYPES = {
    "ke hoach": "KH", "chuong trinh": "CTR", "bao cao": "BC", "quyet dinh": "QD", "cong van": "CV", "thong bao": "TB",
    "to trinh": "TTR", "bien ban": "BB", "giay moi": "GM", "nghi quyet": "NQ", "chi thi": "CT", "huong dan": "HD",
    "thong tu": "TT", "nghi dinh": "ND", "luat": "LUAT", "quy che": "QC", "quy dinh": "QYD", "de an": "DA",
    "danh sach": "DS", "ket luan": "KL", "cong dien": "CD", "phu luc": "PL",
}  # fmt: skip
_TYPE_LINE = regex(rf"(?:{'|'.join(_TYPES)})")
_NOT_SIGNS = frozenset({"thang", "nam", "quy", "ngay", "luot", "nguoi", "tieu", "chi", "phong", "viec"})


@dataclass(frozen=True, slots=True)
class PaperNumber:
    """A number with its symbol.

    Attributes:
        number: Without zeros in front.
        parts: The parts of the symbol, plain capitals: "KH", "STP".
        year: Where one is between ("09/2019/NĐ-CP").
        shown: As written, without spaces.
    """

    number: int
    parts: tuple[str, ...]
    year: int | None = None
    shown: str = ""

    def is_same(self, other: "PaperNumber") -> bool:
        """Whether both can be one paper; a part that one of them leaves out is no difference."""
        mine, theirs = set(self.parts), set(other.parts)
        years = {self.year, other.year} - {None}
        return self.number == other.number and (mine <= theirs or theirs <= mine) and len(years) < 2  # noqa: PLR2004

    @property
    def kind(self) -> str:
        """The type that the symbol tells: "KH", "BC" …; "" for a công văn, whose symbol begins with who wrote it."""
        return next((part for part in self.parts if part in _TYPES.values()), "")


@dataclass(frozen=True, slots=True)
class FirstPage:
    """What the first page of a paper says of it; None and "" for what it does not say, or not as text."""

    number: PaperNumber | None = None
    day: date | None = None
    about: str = ""


@lru_cache(maxsize=4096)  # of a row it is asked again and again
def read_number(text: object) -> PaperNumber | None:
    """The first number of a paper in a text."""
    return next((number for number, _ in find_numbers(clean(text))), None)


def find_numbers(text: str) -> Iterator[tuple[PaperNumber, tuple[int, int]]]:
    """Every number of a paper in a cleaned text, with where it stands."""
    plain = text.translate(DASHES)
    for found in _NUMBER.finditer(plain):
        first = re.split(r"[-/. ]", found["s"])[0]
        is_said = _SAYS_NUMBER.search(plain[: found.start()]) is not None
        is_said = is_said and found["mark"] == "/" and unaccented(first) not in _NOT_SIGNS
        if len(first) > 1 and (is_said or sum(map(str.isupper, first)) > 1):
            yield _number(found), found.span()


def numbers_in_name(stem: str) -> list[PaperNumber]:
    """What may be the number in a file's name, "41-KH-STP", "BC_15", "Bao cao 07 TTr": it is beside a symbol."""
    name = clean(stem).translate(DASHES)
    found = []
    for match in _IN_NAME.finditer(name):
        after = _WORDS_AFTER.match(name, match.end())
        parts = _symbol(re.split(r"[-_. ]+", after[0].strip("-_. "))) if after else ()
        before = unaccented(re.sub("[-_.]", " ", name[: match.start()])).rstrip()
        kind = next((sign for words, sign in _TYPES.items() if before.endswith((words, f" {sign.lower()}"))), "")
        kind = kind or next((sign for sign in _TYPES.values() if before == sign.lower()), "")
        if parts or kind:
            signs = tuple(dict.fromkeys(filter(None, (kind, *map(_plain, parts)))))
            shown = "-".join((match[0], *(parts or (kind,))))
            found.append(PaperNumber(int(match[0]), signs, None, shown))
    return found


def _symbol(words: list[str]) -> tuple[str, ...]:
    """The words right after a number that are a symbol: capitals, or a known type, as far as they go."""
    signs: list[str] = []
    for word in words:
        is_sign = sum(map(str.isupper, word)) > 1 or (not signs and _plain(word) in _TYPES.values())
        if not is_sign:
            break
        signs.append(word)
    return tuple(signs)


def find_day(text: str) -> date | None:
    """The first date in a text; None where there is none, or the calendar lacks it."""
    found = _DAY.search(unaccented(text))
    if found is None:
        return None
    day, month, year = (found[one] or found[f"{one}2"] for one in "dmy")
    return day_of(int(year), int(month), int(day))


def read_first_page(text: str) -> FirstPage:
    """Read a first page: only its head is asked, for what the body cites are other papers."""
    lines = clean_lines(text[: 2 * _HEAD])[:_HEAD].translate(DASHES).split("\n")
    plain = "\n".join(map(unaccented, lines))
    body = _BODY.search(plain)
    if body:
        plain = plain[: body.start()]
        lines = lines[: plain.count("\n")]
    own, day = _OWN.search("\n".join(lines)), _PLACE_AND_DAY.search(plain)
    return FirstPage(
        _number(own) if own else None,
        day_of(int(day["y"]), int(day["m"]), int(day["d"])) if day else None,
        _title(lines, plain.split("\n")),
    )


def kind_of(number: PaperNumber | None, about: str) -> str:
    """The type of a paper by its symbol, else by the first type that its title names."""
    if number and number.kind:
        return number.kind
    found = _TYPE_LINE.search(unaccented(about))
    return _TYPES[found[0]] if found else ""


def _number(found: re.Match[str]) -> PaperNumber:
    year = int(found["y"]) if found["y"] else None
    symbol = "".join(found["s"].split())
    mark = found.group(0)[found.group(0).index(found["n"]) + len(found["n"]) :].strip()[:1]
    shown = f"{found['n']}{mark}{f'{year}/' if year else ''}{symbol}"
    return PaperNumber(int(found["n"]), _parts(symbol), year, shown)


def _parts(symbol: str) -> tuple[str, ...]:
    return tuple(_plain(part) for part in re.split(r"[-_/. ]+", symbol) if part)


def _plain(part: str) -> str:
    return unaccented(part).upper()


def _title(lines: list[str], plain: list[str]) -> str:
    """The type and what it is about: the line that is a type alone, and those below it; of a công văn its "V/v"."""
    for place, (line, key) in enumerate(zip(lines, plain, strict=False)):
        if key in _TYPES and line.isupper():
            rest = [one for one in lines[place + 1 :] if re.search(r"[^\W_]", one)]
            return f"{line.capitalize()} {' '.join(rest)}".strip()[:_LONGEST_TITLE]
        if key.startswith(("v/v ", "ve viec ")):
            return line[:_LONGEST_TITLE]
    return ""
