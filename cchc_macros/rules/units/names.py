"""Finding known names in running text: where a name may begin, where it may end, and which of several wins.

A name begins at the start, after a separator or right after another known name. It counts only where it may end,
so that the alias *Văn phòng* never eats a part of *Văn phòng UBND tỉnh*, whether *UBND tỉnh* is known or not. Of
several names the longest wins. Case, spacing, Unicode form and the place of the tone mark do not count; every word
and punctuation mark does.
"""

from collections.abc import Callable
from typing import Generic, TypeVar

from cchc_macros.rules.text import Token, clean, fold, token_keys
from xl.late import dataclass

HARD = {";", "\n"}  # ends a mention whatever is on either side
SOFT = {*",.:|•…)]"}  # ends a known name; inside unknown text only before a known one
JOIN = {*map(fold, ("và", "cùng", "với", "hoặc")), *"&/+-"}  # is inside names too: ends one only before another
OPENING, CLOSING = {*"(["}, {*")]"}
_ENDS = HARD | SOFT | OPENING

_LONGEST_NAME = 100  # words and marks; a longer "name" is none, and would make matching slow
_E = TypeVar("_E")


Phrases = dict[str, list[tuple[str, ...]]]  # by their first word


def phrases(*spelled: str) -> Phrases:
    """Return the phrases as token keys."""
    found: Phrases = {}
    for phrase in spelled:
        words = tuple(fold(phrase).split())
        found.setdefault(words[0], []).append(words)
    return found


_HEADS = (  # what the name of a unit begins with, and the second half of one never does
    "các", "những", "phòng", "văn phòng", "trung tâm", "sở", "ubnd", "ủy ban", "cơ quan", "đơn vị", "chi cục",
    "bộ phận", "công an",
)  # fmt: skip
HEADS = phrases(*_HEADS)
_POSTS = (  # who inside a unit acts, before its name: *Trưởng phòng Nghiệp vụ I*
    "trưởng phòng", "phó trưởng phòng", "phó trưởng", "trưởng", "phó chánh", "chánh", "phó giám đốc", "giám đốc",
    "phó cục trưởng", "cục trưởng", "tập thể lãnh đạo", "lãnh đạo", "thủ trưởng", "người đứng đầu", "kế toán trưởng",
    "kế toán", "chuyên viên", "công chức", "viên chức", "cán bộ",
)  # fmt: skip
POSTS = phrases(*_POSTS)
ALL = phrases("tất cả", "toàn thể", "các", "những")  # may be before a name without changing it
EXCEPT = phrases("ngoại trừ", "loại trừ", "trừ", "không bao gồm", "không gồm", "không kể")
EXCEPT_INSIDE = phrases("ngoài")  # says so in brackets alone: *cơ quan ngoài Sở* leaves nobody out
REST = phrases("còn lại trực thuộc sở", "còn lại thuộc sở", "còn lại của sở", "còn lại")  # the longest first


class NameNode(Generic[_E]):
    """A step in the tree of names, one word or mark further on.

    Attributes:
        next: The steps after this one.
        entries: What the name that ends here stands for; more than one if several bear it.
        rank: The rank of those entries; a lower rank beats a higher one.
    """

    __slots__ = ("entries", "next", "rank")

    def __init__(self) -> None:
        self.next: dict[str, NameNode[_E]] = {}
        self.entries: list[_E] = []
        self.rank = 0

    def add(self, name: str, rank: int, entry: _E) -> None:
        """Make `name` stand for an entry, unless something of lower rank bears it."""
        keys = token_keys(clean(name))
        if not any(key[0].isalnum() for key in keys) or len(keys) > _LONGEST_NAME:
            return
        node = self
        for key in keys:
            node = node.next.get(key) or node.next.setdefault(key, NameNode())
        if not node.entries or rank < node.rank:
            node.entries, node.rank = [], rank
        if rank == node.rank and entry not in node.entries:
            node.entries.append(entry)

    def find(self, name: str) -> tuple[_E, ...]:
        """Return what exactly this name stands for."""
        node = self
        for key in token_keys(clean(name)):
            if key not in node.next:
                return ()
            node = node.next[key]
        return tuple(node.entries)


@dataclass(frozen=True, slots=True)
class Match(Generic[_E]):
    """A known name in a text.

    Attributes:
        entries: What it stands for.
        end: The token after it.
        path: The nodes it went along, the root first.
    """

    entries: tuple[_E, ...]
    end: int
    path: tuple[NameNode[_E], ...]


class KnownNames(Generic[_E]):
    """The known names in the tokens of one text. Takes time in proportion to the text, whatever it is.

    Args:
        words: The tokens.
        names: The tree of names.
        owns: Whether a name right before this one, with nothing between them, is the owner's own part: not a name.
    """

    def __init__(self, words: list[Token], names: NameNode[_E], owns: Callable[[_E], bool] = lambda _: False) -> None:
        self.keys = [word.key for word in words]
        self._owns = owns
        self._words = words
        self._at: dict[int, Match[_E]] = {}
        root = (names,)
        for i in reversed(range(len(words))):  # from the last: where a name may end depends on what follows
            found = self._longest(i, root) or self._at.get(i + self.reads(i, ALL))
            if found:
                self._at[i] = found

    def at(self, i: int, before: Match[_E] | None = None) -> Match[_E] | None:
        """Return the longest known name at token i.

        Args:
            i: The token, one where a name may begin.
            before: The last name before it; its first words may be left out in a shortened list
                (*Phòng Công chứng số 1, số 2*).
        """
        if i in self._at or before is None or self._after_dash(i):
            return self._at.get(i)
        prefixes = (before.path[:length] for length in range(len(before.path) - 1, 1, -1))
        return next(filter(None, (self._longest(i, prefix) for prefix in prefixes)), None)

    def reads(self, i: int, known: Phrases) -> int:
        """Return the length of the phrase that is at token i, 0 for none."""
        candidates = known.get(self.keys[i], ()) if i < len(self.keys) else ()
        return next((len(words) for words in candidates if tuple(self.keys[i : i + len(words)]) == words), 0)

    def after(self, i: int, known: Phrases) -> tuple[int, Match[_E]] | None:
        """Return where a name begins right after one of some phrases at token i, and the name; None if none does."""
        for words in known.get(self.keys[i], ()) if i < len(self.keys) else ():
            end = i + len(words)
            if tuple(self.keys[i:end]) == words and end in self._at:
                return end, self._at[end]
        return None

    def _after_dash(self, i: int) -> bool:
        """Tell whether a dash that is no bullet is before token i: *số 1 - 3* may mean 2 as well."""
        return i > 1 and self.keys[i - 1] == "-" and self.keys[i - 2] not in HARD

    def _longest(self, i: int, prefix: tuple[NameNode[_E], ...]) -> Match[_E] | None:
        if i >= len(self.keys) or self.keys[i] not in prefix[-1].next:
            return None
        path, ends = list(prefix), []
        for j in range(i, len(self.keys)):
            if self.keys[j] == "\n" and len(path) > len(prefix):
                continue  # a name wrapped over two lines
            node = path[-1].next.get(self.keys[j])
            if node is None:
                break
            path.append(node)
            if node.entries:
                ends.append((j + 1, len(path)))
        for end, length in reversed(ends):
            if self._may_end(end, path[:length]):
                return Match(tuple(path[length - 1].entries), end, tuple(path[:length]))
        return None

    def _may_end(self, i: int, path: list[NameNode[_E]]) -> bool:
        """Tell whether a name along `path` may end before token i."""
        if i >= len(self.keys) or self.keys[i] in _ENDS:
            return True
        if i in self._at:
            return not any(map(self._owns, self._at[i].entries))
        if self.keys[i] not in JOIN:
            return bool(self.reads(i, EXCEPT) or self.reads(i, REST))
        while i < len(self.keys) and self.keys[i] in JOIN:
            i += 1
        if i >= len(self.keys) or i in self._at or self.reads(i, HEADS):
            return True
        return not self._after_dash(i) and self._goes_on(i, path)

    def _goes_on(self, i: int, path: list[NameNode[_E]]) -> bool:
        """Tell whether a shortened list goes on at token i; looks no further than one name."""
        for length in range(len(path) - 1, 1, -1):
            node = path[length - 1]
            for j in range(i, len(self.keys)):
                if self.keys[j] not in node.next:
                    break
                node = node.next[self.keys[j]]
                last = j + 1 == len(self.keys) or not self._words[j + 1].is_word or self.keys[j + 1] in JOIN
                if node.entries and last:
                    return True
        return False
