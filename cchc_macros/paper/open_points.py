"""What is still open in a workbook that goes on paper: errors, undecided conflicts, notes against their points."""

from typing import Any

import xlwings as xw

from cchc_macros import contract as c
from cchc_macros.book.cells import text_of
from cchc_macros.book.work import Work, read_work
from cchc_macros.book.workbook import Workbook
from cchc_macros.rules.findings import ERROR
from cchc_macros.rules.scoring.so_far import tell_missing_results
from cchc_macros.scores.audit import find_all
from xl.late import dataclass

_AGAINST_THEMSELVES = ("NOTE_SAYS_FULL", "NOTE_DEDUCTION_MISMATCH")  # a note and points that are in one printed row


@dataclass(frozen=True, slots=True)
class OpenPoints:
    """What is open: how many errors and conflicts, the findings whose two sides both go on paper, results that lack."""

    errors: int
    conflicts: int
    contradictions: list[dict[str, Any]]
    missing: str

    def message(self) -> str:
        """One or two sentences, "" where nothing is open."""
        counts = ((self.errors, "lỗi"), (self.conflicts, "xung đột"))
        listed = ", ".join(f"{count} {what}" for count, what in counts if count)
        text = " ".join(filter(None, (f"Còn {listed} chưa xử lý." if listed else "", self.missing)))
        if self.contradictions:
            places = " ".join(f"{found['sheet']}!{found['cell']}: {found['message']}" for found in self.contradictions)
            text += f" Ghi chú và điểm mâu thuẫn: {places}"
        return text

    def data(self) -> dict[str, Any]:
        """For `--json`."""
        return {"errors": self.errors, "conflicts": self.conflicts, "contradictions": self.contradictions}


def find_open(workbook: Workbook, work: Work) -> OpenPoints:
    """Look for what is open in a workbook."""
    findings = find_all(workbook, work)
    conflicts = 0
    if workbook.has(c.CONFLICTS):
        rows = [row for _, row in workbook.table(c.CONFLICTS).rows()]
        conflicts = sum(bool(text_of(row[c.COLUMN])) and not text_of(row[c.CHOICE]) for row in rows)
    return OpenPoints(
        errors=sum(found["level"] == ERROR for found in findings),
        conflicts=conflicts,
        missing=tell_missing_results(work.scores),
        contradictions=[found for found in findings if found["code"] in _AGAINST_THEMSELVES],
    )


def before_printing(book: xw.Book) -> str:
    """What to ask before the papers are made, "" where nothing is open."""
    return _asked(book, "Vẫn in?")


def before_reporting(book: xw.Book) -> str:
    """What to ask before the report is made, "" where nothing is open."""
    return _asked(book, "Vẫn lập báo cáo?")


def _asked(book: xw.Book, question: str) -> str:
    workbook = Workbook(book)
    told = find_open(workbook, workbook.once(read_work)).message()
    return f"{told} {question}" if told else ""
