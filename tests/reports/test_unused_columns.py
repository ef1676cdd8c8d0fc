"""Columns of a Word table that say nothing go, and their room is given where the words are."""

from io import BytesIO

import docx
import pytest
from docx.shared import Mm

from cchc_macros.reports.unused_columns import without_unused_columns

HEADINGS, WIDTHS = ("STT", "Nhiệm vụ", "Người phụ trách", "Kết quả"), (14, 66, 30, 41)
RESULT = "Phòng Nghiệp vụ I: đã ban hành văn bản; Phòng Nghiệp vụ II: đang lấy ý kiến các đơn vị, còn chờ ký."


def a_table(rows, merged=()):
    document = docx.Document()
    table = document.add_table(len(rows), len(HEADINGS))
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    for line, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(line.cells, texts, strict=True):
            cell.text = text
    for number in merged:
        table.rows[number].cells[0].merge(table.rows[number].cells[-1])
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def read(content):
    (table,) = docx.Document(BytesIO(content)).tables
    return (
        [[cell.text for cell in row.cells] for row in table.rows],
        [round(one.width.mm) for one in table.columns],
        table,
    )


@pytest.mark.parametrize(
    ("task", "result", "widths"), [("Cải cách thể chế", RESULT, [14, 66, 71]), (RESULT * 2, "Xong", [14, 96, 41])]
)
def test_the_column_with_most_to_say_takes_the_room(task, result, widths):
    texts, drawn, table = read(
        without_unused_columns(a_table([HEADINGS, ("2", task, "–", result)]), ["Người phụ trách"])
    )
    assert texts == [["STT", "Nhiệm vụ", "Kết quả"], ["2", task, result]]
    assert drawn == widths
    assert [round(cell.width.mm) for cell in table.rows[1].cells] == widths


def test_a_heading_over_the_whole_width_keeps_it():
    rows = [HEADINGS, ("I. THỂ CHẾ", "", "", ""), ("2", "Cải cách thể chế", "", RESULT)]
    texts, drawn, _ = read(without_unused_columns(a_table(rows, merged=[1]), ["Người phụ trách"]))
    assert [text.strip() for text in texts[1]] == ["I. THỂ CHẾ"] * 3
    assert sum(drawn) == sum(WIDTHS)


def test_a_column_with_one_word_stays():
    content = a_table([HEADINGS, ("2", "Cải cách thể chế", "Chị An", "")])
    assert without_unused_columns(content, ["Người phụ trách"]) is content
