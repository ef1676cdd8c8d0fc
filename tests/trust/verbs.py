"""Every verb that writes: how it is asked for, and what it starts from."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from cchc_macros import contract as c
from tests.conftest import TEMPLATES
from tests.tables import read_table, write_column
from xl.engine import activated, open_book

GOLDEN = Path(__file__).parents[1] / "golden" / "lang-son-2026-1.0.xlsx"
MOST = 60
NEXT, REPORT, VIEW = "{folder}/Năm sau.xlsx", "{folder}/Báo cáo.docx", "{folder}/Nhiều cơ quan.xlsx"
DOSSIER = "{folder}/Hồ sơ/Báo cáo tự đánh giá.docx"
LETTERS = ("--via", "eml", "--to", "{folder}/Thư", "--yes")
PAPERS = "{folder}/Văn bản"


@dataclass(frozen=True)
class Command:
    """A verb with its arguments, and what it starts from.

    Attributes:
        workbook: Where the workbook comes from, None for none.
        before: Commands run on it first.
        typed: What staff typed into a column of its scores before all that.
        writes: The file written last: what it holds tells old from new.
        adds: A second run adds its own lines to the log, or to the tables.
        refuses: A second run after one that was done says that there is nothing left to do.
        most: Kills at its steps, fewer for what takes long; every step where there are fewer.
    """

    arguments: tuple[str, ...]
    workbook: Path | None = TEMPLATES / "lang-son-2026.xlsx"
    before: tuple[tuple[str, ...], ...] = ()
    typed: tuple[str, tuple[str, ...]] | None = None
    writes: str = "{book}"
    adds: bool = False
    refuses: bool = False
    most: int = MOST

    def order(self, folder, arguments=None):
        """The command line in a folder."""
        return [argument.format(**places(folder)) for argument in arguments or self.arguments]

    def main(self, folder):
        """The file written last."""
        return Path(self.writes.format(**places(folder)))

    def start(self, folder, run, workbook=None):
        """Put what it starts from into a folder; `run` runs a command line. Return the workbook.

        `workbook` stands in for its own.
        """
        book = places(folder)["book"]
        if self.workbook:
            shutil.copy(workbook or self.workbook, book)
        if self.typed:
            with activated():
                opened = open_book(book)
                write_column(read_table(opened, c.CRITERIA), *self.typed)
                opened.save()
        for arguments in self.before:
            run(*self.order(folder, arguments))
        return book


VERBS = {
    "new": Command(("new", "{book}", "--example", "lang-son-2026"), workbook=None, refuses=True),
    "new --from": Command(("new", NEXT, "--from", "{book}"), writes=NEXT, refuses=True),
    "import": Command(("import", "{plan}", "{book}", "--yes"), TEMPLATES / "so-cchc.xlsx", adds=True),
    "recalculate": Command(("recalculate", "{book}")),
    "flag": Command(("flag", "{book}")),
    "audit": Command(("audit", "{book}")),
    "remedy": Command(("remedy", "{book}"), typed=(c.REMEDY, ("Rà soát lại hồ sơ",) * 8), adds=True),
    "assign": Command(("assign", "{book}")),
    "export": Command(("export", "{book}", "--to", "{folder}/Sổ đơn vị"), adds=True),
    "collect": Command(
        ("collect", "{book}", "{folder}/Gửi về"), before=(("export", "{book}", "--to", "{folder}/Gửi về"),), adds=True
    ),
    "evidence": Command(
        ("evidence", "{book}", "{folder}/Gửi về"), before=(("export", "{book}", "--to", "{folder}/Gửi về"),), adds=True
    ),
    "email": Command(("email", "{book}", *LETTERS), adds=True),
    "sent": Command(("sent", "{book}"), before=(("email", "{book}", *LETTERS),), adds=True),
    "remind": Command(("remind", "{book}", "--on", "2026-12-20", *LETTERS), adds=True),
    "letters": Command(
        ("letters", "{book}", "--kind", "assign", "--to", PAPERS), writes=f"{PAPERS}/Công văn giao việc - CC1.docx"
    ),
    "compare": Command(("compare", "{book}", "{old}"), adds=True),
    "print": Command(("print", "{book}", "--to", "{folder}/Bản in"), most=8),
    "report": Command(("report", "{book}", "--to", REPORT), writes=REPORT),
    "dossier": Command(("dossier", "{book}", "--to", "{folder}/Hồ sơ"), writes=DOSSIER, most=8),
    "gather": Command(("gather", "{folder}", "--to", VIEW), writes=VIEW, refuses=True),
    "upgrade": Command(("upgrade", "{book}"), GOLDEN),
    "undo": Command(("undo", "{book}"), before=(("flag", "{book}"),), refuses=True),
}  # fmt: skip


def places(folder):
    book = folder / "Sổ CCHC 2026 & bản='chính'.xlsx"
    return {"book": book, "folder": folder, "plan": TEMPLATES / "data" / "lang-son-2026.txt", "old": GOLDEN}
