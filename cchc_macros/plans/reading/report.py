"""What reading a plan did, as findings: rows joined, renumbered, skipped, doubtful."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from cchc_macros import contract as c
from cchc_macros.plans.model import Plan, PlanRow
from cchc_macros.plans.reading.places import ANSWER, EXPLAIN_BY, EXPLAINER, PART, REASON, Header
from cchc_macros.plans.reading.raw import RawTable
from cchc_macros.plans.words.vocabulary import CODE, SYMBOL
from cchc_macros.rules.audit.totals import audit_parents
from cchc_macros.rules.findings import INFO, WARNING, Finding
from cchc_macros.rules.numbers import number_or_none
from cchc_macros.rules.scoring.scores import Criterion, score
from cchc_macros.rules.text import first_few, shortened

_SHOWN = 120  # characters of a skipped line that a finding shows
_EXAMPLES = 5  # rows that a finding about many names
_OF_ROUNDS = {REASON: c.REASON, ANSWER: c.EXPLANATION, EXPLAINER: c.EXPLAINER, EXPLAIN_BY: c.EXPLAIN_BY}


def report_of(plan: Plan, table: RawTable, unread: list[str]) -> tuple[Finding, ...]:
    """Return the findings: one for the whole plan, then one for each thing worth a look.

    `unread` are printed totals that are no numbers.
    """
    name = c.CRITERIA.name if plan.kind == "criteria" else c.TASKS.name
    return (
        Finding(code="IMPORT_READ", level=INFO, message=_outcome(plan, table), hint=_columns(table.header), table=name),
        *_renumbered(plan, table, name),
        *_row_findings(plan, table, name),
        *_table_findings(table, name),
        *_sum_findings(plan),
        *(
            Finding(code="IMPORT_DOUBTFUL", level=WARNING, message=f"Tổng công bố '{_short(text)}' không phải là số.",
                    hint="Nhập tay ở sheet Thông tin.", table=name)
            for text in unread
        ),
    )  # fmt: skip


def _outcome(plan: Plan, table: RawTable) -> str:
    headings = sum(row.heading for row in plan.rows)
    what = "tiêu chí" if plan.kind == "criteria" else "nhiệm vụ"
    done = (
        (sum(row.joined for row in table.rows), "nối {} dòng bị ngắt"),
        (table.repeats, "bỏ {} lần tiêu đề lặp"), (table.dittos, "ghi {} ô 'như trên' theo dòng trên"),
    )  # fmt: skip
    read = f"Đã đọc {len(plan.rows) - headings} {what}" + (f", {headings} đề mục" if headings else "")
    return f"{'; '.join([read, *(text.format(number) for number, text in done if number)])}."


def _columns(header: Header) -> str:
    """Which column of the document went where."""
    taken = (
        f"'{_short(header.headings[i])}' vào {_place(*column.split(PART))}"
        for i, column in sorted(header.columns.items())
        if column not in (CODE, SYMBOL)
    )
    return f"{'; '.join(taken)}."


def _place(heading: str, *parts: str) -> str:
    """Where a column went; what stands beside an appraised score has a column of its own in another table."""
    beside = _OF_ROUNDS.get(parts[-1]) if parts and heading == c.APPRAISED else None
    return f"cột {beside} của sheet {c.APPRAISALS_SHEET}" if beside else f"cột {heading}"


def _renumbered(plan: Plan, table: RawTable, name: str) -> list[Finding]:
    pairs = [(raw.code, row.code) for raw, row in zip(table.rows, plan.rows, strict=True) if raw.code != row.code]
    if not pairs:
        return []
    shown = first_few((f"{before} thành {after}" for before, after in pairs), _EXAMPLES)
    message = f"STT của {len(pairs)} dòng lặp lại giữa các mục nên ghi kèm mục: {shown}."
    about = partial(Finding, table=name, column=c.STT, row_code=pairs[0][1])
    hint = "Không sửa STT sau khi đã giao việc."
    return [about(code="IMPORT_RENUMBERED", level=INFO, message=message, hint=hint)]


def _row_findings(plan: Plan, table: RawTable, name: str) -> list[Finding]:
    found: list[Finding] = []
    headings = (c.CRITERIA if plan.kind == "criteria" else c.TASKS).headings
    for raw, row in zip(table.rows, plan.rows, strict=True):
        at = f"{row.code} ({row.source})"
        about = partial(Finding, table=name, row_code=row.code)
        if raw.joined:
            message, hint = f"{at}: nối từ nhiều đoạn bị ngắt.", "Xem lại chỗ nối trong văn bản gốc."
            found.append(about(code="IMPORT_JOINED", level=INFO, message=message, hint=hint))
        for doubt in row.doubts:
            what, _, step = doubt.rstrip(".").rpartition(". ")
            # also of a cell that stays empty, since what stands there could not be taken
            column = next((heading for heading in headings if what.startswith(f"{heading}: ")), None)
            message, hint = f"{at}: {what}.", f"{step}."
            found.append(about(code="IMPORT_DOUBTFUL", level=WARNING, message=message, hint=hint, column=column))
    return found


def _table_findings(table: RawTable, name: str) -> Iterator[Finding]:
    about = partial(Finding, table=name)
    for place, text in table.skipped:
        message, hint = f"Bỏ qua {place}: '{_short(text)}'.", "Nhập tay nếu đó là một dòng của bảng."
        yield about(code="IMPORT_SKIPPED", level=WARNING, message=message, hint=hint)
    for heading, number in table.unused.items():
        message = f"Cột '{_short(heading)}' ({number} ô) không có chỗ trong sổ."
        yield about(code="IMPORT_COLUMN_UNUSED", level=WARNING, message=message, hint="Chép tay nếu cần giữ.")
    chosen = list(table.header.remarks)
    if table.scales:
        chosen.append(f"Dòng thang điểm của {len(table.scales)} tiêu chí vào cột {c.SCALE}, không vào tên tiêu chí.")
    for message in chosen:
        yield about(code="IMPORT_COLUMN_CHOSEN", level=INFO, message=message, hint="Đối chiếu với văn bản gốc.")


def _sum_findings(plan: Plan) -> Iterator[Finding]:
    """Parents whose printed points are not their children's sum: the workbook's own formulas will take their place."""
    if plan.kind != "criteria":
        return
    scored = score([_criterion(number, row) for number, row in enumerate(plan.rows)])
    hint = "Sổ dùng tổng các dòng con. Xem lại điểm của các dòng con."
    for found in audit_parents(scored):
        message = f"Văn bản: {found.message}"
        yield replace(found, code="IMPORT_DOUBTFUL", level=WARNING, message=message, hint=hint, row=None)


def _criterion(number: int, row: PlanRow) -> Criterion:
    most, result, target = (number_or_none(row.cells.get(column)) for column in (c.MAX_SCORE, c.RESULT, c.TARGET))
    return Criterion(
        row=number,
        code=row.code,
        name="",
        not_scored=c.NOT_SCORED in row.cells,
        max_score=most,
        result=result,
        target=target,
    )


def _short(text: str) -> str:
    return shortened(text.replace("\n", " "), _SHOWN)
