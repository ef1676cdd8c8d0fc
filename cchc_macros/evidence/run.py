"""One run of filing: every file that came in finds its place in the dossier and its row in the table Evidence."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import field, replace

from cchc_macros.errors import FileError
from cchc_macros.evidence.filing import UNPLACED, Dossier
from cchc_macros.evidence.incoming import Incoming, Sent
from cchc_macros.evidence.looking import EMPTY, PROGRAM, SHEET, UNREADABLE, Look
from cchc_macros.evidence.matching import Claim, Claims, likeness, own_name, sender_of
from cchc_macros.rules.evidence.evidence import Evidence
from cchc_macros.rules.text import fold, initials
from cchc_macros.rules.units.roster import Roster
from xl.late import dataclass
from xl.progress import each, tell

DOUBLED, SAME_NUMBER = "doubled", "same_number"
_WORD = (".docx", ".docm", ".doc")
_AND = "; "  # between the names a paper's forms were sent under


@dataclass(frozen=True, slots=True)
class Remark:
    """A file about which something is to be told, beside what the rows tell: the name it was sent under, and why."""

    kind: str
    name: str
    other: str = ""


@dataclass(slots=True, kw_only=True)
class Filing:
    """The rows as they become, what was filed, and what is to be told.

    Attributes:
        agency: The office's name, which issues what bears its initials.
        new: What was filed, with its place.
        told: What is to be told of files.
    """

    rows: list[Evidence]
    dossier: Dossier
    codes: Sequence[str]
    roster: Roster
    agency: str
    new: list[tuple[Sent, str]] = field(default_factory=list)
    told: list[Remark] = field(default_factory=list)
    _of_code: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))  # rows of a criterion
    _codes_at: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # of a paper, in either form

    def take(self, incoming: Incoming, looks: Iterator[Look]) -> None:
        """Find what is new its place; `looks` are at each file of the dossier, then at each that came in.

        Raises:
            FileError: a folder cannot be made, or a file of the dossier not be read.
        """
        tell("xem tệp")
        for sent in self.dossier.files():
            look = next(looks)
            if not look.digest:  # what it holds would be filed a second time
                raise FileError(f"{sent.path}: không đọc được. Đóng tệp nếu đang mở ở chương trình khác rồi bấm lại.")
            self.dossier.know(sent.name, look)
        self.told += [Remark(left.why, left.name) for left in incoming.left]
        self._move_placed()
        for index, row in enumerate(self.rows):
            self._enter(index, row)
        claims, first = Claims(self.codes, self.rows), dict[str, Sent]()
        sheets = [(mail, code) for mail, sender in incoming.senders.items() if (code := self._unit_of(sender))]
        for sent in each("xếp tệp", incoming.files):
            look = next(looks)
            if look.problem == SHEET:
                sheets.append((sent.name.rpartition("/")[0], look.unit))
            elif self._is_useful(sent, look):
                self._take(sent, look, claims.of(sent, look), first.setdefault(look.digest, sent))
        for index, row in enumerate(self.rows):
            if row.file and not row.sender and row.source:
                sender = sender_of(row.source.split(_AND)[0], self.roster, sheets)
                self.rows[index] = replace(row, sender=sender)

    def _unit_of(self, address: str) -> str:
        """The one unit that an address belongs to, "" for none or several."""
        codes = {unit.code for unit in self.roster.units if address.casefold() in unit.addresses}
        return codes.pop() if len(codes) == 1 else ""

    def _is_useful(self, sent: Sent, look: Look) -> bool:
        if look.problem in (EMPTY, PROGRAM) or not look.digest:
            self.told.append(Remark(look.problem or UNREADABLE, sent.name))
            return False
        return True

    def _take(self, sent: Sent, look: Look, claim: Claim, first: Sent) -> None:
        """File what is new; `first` is the first file with this content, which may be the same."""
        if first is not sent:
            self.told.append(Remark(DOUBLED, sent.name, first.name))
        place = self.dossier.by_digest.get(look.digest)
        if place is None or first is not sent:
            self._file(sent, look, claim, place)
        elif not self._codes_at[_paper(place)]:
            self._note(sent, look, place, self._kept_claim(place, claim, sent))

    def _move_placed(self) -> None:
        """Move files of which nobody knew the criterion to the one that staff has written beside them meanwhile."""
        for index, row in enumerate(self.rows):
            if row.code in self.codes and row.file.startswith(f"{UNPLACED}/") and row.file in self.dossier.paths:
                self.rows[index] = replace(row, file=self.dossier.move(row.file, row.code))

    def _file(self, sent: Sent, look: Look, claim: Claim, place: str | None) -> None:
        """File what is new; `place` is where the same content is already."""
        code = claim.code or next((self.rows[index].code for index in claim.rows), "")
        twin = None if place else self._twin(sent, look, code)
        if place is None:
            number = look.page.number or next((self.rows[index].paper for index in claim.rows), None)
            if twin is None:
                place = self.dossier.add(sent, look, code, own_name(sent, number))
            else:
                place = self.dossier.add_beside(sent, look, self.rows[twin].file)
            self.new.append((sent, place))
        if twin is None:
            self._note(sent, look, place, Claim(code, claim.rows))
        else:
            row = self.rows[twin]
            signed = place if sent.ending == ".pdf" else row.file
            self.rows[twin] = replace(row, file=signed, source=f"{row.source}{_AND}{sent.name}")

    def _twin(self, sent: Sent, look: Look, code: str) -> int | None:
        """The row with the other form of the same paper: a signed PDF and its draft in Word are one."""
        others = {".pdf": _WORD}.get(sent.ending, (".pdf",) if sent.ending in _WORD else ())
        for index in self._of_code[code]:
            row = self.rows[index]
            if not row.file.endswith(others) or row.file not in self.dossier.looks:
                continue
            mine, theirs = look.page.number, self.dossier.looks[row.file].page.number
            names = map(likeness, row.source.split(_AND))
            if mine.is_same(theirs) if mine and theirs else likeness(sent.name) in names:
                return index
        return None

    def _kept_claim(self, place: str, claim: Claim, sent: Sent) -> Claim:
        """What is known of a file that is filed but is in no row: its folder tells, for staff may have moved it."""
        folder = place.partition("/")[0]
        moved = [n for n, row in enumerate(self.rows) if row.source == sent.name and row.file not in self.dossier.paths]
        return Claim(next((code for code in self.codes if fold(code) == fold(folder)), ""), moved or claim.rows)

    def _note(self, sent: Sent, look: Look, place: str, claim: Claim) -> None:
        """Write a file into the rows that mean it; where none of its criterion does, into a new one."""
        meant = [n for n in claim.rows if self.rows[n].file not in self.dossier.paths or self.rows[n].file == place]
        taken = [self.rows[n] for n in claim.rows if n not in meant]
        if taken and look.page.number:
            self.told.append(Remark(SAME_NUMBER, sent.name, taken[0].file))
        for index in meant:
            self.rows[index] = self._filled(self.rows[index], sent, look, place)
            self._codes_at[_paper(place)].add(self.rows[index].code)
        known = self._codes_at[_paper(place)]
        if not known or (claim.code and claim.code not in known):
            self.rows.append(self._filled(Evidence(code=claim.code), sent, look, place))
            self._enter(len(self.rows) - 1, self.rows[-1])

    def _filled(self, row: Evidence, sent: Sent, look: Look, place: str) -> Evidence:
        page = look.page
        number = row.number or (page.number.shown if page.number else "")
        ours = page.number and initials(self.agency) in page.number.parts
        return replace(
            row, file=place, source=row.source if row.file == place else sent.name, number=number,
            day=row.day or page.day, about=row.about or page.about, issuer=row.issuer or (self.agency if ours else ""),
        )  # fmt: skip

    def _enter(self, index: int, row: Evidence) -> None:
        self._of_code[row.code].append(index)
        self._codes_at[_paper(row.file)].add(row.code)


def _paper(place: str) -> str:
    """What both forms of a paper share of their places."""
    return place.rpartition(".")[0]
