"""Which criterion a file proves: by the folder or name it came with, else by the cells that name it or its number."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from cchc_macros.evidence.incoming import Sent
from cchc_macros.evidence.looking import Look
from cchc_macros.rules.codes import CodeIndex, clean_code
from cchc_macros.rules.evidence.evidence import Evidence
from cchc_macros.rules.evidence.papers import PaperNumber, numbers_in_name
from cchc_macros.rules.text import clean, unaccented
from cchc_macros.rules.units.roster import Roster, Unit
from xl.late import regex

_CODE = regex(
    r"(?P<said>(?:tieu chi(?: thanh phan)?|tctp|tc)[\s._-]*)?(?P<code>(?:\d+|[ivxlc]+)(?:[.,]\d+)*)[.)]?(?=$|[\s_-])"
)
_TWIN_MARKS = regex(r"\b(signed|daky|da ky|ban ky|ky so|du thao|ban word|scan|final)\b")


class Claim(NamedTuple):
    """What is known of a file: the criterion its name says, "" for none, and the rows that mean it, as indexes."""

    code: str
    rows: list[int]


class Claims:
    """The criteria and rows that files may belong to."""

    def __init__(self, codes: Sequence[str], rows: Sequence[Evidence]) -> None:
        self._codes, self._index = codes, CodeIndex(codes)
        self._files = [(index, unaccented(row.about)) for index, row in enumerate(rows) if row.cited.file]
        self._numbers: dict[int, list[tuple[int, PaperNumber]]] = {}
        for index, row in enumerate(rows):
            if paper := row.paper:
                self._numbers.setdefault(paper.number, []).append((index, paper))

    def of(self, sent: Sent, look: Look) -> Claim:
        """What is known of a file."""
        own = unaccented(sent.name.rpartition("/")[2])
        rows = [index for index, about in self._files if re.search(rf"(?<!\w){re.escape(own)}(?!\w)", about)]
        said = [look.page.number] if look.page.number else []
        for numbers in (said, numbers_in_name(without_code(sent.stem))):
            if not rows:
                rows = [
                    index for one in numbers for index, cited in self._numbers.get(one.number, ()) if one.is_same(cited)
                ]
        return Claim(self.code_in(sent), list(dict.fromkeys(rows)))

    def code_in(self, sent: Sent) -> str:
        """The criterion that a file's name or its folders begin with, the nearest one; "" for none."""
        *folders, name = sent.name.split("/")
        for step, is_name in ((name, True), *((folder, False) for folder in reversed(folders))):
            found = _CODE.match(unaccented(step.removesuffix(sent.ending) if is_name else step))
            if found and (not is_name or found["said"] or re.search("[.,]", found["code"])):
                place = self._index.find(clean_code(found["code"]))
                if place is not None:
                    return self._codes[place]
        return ""


def without_code(stem: str) -> str:
    """A file's own name without the criterion's number before it."""
    found = _CODE.match(unaccented(stem))
    if found is None or not (found["said"] or re.search("[.,]", found["code"])):
        return stem
    return stem[found.end() :].strip(" -_.") or stem  # no accents are before it, so that the lengths agree


def own_name(sent: Sent, number: PaperNumber | None) -> str:
    """What a file is called in the dossier: by its number where one is known, else as it was sent."""
    return re.sub(r"[\s/]+", "-", number.shown) if number else without_code(sent.stem)


def likeness(name: str) -> str:
    """What the names of a signed paper and its draft share: all but the words that tell them apart."""
    words = re.sub(r"[\W_]+", " ", unaccented(without_code(Sent(Path(), name).stem)))
    return clean(_TWIN_MARKS.sub(" ", words))


def sender_of(name: str, roster: Roster, sheets: Iterable[tuple[str, str]]) -> str:
    """The unit that sent a file: a folder bears its code or name, or its sheet lies in the same folder; else "".

    `sheets` are the folders in which sheets came back, each with the unit's code.
    """
    folders = name.split("/")[:-1]
    for folder in reversed(folders):
        called = folder.removesuffix(".zip")
        for entry in (roster.unit(called), *roster.find(called)):
            if isinstance(entry, Unit):
                return entry.code
    here = "/".join(folders)
    beside = {code for folder, code in sheets if folder == here}
    return beside.pop() if len(beside) == 1 else ""
