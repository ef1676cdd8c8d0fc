"""Where the columns of a table go, by what they mean."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import field

from cchc_macros import contract as c
from cchc_macros.plans.model import Kind
from cchc_macros.plans.reading.meanings import Keys, read_meanings
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
    Header,
    Heading,
)
from cchc_macros.plans.words import contents
from cchc_macros.plans.words.vocabulary import AGENCY, CODE, FIELD, NAME, SYMBOL, UNIT_COLUMN, bare, round_named
from xl.late import dataclass, regex

_ADDED_TO_TASKS = (FIELD, "requirement", "remedy", "shortfall", "cause", "target", "result", "note")
_WANTED = ("requirement", "remedy", "result", "target")  # what is required of a task: the first there is
_END = ("ket thuc", "hoan thanh", "hoan tat", "cham nhat", "han", "den ngay", "xong", "deadline")
_WORK = regex(r"nhiem vu|cong viec|dau viec|hoat dong|^(viec|tieu chi|chi tieu)\b")  # what a row is named after
_CLOSER = regex(r"cu the|chi tiet")


def assign_columns(headings: Sequence[Heading], samples: Sequence[Sequence[str]]) -> Header | None:
    """Return where the columns of a table go, or None if it is no appendix: it names no work, or nothing beside.

    `samples` are what is in each, blanks left out.
    """
    keys, remarks = read_meanings(headings, samples)
    known = {key for key in keys if key}
    if _is_ranking(keys):
        return Header(kind=RANKING, columns={}, headings=(), unused=(), remarks=())
    if NAME not in known or len(known - {SYMBOL}) < 2 + (CODE in known):
        return None
    return _Table(headings=headings, samples=samples, keys=keys, remarks=remarks).assign()


def _is_ranking(keys: Keys) -> bool:
    """Whether the rows are agencies with their points, and no criteria or tasks."""
    figures = [key for key in keys if key in NUMERIC or key in {"rank", "band"}]
    return NAME not in keys and not {AGENCY, UNIT_COLUMN, "appraiser"}.isdisjoint(keys) and len(figures) > 1


@dataclass(slots=True, kw_only=True)
class _Table:
    """The columns of one table while they are assigned."""

    headings: Sequence[Heading]
    samples: Sequence[Sequence[str]]
    keys: Keys
    remarks: list[str]
    columns: dict[int, str] = field(default_factory=dict)

    def assign(self) -> Header:
        """Give every column its place."""
        kind = self._kind()
        if kind == "criteria":
            self._assign_criteria()
        else:
            self._assign_tasks()
        deadline = COLUMNS[kind]["deadline"]
        self._one("deadline", self._best_deadline, deadline)
        for i in self._all("mark"):
            self.columns[i] = PART.join((deadline, self.headings[i].period))
        places = COLUMNS[kind] | {CODE: CODE, SYMBOL: SYMBOL}
        for i, key in enumerate(self.keys):
            place = places.get(key or "")
            if place and key not in self.keys[:i] and i not in self.columns and place not in self.columns.values():
                self.columns[i] = place
        unused = (
            i
            for i, heading in enumerate(self.headings)
            if heading.printed
            and self.columns.get(i, SYMBOL) == SYMBOL
            and (self.keys[i] not in COMPUTED or kind == "tasks")
        )
        printed = tuple(heading.printed for heading in self.headings)
        return Header(
            kind=kind, columns=self.columns, headings=printed, unused=tuple(unused), remarks=tuple(self.remarks)
        )

    def _kind(self) -> Kind:
        scored = {"max", "self", "appraised", "survey"}.intersection(self.keys) or any(
            contents.mostly(self.samples[i], contents.is_points) for i in self._all("points")
        )
        return "criteria" if scored else "tasks"

    def _all(self, *keys: str) -> list[int]:
        return [i for i, key in enumerate(self.keys) if key in keys]

    def _assign_criteria(self) -> None:
        for key in ("max", "result"):
            if key not in self.keys and "points" in self.keys:
                self.keys[self.keys.index("points")] = key
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
