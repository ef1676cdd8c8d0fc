"""`cchc selftest`: the buttons tried in an Excel of our own, and a report of it."""

from pathlib import Path
from tempfile import TemporaryDirectory

from cchc_macros.errors import ToolError
from cchc_macros.selftest import report
from cchc_macros.selftest.attempts import attempt
from cchc_macros.selftest.cases import prepared
from cchc_macros.selftest.trials import trials
from cchc_macros.summary import Summary
from xl.files import write_atomic
from xl.progress import each

_ONLY_WINDOWS = "Chỉ thử được trên Windows có Excel. Chạy lại lệnh này ở máy có Excel."


def selftest(to: Path) -> Summary:
    """Press the buttons on copies of the examples and write the report; no workbook of the user is touched.

    Raises:
        ToolError: this is not Windows, or Excel does not start.
        FileError: the report cannot be written.
    """
    try:
        from xl import trial as excel  # noqa: PLC0415  # imports pywin32, which only Windows has
    except ImportError as error:
        raise ToolError(_ONLY_WINDOWS) from error
    wanted = list(trials())
    with TemporaryDirectory(ignore_cleanup_errors=True) as kept, excel.own_excel() as app:
        folder, facts = Path(kept), excel.facts(app)
        plans = {plan: prepared(plan, folder / plan) for plan in {one.plan for one in wanted}}
        attempts = [
            attempt(one, app, excel, plans[one.plan], folder / str(number))
            for number, one in enumerate(each("thử nút", wanted))
        ]
    write_atomic(to, report.page(attempts, facts).encode())
    failed = [f"{one.trial.state.title}: {one.trial.title}" for one in attempts if one.problems]
    verdict = f"{len(failed)} mục KHÔNG đạt" if failed else "mọi mục đều đạt"
    return Summary(
        message=f"Đã thử {len(attempts)} mục trong Excel {facts['version']}: {verdict}. {report.SEND} Báo cáo: {to}",
        data={"path": str(to), "tried": len(attempts), "failed": failed},
    )
