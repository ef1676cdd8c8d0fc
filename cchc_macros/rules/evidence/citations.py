"""What a cell cites as evidence: papers by number and date, files by name, links; with section and page."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from cchc_macros.rules.evidence.papers import PaperNumber, find_day, find_numbers
from cchc_macros.rules.text import clean, unaccented
from xl.late import dataclass, regex

KINDS_OF_FILES = (
    "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "jpg", "jpeg", "png", "tif", "tiff", "zip", "rar", "7z", "txt",
    "csv", "mp4", "eml", "msg",
)  # fmt: skip
_FILE = regex(rf"[^;,\n\\/:*?\"<>|]+\.(?:{'|'.join(KINDS_OF_FILES)})(?!\w)", re.IGNORECASE)
_LED_BY = regex(r".*?\b(?:xem|kèm theo|đính kèm|kèm|tệp|file)\s+(?=\S)", re.IGNORECASE)
_LINK = regex(r"https?://\S+", re.IGNORECASE)
_SECTION = regex(r"\bm[ụu]c\s+([IVXLC]+(?:\.\d+)*|\d+(?:\.\d+)*|[a-z])\b", re.IGNORECASE)
_PAGE = regex(r"\b(?:trang|tr\.)\s*(\d+(?:\s*[-–]\s*\d+)?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One piece of evidence that a text names; without number, file and link it is an explanation."""

    text: str
    number: PaperNumber | None = None
    day: date | None = None
    file: str = ""
    link: str = ""
    section: str = ""
    page: str = ""

    @property
    def is_evidence(self) -> bool:
        """Whether it names something that can be shown."""
        return bool(self.number or self.file or self.link)


def read_citations(value: object) -> list[Citation]:
    """Read a cell: its pieces are parted by semicolons and lines, or by a second number."""
    pieces = (clean(piece) for piece in re.split(r"[;\n]", "" if value is None else str(value)))
    return [citation for piece in pieces if piece for citation in _piece(piece)]


def _piece(text: str) -> list[Citation]:
    starts = [span[0] for _, span in find_numbers(_without_files(text))]
    if len(starts) < 2:  # noqa: PLR2004  one paper
        return [_citation(text)]
    cuts = [0, *(_cut(text, before, start) for before, start in pairwise(starts)), len(text)]
    return [_citation(text[start:end].strip(" ,.").removesuffix(" và")) for start, end in pairwise(cuts)]


def _cut(text: str, before: int, start: int) -> int:
    """Where the words that lead to a number begin: after the last comma or "và" before it."""
    found = max(text.rfind(",", before, start), text.rfind(" và ", before, start) + 3)
    return found + 1 if found > before else start


def _files(text: str) -> Iterator[tuple[int, int]]:
    """Where names of files stand, without the words that lead to them."""
    for found in _FILE.finditer(text):
        name = found[0]
        start = max((led.end() for led in _LED_BY.finditer(name)), default=0)
        if name.count("(", start) > name.count(")", start):
            start = name.rindex("(") + 1
        yield found.start() + start + len(name[start:]) - len(name[start:].lstrip()), found.end()


def _without_files(text: str) -> str:
    """Names of files blanked out, for they hold numbers of papers too."""
    for start, end in _files(text):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _citation(text: str) -> Citation:
    rest = _LINK.sub(lambda found: " " * len(found[0]), text)
    link, named = _LINK.search(text), next(_files(rest), None)
    plain = _without_files(rest)
    number, span = next(find_numbers(plain), (None, (0, 0)))
    section, page = _SECTION.search(plain), _PAGE.search(plain)
    file = rest[slice(*named)] if named else ""
    return Citation(
        text=text, number=number, day=find_day(plain[span[1] :]), file=file,
        link=link[0].rstrip(".,)") if link else "", section=section[1] if section else "", page=page[1] if page else "",
    )  # fmt: skip


def is_explanation(text: str) -> bool:
    """Whether a text says of itself that it explains instead of naming a paper."""
    return "giai trinh" in unaccented(text)
