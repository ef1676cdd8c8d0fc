"""A button pressed in the Excel in memory."""

import traceback
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

from cchc_macros.ribbon.click import click
from tests.excel.double.application import Application
from tests.excel.double.com import Log
from tests.excel.double.desktop import Desk


@dataclass
class Pressed:
    """What a click did and said."""

    log: Log
    said: list[str]
    warned: bool
    failed: list[str]  # tracebacks of errors that no user should meet


def press(desk: Desk, verb: str, excel: Application | None = None, **more: Any) -> Pressed:
    """Press a button in the window of an Excel's active workbook; fail where it asked what no Excel has."""
    excel = excel or desk.excels[0]
    desk.log, desk.messages = Log(), []
    failed: list[str] = []
    host = import_module("xl.windows").ExcelHost(excel.top, **more)
    with patch(
        "cchc_macros.ribbon.click.log_error", lambda *_: failed.append(traceback.format_exc()) or Path("cchc.log")
    ):
        click(verb, host)
    assert not desk.log.violations, desk.log.violations
    warning = any(kind & 0x30 == 0x30 for _, _, kind in desk.messages)
    return Pressed(desk.log, desk.texts(), warning, failed)
