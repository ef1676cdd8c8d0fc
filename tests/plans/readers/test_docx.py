"""Word files as offices make them: merged cells, automatic numbers, tracked changes, old fonts; and hostile ones."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.table import Table

from cchc_macros import contract as c
from cchc_macros.errors import FileError
from cchc_macros.plans import Line, Plan, read_plans
from cchc_macros.plans.readers import docx as reader
from cchc_macros.plans.readers.docx import read_docx
from tests.plans.old_fonts import in_tcvn3, in_vni

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
HEADER = ("STT", "Nhiệm vụ", "Yêu cầu", "Thời hạn", "Chủ trì", "Phối hợp")


def saved(document: Document) -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def with_table(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> tuple[Document, Table]:
    document = docx.Document()
    table = document.add_table(rows=0, cols=len(header))
    for texts in (header, *rows):
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text
    return document, table


def lines(document: Document) -> tuple[Line, ...]:
    return read_docx(saved(document), "a.docx").lines


def plan(document: Document) -> Plan:
    return read_plans(lines(document))[0]


def test_a_cell_merged_downwards_counts_for_every_row_it_stands_beside():
    document, table = with_table(("1", "A", "", "Trong năm 2026", "X", ""), ("2", "B", "", "", "Y", ""))
    table.cell(1, 3).merge(table.cell(2, 3))
    assert [row.cells[c.TASK_DEADLINE] for row in plan(document).rows] == ["Trong năm 2026"] * 2


def test_rows_that_share_a_merged_stt_are_one_task_with_a_line_each():
    document, table = with_table(("1", "A", "Một", "", "X", ""), ("", "", "Hai", "", "Y", ""))
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(1, 1).merge(table.cell(2, 1))
    (row,) = plan(document).rows
    assert row.cells == {c.TASK_NAME: "A", c.REQUIREMENT: "Một\nHai", c.LEAD: "X\nY"}
    assert row.doubts == ()


def test_a_heading_merged_over_the_whole_row_is_a_heading():
    document, table = with_table(("I. CÔNG TÁC CHỈ ĐẠO", *[""] * 5), ("1", "A", "", "", "X", ""))
    table.cell(1, 0).merge(table.cell(1, 5))
    rows = plan(document).rows
    assert [(row.code, row.cells[c.TASK_NAME], row.heading) for row in rows] == [
        ("I", "CÔNG TÁC CHỈ ĐẠO", True), ("1", "A", False),
    ]  # fmt: skip


def test_a_table_going_on_in_another_table_without_a_header_goes_on():
    document, _ = with_table(("1", "A", "", "", "X", ""))
    more = document.add_table(rows=1, cols=6)
    for cell, text in zip(more.rows[0].cells, ("", "phần còn lại", "", "", "", ""), strict=True):
        cell.text = text
    (row,) = plan(document).rows
    assert row.cells[c.TASK_NAME] == "A phần còn lại"


def test_numbers_that_word_counts_itself_are_read():
    document, table = with_table(("", "A", "- x", "", "X", ""), ("", "B", "", "", "Y", ""))
    numbering = document.part.numbering_part.element
    numbering.append(parse_xml(
        f'<w:abstractNum {W} w:abstractNumId="90"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/>'
        '<w:lvlText w:val="%1.%2)"/></w:lvl></w:abstractNum>'
    ))  # fmt: skip
    numbering.append(parse_xml(f'<w:num {W} w:numId="91"><w:abstractNumId w:val="90"/></w:num>'))
    for row, level in ((1, 0), (2, 1)):
        table.cell(row, 0).paragraphs[0]._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="91"/></w:numPr>')
        )
    assert [line.cells[0] for line in lines(document)] == ["STT", "3.", "3.a)"]


def test_what_a_tracked_change_deleted_is_not_read_and_what_it_inserted_is():
    document, table = with_table(("1", "", "", "", "X", ""))
    paragraph = table.cell(1, 1).paragraphs[0]._p
    paragraph.append(parse_xml(f"<w:del {W}><w:r><w:delText>cũ</w:delText></w:r></w:del>"))
    paragraph.append(parse_xml(f"<w:ins {W}><w:r><w:t>mới</w:t></w:r></w:ins>"))
    assert plan(document).rows[0].cells[c.TASK_NAME] == "mới"


def test_a_table_inside_a_content_control_is_read():
    document, table = with_table(("1", "A", "", "", "X", ""))
    control = parse_xml(f"<w:sdt {W}><w:sdtContent/></w:sdt>")
    table._tbl.addprevious(control)
    control[0].append(table._tbl)
    assert len(plan(document).rows) == 1


@pytest.mark.parametrize(("font", "old"), [(".VnTime", in_tcvn3), ("VNI-Times", in_vni)])
def test_text_in_an_old_font_is_unicode_afterwards(font: str, old: Callable[[str], str]):
    document, table = with_table(("1", "", "", "", "Văn phòng Sở", ""))
    table.cell(1, 1).paragraphs[0].add_run(old("Người ở")).font.name = font
    document_read = read_docx(saved(document), "a.docx")
    (row,) = read_plans(document_read.lines)[0].rows
    assert (row.cells[c.TASK_NAME], row.cells[c.LEAD]) == ("Người ở", "Văn phòng Sở")
    assert len(document_read.remarks) == 1


def test_old_text_whose_font_is_not_named_is_known_by_its_content():
    header = tuple(in_tcvn3(text) for text in HEADER)
    document, _ = with_table(
        ("1", in_tcvn3("Rà soát, đánh giá thủ tục"), "", in_tcvn3("Thường xuyên"), "", ""), header=header
    )
    (row,) = plan(document).rows
    assert row.cells == {c.TASK_NAME: "Rà soát, đánh giá thủ tục", c.TASK_DEADLINE: "Thường xuyên"}


def test_decomposed_text_is_composed():
    document, _ = with_table(("1", "Ra\u0300 soa\u0301t", "", "", "X", ""))
    assert plan(document).rows[0].cells[c.TASK_NAME] == "Rà soát"


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as bomb:
        bomb.writestr("word/document.xml", b" " * (reader.MAX_XML_BYTES + 1))
    with pytest.raises(FileError, match="bung ra quá lớn"):
        read_docx(file.getvalue(), "bom.docx")


def test_xml_entities_are_refused():
    file = BytesIO()
    with ZipFile(file, "w") as hostile:
        hostile.writestr("word/document.xml", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    with pytest.raises(FileError, match="không an toàn"):
        read_docx(file.getvalue(), "la.docx")


@pytest.mark.parametrize("content", [b"PK\x03\x04word/", b"PK\x05\x06" + b"\0" * 18, b""])
def test_a_broken_file_is_refused(content: bytes):
    with pytest.raises(FileError, match="hỏng"):
        read_docx(content, "hong.docx")


def test_a_cut_file_is_refused():
    document, _ = with_table(("1", "A", "", "", "X", ""))
    content = saved(document)
    with pytest.raises(FileError, match="hỏng"):
        read_docx(content[: len(content) // 2], "hong.docx")


def marked(xml: str) -> Document:
    """A document whose one task has a run of this XML after its name."""
    document, table = with_table(("1", "Rà soát", "", "", "X", ""))
    table.cell(1, 1).paragraphs[0]._p.append(parse_xml(f"<w:r {W}>{xml}</w:r>"))
    return document


def test_hidden_text_is_not_read():
    assert plan(marked("<w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t>")).rows[0].cells[c.TASK_NAME] == "Rà soát"
    assert plan(marked('<w:rPr><w:vanish w:val="0"/></w:rPr><w:t>!</w:t>')).rows[0].cells[c.TASK_NAME] == "Rà soát!"


def test_a_raised_number_does_not_become_a_digit_of_the_text():
    raised = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t>'
    assert plan(marked(raised)).rows[0].cells[c.TASK_NAME] == "Rà soát²"


def test_tracked_changes_and_notes_are_told():
    assert read_docx(saved(marked("<w:t>!</w:t>")), "a.docx").remarks == ()
    revised, table = with_table(("1", "A", "", "", "X", ""))
    table.cell(1, 1).paragraphs[0]._p.append(
        parse_xml(f'<w:ins {W} w:id="1" w:author="a"><w:r><w:t>B</w:t></w:r></w:ins>')
    )
    (said,) = read_docx(saved(revised), "a.docx").remarks
    assert "Track Changes" in said
    (said,) = read_docx(saved(marked('<w:footnoteReference w:id="2"/>')), "a.docx").remarks
    assert "chú thích" in said
