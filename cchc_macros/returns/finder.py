"""Which row of the workbook a row of a returned table is: by its STT, as long as its words do not say otherwise."""

from collections.abc import Collection, Mapping
from typing import NamedTuple, cast

from cchc_macros import contract as c
from cchc_macros.handing_out.task_sheets import own_name
from cchc_macros.rules import typed_values
from cchc_macros.rules.codes import arabic, clean_code
from cchc_macros.rules.dates import parse_date
from cchc_macros.rules.text import clean, fold
from cchc_macros.rules.typed_values import Value
from xl.late import regex

TASK, CRITERION = "T:", "C:"
_WORD = regex(r"\w+")
# The share of words that two texts of one piece of work have in common, also where nothing else of the row agrees.
_OTHER_WORDS, _SAME_WORDS = 0.6, 0.8
_TELLING = (c.REQUIREMENT, c.TASK_DEADLINE, c.MAX_SCORE)


class ExpectedRow(NamedTuple):
    """A row as the workbook has it: the STT it shows, and what is locked, by heading."""

    label: str
    locked: Mapping[str, Value]


class Finder:
    """Tells which of the expected rows a row of a unit's file is."""

    def __init__(self, expected: Mapping[str, ExpectedRow], name: str, exported: Collection[str]) -> None:
        self._expected, self._name, self._exported = expected, name, frozenset(exported)
        by_label = {row.label: key for key, row in expected.items()}
        for key in exported:  # an STT means what it meant when the file went out
            if key in expected:
                plain = key[2:]
                if key.startswith(TASK) or f"{TASK}{plain}" not in exported:
                    by_label[plain] = key
                if key.startswith(CRITERION):
                    by_label[f"TC {plain}"] = key
        self._by_label = by_label
        self._codes: dict[str, str] | None = None
        self._arabic: dict[str, str] = {}
        self._names: dict[str, set[str]] | None = None

    def find(self, stt: Value, name: Value, cells: Mapping[int, Value], columns: Mapping[str, int]) -> str | None:
        """The identity of a row; None where STT tells none, or the text is plainly that of other work.

        Args:
            stt: Its STT.
            name: Its text.
            cells: All of it, by column.
            columns: The column of each heading.
        """
        keys = [self._by_label[stt]] if isinstance(stt, str) and stt in self._by_label else self._candidates(stt)
        if len(keys) == 1 and self._expected_name(keys[0]) == name:
            return keys[0]
        named = self._named(name)
        if len(keys) != 1:  # work of the unit's own that the office took has an STT only since the file went out
            is_own = self._exported and clean_code(stt) not in {clean_code(key[2:]) for key in self._exported}
            both = named - self._exported if is_own and not keys else named.intersection(keys)
            return both.pop() if len(both) == 1 else None
        is_other = keys[0] not in named if named else self._is_other_work(keys[0], name, cells, columns)
        return None if is_other else keys[0]

    def _is_other_work(self, key: str, name: Value, cells: Mapping[int, Value], columns: Mapping[str, int]) -> bool:
        """Whether an STT means other work now than when the file went out: hardly a word is the same."""
        ours, locked = self._expected_name(key), self._expected[key].locked
        if not (isinstance(name, str) and isinstance(ours, str) and name and ours):
            return False
        from difflib import SequenceMatcher  # noqa: PLC0415  # few rows read otherwise

        theirs, here = (list(map(str, _WORD.findall(fold(text)))) for text in (name, ours))
        alike = SequenceMatcher(None, theirs, here, autojunk=False).ratio()
        told = [(heading, cells.get(columns.get(heading, 0))) for heading in _TELLING]
        agrees = any(value and comparable(value, one) == comparable(locked.get(one), one) for one, value in told)
        return alike < (_OTHER_WORDS if agrees else _SAME_WORDS)

    def name_of(self, stt: Value) -> str:
        """What an STT means in the workbook, "" where it means no one row."""
        keys = self._candidates(stt)
        return clean(self._expected_name(keys[0])) if len(keys) == 1 else ""

    def is_new(self, stt: Value, name: Value) -> bool:
        """Whether a row that is none of the expected ones is work of the unit's own: it has words nobody gave out.

        Its STT is blank or none that is known; with one that is, it is rather a row whose words were changed.
        """
        return is_worded(name) and not self._candidates(stt) and not self._named(name)

    def labels_of(self, name: Value) -> list[str]:
        """The STT, as the workbook has it, of the rows with this text."""
        return [self._expected[key].label for key in self._expected if key in self._named(name)]

    def _candidates(self, stt: Value) -> list[str]:
        if self._codes is None:
            self._codes = {clean_code(label): key for label, key in self._by_label.items()}
            self._arabic = {arabic(code): key for code, key in self._codes.items()}
        code = clean_code(stt)
        key = self._codes.get(code) or self._arabic.get(arabic(code))  # numbered I, II since, or 1, 2
        if isinstance(stt, float):  # 1.10 may have become the number 1.1
            written = f"{stt:g}."
            same = [
                other
                for code, other in self._codes.items()
                if "." in code and f"{code.rstrip('0')}." == written and other != key
            ]
            if same:
                return [*same, *([key] if key else [])]
        return [key] if key else []

    def _expected_name(self, key: str) -> Value:
        return cast("Value", own_name(self._expected[key].locked.get(self._name)))

    def _named(self, name: Value) -> set[str]:
        """The rows with this text."""
        if self._names is None:
            self._names = {}
            for key in self._expected:
                self._names.setdefault(fold(self._expected_name(key)), set()).add(key)
        return set(self._names.get(fold(name), ())) if name else set()


def is_worded(value: Value) -> bool:
    """Whether a value has letters."""
    return isinstance(value, str) and any(char.isalpha() for char in value)


def comparable(value: object, heading: str) -> object:
    """A value so that two ways to write it are equal."""
    if heading in (c.DUE, c.EXPLAIN_BY):
        try:
            return parse_date(value)
        except ValueError:
            pass
    return fold(typed_values.read_text(value)) if isinstance(value, float) else fold(own_name(value))
