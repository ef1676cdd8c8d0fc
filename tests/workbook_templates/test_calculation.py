"""The formulas of the templates, computed by LibreOffice."""

import re
from datetime import date
from io import BytesIO

import pytest

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from cchc_macros.handing_out.unit_workbook import UnitTemplate, summarise
from tests.libreoffice import convert, load_computed
from tests.packages import repacked
from tests.workbook_templates.content import body_column

SCORES = [
    ("III.", 10, 9.5, 10, None, None, None),
    ("3.1", 4, 4, 4, 3, 3.5, None),
    ("3.2", 6, 5.5, 6, 5, None, None),
    ("4", 8, 8, 8, 7.25, None, None),
    ("5", 2, None, None, None, None, "x"),
]
TASKS = [
    ("I.", None, None, None, None),
    ("1.1", "VP", date(2026, 5, 31), c.TODO, "Quá hạn"),
    ("1.2", "VP", date(2026, 6, 10), c.DOING, None),
    ("1.3", "NV1", date(2026, 5, 1), c.DONE, None),
    ("1.4", "NV1", None, c.CANNOT, None),
]
ROLES = [
    (c.ROLE_LEAD, c.DONE), (c.ROLE_LEAD, c.TODO), (c.ROLE_SUPPORT, c.DONE), (c.ROLE_LEAD, c.NOT_ARISEN), ("", ""),
]  # fmt: skip


@pytest.fixture(scope="module")
def computed(blank_copy, tmp_path_factory):
    """The blank, a filled one and a unit workbook, as LibreOffice computes them."""
    folder, out = tmp_path_factory.mktemp("in"), tmp_path_factory.mktemp("out")
    blank_copy().save(folder / "blank.xlsx")
    _filled(blank_copy()).save(folder / "filled.xlsx")
    (folder / "unit.xlsx").write_bytes(_without_values(UnitTemplate.load().stamp(_rows(), {}, {})))
    files = convert(sorted(folder.iterdir()), out, "xlsx")
    return {path.stem: load_computed(path) for path in files}


def _filled(workbook):
    scores, tasks, settings = workbook[c.SCORES_SHEET], workbook[c.TASKS_SHEET], workbook[c.SETTINGS_SHEET]
    headings = (c.STT, c.MAX_SCORE, c.RESULT, c.TARGET, c.SELF_SCORE, c.APPRAISED, c.NOT_SCORED)
    _fill(scores, headings, SCORES)
    _fill(tasks, (c.STT, c.LEAD, c.DUE, c.STATUS, c.FLAG), TASKS)
    values = {c.TODAY: date(2026, 6, 1), c.AGENCY: "Sở Tư pháp", c.PROVINCE: "tỉnh Lạng Sơn", c.YEAR_PLAN: 2026}
    for line in settings.iter_rows():
        if line[0].value in values:
            line[1].value = values[line[0].value]
    return workbook


def _fill(sheet, headings, rows):
    (table,) = sheet.tables.values()
    for heading, values in zip(headings, zip(*rows, strict=True), strict=True):
        letter, top = body_column(sheet, heading)
        for offset, value in enumerate(values):
            sheet[f"{letter}{top + offset}"] = value
    start, end = table.ref.split(":")
    table.ref = table.autoFilter.ref = f"{start}:{end.rstrip('0123456789')}{sheet[start].row + len(rows)}"


def _rows():
    values = {c.STT: "1", c.SHEET_TASK: "Việc"}
    return [
        [{**values, c.ROLE: role, c.STATUS: status}.get(heading) for heading in u.TASK_SHEET.columns]
        for role, status in ROLES
    ]


def _without_values(content):
    """Without the stored values LibreOffice must compute them."""
    out = BytesIO()
    repacked(content, out, lambda _, data: re.sub(rb"(</f>)<v>.*?</v>", rb"\1", data))
    return out.getvalue()


def _named(workbook, name):
    sheet, address = workbook.defined_names[name].attr_text.replace("'", "").replace("$", "").split("!")
    return workbook[sheet][address].value


def test_totals_count_the_first_level_once_and_leave_out_what_is_not_scored(computed):
    filled = computed["filled"]
    assert [_named(filled, name) for name in (c.TOTAL_MAX, c.TOTAL_RESULT, c.TOTAL_TARGET)] == [18, 17.5, 18]
    assert _named(filled, c.INDEX_RESULT) == pytest.approx(17.5 / 18 * 100)
    assert _named(filled, c.INDEX_TARGET) == 100


def test_the_empty_workbook_shows_no_error(computed):
    for name in (c.TOTAL_MAX, c.TOTAL_RESULT, c.TOTAL_CURRENT, c.INDEX_RESULT, c.INDEX_TARGET, c.INDEX_CURRENT):
        assert not _named(computed["blank"], name)
    values = [cell.value for name in ("blank", "filled") for sheet in computed[name] for row in sheet for cell in row]
    assert not [value for value in values if isinstance(value, str) and value.startswith("#")]


def test_titles_say_whose_workbook_it_is(computed):
    assert computed["filled"][c.SCORES_SHEET]["A2"].value == "Sở Tư pháp tỉnh Lạng Sơn – năm kế hoạch 2026"


def test_the_working_day_is_the_setting_or_today(computed):
    assert _named(computed["filled"], "Working_Day").date() == date(2026, 6, 1)
    assert abs((_named(computed["blank"], "Working_Day").date() - date.today()).days) <= 1  # noqa: DTZ011


def test_the_stored_sentence_of_a_unit_workbook_is_what_its_formula_gives(computed):
    assert computed["unit"].active["A5"].value == summarise(_rows())
