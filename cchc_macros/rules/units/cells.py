"""Reading the cells that name units: *Văn phòng Sở (Kế toán Sở); các phòng, đơn vị còn lại*.

Known names win (see `names`); what is left over between separators is one unknown mention each, with suggestions.
Nothing is dropped and nothing guessed.
"""

from dataclasses import replace
from itertools import takewhile
from typing import Literal

from cchc_macros.rules.text import clean, clean_lines, fold, tokens
from cchc_macros.rules.units.names import (
    CLOSING,
    EXCEPT,
    EXCEPT_INSIDE,
    HARD,
    JOIN,
    OPENING,
    POSTS,
    REST,
    SOFT,
    KnownNames,
    Match,
)
from cchc_macros.rules.units.roster import Entry, Group, Roster, Unit
from xl.late import dataclass, regex

_KINDS_MEANT = {
    "phòng chuyên môn": ("phòng chuyên môn",),
    "phòng": ("văn phòng", "phòng chuyên môn"),
    "đơn vị sự nghiệp": ("đơn vị sự nghiệp",),
    "đơn vị": ("đơn vị sự nghiệp",),
    "bộ phận": ("bộ phận",),
}
_KIND = "|".join(_KINDS_MEANT)
_REMAINDER = regex(  # over token keys with one space between them, as `fold` makes them
    fold(
        f"(?:tất cả )?(?:(?:các|những) )?((?:{_KIND})(?: (?:,|và) (?:các )?(?:{_KIND}))*)"
        "(?: (?:trực )?thuộc sở)? còn lại(?: (?:(?:trực )?thuộc|của) sở)?(?= |$)"
    )
)
_KIND_NAMED = regex(fold(_KIND))
_KINDS_BY_KEY = {fold(words): kinds for words, kinds in _KINDS_MEANT.items()}
_BULLET_NUMBER = regex(r"\d{1,2} [./)]|[a-zđ] \)")
_LONGEST_PHRASE = 30  # tokens of a remainder
_MOST_SUGGESTED = 10  # unknown mentions of one cell that get suggestions: comparing costs time


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """What one stretch of a cell names.

    Attributes:
        text: The stretch as written, cleaned, without the bracket that became `actor`.
        kind: "unit": one unit named outright. "group": a unit group, part of one, or the rest. "outside": a body
            outside the agency that the roster knows. "unknown": anything else.
        units: The unit; the members of the group (none may be known); nothing for the other kinds. Outside bodies
            are never among them, so that they cannot get a sheet or mail by way of a mention: one that a group
            names is a mention of its own.
        group: The group; for a part of one its exceptions are widened, for a remainder it is made up.
        actor: Text in brackets after the name: who inside the unit acts.
        suggestions: Known names that an unknown text may mean.
    """

    text: str
    kind: Literal["unit", "group", "outside", "unknown"]
    units: tuple[Unit, ...] = ()
    group: Group | None = None
    actor: str = ""
    suggestions: tuple[str, ...] = ()


def read_unit_cell(text: object, roster: Roster) -> tuple[Mention, ...]:
    """Read a cell that names units, in the order written; blanks and lone marks such as "-" name nothing.

    Returns:
        The mentions; a unit named twice is there twice.
    """
    return tuple(_Cell(clean_lines(text), roster).mentions())


class _Cell:
    """One cell being read, from left to right."""

    def __init__(self, source: str, roster: Roster) -> None:
        self.source = source
        self.roster = roster
        self.tokens = tokens(source)
        self.keys = [token.key for token in self.tokens]
        self.known: KnownNames[Entry] = KnownNames(self.tokens, roster.names, _is_outside)
        self.brackets = _brackets(self.keys)
        self.before: Match[Entry] | None = None  # the last name read: what a shortened list goes on from
        self.found: list[Mention] = []
        self.remainders: list[int] = []  # places in `found` that need all the others first

    def mentions(self) -> list[Mention]:
        """Return the mentions of the whole cell."""
        i = 0
        while i < len(self.keys):
            i = self._take(i)
        if self.remainders:
            late = set(self.remainders)
            named = dict.fromkeys(unit for i, one in enumerate(self.found) if i not in late for unit in one.units)
            for i in late:
                self.found[i] = self._without(self.found[i], list(named))
        unknown = [i for i, one in enumerate(self.found) if one.kind == "unknown" and not one.suggestions]
        for i in unknown[:_MOST_SUGGESTED]:
            self.found[i] = replace(self.found[i], suggestions=self._suggest(self.found[i].text))
        return self.found

    def _take(self, i: int) -> int:
        """Read what is at token i, where a mention may begin; return the token after it."""
        name = self.known.at(i, self.before)
        if name:
            self.before = name
            mention = _mention_of(name.entries, self.roster)
            rest = self.known.reads(name.end, REST) if mention.kind == "group" else 0
            return self._add(mention, i, name.end + rest, is_remainder=bool(rest))
        if acting := self.known.after(i, POSTS):
            begin, name = acting
            self.before = name
            return self._add(_mention_of(name.entries, self.roster), begin, name.end, actor=self._post(i, begin))
        if remainder := self._remainder(i):
            group, end = remainder
            return self._add(Mention(text="", kind="group", units=(), group=group), i, end, is_remainder=True)
        if skipped := self._skippable(i):
            return i + skipped
        end = self._unknown_end(i, len(self.keys))
        self.found.append(self._unknown(i, end))
        return end

    def _post(self, i: int, begin: int) -> str:
        """The post before a name, with the words of the name that are its too: *Trưởng phòng*, *Chánh Văn phòng*."""
        shared = {"trưởng": 1, "chánh": 2}
        more = next((number for word, number in shared.items() if self.keys[begin - 1] == fold(word)), 0)
        return self._text(i, min(begin + more, len(self.keys)))

    def _add(self, mention: Mention, start: int, i: int, *, is_remainder: bool = False, actor: str = "") -> int:
        """Add a mention that begins at `start`, with the brackets and exceptions that follow from token i on."""
        actors, strangers = [actor], list[Mention]()
        shown = i  # the text of a mention reaches to here
        while i < len(self.keys):
            j = i + (self.keys[i] in {",", ";", "\n"})
            bracket = self.brackets.get(j)
            excepted = self.known.reads(j + 1, EXCEPT_INSIDE) if bracket else 0
            excepted = excepted or self.known.reads(j + bool(bracket), EXCEPT)
            if mention.group and excepted:
                stop, shown = bracket or (self._item_end(j), self._item_end(j))
                left_out, strange = self._left_out(j + bool(bracket) + excepted, stop, mention.group)
                mention, strangers, i = self._without(mention, left_out), strangers + strange, shown
            elif bracket and (i == j or self.keys[i] == "\n"):
                actors.append(self._text(j + 1, bracket[0]))
                i = bracket[1]
            else:
                break
        if is_remainder:
            self.remainders.append(len(self.found))
        mention = replace(mention, text=self._text(start, shown), actor="; ".join(filter(None, actors)))
        self.found += [*self._outside_apart(mention), *strangers]
        return i

    def _left_out(self, i: int, end: int, group: Group) -> tuple[list[Unit], list[Mention]]:
        """Read an exception: the members of the group it leaves out, and what it says beyond them.

        What is no member of the group may have been meant as one more name after the exception; it is told apart.
        """
        members, units, strangers = set(self.roster.members(group)), list[Unit](), list[Mention]()
        outer = self.before
        while i < end:
            name = self.known.at(i, self.before)
            if name:
                self.before = name
                mention = replace(_mention_of(name.entries, self.roster), text=self._text(i, name.end))
                i = name.end
            elif skipped := self._skippable(i):
                i += skipped
                continue
            else:
                stop = self._unknown_end(i, end)
                mention, i = self._unknown(i, stop), stop
            if mention.kind == "outside":
                strangers.append(mention)
            elif members.isdisjoint(mention.units):
                strangers.append(replace(mention, text=f"trừ {mention.text}", kind="unknown", units=(), group=None))
            units += mention.units
        self.before = outer
        return units, strangers

    def _without(self, mention: Mention, left_out: list[Unit]) -> Mention:
        """Return the mention of a group less some units."""
        group = mention.group or Group(name=mention.text)
        codes = dict.fromkeys((*group.excepted, *(unit.code or unit.name for unit in left_out)))
        group = replace(group, name=group.name or mention.text, excepted=tuple(codes))
        return replace(mention, group=group, units=self.roster.insiders(group))

    def _outside_apart(self, mention: Mention) -> list[Mention]:
        """Return the mention and, apart from it, the outside bodies that its group names."""
        if mention.group is None:
            return [mention]
        members, inside = self.roster.members(mention.group), self.roster.insiders(mention.group)
        if len(members) > len(inside) == 0:
            return [replace(mention, kind="outside", group=None)]
        outside = members if len(members) > len(inside) else ()
        return [mention, *(Mention(text=unit.name, kind="outside") for unit in outside if unit not in inside)]

    def _remainder(self, i: int) -> tuple[Group, int] | None:
        """Return the made-up group and the end of a remainder at token i: *các phòng, đơn vị còn lại*."""
        phrase = " ".join(takewhile(lambda key: key not in HARD, self.keys[i : i + _LONGEST_PHRASE]))
        found = _REMAINDER.match(phrase)
        if not found:
            return None
        end = i + found[0].count(" ") + 1
        if end < len(self.keys) and self.keys[end] not in HARD | SOFT | OPENING | JOIN:
            return None
        kinds = [kind for words in _KIND_NAMED.findall(found[1]) for kind in _KINDS_BY_KEY[words]]
        return Group(name="", kinds=tuple(dict.fromkeys(kinds))), end

    def _skippable(self, i: int) -> int:
        """Return how many tokens at i say nothing: separators, bullets, numbering."""
        numbered = _BULLET_NUMBER.match(" ".join(self.keys[i : i + 2]))
        if numbered and i + 2 < len(self.keys) and (i == 0 or self.keys[i - 1] in HARD | OPENING | JOIN):
            return 2
        return int(not self.tokens[i].is_word or self.keys[i] in JOIN)

    def _unknown_end(self, i: int, end: int) -> int:
        """Return where unknown text from token i on ends: at a hard separator, or before a known name."""
        j = i
        while j < end and self.keys[j] not in HARD:
            if self.known.reads(j, EXCEPT):
                return min(self._item_end(j), end)  # whom it excepts must not be taken for named
            if j > i and self.keys[j - 1] in SOFT | JOIN and (self.known.at(j, self.before) or self._remainder(j)):
                break
            j = self.brackets[j][1] if j in self.brackets else j + 1
        return min(j, end)

    def _item_end(self, i: int) -> int:
        """Return the first hard separator from token i on, or the end of the bracket around it."""
        while i < len(self.keys) and self.keys[i] not in HARD | CLOSING:
            i = self.brackets[i][1] if i in self.brackets else i + 1
        return i

    def _unknown(self, i: int, end: int) -> Mention:
        while self.keys[end - 1] in (SOFT | JOIN) - CLOSING:
            end -= 1
        text_end, actor = end, ""
        for j in range(i + 1, end):
            inside = self.brackets.get(j)
            if inside and inside[1] == end:
                text_end, actor = j, self._text(j + 1, inside[0])
                break
        return Mention(text=self._text(i, text_end), kind="unknown", actor=actor)

    def _text(self, i: int, end: int) -> str:
        return clean(self.source[self.tokens[i].start : self.tokens[end - 1].end]) if i < end else ""

    def _suggest(self, text: str) -> tuple[str, ...]:
        """Return what an unknown text, or else one of its parts between commas, may mean."""
        parts = (text, *text.split(",", _MOST_SUGGESTED)[:_MOST_SUGGESTED])
        return next(filter(None, map(self.roster.suggest, parts)), ())


def _is_outside(entry: Entry) -> bool:
    """Tell whether a body is outside the agency: its own parts (*Văn phòng UBND tỉnh*) are not ours."""
    return isinstance(entry, Unit) and entry.is_outside


def _mention_of(entries: tuple[Entry, ...], roster: Roster) -> Mention:
    """Return the mention of a known name, its text still to be filled in."""
    if len(entries) > 1:
        return Mention(text="", kind="unknown", suggestions=tuple(entry.name for entry in entries))
    (entry,) = entries
    if isinstance(entry, Group):
        return Mention(text="", kind="group", units=roster.insiders(entry), group=entry)
    return Mention(text="", kind="outside") if _is_outside(entry) else Mention(text="", kind="unit", units=(entry,))


def _brackets(keys: list[str]) -> dict[int, tuple[int, int]]:
    """Return for each opening bracket where its content ends and the token after it.

    One that is never closed reaches to the next hard separator.
    """
    found, opened = dict[int, tuple[int, int]](), list[int]()
    for i, key in enumerate(keys):
        if key in OPENING:
            opened.append(i)
        elif key in CLOSING and opened:
            found[opened.pop()] = (i, i + 1)
    hard = len(keys)
    unclosed = set(opened)
    for i in reversed(range(len(keys))):
        hard = i if keys[i] in HARD else hard
        if i in unclosed:
            found[i] = (hard, hard)
    return found
