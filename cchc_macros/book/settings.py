"""The sheet `Thông tin`: the settings of a workbook, by key."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from cchc_macros import contract as c
from cchc_macros.book.cells import text_of
from cchc_macros.book.tables import Table
from cchc_macros.errors import DataError, WorkbookError
from cchc_macros.rules.dates import parse_date
from cchc_macros.rules.numbers import parse_number, parse_percent
from cchc_macros.rules.scoring.scores import Counting, Stated
from cchc_macros.rules.text import clean, fold
from xl.late import dataclass

T = TypeVar("T")
_MOST_DECIMALS = 6
_LARGEST_SHARE = 1  # Excel keeps 89,70% as 0.897


@dataclass(slots=True)
class Settings:
    """The table Settings, by key; a missing key reads as blank."""

    table: Table
    values: dict[str, tuple[int, Any]]
    problems: dict[str, str] | None = None  # where what cannot be read is gathered, by key; None: it is raised

    def raw(self, key: str) -> Any:
        """The cell's value."""
        return self.values.get(fold(key), (0, None))[1]

    def text(self, key: str) -> str:
        """The value as text, "" where blank."""
        return text_of(self.raw(key))

    def row(self, key: str) -> int | None:
        """The key's row in the table's body."""
        return self.values[fold(key)][0] if fold(key) in self.values else None

    def number(self, key: str) -> Decimal | None:
        """The value as a number.

        Raises:
            DataError: the cell holds something else; so with `percent`, `day`, `whole` and those that read with them.
        """
        return self.parsed(key, parse_number, "không phải là số. Nhập ví dụ 90 hoặc 89,7.")

    def percent(self, key: str) -> Decimal | None:
        """The value in %: the text "89,70%" and Excel's own 0.897 both give 89.7."""
        value = self.parsed(key, parse_percent, "không phải là tỷ lệ. Nhập ví dụ 89,70%.")
        share = isinstance(self.raw(key), int | float) and value is not None and abs(value) <= _LARGEST_SHARE
        return value * 100 if share and value is not None else value

    def day(self, key: str) -> date | None:
        """The value as a date."""
        return self.parsed(key, parse_date, "không phải là ngày. Nhập ngày/tháng/năm, ví dụ 31/12/2026.")

    def whole(self, key: str, default: int) -> int:
        """The value as a whole number from 0 on, `default` where blank."""
        value = self.parsed(key, _read_whole, f"không phải là số nguyên từ 0 trở lên. Nhập ví dụ {default}.")
        return default if value is None else value

    def year(self, key: str) -> int | None:
        """A year, None where blank; "Năm 2026" is 2026.

        Raises:
            DataError: the cell names no year, or several.
        """
        return self.parsed(key, _read_year, "không phải là năm. Nhập bốn chữ số, ví dụ 2026.")

    def today(self) -> date:
        """The working day: the setting, or today where it is blank."""
        return self.day(c.TODAY) or date.today()  # noqa: DTZ011  the clerk's own calendar day is meant

    def near_days(self) -> int:
        """How many days before its deadline work counts as near."""
        return self.whole(c.NEAR_DAYS, c.NEAR_DAYS_DEFAULT)

    def plan_day(self) -> date | str | None:
        """The plan's date; what is known of a draft's as it was typed, "/4/2026"."""
        raw = self.raw(c.PLAN_DATE)
        is_open = isinstance(raw, str) and "/" in raw and not all(part.strip() for part in raw.split("/"))
        return clean(raw) if is_open else self.day(c.PLAN_DATE)

    def choice(self, key: str, choices: Sequence[str]) -> str:
        """The value as one of the choices, the first where blank.

        Raises:
            DataError: the cell holds something else.
        """
        known = {fold(choice): choice for choice in choices} | {"": choices[0]}
        problem = f"không phải là một lựa chọn. Chọn {' hoặc '.join(choices)}."
        return self.parsed(key, lambda value: _one_of(known, value), problem)

    def counting(self) -> Counting:
        """What counts in the totals."""
        bonus, cap = self.choice(c.BONUS_SETTING, c.BONUS_COUNTS), self.number(c.BONUS_CAP)
        return Counting(
            keep_max=self.choice(c.DENOMINATOR, c.DENOMINATORS) == c.DENOMINATOR_FULL,
            survey_inside=self.choice(c.SURVEY_SETTING, c.SURVEY_COUNTS) == c.INSIDE,
            bonus_inside=bonus != c.NOT_INSIDE,
            bonus_cap=None if cap is None else abs(cap),
            bounded=bonus == c.INSIDE_BOUNDED,
        )

    def decimals(self) -> int:
        """Decimals with which an index is shown, 0 to 6."""
        return min(self.whole(c.DECIMALS, 2), _MOST_DECIMALS)

    def point_places(self) -> int:
        """Decimals to which points by rule are rounded, 0 to 6."""
        return min(self.whole(c.POINT_PLACES, c.POINT_PLACES_DEFAULT), _MOST_DECIMALS)

    def stated(self) -> Stated:
        """What the published document states."""
        return Stated(
            max=self.number(c.STATED_MAX),
            result=self.number(c.STATED_RESULT),
            target=self.number(c.STATED_TARGET),
            index=self.percent(c.STATED_INDEX),
            target_index=self.percent(c.STATED_TARGET_INDEX),
        )

    def parsed(self, key: str, parse: Callable[[object], T], problem: str) -> T:
        """What `parse` makes of the value; of a blank, where it raises ValueError and problems are gathered.

        Raises:
            DataError: it raises ValueError, and they are not; with the cell, its text and the `problem`.
        """
        try:
            return parse(self.raw(key))
        except ValueError as error:
            if self.problems is not None:
                self.problems[key] = f"{key}: '{self.text(key)}' {problem}"
                return parse(None)
            cell = self.table.cell(self.values[fold(key)][0], c.VALUE)
            raise DataError(f"{cell}: '{self.text(key)}' {problem}") from error


def _one_of(known: Mapping[str, str], value: object) -> str:
    if fold(value) not in known:
        raise ValueError(value)
    return known[fold(value)]


def _read_whole(value: object) -> int | None:
    number = parse_number(value)
    if number is not None and (number < 0 or number != number.to_integral_value()):
        raise ValueError(value)
    return None if number is None else int(number)


def _read_year(value: object) -> int | None:
    years = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text_of(value))
    if text_of(value) and len(years) != 1:
        raise ValueError(value)
    return int(years[0]) if years else None


def settings_in(table: Table) -> Settings:
    """The settings that a table holds.

    Raises:
        WorkbookError: a later version of ours, with other names, made the workbook.
    """
    settings = Settings(table, {fold(text_of(row[c.KEY])): (index, row[c.VALUE]) for index, row in table.rows()})
    theirs = settings.text(c.BOOK_VERSION)
    if numbers(theirs)[:1] > numbers(c.CONTRACT_VERSION)[:1]:
        raise WorkbookError(
            f"Sổ này do bản CCHC mới hơn tạo ra (phiên bản sổ {theirs}, bản này hiểu đến {c.CONTRACT_VERSION}) nên "
            "được giữ nguyên. Cài bản CCHC mới rồi làm lại."
        )
    return settings


def older_version(settings: Settings) -> str | None:
    """The version of the contract a workbook was made by, where that is an earlier one than ours; else None."""
    theirs = settings.text(c.BOOK_VERSION)
    return (theirs or "không ghi") if numbers(theirs) < numbers(c.CONTRACT_VERSION) else None


def numbers(version: str) -> list[int]:
    """The numbers of "1.1"; none for a workbook without a version, or one that staff wrote over."""
    return [int(number) for number in re.findall("[0-9]+", version)]


def write_settings(settings: Settings, known: Mapping[str, Any]) -> None:
    """Write values beside their keys; a key that an older workbook lacks is added."""
    rows = {key: settings.row(key) for key in known}
    settings.table.update(
        {row: {c.VALUE: known[key]} for key, row in rows.items() if row is not None},
        new=[{c.KEY: key, c.VALUE: known[key]} for key, row in rows.items() if row is None],
    )
