"""The cells of a row as read, made those of the workbook: parts put together, points and statuses understood."""

import re
from dataclasses import field

from cchc_macros import contract as c
from cchc_macros.plans.model import RoundPoints
from cchc_macros.plans.reading.places import ANSWER, EXPLAIN_BY, EXPLAINER, MINUS, PART, POINTS, REASON
from cchc_macros.rules.numbers import format_number, number_or_none
from cchc_macros.rules.scoring.points import read_points, says_not_scored
from cchc_macros.rules.tasks.statuses import status_named, status_of
from cchc_macros.rules.text import unaccented
from cchc_macros.rules.units.persons import is_person
from cchc_macros.rules.units.roles import split_roles
from xl.late import dataclass, regex

NUMBERS = (c.MAX_SCORE, c.RESULT, c.TARGET, c.SELF_SCORE, c.APPRAISED, c.SURVEY)
_OF_A_ROUND = {
    "points": POINTS, "reason": REASON, "explanation": ANSWER, "explainer": EXPLAINER, "explain_by": EXPLAIN_BY,
}  # fmt: skip
_BY = r"(co quan|hoi dong|to|doan)( \w+)? tham dinh|so noi vu|bo noi vu|cap tren"
_SOURCES = (  # who gives the points, as a document says in their place or in a note; compared without diacritics
    (c.FROM_SURVEY, regex(r"(dt|dieu tra )?xhh|(dieu tra|khao sat)( xa hoi hoc)?|xa hoi hoc")),
    (c.FROM_APPRAISER, regex(rf"({_BY})( (tu )?(cham|danh gia|cho diem)( diem)?)?|khong tu (cham|danh gia)( diem)?")),
)
_LED_BY = regex(r"(diem |do |theo |qua |lay |ket qua |tu ket qua )+")
_GIVEN = (c.RESULT, c.SELF_SCORE, c.APPRAISED)  # points that somebody gave
NOT_SCORED_MARK = "x"
_NO_NUMBER = "{}: '{}' không phải là số. Nhập lại số cho ô này."
_DEADLINES = {True: c.TASK_DEADLINE, False: c.CRITERION_DEADLINE}


@dataclass(slots=True)
class Settled:
    """A row's cells by heading of the workbook, its rounds of appraisal, and what a person should look at."""

    cells: dict[str, str]
    appraisals: tuple[RoundPoints, ...] = ()
    doubts: list[str] = field(default_factory=list)


def settle(raw: dict[str, str], *, tasks: bool) -> Settled:
    """Return what the cells of a row say, those of parts by columns under `places.PART`."""
    settled = Settled({column: text for column, text in raw.items() if PART not in column})
    parts: dict[str, dict[str, str]] = {}
    for column, text in raw.items():
        if PART in column:
            heading, _, part = column.partition(PART)
            parts.setdefault(heading, {})[part] = text
    _set_marks(settled, parts.pop(_DEADLINES[tasks], {}), _DEADLINES[tasks])
    _set_appraisals(settled, parts.pop(c.APPRAISED, {}))
    _set_bonus(settled, parts.pop(c.BONUS, {}))
    for heading, labelled in parts.items():
        lines = [settled.cells.get(heading, ""), *(f"{label}: {text}" for label, text in labelled.items())]
        settled.cells[heading] = "\n".join(filter(None, lines))
    if tasks:
        _set_status(settled)
    else:
        _set_source(settled)
        _set_points(settled)
    _set_roles(settled)
    return settled


def _set_marks(settled: Settled, marks: dict[str, str], heading: str) -> None:
    """Periods that a row marks are its deadline, where it has none in words."""
    if marks and heading not in settled.cells:
        settled.cells[heading] = "; ".join(marks)


def _set_appraisals(settled: Settled, parts: dict[str, str]) -> None:
    """Every round is kept; the last one that has points is the appraised score."""
    numbers = sorted({int(part.partition(PART)[0]) for part in parts})
    rounds = []
    for number in numbers:
        said = {name: parts.get(f"{number}{PART}{what}", "") for name, what in _OF_A_ROUND.items()}
        said["points"] = _plain_points(points := said["points"])
        rounds.append(RoundPoints(round=f"{c.APPRAISED} lần {number}", **said))
        if points:
            settled.cells[c.APPRAISED] = points
    settled.appraisals = tuple(rounds)


def _plain_points(text: str) -> str:
    points = read_points(text)
    return text if points is None or points.number is None else format_number(points.number)


def _set_bonus(settled: Settled, parts: dict[str, str]) -> None:
    """Bonus less penalty, one signed figure."""
    figures = []
    for part, text in parts.items():
        points = read_points(text)
        if points is None:
            settled.doubts.append(_NO_NUMBER.format(c.BONUS, text))
        elif points.number is not None:
            figures.append(-abs(points.number) if part == MINUS else points.number)
    if figures:
        settled.cells[c.BONUS] = format_number(sum(figures[1:], figures[0]))


def _set_source(settled: Settled) -> None:
    """Points that the unit does not give itself: by survey or by the appraiser, as the self-score or note says."""
    for column in (c.SELF_SCORE, c.NOTE):
        words = unaccented(settled.cells.get(column, "")).strip(" .()[]*")
        words = words[led.end() :] if (led := _LED_BY.match(words)) else words
        source = next((source for source, pattern in _SOURCES if pattern.fullmatch(words)), "")
        if source:
            settled.cells[c.POINTS_FROM] = source
            if column == c.SELF_SCORE:
                del settled.cells[column]
            return


def _set_points(settled: Settled) -> None:
    """Points as plain numbers; what is in words beside them goes to the note."""
    cells = settled.cells
    remarks: list[str] = []
    marked = False
    for column in NUMBERS:
        text = cells.get(column)
        if not text or number_or_none(text) is not None:
            continue
        points = read_points(text)
        if points and points.number is not None:
            cells[column] = format_number(points.number)
            remarks += [f"{column}: {points.remark}"] * bool(points.remark)
        elif points and (points.not_scored or column not in (c.MAX_SCORE, c.RESULT, c.TARGET)):
            marked |= points.not_scored
            del cells[column]
        else:
            settled.doubts.append(_NO_NUMBER.format(column, text))
    noted = says_not_scored(cells.get(c.NOTE, "")) and not any(column in cells for column in _GIVEN)
    if marked or noted:
        cells[c.NOT_SCORED] = NOT_SCORED_MARK
    if remarks:
        cells[c.NOTE] = "\n".join(filter(None, [cells.get(c.NOTE, ""), *remarks]))


def _set_status(settled: Settled) -> None:
    """The status in the workbook's own words; where only the progress is told, what that comes to."""
    cells = settled.cells
    said = cells.pop(c.STATUS, "")
    status = status_of(said)
    if said and not status_named(said):
        meant = f"tạm ghi '{status}'" if status else "chưa rõ là trạng thái nào"
        settled.doubts.append(f"{c.STATUS}: văn bản ghi '{said}', {meant}. Xem lại trạng thái.")
    progress = cells.pop(c.PROGRESS, "")
    share = _share(progress)
    if progress and share is None:
        settled.doubts.append(f"{c.PROGRESS}: '{progress}' không phải tiến độ. Nhập ví dụ 50%.")
    elif share is not None:
        cells[c.PROGRESS] = f"{share}%"
        status = status or (c.DONE if share == "100" else c.DOING if share != "0" else "")
    if status:
        cells[c.STATUS] = status


def _share(text: str) -> str | None:
    """A share of the work in points of a hundred, None where it is none or has two readings."""
    number = number_or_none(text.removesuffix("%").strip())
    if number is None:
        return None
    if "%" not in text and number < 1:
        number *= 100
    elif "%" not in text and number == 1:
        return None
    return format_number(number) if 0 <= number <= 100 else None  # noqa: PLR2004 - all of it


def _set_roles(settled: Settled) -> None:
    """Units by role; a person among the leads is the one in charge."""
    cells = settled.cells
    roles = split_roles(cells.get(c.LEAD, ""), cells.get(c.SUPPORT, ""))
    persons = [cells.get(c.PERSON, "")]
    for heading, said in ((c.LEAD, roles.lead), (c.SUPPORT, roles.support)):
        named = list(filter(is_person, re.split(r"[;\n]\s*", said)))
        names = "; ".join(part for part in re.split(r"[;\n]\s*", said) if part not in named) if named else said
        persons += named
        settled.doubts += [
            f"{heading}: '{name}' là tên người, ghi vào {c.PERSON}. Ghi đơn vị của người ấy vào ô này."
            for name in named
        ]
        if names:
            cells[heading] = names
        else:
            cells.pop(heading, None)
    if any(persons):
        cells[c.PERSON] = "; ".join(filter(None, persons))
