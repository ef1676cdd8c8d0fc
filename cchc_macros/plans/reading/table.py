"""From a document's lines to the raw rows of its appendix tables: headers dropped, broken rows joined."""

import re
from collections.abc import Sequence
from itertools import takewhile

from cchc_macros import contract as c
from cchc_macros.plans.model import Line, Place
from cchc_macros.plans.reading.headings import read_header
from cchc_macros.plans.reading.places import RANKING, Header
from cchc_macros.plans.reading.raw import RawRow, RawTable, fill_dittos
from cchc_macros.plans.reading.rests import UNITS, clashes, is_rest, signs
from cchc_macros.plans.reading.scales import is_scale, scale_line
from cchc_macros.plans.reading.sets import begins_set
from cchc_macros.plans.reading.stated import STATED, read_stated
from cchc_macros.plans.words.codes import code_label, read_code, split_code
from cchc_macros.plans.words.pieces import join
from cchc_macros.plans.words.vocabulary import CODE, SYMBOL
from xl.late import regex

_PAGE_NUMBER = regex(r"[-–\s]*(?:trang\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?[-–\s]*", re.IGNORECASE)
_LOOKED_AT = 6  # lines below a header that tell where its numbers begin
_LONGEST_GROUP = 200  # characters of the name of a group of rows
_NOTHING = ("-", "–", "/")  # in a column of words they say that there is nothing to say
_BULLETS = frozenset("-+–—•*●")

Cells = dict[str, str]  # by heading of the workbook


def read_tables(lines: Sequence[Line]) -> tuple[list[RawTable], bool]:
    """Return the appendix tables of a document, and whether there was a ranking of agencies, which is none.

    A table of a kind that was there before goes on with it, so that an appendix in several tables is one; unless it
    has a title of its own and its numbers begin anew.
    """
    readers: list[_Reader] = []
    has_ranking = False
    before: list[str] = []
    reader: _Reader | None = None
    i = 0
    while i < len(lines):
        line = lines[i]
        i += 1
        if reader and not reader.ends_before(lines[i - 1 : i + _LOOKED_AT]) and reader.drop_repeat(line):
            continue
        header = read_header(lines, i - 1)
        if header and header[0].kind == RANKING:
            has_ranking = True
            before, reader = [], None
        elif header:
            i += header[1] - 1
            after = reader.after if reader else before
            reader = _reader_for(header[0], readers, after, lines[i - 1 : i + _LOOKED_AT])
        elif reader:
            reader.add(line)
        else:
            before += filter(None, line.texts)
    tables = [reader.table for reader in readers if reader.table.rows]
    for table in tables:
        table.dittos = fill_dittos(row.cells for row in table.rows)
    return tables, has_ranking


def _reader_for(header: Header, readers: "list[_Reader]", after: Sequence[str], lines: Sequence[Line]) -> "_Reader":
    """The reader of the table that this one goes on with, or a new one."""
    before = next((reader for reader in reversed(readers) if reader.table.header.kind == header.kind), None)
    if before and not begins_set(header, after, lines, before.table.rows):
        before.go_on_with(header)
        return before
    readers.append(_Reader(RawTable(header=header, before=list(after))))
    return readers[-1]


class _Reader:
    """Adds the lines of one table to its rows."""

    def __init__(self, table: RawTable) -> None:
        self.table = table
        self.after: list[str] = []  # paragraphs since the last row: a remark inside the table, or what follows it
        self._pending: list[tuple[Place, str, bool]] = []
        self._at_break = False  # a page break (header repeated, blank line) since the last row
        self._dropping = False  # inside a repeated header block
        self._signed = False  # below the rows, where the document is signed
        self._uncoded = 0  # rows of a table without an STT column
        self._in_scale = False  # the line before was of a criterion's scale

    def ends_before(self, lines: Sequence[Line]) -> bool:
        """Whether the header stands again over another set or appendix."""
        header = self.table.header
        return (
            bool(self.after)
            and header.repeats(lines[0].texts)
            and begins_set(header, self.after, lines, self.table.rows)
        )

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
        stated = read_stated(texts, self.table.header)
        if stated is not None or not any(texts):
            self.table.stated |= stated or {}
            return
        code_text, filled, merged = self._split(line)
        if _is_no_code(code_text, filled) or self._is_signature(code_text, filled):
            whole = " ".join(filter(None, texts))
            alone = sum(map(bool, texts)) == 1 and whole[:1].isupper() and len(whole) <= _LONGEST_GROUP
            self._set_aside(line.place, whole, is_group=alone and not self._signed and not signs(whole))
            return
        self._take_pending()
        at_break = self._at_break or line.fresh
        self._at_break = False
        self._count_unused(texts)
        row = self._new_row(code_text, filled, merged, line.place, at_break=at_break)
        if row:
            self.table.rows.append(row)
        elif self._is_scale(code_text, filled, at_break=at_break):
            self._add_scale(filled, line.place)
            return
        elif self.table.rows:
            self._join(code_text, filled, line.place, at_break=at_break)
        else:
            self.table.skipped.append((line.place, " ".join(filter(None, texts))))
        self._in_scale = False

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

    def _set_aside(self, place: Place, text: str, *, is_group: bool = False) -> None:
        """Keep a line that is no row: reported if rows follow, the end of the document otherwise."""
        self.after.append(text)
        self._pending.append((place, text, is_group))

    def _take_pending(self) -> None:
        """What was set aside is between rows: a line over the whole width is the name of a group of rows."""
        for place, text, is_group in self._pending:
            if is_group and self.table.header.has_codes:
                self.table.rows.append(self._uncoded_row({self.table.header.name: text}, place))
            else:
                self.table.skipped.append((place, text))
        self._pending, self.after = [], []

    def _is_signature(self, code_text: str | None, filled: Cells) -> bool:
        """Whether a line without STT is of the block that signs the document: there the rows end."""
        firsts = [text.partition("\n")[0] for text in filled.values()]
        self._signed = not code_text and (self._signed or (bool(firsts) and all(map(signs, firsts))))
        return self._signed

    def _split(self, line: Line) -> tuple[str | None, Cells, list[str]]:
        """Return the STT cell, the cells that are filled, and the columns whose cells are merged with those above.

        An STT cell that is merged with the one above is None.
        """
        code_text: str | None = ""
        filled: Cells = {}
        merged = []
        for i, column in self.table.header.columns.items():
            cell = line.cells[i] if i < len(line.cells) else ""
            if column == CODE:
                code_text = cell
            elif cell is None:
                merged.append(column)
            elif cell and not (cell in _NOTHING and column not in STATED):
                filled[column] = cell
        return code_text, filled, merged

    def _new_row(
        self, code_text: str | None, filled: Cells, merged: list[str], place: Place, *, at_break: bool
    ) -> RawRow | None:
        """Return the row that begins with this line, or None if the line goes on with the row above."""
        header = self.table.header
        above = self.table.rows[-1].cells if self.table.rows else {}
        whole = {column: above[column] for column in merged if column in above} | filled
        whole.pop(SYMBOL, None)
        if code_text and (code := read_code(code_text)) is not None:
            return RawRow(code=code, cells=whole, first=place, last=place, label=code_label(code_text))
        if code_text is None:
            parts = header.name in filled and any(
                clashes(column, filled[column], above.get(column, "")) for column in filled
            )
            return self._uncoded_row(whole, place) if parts else None
        name = filled.get(header.name, "")
        led = split_code(name if filled else code_text)
        if led and (code_text or _is_section(led[0]) or not (header.has_codes and at_break)):
            label = code_label(code_text or name)
            return RawRow(code=led[0], cells=filled | {header.name: led[1]}, first=place, last=place, label=label)
        if not name or self._is_scale(code_text, filled, at_break=at_break):
            return None
        goes_on = is_rest(filled, above, header.name, at_break=at_break, numbered=header.has_codes)
        return None if goes_on and self.table.rows and SYMBOL not in filled else self._uncoded_row(whole, place)

    def _is_scale(self, code_text: str | None, filled: Cells, *, at_break: bool) -> bool:
        header, rows = self.table.header, self.table.rows
        if code_text or header.kind != "criteria" or not header.has_codes or not rows:
            return False
        return is_scale(filled, rows[-1].cells, header.name, at_break=at_break, goes_on=self._in_scale)

    def _add_scale(self, filled: Cells, place: Place) -> None:
        row = self.table.rows[-1]
        text = scale_line(filled, self.table.header.name)
        before = row.cells.get(c.SCALE, "")
        row.cells[c.SCALE] = join(before, text) if text[:1].islower() else "\n".join(filter(None, (before, text)))
        row.last, self._in_scale = place, True
        self.table.scales.add(row.code)

    def _uncoded_row(self, cells: Cells, place: Place) -> RawRow:
        """Return a row without STT under one that cannot clash: `1.5a` after `1.5`."""
        self._uncoded += 1
        if not self.table.header.has_codes:
            return RawRow(code=str(self._uncoded), cells=cells, first=place, last=place)
        above = list(takewhile(lambda row: row.made_up, reversed(self.table.rows)))
        base = self.table.rows[-len(above) - 1].code if len(above) < len(self.table.rows) else "0"
        code = base + _letters(len(above))
        doubt = f"Dòng không có STT, tạm ghi {code}. Xem lại và đánh số cho đúng."
        return RawRow(code=code, cells=cells, first=place, last=place, doubts=[doubt], made_up=True)

    def _join(self, code_text: str | None, filled: Cells, place: Place, *, at_break: bool) -> None:
        row = self.table.rows[-1]
        merged, bullet = code_text is None, code_text in _BULLETS
        if bullet:  # it stands where the STT would
            filled |= {self.table.header.name: f"{code_text} {filled.get(self.table.header.name, '')}"}
        for column, text in filled.items():
            above = row.cells.get(column, "")
            apart = merged or column == c.SCALE or (column in UNITS and clashes(column, text, above))
            row.cells[column] = f"{above}\n{text}" if apart and above else join(above, text)
        row.cells.pop(SYMBOL, None)
        if not at_break and not merged and not bullet:
            row.doubts.append(f"Nối với {place} không có STT, dù không ở chỗ ngắt trang. Xem lại chỗ nối.")
        row.last, row.joined = place, True

    def _count_unused(self, texts: tuple[str, ...]) -> None:
        header = self.table.header
        for i, text in enumerate(texts):
            if text and (i in header.unused or i >= len(header.headings)):
                heading = header.headings[i] if i in header.unused else f"cột thứ {i + 1}"
                self.table.unused[heading] = self.table.unused.get(heading, 0) + 1


def _is_no_code(code_text: str | None, filled: Cells) -> bool:
    """Whether the STT cell holds text that is no STT: a signature, a remark, another table."""
    if not code_text or code_text in _BULLETS or read_code(code_text) is not None:
        return False
    return bool(filled) or split_code(code_text) is None


def _letters(number: int) -> str:
    """0 is a, 25 is z, 26 is za."""
    return "z" * (number // 26) + chr(ord("a") + number % 26)


def _is_section(code: str) -> bool:
    return bool(re.fullmatch(r"[IVX]+|[A-H]", code))
