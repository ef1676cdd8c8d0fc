"""The steps of the year on one plan, from the published text to next year's workbook."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import xl.light  # noqa: F401  # must come before what imports xlwings
from cchc_macros.stock import STOCK

import xlwings as xw  # isort: skip

from cchc_macros import contract as c
from cchc_macros.book.settings import write_settings
from cchc_macros.book.workbook import Workbook
from cchc_macros.contract import TableSpec
from cchc_macros.demo.appraising import SHEET, appraise, appraise_again, explain
from cchc_macros.demo.filling import fill_in
from cchc_macros.demo.page import Step
from cchc_macros.demo.pictures import of_pdfs, of_sheet
from cchc_macros.demo.season import score_oneself, send_evidence
from cchc_macros.errors import ToolError
from cchc_macros.registry import EXAMPLES, button
from cchc_macros.rules.dates import format_date
from cchc_macros.summary import Summary
from xl.session import run_on_file

# Days towards the end of the year, whenever the demo runs.
_START = {c.TODAY: date(2026, 12, 1), c.REPLY_BY: date(2026, 12, 15)}
_LATER = {c.TODAY: date(2026, 12, 20)}
_SHOWS: dict[str, TableSpec] = {"audit": c.FINDINGS, "flag": c.CRITERIA, "assign": c.TASKS}
_HABITS_APART = 4  # so that the two plans' units show all habits
_BOOKKEEPING = (".sao-luu", ".sqlite")


def work_through(example: str, book: Path, folder: Path) -> Iterator[Step]:
    """Do the year's work; a step for which a program is missing says so and the next ones go on."""
    year = _Year(book, folder)
    yield from _begin(year, example)
    yield from (year.verb(verb, shows=_SHOWS.get(verb)) for verb in ("recalculate", "flag", "audit", "assign"))
    yield year.verb("export", to=folder / "so-don-vi")
    yield year.verb("email", via="eml", to=folder / "thu")
    back = folder / "gui-ve"
    first = EXAMPLES.index(example) * _HABITS_APART
    yield year.step("Các đơn vị điền và gửi lại", lambda: _returned(folder, back, first))
    yield year.verb("collect", dir=back, shows=c.CONFLICTS)
    yield year.step("Chọn ở sheet Xung đột", lambda: run_on_file(book, _choose, verb="choose"))
    yield year.verb("collect", dir=back, title="Tổng hợp phiếu lần nữa, theo lựa chọn", shows=c.PROGRESS_TABLE)
    yield year.step("Điểm các đơn vị tự chấm", lambda: run_on_file(book, _own_scores, verb="show", write=False),
                    shows=c.SELF_SCORES)  # fmt: skip
    yield year.step("Sau hạn gửi phiếu", lambda: _set(book, _LATER))
    yield year.verb("remind", via="eml", to=folder / "thu-nhac")
    yield year.verb("letters", kind="urge", to=folder / "cong-van")
    yield year.verb("letters", kind="progress", to=folder / "cong-van", title="Bảng tiến độ họp giao ban")
    yield year.verb("print", to=folder / "ban-in")
    yield year.verb("report", to=folder / "bao-cao.docx")
    yield from _season(year)
    following = folder / "so-cchc-nam-sau.xlsx"
    yield year.step("Sổ cho năm sau", lambda: button("new").load()(following, from_=book).message)


def _begin(year: "_Year", example: str) -> Iterator[Step]:
    """The published text read into a blank workbook; the example, which also knows the units' addresses."""
    blank = year.folder / "so-nhap-tu-van-ban.xlsx"

    def read() -> str:
        button("new").load()(blank)
        plan = STOCK / f"data/{example}.txt"
        return _message(run_on_file(blank, button("import").load(), verb="import", plan=plan, add_units=True))

    def make() -> str:
        told = _message(button("new").load()(year.book, example=example))
        return f"{told}\n{_set(year.book, _START)}"

    yield year.step("Nhập văn bản kế hoạch vào sổ trống", read)
    yield year.step("Sổ ví dụ, có thêm email của các đơn vị", make)


def _season(year: "_Year") -> Iterator[Step]:
    """The season of appraisal: points of one's own, what proves them, the dossier, and the appraisal."""
    sent = year.folder / "minh-chung"
    yield year.step("Mùa chấm điểm: tự chấm (giả định)", lambda: run_on_file(year.book, score_oneself, verb="season"),
                    shows=c.CRITERIA)  # fmt: skip
    yield year.step("Các đơn vị gửi tài liệu kiểm chứng (giả định)",
                    lambda: run_on_file(year.book, send_evidence, verb="season", write=False, to=sent),
                    draws=False)  # fmt: skip
    yield year.verb("evidence", dir=sent, shows=c.EVIDENCE_TABLE, draws=False)
    yield year.verb("audit", title="Kiểm tra số liệu, có minh chứng", shows=c.FINDINGS)
    yield year.verb("dossier", to=year.folder / "ho-so")
    yield from _appraisal(year)


def _appraisal(year: "_Year") -> Iterator[Step]:
    """The rounds of appraisal: points come in, differences go out and come back explained, the last round counts."""
    asked, answered = year.folder / "so-giai-trinh", year.folder / "giai-trinh"
    yield year.step("Cơ quan thẩm định chấm lần 1 (giả định)",
                    lambda: run_on_file(year.book, appraise, verb="season", write=False, to=year.folder))  # fmt: skip
    yield year.verb("import", plan=year.folder / SHEET, title="Nhập bảng điểm thẩm định", shows=c.APPRAISALS)
    yield year.verb("export", to=asked, title="Xuất sổ đơn vị, có sheet Giải trình")
    yield year.step("Các đơn vị giải trình (giả định)", lambda: explain(asked, answered))
    yield year.verb("collect", dir=answered, title="Tổng hợp phiếu giải trình", shows=c.APPRAISALS)
    yield year.step("Thẩm định lần 2 (giả định)", lambda: run_on_file(year.book, appraise_again, verb="season"))
    yield year.verb("recalculate", title="Tính lại điểm theo vòng cuối", shows=c.CRITERIA)


class _Year:
    """One plan's workbook and folder, and what each step made there."""

    def __init__(self, book: Path, folder: Path) -> None:
        self.book = book
        self.folder = folder
        self._known: set[Path] = set()

    def verb(
        self, verb: str, *, title: str = "", shows: TableSpec | None = None, draws: bool = True, **options: Any
    ) -> Step:
        """Press a button."""
        chosen = button(verb)

        def press() -> str:
            write = chosen.book == "write"
            return _message(run_on_file(self.book, chosen.load(), verb=verb, write=write, **options))

        return self.step(title or str(chosen.label), press, shows=shows, draws=draws)

    def step(self, title: str, do: Callable[[], str], *, shows: TableSpec | None = None, draws: bool = True) -> Step:
        """Do something and see which files it made, and what pages, unless these are units' own (`draws`)."""
        try:
            told, is_done = do(), True
        except ToolError as error:
            told, is_done = str(error), False
        made = self._new_files()
        pictures = of_pdfs(path for path in made if path.suffix == ".pdf" and draws)
        if shows is not None and is_done:
            pictures += of_sheet(self.book, shows)
        return Step(title=title, told=told, is_done=is_done, files=made, pictures=pictures)

    def _new_files(self) -> list[Path]:
        found = {
            path
            for path in self.folder.rglob("*")
            if path.is_file() and not any(mark in part for part in path.parts for mark in _BOOKKEEPING)
        }
        new = sorted(found - self._known)
        self._known |= found
        return new


def _message(summary: Summary) -> str:
    return summary.message


def _set(book: Path, days: Mapping[str, date]) -> str:
    """Write days into the settings; say which."""
    run_on_file(book, lambda opened: write_settings(Workbook(opened).settings, days), verb="settings")
    return "Ghi vào sheet Thông tin: " + "; ".join(f"{key} {format_date(day)}" for key, day in days.items()) + "."


def _returned(folder: Path, back: Path, first: int) -> str:
    return "\n".join(f"{path.stem}: {how}." for path, how in fill_in(folder / "so-don-vi", back, first))


def _choose(book: xw.Book) -> str:
    """Choose the returned value of each cell in question, of several the first."""
    table = Workbook(book).table(c.CONFLICTS)
    chosen: dict[int, dict[str, Any]] = {}
    lines = []
    for index, row in table.rows():
        several = "\n2) " in str(row[c.IN_RETURN])
        chosen[index] = {c.CHOICE: f"{c.TAKE_RETURN} 1" if several else c.TAKE_RETURN}
        lines.append(
            f"{row[c.IN_TABLE]}, STT {row[c.STT]}, {row[c.UNIT]}, {row[c.COLUMN]}: sổ {row[c.IN_BOOK]}, "
            f"phiếu {str(row[c.IN_RETURN]).replace(chr(10), '; ')} → {chosen[index][c.CHOICE]}."
        )
    table.update(chosen)
    return "\n".join(lines) or "Không có chỗ nào mâu thuẫn."


def _own_scores(book: xw.Book) -> str:
    """What became of what the units gave themselves."""
    workbook = Workbook(book)
    given = [row for _, row in workbook.table(c.SELF_SCORES).rows()]
    if not given:
        return "Kế hoạch này không có bảng điểm nên các đơn vị không tự chấm."
    agreed = [row for _, row in workbook.table(c.CRITERIA).rows() if row[c.SELF_SCORE] is not None]
    units = {row[c.UNIT] for row in given}
    return (
        f"{len(units)} đơn vị gửi {len(given)} điểm tự chấm; {len(agreed)} dòng của Bảng điểm đã có điểm tự đánh giá."
    )
