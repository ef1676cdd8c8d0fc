"""From a document's lines to the raw rows of its appendix tables: headers dropped, broken rows joined."""

import re
from collections.abc import Sequence
from itertools import takewhile

from cchc_macros import contract as c
from cchc_macros.plans.model import Line, Place
from cchc_macros.plans.reading.dittos import fill_dittos
from cchc_macros.plans.reading.headings import Header, read_header
from cchc_macros.plans.reading.places import RANKING
from cchc_macros.plans.reading.raw import Found, RawRow, RawTable
from cchc_macros.plans.reading.rests import UNITS, clashes, is_rest
from cchc_macros.plans.reading.scales import is_scale, scale_line
from cchc_macros.plans.reading.sets import begins_set
from cchc_macros.plans.reading.signature import signs
from cchc_macros.plans.words.codes import code_label, read_code, split_code
from cchc_macros.plans.words.pieces import join
from cchc_macros.plans.words.vocabulary import CODE, SYMBOL
from cchc_macros.rules.text import unaccented
from xl.late import regex

_PAGE_NUMBER = regex(r"[-–\s]*(?:trang\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?[-–\s]*", re.IGNORECASE)
_TOTAL = regex(unaccented(r"(tổng( số)?( điểm| cộng)?|cộng)( chung| cộng| điểm)?[ .:]*(\(.*\))?"))
_LOOKED_AT = 6  # lines below a header that tell where its numbers begin
_INDEX = regex(unaccented(r"(.{0,30} )?chỉ số\b.{0,80}|(tỷ|tỉ) lệ( điểm)?( đạt)?( được)?.{0,20}"))
_STATED = {c.MAX_SCORE: "max", c.RESULT: "result", c.TARGET: "target"}
_LONGEST_GROUP = 200  # characters of the name of a group of rows
_NOTHING = ("-", "–", "/")  # in a column of words they say that there is nothing to say
_BULLETS = frozenset("-+–—•*●")


def read_tables(lines: Sequence[Line]) -> Found:
    """Return the appendix tables of a document; a table that is no appendix is passed over.

    A table of a kind that was there before goes on with it, so that an appendix in several tables is one; unless it
    has a title of its own and its numbers begin anew.
    """
    readers: list[_Reader] = []
    found = Found()
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
            found.rankings += 1
            before, reader = [], None
        elif header:
            i += header[1] - 1
            after = reader.after if reader else before
            reader = _reader_for(header[0], readers, after, lines[i - 1 : i + _LOOKED_AT])
        elif reader:
            reader.add(line)
        else:
            before += filter(None, line.texts)
    found.tables = [reader.table for reader in readers if reader.table.rows]
    for table in found.tables:
        table.dittos = fill_dittos(row.cells for row in table.rows)
    return found


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
        if not any(texts) or self._take_stated(texts):
            return
        if self._is_no_row(line) or self._is_signature(line):
            whole = " ".join(filter(None, texts))
            alone = sum(map(bool, texts)) == 1 and whole[:1].isupper() and len(whole) <= _LONGEST_GROUP
            self._set_aside(line.place, whole, is_group=alone and not self._signed and not signs(whole))
            return
        self._take_pending()
        at_break = self._at_break or line.fresh
        self._at_break = False
        code_text, cells = self._split(line)
        self._count_unused(texts)
        row = self._new_row(code_text, cells, line, at_break=at_break)
        if row:
            self.table.rows.append(row)
        elif self._is_scale(code_text, cells, at_break=at_break):
            self._add_scale(cells, line)
            return
        elif self.table.rows:
            self._join(code_text, cells, line, at_break=at_break)
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
            elif cell != "" and not (cell in _NOTHING and column not in _STATED):
                cells[column] = cell or ""
        return code, cells

    def _new_row(self, code_text: str | None, cells: dict[str, str], line: Line, *, at_break: bool) -> RawRow | None:
        """Return the row that begins with this line, or None if the line goes on with the row above."""
        name = self.table.header.name
        filled = {column: text for column, text in cells.items() if text}
        code = read_code(code_text) if code_text else None
        above = self.table.rows[-1].cells if self.table.rows else {}
        if code is not None:
            row = RawRow(
                code=code,
                cells=self._merged(cells, above) | filled,
                first=line.place,
                last=line.place,
                label=code_label(code_text or ""),
            )
            row.cells.pop(SYMBOL, None)
            return row
        if code_text is None:
            parts = name in filled and any(clashes(column, filled[column], above.get(column, "")) for column in filled)
            return self._uncoded_row(self._merged(cells, above) | filled, line.place) if parts else None
        led = split_code(code_text if not filled else filled.get(name, ""))
        if led and (code_text or _is_section(led[0]) or not (self.table.header.has_codes and at_break)):
            label = code_label(code_text or filled.get(name, ""))
            return RawRow(code=led[0], cells=filled | {name: led[1]}, first=line.place, last=line.place, label=label)
        if name not in filled or self._is_scale(code_text, cells, at_break=at_break):
            return None
        numbered = self.table.header.has_codes
        if (
            not self.table.rows
            or SYMBOL in filled
            or not is_rest(filled, above, name, at_break=at_break, numbered=numbered)
        ):
            return self._uncoded_row(self._merged(cells, above) | filled, line.place)
        return None

    @staticmethod
    def _merged(cells: dict[str, str], above: dict[str, str]) -> dict[str, str]:
        """The texts that merged cells take from the row above."""
        return {column: above[column] for column, text in cells.items() if not text and column in above}

    def _is_scale(self, code_text: str | None, cells: dict[str, str], *, at_break: bool) -> bool:
        header, rows = self.table.header, self.table.rows
        if code_text or header.kind != "criteria" or not header.has_codes or not rows:
            return False
        filled = {column: text for column, text in cells.items() if text}
        return is_scale(filled, rows[-1].cells, header.name, at_break=at_break, goes_on=self._in_scale)

    def _add_scale(self, cells: dict[str, str], line: Line) -> None:
        row = self.table.rows[-1]
        filled = {column: text for column, text in cells.items() if text}
        text = scale_line(filled, self.table.header.name)
        before = row.cells.get(c.SCALE, "")
        row.cells[c.SCALE] = join(before, text) if text[:1].islower() else "\n".join(filter(None, (before, text)))
        row.last, self._in_scale = line.place, True
        self.table.scales.add(row.code)

    def _uncoded_row(self, filled: dict[str, str], place: Place) -> RawRow:
        """Return a row without STT under one that cannot clash: `1.5a` after `1.5`."""
        filled.pop(SYMBOL, None)
        self._uncoded += 1
        if not self.table.header.has_codes:
            return RawRow(code=str(self._uncoded), cells=filled, first=place, last=place)
        above = list(takewhile(lambda row: row.made_up, reversed(self.table.rows)))
        base = self.table.rows[-len(above) - 1].code if len(above) < len(self.table.rows) else "0"
        code = base + _letters(len(above))
        doubt = f"Dòng không có STT, tạm ghi {code}. Xem lại và đánh số cho đúng."
        return RawRow(code=code, cells=filled, first=place, last=place, doubts=[doubt], made_up=True)

    def _join(self, code_text: str | None, cells: dict[str, str], line: Line, *, at_break: bool) -> None:
        row = self.table.rows[-1]
        merged, bullet = code_text is None, code_text in _BULLETS
        if bullet:  # it stands where the STT would
            cells |= {self.table.header.name: f"{code_text} {cells.get(self.table.header.name, '')}"}
        for column, text in cells.items():
            above = row.cells.get(column, "")
            apart = merged or column == c.SCALE or (column in UNITS and clashes(column, text, above))
            row.cells[column] = f"{above}\n{text}" if apart and above and text else join(above, text)
        row.cells.pop(SYMBOL, None)
        if not at_break and not merged and not bullet:
            row.doubts.append(f"Nối với {line.place} không có STT, dù không ở chỗ ngắt trang. Xem lại chỗ nối.")
        row.last, row.joined = line.place, True

    def _take_stated(self, texts: tuple[str, ...]) -> bool:
        """Keep the printed totals of a total or index row; say whether it is one."""
        label = unaccented(next((text for text in texts if text), ""))
        columns = self.table.header.columns
        scores = {_STATED[columns[i]]: text for i, text in enumerate(texts) if text and columns.get(i) in _STATED}
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
