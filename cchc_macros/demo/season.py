"""The season of the demo: points of one's own, and invented evidence for them with the usual faults."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import xl.light  # noqa: F401  # must come before what imports xlwings
from cchc_macros.stock import STOCK

import xlwings as xw  # isort: skip

from cchc_macros import contract as c
from cchc_macros.book.scores import read_scores
from cchc_macros.book.work import read_work
from cchc_macros.book.workbook import Workbook
from cchc_macros.evidence import form
from cchc_macros.rules.dates import format_date
from cchc_macros.rules.scoring.self_scores import led_leaves
from xl.engine import open_book
from xl.files import make_folder
from xl.pdf import write_pdfs
from xl.scratch import scratch_folder

_POINTS = 10  # of a domain in the invented set
_FIRST = 40  # the number of the first paper
_DAY, _OLD = date(2026, 2, 3), date(2024, 5, 6)
_ALL = "Gửi chung"
_Lines = Sequence[str]
_Draw = Callable[[_Lines], bytes]
_Sent = Iterator[tuple[str, bytes]]


def score_oneself(book: xw.Book) -> str:
    """Give points to every criterion and name the paper it rests on; where there is no set, invent one."""
    workbook = Workbook(book)
    table = workbook.table(c.CRITERIA)
    if not any(True for _ in table.rows()):
        headings = [task for task in read_work(workbook).tasks if task.is_heading and "." not in task.code]
        table.replace([
            {c.STT: str(number), c.CRITERION_NAME: task.name, c.MAX_SCORE: _POINTS, c.TARGET: _POINTS}
            for number, task in enumerate(headings, 1)
        ])  # fmt: skip
    leaves = [node.criterion for node in read_scores(Workbook(book)).tree.leaves()]
    cited = [f"Kế hoạch số {_FIRST + place}/KH-STP ngày {format_date(_DAY)}" for place in range(len(leaves))]
    Workbook(book).table(c.CRITERIA).update({
        leaf.row: {c.SELF_SCORE: float(leaf.max_score or 0), c.EVIDENCE: paper}
        for leaf, paper in zip(leaves, cited, strict=True)
    })  # fmt: skip
    return f"{len(leaves)} tiêu chí tự chấm điểm tối đa, mỗi tiêu chí nêu một kế hoạch làm tài liệu kiểm chứng."


def send_evidence(book: xw.Book, to: Path) -> str:
    """Write what units would send for the criteria, with a fault in most."""
    work = read_work(Workbook(book))
    leads = {leaf.code: unit for unit, leaves in led_leaves(work.scores.tree, work.roster).items() for leaf in leaves}
    told = []
    with _printer() as draw:
        for place, node in enumerate(work.scores.tree.leaves()):
            code, (how, send) = node.criterion.code, _HABITS[place % len(_HABITS)]
            folder = to / leads.get(code, _ALL)
            make_folder(folder)
            for name, content in send(draw, code, _FIRST + place):
                (folder / name).write_bytes(content)
            told.append(f"Tiêu chí {code}: {how}.")
    return "\n".join(told)


def _right(draw: _Draw, _code: str, number: int) -> _Sent:
    yield f"{number}-KH-STP.pdf", draw(_plan(number))


def _other_number(draw: _Draw, _code: str, number: int) -> _Sent:
    yield f"{number}-KH-STP.pdf", draw(_plan(number + 100))


def _nothing(_draw: _Draw, _code: str, _number: int) -> _Sent:
    yield from ()


def _broken(draw: _Draw, _code: str, number: int) -> _Sent:
    content = draw(_plan(number))
    yield f"{number}-KH-STP.pdf", content[: len(content) // 2]


def _signed_and_draft(draw: _Draw, _code: str, number: int) -> _Sent:
    yield "ke-hoach.signed.pdf", draw(_plan(number))
    yield "ke-hoach.docx", _word(_plan(number))


def _packed(draw: _Draw, code: str, number: int) -> _Sent:
    packed = BytesIO()
    with ZipFile(packed, "w") as package:
        package.writestr(f"{code}/ke hoach.pdf", draw(_plan(number)))
    yield "tai lieu.zip", packed.getvalue()


def _twice(draw: _Draw, _code: str, number: int) -> _Sent:
    content = draw(_plan(number))
    yield f"{number}-KH-STP.pdf", content
    yield "bản chụp lại.pdf", content


def _of_another_year(draw: _Draw, code: str, number: int) -> _Sent:
    yield f"TC {code} thông báo.pdf", draw(_paper(f"{number}/TB-STP", _OLD, "THÔNG BÁO", "Kết luận cuộc họp"))


_HABITS: tuple[tuple[str, Callable[[_Draw, str, int], _Sent]], ...] = (
    ("gửi đúng văn bản đã nêu", _right),
    ("gửi nhầm văn bản có số khác", _other_number),
    ("không gửi", _nothing),
    ("gửi tệp hỏng", _broken),
    ("gửi cả bản ký và bản thảo Word", _signed_and_draft),
    ("gửi tệp nén", _packed),
    ("gửi một văn bản hai lần", _twice),
    ("gửi thêm văn bản của năm khác, thiếu văn bản đã nêu", _of_another_year),
)


def _plan(number: int) -> _Lines:
    return _paper(f"{number}/KH-STP", _DAY, "KẾ HOẠCH", "Cải cách hành chính năm 2026")


def _paper(number: str, day: date, kind: str, about: str) -> _Lines:
    """The lines of a first page, one for each row of the cover's sheet."""
    return (
        "ỦY BAN NHÂN DÂN TỈNH", "SỞ TƯ PHÁP", f"Số: {number}",
        f"ngày {day.day:02} tháng {day.month:02} năm {day.year}", kind, about, "(Văn bản giả định, để minh họa)", "",
    )  # fmt: skip


@contextmanager
def _printer() -> Iterator[_Draw]:
    """What makes a PDF of a paper's lines: they are written on the cover's sheet, which is printed."""
    with scratch_folder() as folder:
        book, page = open_book(STOCK / form.TEMPLATE), folder / "a.pdf"

        def draw(lines: _Lines) -> bytes:
            book.sheets[form.COVER].range("A1").resize(len(lines), 1).value = [[line] for line in lines]
            write_pdfs(book, {form.COVER: page})
            return page.read_bytes()

        yield draw


def _word(lines: _Lines) -> bytes:
    import docx  # noqa: PLC0415  slow to import; only the demo's draft needs it

    document, out = docx.Document(), BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()
