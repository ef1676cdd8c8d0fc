"""From a document's lines to the raw rows of its appendix tables: headers dropped, broken rows joined."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from cchc_macros import contract as c
from cchc_macros.plans.codes import read_code, split_code
from cchc_macros.plans.dittos import fill_dittos
from cchc_macros.plans.headings import CODE, Header, read_header
from cchc_macros.plans.model import Kind, Line, Place
from cchc_macros.plans.pieces import join
from cchc_macros.plans.signature import signs
from cchc_macros.rules.text import unaccented

_PAGE_NUMBER = re.compile(r"[-–\s]*(?:trang\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?[-–\s]*", re.IGNORECASE)
_TOTAL = re.compile(unaccented(r"(tổng( số)?( điểm| cộng)?|cộng)( chung| cộng| điểm)?[ .:]*(\(.*\))?"))
_INDEX = re.compile(unaccented(r"(.{0,30} )?chỉ số\b.{0,80}|(tỷ|tỉ) lệ( điểm)?( đạt)?( được)?.{0,20}"))
_SCORES = {c.MAX_SCORE: "max", c.RESULT: "result", c.TARGET: "target"}
_FEW = 2  # columns that a broken row's rest may well share with its beginning
_NOTHING = ("-", "–", "/")  # in a column of words they say that there is nothing to say
_BULLETS = frozenset("-+–—•*●")


@dataclass(slots=True, kw_only=True)
class RawRow:
    """A row being read; `cells` by contract heading."""

    code: str
    cells: dict[str, str]
    first: Place
    last: Place
    joined: bool = False
    made_up: bool = False  # the STT is ours
    doubts: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class RawTable:
    """One appendix table as read.

    Attributes:
        header: Of its columns.
        before: The paragraphs before it: title and the like.
        rows: Its rows, broken ones joined.
        stated: Printed totals: key of `Plan.stated` to text.
        repeats: How many times the header was repeated and dropped.
        skipped: Lines inside the table that are no row of it, with their text.
        dittos: How many cells only repeat the one above.
        unused: Texts found in columns the workbook has no place for, by heading.
    """

    header: Header
    before: list[str]
    rows: list[RawRow] = field(default_factory=list)
    stated: dict[str, str] = field(default_factory=dict)
    repeats: int = 0
    skipped: list[tuple[Place, str]] = field(default_factory=list)
    dittos: int = 0
    unused: dict[str, int] = field(default_factory=dict)


def read_tables(lines: Sequence[Line]) -> list[RawTable]:
    """Return the appendix tables of a document, one of each kind; a table that is no appendix is passed over.

    A table of a kind that was there before goes on with it, so that an appendix in several tables is one.
    """
    readers: dict[Kind, _Reader] = {}
    before: list[str] = []
    reader: _Reader | None = None
    i = 0
    while i < len(lines):
        line = lines[i]
        i += 1
        if reader and reader.drop_repeat(line):
            continue
        found = read_header(lines[i - 1 : i + 2])
        if found:
            header, length = found
            i += length - 1
            after = reader.after if reader else before
            reader = readers.get(header.kind)
            if reader:
                reader.go_on_with(header)
            else:
                reader = readers[header.kind] = _Reader(RawTable(header=header, before=list(after)))
        elif reader:
            reader.add(line)
        else:
            before += filter(None, line.texts)
    tables = [reader.table for reader in readers.values() if reader.table.rows]
    for table in tables:
        table.dittos = fill_dittos(row.cells for row in table.rows)
    return tables


class _Reader:
    """Adds the lines of one table to its rows."""

    def __init__(self, table: RawTable) -> None:
        self.table = table
        self.after: list[str] = []  # paragraphs since the last row: a remark inside the table, or what follows it
        self._pending: list[tuple[Place, str]] = []
        self._at_break = False  # a page break (header repeated, blank line) since the last row
        self._dropping = False  # inside a repeated header block
        self._signed = False  # below the rows, where the document is signed
        self._uncoded = 0  # rows of a table without an STT column

    def drop_repeat(self, line: Line) -> bool:
        """Drop the line if it is the header again; say whether."""
        texts = line.texts
        if not line.table or not (self.table.header.repeats(texts) or self.table.header.numbers_columns(texts)):
            self._dropping = False
            return False
        self.table.repeats += not self._dropping
        self._dropping = True
        self._break_page()
        return True

    def go_on_with(self, header: Header) -> None:
        """Read on under another header of the same kind (other order or wording of columns)."""
        self.table.header = header
        self.table.repeats += 1
        self._break_page()

    def _break_page(self) -> None:
        """Go on after a break: the rest of a row may follow, but not where the rows had ended in a signature."""
        self._at_break, self._signed = not self._signed, False

    def add(self, line: Line) -> None:
        """Add one line that is no header."""
        if not line.table:
            self._add_paragraph(line)
            return
        texts = line.texts
        if not any(texts) or self._take_stated(texts):
            return
        if self._is_no_row(line) or self._is_signature(line):
            self._set_aside(line.place, " ".join(filter(None, texts)))
            return
        self.table.skipped += self._pending
        self._pending, self.after = [], []
        at_break = self._at_break or line.fresh
        self._at_break = False
        code_text, cells = self._split(line)
        self._count_unused(texts)
        row = self._new_row(code_text, cells, line, at_break=at_break)
        if row:
            self.table.rows.append(row)
        elif self.table.rows:
            self._join(code_text, cells, line, at_break=at_break)
        else:
            self.table.skipped.append((line.place, " ".join(filter(None, texts))))

    def _add_paragraph(self, line: Line) -> None:
        text = line.texts[0]
        led = split_code(text)
        if _PAGE_NUMBER.fullmatch(text):
            self._at_break = True
        elif led and _is_section(led[0]) and not self.table.stated:
            self.table.rows.append(
                RawRow(code=led[0], cells={self.table.header.name: led[1]}, first=line.place, last=line.place)
            )
        else:
            self._set_aside(line.place, text)

    def _set_aside(self, place: Place, text: str) -> None:
        """Keep a line that is no row: reported if rows follow, the end of the document otherwise."""
        self.after.append(text)
        self._pending.append((place, text))

    def _is_no_row(self, line: Line) -> bool:
        """Whether the STT cell holds text that is no STT: a signature, a remark, another table."""
        code_text, cells = self._split(line)
        return (
            bool(code_text)
            and code_text not in _BULLETS
            and read_code(code_text or "") is None
            and (any(cells.values()) or split_code(code_text or "") is None)
        )

    def _is_signature(self, line: Line) -> bool:
        """Whether a line without STT is of the block that signs the document: there the rows end."""
        code, cells = self._split(line)
        filled = [text.partition("\n")[0] for text in cells.values() if text]
        self._signed = not code and (self._signed or (bool(filled) and all(map(signs, filled))))
        return self._signed

    def _split(self, line: Line) -> tuple[str | None, dict[str, str]]:
        """Return the STT cell (None: merged with the row above) and the other cells by heading.

        Empty cells are left out; a cell merged with the one above stays as empty text.
        """
        code: str | None = ""
        cells: dict[str, str] = {}
        for i, column in self.table.header.columns.items():
            cell = line.cells[i] if i < len(line.cells) else ""
            if column == CODE:
                code = cell
            elif cell != "" and not (cell in _NOTHING and column not in _SCORES):
                cells[column] = cell or ""
        return code, cells

    def _new_row(self, code_text: str | None, cells: dict[str, str], line: Line, *, at_break: bool) -> RawRow | None:
        """Return the row that begins with this line, or None if the line goes on with the row above."""
        name = self.table.header.name
        filled = {column: text for column, text in cells.items() if text}
        code = read_code(code_text) if code_text else None
        if code is not None:
            above = self.table.rows[-1].cells if self.table.rows else {}
            merged = {column: above[column] for column, text in cells.items() if not text and column in above}
            return RawRow(code=code, cells=merged | filled, first=line.place, last=line.place)
        if code_text is None:
            return None
        led = split_code(code_text if not filled else filled.get(name, ""))
        if led and (code_text or _is_section(led[0]) or not (self.table.header.has_codes and at_break)):
            return RawRow(code=led[0], cells=filled | {name: led[1]}, first=line.place, last=line.place)
        if name in filled and (not self.table.rows or self._is_row_of_its_own(filled, at_break=at_break)):
            return self._uncoded_row(filled, line)
        return None

    def _is_row_of_its_own(self, filled: dict[str, str], *, at_break: bool) -> bool:
        """Whether a line without STT is a row whose STT was lost, and not the rest of the row above.

        A rest stands at a page break; in mid-page, what fills the same columns as the row above is a row.
        """
        above = self.table.rows[-1].cells
        if any(column in above and column in filled for column in _SCORES):
            return True
        if not self.table.header.has_codes:
            return self.table.header.name in filled and not at_break
        alike = sum(column in above for column in filled)
        return not at_break and self.table.header.name in filled and (alike > _FEW or len(above) == 1 < len(filled))

    def _uncoded_row(self, filled: dict[str, str], line: Line) -> RawRow:
        """Return a row without STT under one that cannot clash: `1.5a` after `1.5`."""
        self._uncoded += 1
        if not self.table.header.has_codes:
            return RawRow(code=str(self._uncoded), cells=filled, first=line.place, last=line.place)
        above = list(takewhile(lambda row: row.made_up, reversed(self.table.rows)))
        base = self.table.rows[-len(above) - 1].code if len(above) < len(self.table.rows) else "0"
        code = base + _letters(len(above))
        doubt = f"Dòng không có STT, tạm ghi {code}. Xem lại và đánh số cho đúng."
        return RawRow(code=code, cells=filled, first=line.place, last=line.place, doubts=[doubt], made_up=True)

    def _join(self, code_text: str | None, cells: dict[str, str], line: Line, *, at_break: bool) -> None:
        row = self.table.rows[-1]
        merged, bullet = code_text is None, code_text in _BULLETS
        if bullet:  # it stands where the STT would
            cells |= {self.table.header.name: f"{code_text} {cells.get(self.table.header.name, '')}"}
        for column, text in cells.items():
            above = row.cells.get(column, "")
            row.cells[column] = f"{above}\n{text}" if merged and above and text else join(above, text)
        if not at_break and not merged and not bullet:
            row.doubts.append(f"Nối với {line.place} không có STT, dù không ở chỗ ngắt trang. Xem lại chỗ nối.")
        row.last, row.joined = line.place, True

    def _take_stated(self, texts: tuple[str, ...]) -> bool:
        """Keep the printed totals of a total or index row; say whether it is one."""
        label = unaccented(next((text for text in texts if text), ""))
        columns = self.table.header.columns
        scores = {_SCORES[columns[i]]: text for i, text in enumerate(texts) if text and columns.get(i) in _SCORES}
        if self.table.header.kind != "criteria" or not any(ch.isdecimal() for text in scores.values() for ch in text):
            return False
        if _TOTAL.fullmatch(label):
            self.table.stated |= scores
        elif _INDEX.fullmatch(label) and any("%" in text for text in scores.values()):
            names = {"result": "index", "target": "target_index"}
            self.table.stated |= {names[key]: text for key, text in scores.items() if key in names}
        else:
            return False
        return True

    def _count_unused(self, texts: tuple[str, ...]) -> None:
        header = self.table.header
        for i, text in enumerate(texts):
            if text and (i in header.unused or i >= len(header.headings)):
                heading = header.headings[i] if i in header.unused else f"cột thứ {i + 1}"
                self.table.unused[heading] = self.table.unused.get(heading, 0) + 1


def _letters(number: int) -> str:
    """0 is a, 25 is z, 26 is za."""
    return "z" * (number // 26) + chr(ord("a") + number % 26)


def _is_section(code: str) -> bool:
    return bool(re.fullmatch(r"[IVX]+|[A-H]", code))
