"""Whatever a unit typed in its own cells arrives or is told; nothing else changes."""

import shutil
from datetime import datetime

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from cchc_macros.book.cells import text_of
from cchc_macros.cli import main
from cchc_macros.returns.collect import collect
from cchc_macros.rules import typed_values
from cchc_macros.rules.typed_values import in_words
from tests.conftest import TEMPLATES
from tests.returns.make import find_headings
from tests.returns.sloppy import put
from tests.tables import read_table
from xl.engine import open_book

READERS = {c.STATUS: typed_values.read_status, c.PROGRESS: typed_values.read_progress}
OTHERS = (c.SETTINGS, c.UNITS, c.GROUPS, c.CRITERIA, c.TASKS)
# openpyxl writes Excel's own _x0041_ notation unescaped, and Excel would show "A" too
words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=12).map(
    lambda text: openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", text).replace("_x", "")
)
typed = st.one_of(
    st.none(),
    words,
    st.sampled_from(
        ["=1+1", "=cmd|'/c calc'!A1", "+1", "@SUM(A1)", " hoà\u0300 ", "dòng 1\r\ndòng 2", "0,5", "50%", "100"]
    ),
    st.sampled_from([*c.STATUSES, "hoan thanh", "XONG"]),
    st.floats(-10, 200).map(lambda number: round(number, 4)),
    st.booleans(),
    st.datetimes(datetime(1950, 1, 1), datetime(2090, 1, 1)).map(lambda day: day.replace(microsecond=0)),  # noqa: DTZ001
)
row_edit = st.fixed_dictionaries({}, optional=dict.fromkeys(u.UNIT_FILLS, typed))


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    """The office's workbook, and a unit's blank workbook as heading lines, headings and rows."""
    folder = tmp_path_factory.mktemp("sent")
    book = shutil.copy(TEMPLATES / "lang-son-2026.xlsx", folder / "book.xlsx")
    assert main(["export", str(book), "--to", str(folder / "units")]) == 0
    source = openpyxl.load_workbook(next((folder / "units").glob("VP*")))
    sheet = source.worksheets[0]
    top, columns = find_headings(sheet)
    heads, *rows = ([cell.value for cell in row[: max(columns.values())]] for row in sheet.iter_rows(min_row=top))
    properties = {item.name: item.value for item in source.custom_doc_props.props}
    return folder, [row[0].value for row in sheet.iter_rows(max_row=top - 1)], heads, rows, properties


def write(path, above, heads, rows, properties, shift):
    """A returned workbook of our making."""
    book = openpyxl.Workbook()
    sheet = book.active
    lines = [[text] for text in above] + [[None] * shift + list(row) for row in (heads, *rows)]
    put(sheet, lines)
    for name, value in properties.items():
        book.custom_doc_props.append(openpyxl.packaging.custom.StringProperty(name=name, value=value))
    book.save(path)


def content(book, spec):
    """The rows as text, but for the column that shows what the reports amount to."""
    rows = [row for _, row in read_table(book, spec).rows()]
    return [{h: text_of(v) for h, v in row.items() if h != c.REPORTED} for row in rows]


@settings(
    max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate)
)
@given(st.data())
def test_whatever_was_typed_arrives_or_is_told(sent, tmp_path_factory, data):
    folder, above, heads, rows, properties = sent
    edits = data.draw(st.lists(row_edit, min_size=len(rows), max_size=len(rows)), label="edits")
    columns = data.draw(st.permutations(range(len(heads))), label="columns")
    order = data.draw(st.permutations(range(len(rows))), label="rows")
    kept = order[: data.draw(st.integers(1, len(rows)), label="kept")]
    properties = data.draw(st.sampled_from([properties, {}]), label="properties")
    page = []
    for i in kept:
        row = dict(zip(heads, rows[i], strict=True)) | edits[i]
        page.append([row[heads[k]] for k in columns])
        if data.draw(st.booleans()):
            page.append([])
    returns = tmp_path_factory.mktemp("returns")
    write(returns / "VP.xlsx", above, [heads[k] for k in columns], page, properties, data.draw(st.integers(0, 3)))
    book = open_book(folder / "book.xlsx")
    before = [content(book, spec) for spec in OTHERS]
    answer = collect(book, returns).data
    assert [content(book, spec) for spec in OTHERS] == before
    assert answer["rejected"] == []
    assert answer["conflicts"] == []
    progress = {text_of(row[c.STT]): row for _, row in read_table(book, c.PROGRESS_TABLE).rows()}
    told = " ".join(note["message"] for note in answer["merged"][0]["notes"])
    for i in kept:
        stt = str(rows[i][0])
        for heading, value in edits[i].items():
            check(heading, value, progress.get(stt), told)
    assert set(progress) <= {str(rows[i][0]) for i in kept}


def check(heading, value, row, told):
    """One typed value: in its cell of Progress, or told."""
    seen = float(value) if type(value) is int else value
    try:
        wanted = READERS.get(heading, typed_values.read_text)(seen)
    except typed_values.Unreadable as refused:
        assert str(refused) in told  # noqa: PT017
        return
    if wanted and not (heading == c.STATUS and wanted == c.TODO and row is None):
        assert row is not None
        assert in_words(heading, row[heading]) == wanted, (heading, value, row)
