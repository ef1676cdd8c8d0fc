"""The appraisal of the demo: points that the province takes off, the units' explanations, a second round."""

from decimal import Decimal
from pathlib import Path

import xl.light  # noqa: F401  # must come before what imports xlwings

import xlwings as xw  # isort: skip

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from cchc_macros.book.work import read_work
from cchc_macros.book.workbook import Workbook
from cchc_macros.handing_out.explaining import all_asked
from cchc_macros.rules.numbers import format_number
from cchc_macros.rules.scoring.self_scores import led_leaves
from xl.engine import open_book
from xl.files import make_folder

SHEET = "bang-tham-dinh.txt"
_HEADINGS = ("TT", "Tiêu chí", "Điểm tối đa", "Tự chấm", "Điểm thẩm định", "Lý do", "Đơn vị giải trình",
             "Hạn giải trình")  # fmt: skip
_REASON, _BY = "Tài liệu kiểm chứng chưa nêu thời hạn ban hành", "30/12/2026"
_EVERY = 3  # of so many criteria the points of one are lowered
_ANSWER = {
    c.EXPLANATION: "Đã ban hành đúng hạn, xin gửi báo cáo bổ sung",
    c.PROOF: "Báo cáo số 90/BC-STP ngày 20/11/2026",
}
_SECOND = "Thẩm định lần 2"


def appraise(book: xw.Book, to: Path) -> str:
    """Write the province's sheet of points, a point less for some criteria, each with who is to explain it."""
    work = read_work(Workbook(book))
    names = {sheet.code: sheet.name for sheet in work.assignment.sheets if sheet.unit}
    leads = {leaf.code: unit for unit, leaves in led_leaves(work.scores.tree, work.roster).items() for leaf in leaves}
    lines, lowered = [_HEADINGS], 0
    for place, node in enumerate(work.scores.tree.leaves()):
        row = node.criterion
        most, own = row.max_score or Decimal(0), row.self_score or Decimal(0)
        taken = place % _EVERY == 0 and own >= 1
        lowered += taken
        unit = names[leads.get(row.code, min(names))] if taken else ""
        points = (format_number(most), format_number(own), format_number(own - taken))
        lines.append((row.code, row.name, *points, _REASON * taken, unit, _BY * taken))
    text = "\n".join("\t".join(" ".join(cell.split()) for cell in line) for line in lines)
    (to / SHEET).write_text(text, encoding="utf-8")
    return f"{len(lines) - 1} tiêu chí, {lowered} tiêu chí bị trừ điểm, phải giải trình trước {_BY}."


def explain(given: Path, to: Path) -> str:
    """Answer in every unit workbook of a folder that asks for explanations."""
    make_folder(to)
    told = []
    for path in sorted(given.glob("*.xlsx")):
        book = open_book(path)
        workbook = Workbook(book)
        asked = [row for row, _ in workbook.table(u.EXPLANATIONS).rows()] if workbook.has(u.EXPLANATIONS) else []
        if asked:
            workbook.table(u.EXPLANATIONS).update(dict.fromkeys(asked, _ANSWER))
            book.save(str(to / path.name))
            told.append(f"{path.stem}: giải trình {len(asked)} tiêu chí.")
    return "\n".join(told)


def appraise_again(book: xw.Book) -> str:
    """Give what was explained back, but to the last one."""
    workbook = Workbook(book)
    rows = [one for one in all_asked(workbook, read_work(workbook)) if one.answers]
    points = {one.criterion.code: one.criterion.self_score for one in rows[:-1]}
    points |= {one.criterion.code: one.appraisal.points for one in rows[-1:]}
    told = {c.ROUND: _SECOND, c.RECORDED: workbook.settings.today(), c.SOURCE: "giả định"}
    rounds = [{c.STT: code, c.POINTS: number, **told} for code, number in points.items()]
    workbook.table(c.APPRAISALS).update({}, new=rounds)
    return f"{_SECOND}: {len(points) - 1} tiêu chí được trả lại điểm, {len(rows[-1:])} tiêu chí giữ như lần 1."
