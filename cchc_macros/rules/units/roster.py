"""The roster: the agency's units and unit groups, and the names by which texts call them."""

from collections.abc import Iterable, Iterator
from dataclasses import field
from functools import cached_property

from cchc_macros.contract import OFFICE, OUTSIDE
from cchc_macros.rules.numbers import name_numbers
from cchc_macros.rules.text import fold, unaccented
from cchc_macros.rules.units.addresses import split_addresses
from cchc_macros.rules.units.names import NameNode
from cchc_macros.rules.units.shortened import spellings, words_of
from xl.late import dataclass

_OUTSIDE_KEY, _OFFICE_KEY = fold(OUTSIDE), fold(OFFICE)
_MOST_SUGGESTIONS = 3
_LONGEST_SUGGESTED = 200  # characters of an unknown text that are compared with the names
_MOST_COMPARED = 500_000  # unknown texts times names, seconds of work; more texts than that get no guesses
_CLOSE = 0.75
_MOST_LEFT_OUT = 2  # first words of a name that an abbreviation may leave out


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit of the agency, or an outside body (kind "bên ngoài").

    Attributes:
        code: Short code, unique in the roster.
        kind: One of `contract.KINDS`.
        email: Where its workbook goes, "" if unknown.
        contact: The person to ask.
        row: 0-based index in the body of the table Units, None for a unit from elsewhere.
    """

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    kind: str = ""
    email: str = ""
    cc: tuple[str, ...] = ()
    contact: str = ""
    row: int | None = field(default=None, compare=False)

    @property
    def is_outside(self) -> bool:
        """True for a body outside the agency, which gets no task sheet and no mail."""
        return fold(self.kind) == _OUTSIDE_KEY

    @property
    def addresses(self) -> set[str]:
        """Its mail addresses, in small letters."""
        return {address.casefold() for address in (*split_addresses(self.email), *self.cc)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A unit group: all units of its kinds, and the units named, less those excepted.

    Attributes:
        name: The name texts use.
        kinds: Kinds of unit it takes in.
        units: Codes or names of further units.
        excepted: Codes or names of units left out.
        row: 0-based index in the body of the table Groups, None for a group from elsewhere.
    """

    name: str
    kinds: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    excepted: tuple[str, ...] = ()
    row: int | None = field(default=None, compare=False)


Entry = Unit | Group
# What a name stands for when several bear it: official names go before aliases, and aliases before codes.
_NAME, _ALIAS, _CODE, _HEADED, _POST = range(5)
_HEADS = (("Phòng", "P.", "P"), ("Trung tâm", "TT.", "TT"))  # also said before a unit's code: *P. NV2*
_OFFICE_POSTS = ("Chánh Văn phòng", "Phó Chánh Văn phòng")  # said without *Sở*, for the agency has one office


class Roster:
    """Units and groups in the order of the workbook, found by code and by name."""

    def __init__(self, units: Iterable[Unit], groups: Iterable[Group] = ()) -> None:
        self.units = tuple(units)
        self.groups = tuple(groups)
        self.names: NameNode[Entry] = NameNode()
        self._by_code: dict[str, Unit] = {}
        self._members: dict[Group, tuple[Unit, ...]] = {}
        self._insiders: dict[Group, tuple[Unit, ...]] = {}
        self._suggested: dict[str, tuple[str, ...]] = {}
        for unit in self.units:
            if fold(unit.code):
                self._by_code.setdefault(fold(unit.code), unit)
        for name, rank, entry in self._called():
            self.names.add(name, rank, entry)

    def unit(self, code: str) -> Unit | None:
        """Return the unit of a code (in either case), None if there is none."""
        return self._by_code.get(fold(code))

    def find(self, name: str) -> tuple[Entry, ...]:
        """Return what a name, alias or code stands for; more than one where the roster uses it twice."""
        return self.names.find(name)

    def members(self, group: Group) -> tuple[Unit, ...]:
        """Return the units of a group in roster order; outside bodies only where the group names them."""
        if group not in self._members:
            kinds = {fold(kind) for kind in group.kinds} - {_OUTSIDE_KEY, ""}
            named, excepted = self._units_named(group.units), self._units_named(group.excepted)
            self._members[group] = tuple(
                unit for unit in self.units if (fold(unit.kind) in kinds or unit in named) and unit not in excepted
            )
        return self._members[group]

    def insiders(self, group: Group) -> tuple[Unit, ...]:
        """Return the members of a group that belong to the agency: those who can be given work."""
        if group not in self._insiders:
            self._insiders[group] = tuple(unit for unit in self.members(group) if not unit.is_outside)
        return self._insiders[group]

    def strangers(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the codes or names that no unit bears."""
        return tuple(name for name in names if not self._units_named((name,)))

    def suggest(self, name: str) -> tuple[str, ...]:
        """Return up to three known names that an unknown one may mean, the likeliest first.

        They are abbreviations spelled out (*P. NV II*), names it contains, and close spellings. After so many
        different unknown names that nobody would read the guesses, there are none for further ones.
        """
        wanted = unaccented(name[: 2 * _LONGEST_SUGGESTED])[:_LONGEST_SUGGESTED]
        if wanted not in self._suggested:
            if len(self._suggested) * len(self._comparable) > _MOST_COMPARED:
                return ()
            self._suggested[wanted] = tuple(self._suggestions(wanted, name_numbers(name[:_LONGEST_SUGGESTED])))
        return self._suggested[wanted]

    def _called(self) -> Iterator[tuple[str, int, Entry]]:
        for unit in self.units:
            yield unit.name, _NAME, unit
            yield unit.code, _CODE, unit
            for alias in unit.aliases:
                yield alias, _ALIAS, unit
            heads = next((heads for heads in _HEADS if fold(unit.name).startswith(f"{fold(heads[0])} ")), ())
            yield from ((f"{head} {unit.code}", _HEADED, unit) for head in heads if fold(unit.code))
            if fold(unit.kind) == _OFFICE_KEY:
                yield from ((post, _POST, unit) for post in _OFFICE_POSTS)
        for group in self.groups:
            yield group.name, _NAME, group

    def _units_named(self, names: Iterable[str]) -> set[Unit]:
        found: set[Unit] = set()
        for name in names:
            unit = self.unit(name)
            found |= {unit} if unit else {entry for entry in self.find(name) if isinstance(entry, Unit)}
        return found

    @cached_property
    def _comparable(self) -> dict[str, tuple[str, list[str], list[int]]]:
        """What unknown texts are compared with: names without accents, with the entry's name, words and numbers."""
        called = {
            unaccented(name): (name, entry.name)
            for name, rank, entry in self._called()
            if len(name) > 1 and rank != _HEADED
        }
        return {key: (name, words_of(spelled)[1], name_numbers(spelled)) for key, (spelled, name) in called.items()}

    @cached_property
    def _shortened(self) -> dict[str, set[tuple[str, ...]]]:
        return {name: set(spellings(name)) for name, *_ in self._comparable.values()}

    def _suggestions(self, wanted: str, numbers: list[int]) -> list[str]:
        """The names it may mean; one with another number is another unit's, however close it is spelled."""
        from difflib import get_close_matches  # noqa: PLC0415 -- few runs need it, every click would pay for it

        inside = [name for key, (name, *_) in self._comparable.items() if f" {key} " in f" {wanted} "]
        known = {key: (name, words) for key, (name, words, own) in self._comparable.items() if own == numbers}
        parts = words_of(wanted)[1]
        spelled = [name for name, *_ in self._comparable.values() if tuple(parts) in self._shortened[name]]
        short = [name for name, words in known.values() if _abbreviates(parts, words)]
        close = [known[key][0] for key in get_close_matches(wanted, known, _MOST_SUGGESTIONS, _CLOSE)]
        return list(dict.fromkeys(spelled + short + inside + close))[:_MOST_SUGGESTIONS]


def _abbreviates(parts: list[str], words: list[str]) -> bool:
    """Tell whether a text spells most of a name by words and initials: *P. NV II*, *PNV2*, *TT TGPL*, *TGPL*.

    The name's first words (*Trung tâm*) may be left out.
    """
    for left_out in range(_MOST_LEFT_OUT + 1):
        reached = {left_out}  # how many words of the name may be spent so far
        for part in parts:
            reached = {after for before in reached for after in _spend(part, words, before)}
        last = max(reached, default=0)
        if last - left_out > 1 and 2 * last >= len(words):
            return True
    return False


def _spend(part: str, words: list[str], before: int) -> Iterator[int]:
    """Yield how many words are spent when `part` stands for the next word, or for initials of the next ones."""
    if words[before : before + 1] == [part]:
        yield before + 1
    if part == "".join(word[0] for word in words[before : before + len(part)]):
        yield before + len(part)
