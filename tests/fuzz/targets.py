"""What the fuzzer calls with its bytes: every reader of what strangers write. Only our own errors may come out."""

import contextlib
import random
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cchc_macros.errors import UserError
from cchc_macros.plans.reading.read import read_plan
from cchc_macros.returns.readers.xlsx import read_returned
from cchc_macros.rules.dates import parse_date
from cchc_macros.rules.days.deadlines import read_deadline
from cchc_macros.rules.numbers import parse_number, parse_percent
from cchc_macros.rules.units.cells import read_unit_cell
from cchc_macros.scores.audit import audit
from cchc_macros.scores.recalculate import recalculate
from tests.conftest import TEMPLATES
from tests.fuzz.damage import damaged
from tests.packages import packed, parts
from tests.rules.rosters import LANG_SON
from xl.engine import open_book

PLAN = TEMPLATES / "data" / "lang-son-2026.txt"
_HEADINGS = "STT\tLĩnh vực/Tiêu chí\tĐiểm tối đa\tKết quả\n"


def numbers(data):
    for parse in (parse_number, parse_percent, parse_date):
        with contextlib.suppress(ValueError):
            parse(_text(data))


def deadlines(data):
    read_deadline(_text(data), 2026)


def units(data):
    read_unit_cell(_text(data), LANG_SON)


def plan(data):
    for text in (_text(data), _HEADINGS + _text(data)):
        with contextlib.suppress(UserError):
            read_plan(text)


def _text(data):
    return data.decode("utf-8", "replace")


@dataclass(frozen=True)
class Package:
    """A package of which the fuzzer damages parts: every four of its bytes say which part, and how."""

    source: Path

    def seeds(self):
        return [bytes([number, 0, 0, 0]) for number in range(len(parts(self.source)))]

    def write(self, path, data):
        contents = parts(self.source)
        for start in range(0, len(data), 4):
            order = data[start : start + 4]
            name = [*contents][order[0] % len(contents)]
            contents[name] = damaged(contents[name], random.Random(order))  # noqa: S311  seeded on purpose
        packed(path, contents)


OFFICE, UNIT = Package(TEMPLATES / "lang-son-2026.xlsx"), Package(TEMPLATES / "so-don-vi.xlsx")


def whole_use(path):
    """Open a workbook, work on it and save it."""
    book = open_book(path)
    recalculate(book)
    audit(book)
    book.save(str(path.with_name("ra.xlsx")))


def workbook(data):
    _use(OFFICE, whole_use, data)


def returned(data):
    _use(UNIT, read_returned, data)


def _use(package, work, data):
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(UserError):
        path = Path(folder) / "m.xlsx"
        package.write(path, data)
        work(path)


_WORDS = ("9,5", "89,70%", "1.250,5", "Trước 01/6/2026", "Tháng 12/2026", "hằng quý", "VP; NV1 (Kế toán), các phòng")
# target: what it begins with, how often it runs, how long its bytes may be
TARGETS = {
    numbers: ([word.encode() for word in _WORDS], 50_000, 200),
    deadlines: ([word.encode() for word in _WORDS], 20_000, 500),
    units: ([word.encode() for word in _WORDS], 20_000, 500),
    plan: ([PLAN.read_bytes()[:2_000], PLAN.read_bytes()], 3_000, 8_000),
    workbook: (OFFICE.seeds(), 1_000, 32),
    returned: (UNIT.seeds(), 2_000, 32),
}
