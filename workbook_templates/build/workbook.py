"""The blank CCHC workbook: every sheet, table and name of the contract."""

from collections.abc import Callable
from datetime import datetime

from openpyxl import Workbook
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.theme import theme_xml

from cchc_macros import contract as c
from workbook_templates.build import styles
from workbook_templates.build.appendices import add_appendix_sheets
from workbook_templates.build.guide import add_guide
from workbook_templates.build.office import add_settings, add_units
from workbook_templates.build.overview import add_charts, add_overview
from workbook_templates.build.overview_top import add_links
from workbook_templates.build.paste import add_paste
from workbook_templates.build.records import (
    add_appraisals,
    add_conflicts,
    add_evidence,
    add_findings,
    add_log,
    add_progress,
    add_returns,
    add_self_scores,
)
from workbook_templates.build.scores import add_scores
from workbook_templates.build.task_sheet import add_task_sheet_template
from workbook_templates.build.tasks import add_tasks
from workbook_templates.build.year import add_comparison, add_proposals, add_rounds

MADE = datetime(2026, 1, 1)  # noqa: DTZ001  a fixed stamp: building again gives the same file
_SHEETS: tuple[tuple[str, Callable[[Worksheet], None]], ...] = (
    (c.GUIDE_SHEET, add_guide),
    (c.OVERVIEW, add_overview),
    (c.SETTINGS_SHEET, add_settings),
    (c.UNITS_SHEET, add_units),
    (c.PASTE_SHEET, add_paste),
    (c.SCORES_SHEET, add_scores),
    (c.TASKS_SHEET, add_tasks),
    (c.FINDINGS_SHEET, add_findings),
    (c.ROUNDS_SHEET, add_rounds),
    (c.RETURNS_SHEET, add_returns),
    (c.CONFLICTS_SHEET, add_conflicts),
    (c.PROPOSALS_SHEET, add_proposals),
    (c.PROGRESS_SHEET, add_progress),
    (c.SELF_SCORES_SHEET, add_self_scores),
    (c.APPRAISALS_SHEET, add_appraisals),
    (c.EVIDENCE_SHEET, add_evidence),
    (c.COMPARISON_SHEET, add_comparison),
    (c.CHARTS_SHEET, add_charts),
    (c.LOG_SHEET, add_log),
    (c.TASK_SHEET_TEMPLATE, add_task_sheet_template),
)


def empty_workbook() -> Workbook:
    """A workbook without sheets whose default typeface is the house's."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    normal = styles.font(12)
    workbook._fonts = IndexedList([normal])  # type: ignore[attr-defined]  # noqa: SLF001  no public door
    workbook._named_styles["Normal"].font = normal  # type: ignore[attr-defined]  # noqa: SLF001
    theme = theme_xml.replace('typeface="Cambria"', f'typeface="{styles.TYPEFACE}"')
    workbook.loaded_theme = theme.replace('typeface="Calibri"', f'typeface="{styles.TYPEFACE}"')
    workbook.properties.creator = workbook.properties.lastModifiedBy = "CCHC"
    workbook.properties.created = workbook.properties.modified = MADE
    return workbook


def blank_workbook() -> Workbook:
    """The blank workbook, with the settings' defaults and one empty row in each table."""
    workbook = empty_workbook()
    for name, add in _SHEETS:
        add(workbook.create_sheet(name))
    shown = [sheet.title for sheet in workbook if sheet.sheet_state == "visible"]
    add_links(workbook[c.OVERVIEW], [name for name in shown if name != c.OVERVIEW])
    add_appendix_sheets(workbook)
    workbook.active = 0
    return workbook
