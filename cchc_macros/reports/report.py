"""Báo cáo: the consolidated report as a Word file, from a template that the office may edit."""

from pathlib import Path

import xlwings as xw

from cchc_macros import contract as c
from cchc_macros import stock
from cchc_macros import unit_contract as u
from cchc_macros.book.cells import text_of
from cchc_macros.book.plan_facts import read_plan
from cchc_macros.book.progress import read_progress
from cchc_macros.book.rounds import current_round, read_rounds
from cchc_macros.book.scores import Scores
from cchc_macros.book.work import Work, read_work
from cchc_macros.book.workbook import Workbook
from cchc_macros.errors import DataError, FileError
from cchc_macros.paper.open_points import find_open
from cchc_macros.reports.charts import draw_charts
from cchc_macros.reports.facts import report_facts
from cchc_macros.reports.more_facts import YearRow
from cchc_macros.reports.year import Reported, Year, YearStatus
from cchc_macros.returns.received import Returns
from cchc_macros.rules.codes import arabic
from cchc_macros.rules.days.rounds import before
from cchc_macros.rules.notes import without_person
from cchc_macros.rules.numbers import number_or_none
from cchc_macros.rules.scoring.compare_years import VERDICTS
from cchc_macros.rules.typed_values import in_words
from cchc_macros.scores.recalculate import check
from cchc_macros.summary import Summary
from xl.backups import keeping
from xl.files import make_folder, write_atomic

_TEMPLATE = "bao-cao.docx"


def report(book: xw.Book, to: Path, template: Path | None = None) -> Summary:
    """Write the report.

    Args:
        book: The workbook; it is only read.
        to: The .docx to write; a file that is there is kept in the folder `<name>.sao-luu`.
        template: The office's own template. Where there is no such file yet, the stock template is written there,
            to be edited. Without one the stock template is used: what lies beside the report may be anybody's.

    Raises:
        WorkbookError, DataError: the workbook cannot be read, or its scores cannot be summed.
        FileError: the template has a mistake, or a file cannot be written.
    """
    if to.suffix.casefold() != ".docx":
        raise FileError(f"{to.name}: báo cáo là tệp Word. Đặt tên có đuôi .docx.")
    workbook = Workbook(book)
    work = workbook.once(read_work)
    if not (work.scores.criteria or work.tasks):
        raise DataError(
            f"Sheet {c.SCORES_SHEET} và {c.TASKS_SHEET} chưa có dòng nào nên chưa có gì để báo cáo. Nhập phụ lục trước."
        )
    status = YearStatus(read_year(workbook, work))
    facts = report_facts(status)
    own = stock.template(_TEMPLATE, template)
    from cchc_macros.reports.word_template import WordTemplate  # noqa: PLC0415  seconds that only such a verb may cost

    content = WordTemplate(*own).fill(facts, draw_charts(status))
    make_folder(to.parent)
    with keeping(to, "report") as kept:  # somebody may have worked on it since
        write_atomic(to, content)
    counts, late = status.counts(), len(status.late())
    reached = f"chỉ số {facts['chi_so']['ket_qua']}, {len(facts['mat_diem'])} tiêu chí mất điểm, "
    index = reached if facts["muc"]["mat"] else ""
    arisen = counts.total() - counts[c.NOT_ARISEN]
    message = f"Đã ghi báo cáo {to}: {index}{counts[c.DONE]}/{arisen} việc hoàn thành, {late} quá hạn."
    if kept and kept.exists():
        message += f" Bản trước còn giữ ở {kept}."
    if year_rows(workbook) and not status.year.years:
        message += (
            f" Điểm đã đổi sau khi lập sheet {c.COMPARISON_SHEET} nên báo cáo không so với năm trước: bấm So với năm "
            "trước rồi lập lại báo cáo."
        )
    left = find_open(workbook, work)
    data = {"path": str(to), "late": late, "done": counts[c.DONE], "open": left.data()}
    return Summary(message=f"{message} {left.message()}".rstrip(), data=data)


def read_year(workbook: Workbook, work: Work) -> Year:
    """Read all that the report is made from."""
    check(work.scores)
    current = current_round(workbook)
    return Year(
        plan=read_plan(work.settings), scores=work.scores, items=work.items,
        related={f"T:{task.code}": task.related for task in work.tasks}, sheets=work.assignment.sheets,
        reports=_reports(workbook, work), returned=Returns(workbook).units(current.name),
        awaited={sheet.code for sheet in work.awaited},
        on=work.settings.today(), near=work.settings.near_days(), period=current.name,
        done_before=_done_before(workbook), years=_rows_in_force(workbook, work.scores),
    )  # fmt: skip


def _reports(workbook: Workbook, work: Work) -> dict[tuple[str, str], Reported]:
    progress = read_progress(workbook)
    found = {}
    for sheet in work.assignment.sheets:
        for duty in sheet.duties:
            row = progress.get((duty.item.label, sheet.code))
            if row:
                status, progress_text, result, proof, note = (in_words(name, row.get(name)) for name in u.UNIT_FILLS)
                found[duty.item.id, sheet.code] = Reported(
                    status=status, progress=progress_text, result=result, proof=proof, note=without_person(note)
                )
    return found


def _done_before(workbook: Workbook) -> int | None:
    """How much was done when the round before the open one ended; None where none is open or none came before."""
    current = current_round(workbook)
    earlier = before(read_rounds(workbook), current.name) if current.name else None
    if earlier is None:
        return None
    done = dict(workbook.table(c.ROUNDS).rows())[earlier.row].get(c.ROUND_DONE)
    return int(done) if isinstance(done, int | float) else None


def _rows_in_force(workbook: Workbook, scores: Scores) -> list[YearRow]:
    """The rows of the sheet `So sánh năm`; none where results changed since: a domain has one figure in a report."""
    rows = year_rows(workbook)
    results = {(arabic(node.criterion.code), scores.of(node).result) for node in scores.tree.roots}
    return rows if results <= {(arabic(row.code), row.now) for row in rows} else []


def year_rows(workbook: Workbook) -> list[YearRow]:
    """The domains of the sheet `So sánh năm`, each with what became of its criteria."""
    if not workbook.has(c.COMPARISON):
        return []
    found: list[YearRow] = []
    verdicts: list[str] = []
    for _, row in workbook.table(c.COMPARISON).rows():
        said = text_of(row[c.VERDICT])
        if text_of(row.get(c.DOMAIN_NUMBER)):
            verdicts = []
            found.append(
                YearRow(
                    code=text_of(row[c.STT]), name=text_of(row[c.CRITERION_NAME]), before=number_or_none(row[c.BEFORE]),
                    now=number_or_none(row[c.NOW]), verdicts=verdicts,
                    remark="" if said in VERDICTS else said,
                )
            )  # fmt: skip
        if said in VERDICTS:
            verdicts.append(said)
    return found
