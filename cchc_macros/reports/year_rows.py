"""What earlier clicks wrote of last year and of the round before, read for the report."""

from cchc_macros import contract as c
from cchc_macros.book.cells import text_of
from cchc_macros.book.rounds import current_round, read_rounds
from cchc_macros.book.scores import Scores
from cchc_macros.book.workbook import Workbook
from cchc_macros.reports.more_facts import YearRow
from cchc_macros.rules.codes import arabic
from cchc_macros.rules.days.rounds import before
from cchc_macros.rules.numbers import number_or_none
from cchc_macros.rules.scoring.compare_years import VERDICTS


def done_before(workbook: Workbook) -> int | None:
    """How much was done when the round before the open one ended; None where none is open or none came before."""
    current = current_round(workbook)
    earlier = before(read_rounds(workbook), current.name) if current.name else None
    if earlier is None:
        return None
    done = dict(workbook.table(c.ROUNDS).rows())[earlier.row].get(c.ROUND_DONE)
    return int(done) if isinstance(done, int | float) else None


def rows_in_force(workbook: Workbook, scores: Scores) -> list[YearRow]:
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
