"""Hồ sơ kiểm chứng: what units attached, filed under the criteria and checked; the table Evidence tells of each."""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import xlwings as xw

from cchc_macros import contract as c
from cchc_macros.book.evidence import add_cited, cited_elsewhere, explanations, read_evidence, write_evidence
from cchc_macros.book.work import Work, read_work
from cchc_macros.book.workbook import Workbook
from cchc_macros.evidence.filing import Dossier, default_folder
from cchc_macros.evidence.incoming import read_folder
from cchc_macros.evidence.looking import PROCESSES, look_at_all
from cchc_macros.evidence.run import Filing, Remark
from cchc_macros.rules.evidence.evidence import DAY, MISSING, NUMBER, Evidence, faults, unproved
from cchc_macros.rules.evidence.papers import FirstPage, read_first_page
from cchc_macros.rules.text import first_few
from cchc_macros.summary import Summary
from xl.kept import address
from xl.outward import going_on
from xl.progress import each
from xl.scratch import scratch_folder
from xl.workers import Crew

ACTION = "Hồ sơ kiểm chứng"
_SHOWN = 5
_SCANS = (".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff")
_MOST_SCANS = 20  # read in one run; a page takes seconds
_BY_EYE = " (đọc từ ảnh quét, xem lại bằng mắt)"
_TOLD = {
    "link": "là liên kết (lối tắt) nên không đọc theo. Gửi chính tệp đó.",
    "hostile": "là chương trình, hoặc tên trỏ ra ngoài thư mục. Không mở; hỏi lại người gửi.",
    "bomb": "bung ra quá nhiều tệp hoặc quá lớn so với tệp nén. Không mở; hỏi lại người gửi.",
    "archive": "là tệp nén không tự mở được. Giải nén vào thư mục rồi bấm lại.",
    "mail": "là thư mà không đọc được tệp nào đính kèm. Mở thư, lưu tệp đính kèm vào thư mục rồi bấm lại.",
    "broken": "hỏng nên không mở được. Đề nghị gửi lại.",
    "encrypted": "có mật khẩu. Đề nghị gửi bản không khóa.",
    "unreadable": "không đọc được. Đóng tệp nếu đang mở ở chương trình khác rồi bấm lại.",
    "empty": "trống. Đề nghị gửi lại.",
    "doubled": "trùng nội dung với {}; hồ sơ giữ một bản.",
    "same_number": "trùng số với {} mà khác nội dung; hồ sơ giữ cả hai. Xem lại bản nào đúng.",
}
Doubt = dict[str, str]


def evidence(book: xw.Book, dir: Path, to: Path | None = None) -> Summary:  # noqa: A002  the option's name
    """File what units attached under the criteria, and say in the table Evidence what of it is to be looked at.

    Nothing in their folder is changed; the dossier's is beside the workbook if not given.

    Raises:
        FileError: there is no such folder, or a file cannot be written.
        WorkbookError, DataError: the workbook cannot be read.
    """
    workbook = Workbook(book)
    workbook.will_reshape(c.EVIDENCE_TABLE, c.LOG)
    folder = to or default_folder(book, dir)
    dossier = Dossier(folder)
    with going_on(_copying(dossier)) as (scratch, crew):
        incoming = read_folder(dir, (folder, Path(address(book) or folder)), scratch)
        looks = look_at_all([(sent.path, sent.ending) for sent in (*dossier.files(), *incoming.files)], crew)
        work = workbook.once(read_work)
        codes = [criterion.code for criterion in work.scores.criteria if criterion.code]
        agency = work.settings.text(c.AGENCY)
        filing = Filing(rows=read_evidence(workbook), dossier=dossier, codes=codes, roster=work.roster, agency=agency)
        add_cited(filing.rows, cited_elsewhere(workbook, work))
        filing.take(incoming, looks)
        dossier.copy(crew)
        rows, missing, doubts = _judged(workbook, filing, work, _read_scans(filing))
        write_evidence(workbook, rows)
        before = "" if incoming.files or incoming.left else f"Thư mục {dir.name} không có tệp nào. "
        summary = _summary(filing, missing, doubts, folder, before)
        told = f"{dir.name}: thiếu {len(missing)} tài liệu, {len(doubts)} điều cần xem"
        workbook.log(ACTION, [("", f"{len(filing.new)} tệp mới", told)])
    return summary


@contextmanager
def _copying(dossier: Dossier) -> Iterator[tuple[Path, Crew]]:
    """A folder for what is unpacked, and processes that look at files and copy them; at the end all copies are there.

    Raises:
        FileError: a file cannot be written.
    """
    with scratch_folder() as scratch, closing(Crew(PROCESSES)) as crew:
        yield scratch, crew
        dossier.finish()


def _read_scans(filing: Filing) -> dict[str, FirstPage]:
    """What the first pages of scans say whose number is to be checked, by place, as far as a reader is installed."""
    looks = filing.dossier.looks
    wanted = [
        row.file
        for row in filing.rows
        if row.paper and row.file.endswith(_SCANS) and (look := looks.get(row.file)) and not look.problem
        and look.page.number is None
    ]  # fmt: skip
    if not wanted:
        return {}
    from cchc_macros.plans.readers.scan.reading import can_read_scans, first_page  # noqa: PLC0415  # all readers of plans come along

    filing.dossier.finish()
    found = {}
    for place in each("đọc ảnh quét", list(dict.fromkeys(wanted))[: _MOST_SCANS * can_read_scans()]):
        page = read_first_page(first_page(filing.dossier.paths[place].read_bytes()))
        if page.number:
            found[place] = replace(page, day=looks[place].page.day or page.day)
    return found


def _judged(
    workbook: Workbook, filing: Filing, work: Work, scans: Mapping[str, FirstPage]
) -> tuple[list[Evidence], list[Doubt], list[Doubt]]:
    """The rows with their state, what is missing, and what is to be looked at."""
    year, codes = work.settings.year(c.YEAR_PLAN), set(filing.codes)
    rows, missing, doubts = [], list(_unproved(workbook, filing, work)), [_doubt(told) for told in filing.told]
    for row in filing.rows:
        look = filing.dossier.looks.get(row.file)
        page = scans.get(row.file, look.page if look else None)
        found = list(faults(row, page, look.problem if look else "", year, codes))
        if row.file in scans:
            found = [(kind, words + _BY_EYE * (kind in (NUMBER, DAY))) for kind, words in found]
        for kind, words in found:
            if kind == MISSING:
                missing.append({"code": row.code, "number": row.number, "text": row.about, "unit": row.sender})
            else:
                named = row.file or row.number or row.about
                doubts.append({"kind": kind, "code": row.code, "file": named, "message": f"{named}: {words}."})
        state = "; ".join(words for _, words in found) or c.EVIDENCE_FINE
        rows.append(replace(row, state=state[:1].upper() + state[1:]))
    return rows, missing, doubts


def _unproved(workbook: Workbook, filing: Filing, work: Work) -> Iterator[Doubt]:
    """Criteria with points of their own for which there is nothing at all."""
    for criterion in unproved(work.scores.tree, filing.rows, explanations(workbook, work)):
        yield {"code": criterion.code, "number": "", "text": criterion.name, "unit": ""}


def _doubt(told: Remark) -> Doubt:
    words = _TOLD[told.kind].format(told.other)
    return {"kind": told.kind, "code": "", "file": told.name, "message": f"{told.name} {words}"}


def _summary(filing: Filing, missing: list[Doubt], doubts: list[Doubt], folder: Path, before: str) -> Summary:
    rows = {row.file: row for row in filing.rows if row.file}
    filed = [
        {"source": sent.name, "path": str(filing.dossier.paths[place]), **_identity(place, rows.get(place))}
        for sent, place in filing.new
    ]
    parts = [f"Đã xếp {len(filed)} tệp vào {folder}"]
    if missing:
        parts.append(f"thiếu {len(missing)} tài liệu")
    if doubts:
        shown = first_few((f"- {doubt['message']}" for doubt in doubts), _SHOWN, "\n", "… và {} điều nữa")
        parts.append(f"{len(doubts)} điều cần xem:\n{shown}\n")
    told = f"{'; '.join(parts).rstrip()}. " if not doubts else f"{'; '.join(parts)}"
    message = f"{before}{told}Xem sheet {c.EVIDENCE_SHEET}."
    return Summary(message=message, data={"filed": filed, "missing": missing, "doubts": doubts})


def _identity(place: str, row: Evidence | None) -> dict[str, str | None]:
    if row is None:  # the other form of a paper: its row names the signed one
        return {"code": place.partition("/")[0], "number": "", "date": None}
    return {"code": row.code, "number": row.number, "date": row.day.isoformat() if row.day else None}
