"""What reading a plan did, as findings: rows joined, renumbered, skipped, doubtful; blanks."""

from cchc_macros import contract as c
from cchc_macros.domain.findings import INFO, WARNING, Finding
from cchc_macros.plan.model import Plan
from cchc_macros.plan.table import RawTable

_SHOWN = 120  # characters of a skipped line that a finding shows


def report_of(plan: Plan, table: RawTable, unread: list[str]) -> tuple[Finding, ...]:
    """Return the findings: one for the whole plan, then one for each thing worth a look.

    Args:
        plan: As read, without its report.
        table: What it was read from, row by row.
        unread: Printed totals that are no numbers.
    """
    name = c.CRITERIA.name if plan.kind == "criteria" else c.TASKS.name
    return (
        Finding("IMPORT_READ", INFO, _outcome(plan, table), table=name),
        *_row_findings(plan, table, name),
        *_table_findings(table, name),
        *(
            Finding("IMPORT_DOUBTFUL", WARNING, f"Tổng công bố '{_short(text)}' không phải là số.",
                    "Nhập tay ở sheet Thông tin.", name)
            for text in unread
        ),
        *_blank_findings(plan),
    )  # fmt: skip


def _outcome(plan: Plan, table: RawTable) -> str:
    headings = sum(row.heading for row in plan.rows)
    what = "tiêu chí" if plan.kind == "criteria" else "nhiệm vụ"
    return (
        f"Đã đọc {len(plan.rows) - headings} {what} và {headings} đề mục; "
        f"nối {sum(row.joined for row in table.rows)} dòng bị ngắt trang; bỏ {table.repeats} lần tiêu đề lặp."
    )


def _row_findings(plan: Plan, table: RawTable, name: str) -> list[Finding]:
    found: list[Finding] = []
    for raw, row in zip(table.rows, plan.rows, strict=True):
        at = f"{row.code} ({row.source})"
        if raw.joined:
            found.append(Finding("IMPORT_JOINED", INFO, f"{at}: nối từ nhiều đoạn bị ngắt.",
                                 "Xem lại chỗ nối trong văn bản gốc.", name, row_code=row.code))  # fmt: skip
        if raw.code != row.code:
            message = f"{at}: STT '{raw.code}' lặp lại giữa các mục nên ghi kèm mục."
            found.append(Finding("IMPORT_RENUMBERED", INFO, message, "", name, row_code=row.code))
        for doubt in row.doubts:
            message, _, hint = doubt.rstrip(".").rpartition(". ")
            column = next((heading for heading in row.cells if message.startswith(f"{heading}: ")), None)
            found.append(
                Finding("IMPORT_DOUBTFUL", WARNING, f"{at}: {message}.", f"{hint}.", name, None, column, row.code)
            )
    return found


def _table_findings(table: RawTable, name: str) -> list[Finding]:
    by_hand = "Nhập tay nếu đó là một dòng của bảng."
    skipped = [
        Finding("IMPORT_SKIPPED", WARNING, f"Bỏ qua {place}: '{_short(text)}'.", by_hand, name)
        for place, text in table.skipped
    ]
    homeless = ((f"Cột '{_short(heading)}' ({n} ô) không có chỗ trong sổ.") for heading, n in table.unused.items())
    unused = [Finding("IMPORT_COLUMN_UNUSED", WARNING, text, "Chép tay nếu cần giữ.", name) for text in homeless]
    return skipped + unused


def _blank_findings(plan: Plan) -> list[Finding]:
    missing = " và ".join(what for what, value in (("số", plan.number), ("ngày", plan.date)) if not value)
    if not missing:
        return []
    message = f"Văn bản để trống {missing} kế hoạch."
    return [Finding("IMPORT_BLANK", INFO, message, "Điền ở sheet Thông tin khi kế hoạch đã ký.", c.SETTINGS.name)]


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
