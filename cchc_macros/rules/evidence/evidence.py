"""A row of evidence, and what is to be looked at in it."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from cchc_macros.rules.dates import format_date
from cchc_macros.rules.evidence.citations import Citation, is_explanation, read_citations
from cchc_macros.rules.evidence.papers import FirstPage, PaperNumber, kind_of, read_number
from cchc_macros.rules.scoring.scores import Criterion, Tree
from cchc_macros.rules.text import DASHES, fold, unaccented
from xl.late import dataclass, regex

MISSING, NUMBER, DAY, UNREAD, YEAR, UNPLACED, UNKNOWN, GONE = (
    "missing", "other_number", "other_date", "unread", "outside_year", "unplaced", "unknown_code", "gone",
)  # fmt: skip

# The plan of a year is issued in the last months of the year before; the report on a year comes in the first months of
# the next one, results of surveys later still. What stays in force (laws, rules of procedure) may be older.
_PLANS = {"KH", "CTR"}
_LASTING = {"LUAT", "ND", "TT", "NQ", "CT", "QC", "QYD", "DA", "HD"}
_DATE = regex(r"ngay \d{1,2} thang \d{1,2} nam \d{4}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")
_RANGE = regex(r"(20\d\d) ?(?:-|den) ?(20\d\d)")
_NAMED = regex(r"\bnam (20\d\d)(?:(?:,| va) (20\d\d))?")
_RESULTS = regex(r"chi so|hai long|khao sat|sipas|par index|papi|xep hang")
_FIRST_MONTH_OF_PLANS = 10  # of the year before
_LAST_MONTH_OF_REPORTS = 3  # of the year after


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One row: a paper, file or link on which the points of a criterion rest, or an explanation instead of one.

    Attributes:
        row: Its index in the table, None for one that is to be added.
        code: STT of the criterion, "" while nobody knows it.
        number: As written; blank for what has none.
        about: Title, link, or explanation.
        file: Its place in the dossier, "3.1.2/01 - 41-KH-STP.pdf".
        sender: Code of the unit.
        source: The names it was sent under.
    """

    row: int | None = None
    code: str = ""
    number: str = ""
    day: date | None = None
    issuer: str = ""
    about: str = ""
    file: str = ""
    sender: str = ""
    state: str = ""
    note: str = ""
    section: str = ""
    page: str = ""
    source: str = ""

    @property
    def paper(self) -> PaperNumber | None:
        """The number read."""
        return read_number(self.number)

    @property
    def cited(self) -> Citation:
        """What `about` names."""
        return next(iter(read_citations(self.about)), Citation(text=""))

    def is_cited(self, one: Citation) -> bool:
        """Whether a citation means this paper, file or link."""
        if one.number:
            return bool(self.paper and self.paper.is_same(one.number))
        if one.file:
            return fold(one.file) in fold(f"{self.about} {self.source}")
        return one.link in self.about

    @property
    def is_explanation(self) -> bool:
        """Whether it explains, and names nothing to be shown."""
        return is_explanation(f"{self.about} {self.note}") and not self.file and not self.number

    @property
    def is_shown(self) -> bool:
        """Whether there is something to look at: a file or a link."""
        return bool(self.file or self.cited.link)

    @property
    def is_named(self) -> bool:
        """Whether it is or names something that can be looked at."""
        return self.is_shown or bool(self.number)

    def why_outside(self, year: int | None) -> str:
        """Why it is not of the year; "" where it is."""
        return why_outside(kind_of(self.paper, self.about), self.about or self.file, self.day, year)


def why_outside(kind: str, title: str, day: date | None, year: int | None) -> str:
    """Why a paper of some kind is not of the year, as words to go after its name; "" where it is, or nothing tells."""
    plain = unaccented(title).translate(DASHES)
    is_result = _RESULTS.search(plain) is not None
    named = set(_named_years(_DATE.sub(" ", plain)))
    if year is None:
        return ""
    if named:
        fits = year in named or (is_result and year - 1 in named)
        return "" if fits else f"nói về năm {', '.join(map(str, sorted(named)))}, không phải năm {year}"
    if day is None:
        return ""
    first, last = date(year, 1, 1), date(year, 12, 31)
    if kind in _LASTING:
        first = date.min
    elif kind in _PLANS:
        first = date(year - 1, _FIRST_MONTH_OF_PLANS, 1)
    if is_result:
        last = date(year + 1, 12, 31)
    elif kind == "BC":
        last = date(year + 1, _LAST_MONTH_OF_REPORTS, 31)
    return "" if first <= day <= last else f"ngày {format_date(day)} ngoài năm {year}"


def _named_years(text: str) -> Iterator[int]:
    for found in _RANGE.finditer(text):
        yield from range(int(found[1]), int(found[2]) + 1)
    for found in _NAMED.finditer(text):
        yield from (int(one) for one in found.groups() if one)


def faults(
    row: Evidence, page: FirstPage | None, problem: str, year: int | None, codes: Collection[str]
) -> Iterator[tuple[str, str]]:
    """What is wrong with a row, as (kind, Vietnamese words).

    `page` is what its file says, None for a row without a file in the dossier; `problem` is of `FILE_PROBLEMS`.
    """
    if not row.code:
        yield UNPLACED, "chưa rõ tiêu chí: ghi STT rồi bấm lại"
    elif row.code not in codes:
        yield UNKNOWN, f"Bảng điểm không có tiêu chí {row.code}: sửa STT rồi bấm lại"
    if not row.is_shown and not row.is_explanation:
        yield MISSING, "thiếu tệp"
    if row.file and page is None:
        yield GONE, "không thấy tệp này trong thư mục hồ sơ: để lại đúng chỗ, hoặc xóa ô Tệp rồi bấm lại"
    if problem:
        yield problem, FILE_PROBLEMS[problem]
    elif page is not None:
        yield from _unlike(row, page)
    if outside := row.why_outside(year):
        yield YEAR, outside


FILE_PROBLEMS = {
    "broken": "tệp hỏng: đề nghị gửi lại",
    "encrypted": "tệp có mật khẩu: đề nghị gửi bản không khóa",
    "heavy": "tệp quá phức tạp nên không đọc được: mở xem bằng mắt",
}


def _unlike(row: Evidence, page: FirstPage) -> Iterator[tuple[str, str]]:
    """Where a first page says something else than the row."""
    number = row.paper
    if number and page.number is None:
        yield UNREAD, "không đọc được số trên trang đầu: mở xem bằng mắt"
    elif number and page.number and not number.is_same(page.number):
        yield NUMBER, f"trang đầu ghi số {page.number.shown}, không phải {row.number}"
    if row.day and page.day and row.day != page.day:
        yield DAY, f"trang đầu ghi ngày {format_date(page.day)}, không phải {format_date(row.day)}"


def unproved(tree: Tree, rows: Sequence[Evidence], explained: Collection[str]) -> Iterator[Criterion]:
    """The leaves with points of one's own for which nothing is named or explained, here or elsewhere."""
    told = {row.code for row in rows if row.is_named or row.is_explanation} | {*explained}
    for node in tree.leaves():
        row = node.criterion
        if row.self_score and node.is_self_scored and not node.not_scored and row.code not in told:
            yield row
