"""Where the columns of a table go: by what their headings mean, else by what is in them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import field

from cchc_macros import contract as c
from cchc_macros.plans.model import Kind
from cchc_macros.plans.reading.places import (
    COLUMNS,
    COMPUTED,
    MINUS,
    NUMERIC,
    OF_ROUNDS,
    PART,
    PLUS,
    POINTS,
    RANKING,
    Columns,
    Heading,
)
from cchc_macros.plans.words import contents
from cchc_macros.plans.words.vocabulary import (
    AGENCY,
    CODE,
    FIELD,
    NAME,
    SOME_UNIT,
    SYMBOL,
    UNIT_COLUMN,
    bare,
    period_named,
    round_named,
)
from xl.late import dataclass, regex

_AS_TEXT = {"max": "scale", "appraised": "opinion", "self": "explanation", "result": "requirement", "ratio": NAME}
_ADDED_TO_TASKS = (FIELD, "requirement", "remedy", "shortfall", "cause", "target", "result", "note")
_WANTED = ("requirement", "remedy", "result", "target")  # what is required of a task: the first there is
_END = ("ket thuc", "hoan thanh", "hoan tat", "cham nhat", "han", "den ngay", "xong", "deadline")
_WORK = regex(r"nhiem vu|cong viec|dau viec|hoat dong|^(viec|tieu chi|chi tieu)\b")  # what a row is named after
_CLOSER = regex(r"cu the|chi tiet")


def assign_columns(headings: Sequence[Heading], samples: Sequence[Sequence[str]]) -> Columns | None:
    """Return where the columns of a table go, or None if it is no appendix: it names no work, or nothing beside.

    Args:
        headings: Of the columns, in order.
        samples: What is in each, blanks left out.
    """
    table = _Table(headings=headings, samples=samples)
    table.read_meanings()
    if table.is_ranking():
        return Columns(RANKING, {}, (), ())
    known = {key for key in table.keys if key}
    if NAME not in known or len(known - {SYMBOL}) < 2 + (CODE in known):
        return None
    return table.assign()


@dataclass(slots=True, kw_only=True)
class _Table:
    """The columns of one table while they are assigned."""

    headings: Sequence[Heading]
    samples: Sequence[Sequence[str]]
    keys: list[str | None] = field(default_factory=list)
    columns: dict[int, str] = field(default_factory=dict)
    unused: list[int] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def read_meanings(self) -> None:
        """Find what each column means."""
        self.keys = [self._mark(i) or heading.means() for i, heading in enumerate(self.headings)]
        for i, key in enumerate(self.keys):
            self.keys[i] = self._by_content(i, key)
        self._without_codes()
        if NAME not in self.keys and FIELD in self.keys:
            self.keys[self.keys.index(FIELD)] = NAME
        if NAME not in self.keys and {"remedy", "shortfall"} & set(self.keys):
            self.keys[next(i for i, key in enumerate(self.keys) if key in {"remedy", "shortfall"})] = NAME
        if "lead" not in self.keys:
            self._find_units()
        if NAME in self.keys:
            has_lead = "lead" in self.keys
            self.keys = [
                ("support" if has_lead else "lead") if key in {AGENCY, UNIT_COLUMN} else key for key in self.keys
            ]

    def _find_units(self) -> None:
        """Where no heading says who leads, a column of units whose heading begins as one does so."""
        for i in self._all(SOME_UNIT):
            if contents.mostly(self.samples[i], contents.is_unit) and "lead" not in self.keys:
                self.keys[i] = "lead"
                self.remarks.append(f"Cột {c.LEAD} lấy từ '{self.headings[i].printed}': các ô là tên đơn vị.")

    def is_ranking(self) -> bool:
        """Whether the rows are agencies with their points, and no criteria or tasks."""
        figures = [key for key in self.keys if key in NUMERIC or key in {"rank", "band"}]
        agencies = {AGENCY, UNIT_COLUMN, "appraiser"} & set(self.keys)
        return NAME not in self.keys and bool(agencies) and len(figures) > 1

    def assign(self) -> Columns:
        """Give every column its place."""
        kind = self._kind()
        if kind == "criteria":
            self._assign_criteria()
        else:
            self._assign_tasks()
        self._one("deadline", self._best_deadline, COLUMNS[kind]["deadline"])
        self._marks(COLUMNS[kind]["deadline"])
        places = COLUMNS[kind] | {CODE: CODE, SYMBOL: SYMBOL}
        for key, i in self._first().items():
            if key in places and places[key] not in self.columns.values() and i not in self.columns:
                self.columns[i] = places[key]
        for i, heading in enumerate(self.headings):
            placed = i in self.columns and self.columns[i] != SYMBOL
            if heading.printed and not placed and (self.keys[i] not in COMPUTED or kind == "tasks"):
                self.unused.append(i)
        return Columns(kind, self.columns, tuple(sorted(set(self.unused))), tuple(self.remarks))

    def _mark(self, i: int) -> str | None:
        """Whether the column is a period that the rows only mark."""
        heading = self.headings[i]
        period = period_named(heading.own, heading.above)
        marked = contents.mostly(self.samples[i], contents.is_mark)
        return "mark" if period and (marked or (not self.samples[i] and self._has_marks(period))) else None

    def _has_marks(self, period: str) -> bool:
        """Whether other columns are periods that rows mark: then an empty one among them is one too."""
        return any(
            other != period and contents.mostly(values, contents.is_mark)
            for heading, values in zip(self.headings, self.samples, strict=True)
            if (other := period_named(heading.own, heading.above))
        )

    def _by_content(self, i: int, key: str | None) -> str | None:
        """What a column means whose heading alone leaves it open."""
        values, heading = self.samples[i], bare(self.headings[i].own)
        is_points = contents.mostly(values, contents.is_points)
        if key == "state":
            return self._state(i)
        if key == "appraiser" and (is_points or (not values and heading.startswith("hoi dong"))):
            return "appraised"
        others = [head.means() for head in self.headings]
        if key == "person" and (contents.mostly(values, contents.is_unit) if values else "lead" not in others):
            return "lead"
        if key == NAME and others.count(NAME) > 1 and contents.mostly(values, contents.is_code):
            return SYMBOL
        if key in _AS_TEXT and contents.is_prose(values):
            return _AS_TEXT[key]
        return key

    def _state(self, i: int) -> str | None:
        """*Tiến độ*, *Trạng thái*: a share of the work, a word for how far it is, or a deadline."""
        values = self.samples[i]
        for key, test in (
            ("status", contents.is_status), ("progress", contents.is_share), ("deadline", contents.is_deadline),
        ):  # fmt: skip
            if contents.mostly(values, test):
                return key
        plain = bare(self.headings[i].full)
        if not values:
            others = [head.means() for n, head in enumerate(self.headings) if n != i]
            return "deadline" if "tien do" in plain and "deadline" not in others else "status"
        if contents.mostly(values, contents.is_points):
            return "progress" if "%" in plain or "tien do" in plain or plain.startswith("ty le") else "result"
        return "deadline" if "tien do" in plain and "deadline" not in [h.means() for h in self.headings] else "report"

    def _without_codes(self) -> None:
        """A column of numbers is the STT where no other is."""
        if CODE in self.keys:
            first = self.keys.index(CODE)
            self.keys = [SYMBOL if key == CODE and i != first else key for i, key in enumerate(self.keys)]
        elif SYMBOL in self.keys:
            i = self.keys.index(SYMBOL)
            if contents.mostly(self.samples[i], contents.is_code) or not self.samples[i]:
                self.keys[i] = CODE

    def _kind(self) -> Kind:
        scored = {"max", "self", "appraised", "survey"} & set(self.keys)
        points = [i for i, key in enumerate(self.keys) if key == "points"]
        return (
            "criteria"
            if scored or any(contents.mostly(self.samples[i], contents.is_points) for i in points)
            else "tasks"
        )

    def _first(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for i, key in enumerate(self.keys):
            if key:
                found.setdefault(key, i)
        return found

    def _all(self, *keys: str) -> list[int]:
        return [i for i, key in enumerate(self.keys) if key in keys]

    def _assign_criteria(self) -> None:
        if "max" not in self.keys and "points" in self.keys:
            self.keys[self.keys.index("points")] = "max"
        if "result" not in self.keys and "points" in self.keys:
            self.keys[self.keys.index("points")] = "result"
        if "target" in self.keys:
            self._take_last_years()
        for key in ("self", "result", "max"):
            self._one(key, self._latest, COLUMNS["criteria"][key])
        self._appraisals()
        self._bonus()
        names = self._all(NAME)
        if len(names) > 1 and bare(self.headings[names[1]].own).startswith(("tieu chi", "chi tieu")):
            self.columns[names[0]] = PART.join((c.NOTE, self.headings[names[0]].printed))
            self.keys[names[0]] = FIELD
        elif "remedy" not in self.keys and len(names) > 1:
            self.keys[names[1]] = "remedy"
        self._added("cause", c.CAUSE, ("cause", "shortfall"))
        self._added("remedy", c.REMEDY, ("remedy",))
        self._added("scale", c.SCALE, ("scale",))
        explained = () if any(PART in column for column in self.columns.values()) else ("explanation",)
        self._added("note", c.NOTE, ("note", "requirement", *explained))
        self._leads()

    def _assign_tasks(self) -> None:
        names = self._all(NAME)
        work = max(names, key=lambda i: (self._says_work(i), -i))
        for i in names:
            self.keys[i] = NAME if i == work else FIELD if i < work else "requirement"
        wanted = next((key for key in _WANTED if key in self.keys), "requirement")
        self._added(wanted, c.REQUIREMENT, _ADDED_TO_TASKS)
        self._leads()

    def _says_work(self, i: int) -> tuple[bool, bool]:
        """How much a heading says that the work itself is below it: *Nhiệm vụ cụ thể* more than *Nội dung*."""
        plain = bare(self.headings[i].own)
        return bool(_WORK.search(plain)), bool(_CLOSER.search(plain))

    def _take_last_years(self) -> None:
        """Beside a column of targets, self scores and appraised scores are those of the year assessed: its result.

        In the workbook the columns of these names are about the year of the targets.
        """
        found = [*self._all("appraised")[-1:], *self._all("self")]
        if "result" not in self.keys and found:
            self.keys[found.pop(0)] = "result"
        for i in [*found, *self._all("appraised")]:
            self.keys[i] = "of another year"

    def _appraisals(self) -> None:
        """Several rounds, or one with a reason or an answer beside it, are kept apart in rounds."""
        rounds = self._all("appraised")
        rounds.sort(key=lambda i: (round_named(self.headings[i].full) or 0, i))
        beside = self._all(*OF_ROUNDS)
        named = round_named(self.headings[rounds[0]].full) if len(rounds) == 1 else None
        named = named if named and named < 10 else None  # noqa: PLR2004 - the last of all has no number
        if not rounds or (len(rounds) == 1 and not beside and not named):
            return
        for number, i in enumerate(rounds, start=named or 1):
            self.columns[i] = PART.join((c.APPRAISED, str(number), POINTS))
        for i in beside:
            at = round_named(self.headings[i].full)
            number = at if at and at <= len(rounds) else sum(one <= i for one in sorted(rounds)) or 1
            if self.keys[i] == "opinion" and not at and number < len(rounds) and not min(rounds) <= i < max(rounds):
                number = len(rounds)
            key = PART.join((c.APPRAISED, str(named or number), OF_ROUNDS[str(self.keys[i])]))
            if key not in self.columns.values():
                self.columns[i] = key
        if len(rounds) > 1:
            shown = ", ".join(f"'{self.headings[i].printed}'" for i in rounds)
            self.remarks.append(f"Các vòng thẩm định theo thứ tự: {shown}; vòng cuối có điểm vào cột {c.APPRAISED}.")

    def _bonus(self) -> None:
        """Bonus and penalty make one signed figure; what is merely called *điểm trừ* is lost points."""
        bonus, penalty = self._all("bonus"), self._all("penalty")
        if bonus and not penalty:
            penalty = [i for i in self._all("lost") if "tru" in bare(self.headings[i].full).split()]
        for part, found in ((PLUS, bonus[:1]), (MINUS, penalty[:1])):
            for i in found:
                self.columns[i], self.keys[i] = PART.join((c.BONUS, part)), "bonus"

    def _added(self, first: str, heading: str, keys: Iterable[str]) -> None:
        """The first column of a meaning is the workbook's own; further ones are added to it under their headings."""
        taken = self._all(first)[:1]
        for i in taken:
            self.columns[i] = heading
        for i in self._all(*keys):
            if i not in self.columns:
                self.columns[i] = PART.join((heading, self.headings[i].printed))

    def _leads(self) -> None:
        """Of two columns of leads the one that says *chủ trì* leads; who merely carries out supports it."""
        leads = self._all("lead")
        if len(leads) < 2:  # noqa: PLR2004 - two may be one thing
            return
        first = next((i for i in leads if "chu tri" in bare(self.headings[i].full)), leads[0])
        for i in leads:
            if i != first:
                self.keys[i] = "another lead" if "support" in self.keys else "support"
        self.columns[first] = c.LEAD
        self._took(first, [i for i in leads if i != first])

    def _one(self, key: str, best: Callable[[int], object], heading: str) -> None:
        """Take the best of the columns of one meaning, and say so."""
        found = [i for i in self._all(key) if i not in self.columns]
        if not found or heading in self.columns.values():
            return
        taken = max(found, key=lambda i: (best(i), -i))
        self.columns[taken] = heading
        if len(found) > 1:
            self._took(taken, [i for i in found if i != taken])

    def _took(self, taken: int, others: Sequence[int]) -> None:
        left = ", ".join(f"'{self.headings[i].printed}'" for i in others)
        self.remarks.append(
            f"Cột {self.columns[taken]} lấy từ '{self.headings[taken].printed}', sát nghĩa nhất; không lấy từ {left}."
        )

    def _best_deadline(self, i: int) -> tuple[bool, int]:
        plain = bare(self.headings[i].full)
        words = sum(word in plain for word in _END) - 3 * ("gia han" in plain)
        return contents.mostly(self.samples[i], contents.is_deadline) or not self.samples[i], words

    def _latest(self, i: int) -> tuple[int, int, bool]:
        """Of several scores of one meaning the latest year's counts, the last round's, one that says it is final."""
        plain = bare(self.headings[i].full)
        years = [int(word) for word in plain.replace("/", " ").split() if word.isdecimal() and len(word) == 4]  # noqa: PLR2004
        return (
            max(years, default=0),
            round_named(plain) or 0,
            any(word in plain for word in ("dat", "chinh thuc", "cuoi")),
        )

    def _marks(self, heading: str) -> None:
        for i in self._all("mark"):
            period = period_named(self.headings[i].own, self.headings[i].above)
            self.columns[i] = PART.join((heading, period))
