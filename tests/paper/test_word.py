import io
from dataclasses import replace

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from openxml_audit import OpenXmlValidator

from cchc_macros.paper.appendix import task_paper
from cchc_macros.paper.print_ import print_appendices
from cchc_macros.paper.word import appendix_docx
from cchc_macros.rules.tasks.tasks import Task
from tests.conftest import TEMPLATES
from tests.paper.published import plain, published_rows
from tests.paper.test_appendix import PLAN
from xl import pdf
from xl.engine import open_book

LANG_SON, THAI_NGUYEN = "lang-son-2026", "thai-nguyen-2026"
APPENDICES = (LANG_SON, THAI_NGUYEN)


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    """Both examples' Word files, written by the macro; the PDFs are left out."""
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "write_pdfs", lambda *_, **__: [])
        for example in APPENDICES:
            folder = tmp_path_factory.mktemp(example)
            print_appendices(open_book(TEMPLATES / f"{example}.xlsx"), folder)
            found[example] = folder / "Phụ lục.docx"
    return found


@pytest.fixture(params=APPENDICES)
def path(request, documents):
    return documents[request.param]


def small(*tasks, **settings):
    """A document of a few tasks."""
    return Document(io.BytesIO(appendix_docx(task_paper(replace(PLAN, **settings), tasks))))


def rows(document):
    return [[plain(cell.text) for cell in row.cells] for row in document.tables[0].rows]


def test_every_published_row_is_in_the_document_in_order(documents):
    assert rows(Document(documents[LANG_SON]))[2:10] == published_rows(LANG_SON)[:8]
    assert rows(Document(documents[THAI_NGUYEN]))[2:] == published_rows(THAI_NGUYEN)


def test_the_totals_stand_below_their_label_over_two_columns(documents):
    total, index = rows(Document(documents[LANG_SON]))[-2:]
    assert total[:5] == ["TỔNG ĐIỂM", "TỔNG ĐIỂM", "100", "91", "100"]  # python-docx gives a merged cell twice
    assert index[2:5] == ["", "91,00%", "100%"]


def test_word_opens_it_without_repairing_it(path):
    result = OpenXmlValidator().validate(path)
    assert result.is_valid, result.errors


def test_the_page_is_a4_lying_with_the_official_margins(path):
    section = Document(path).sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    sizes = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    assert [round(size.mm) for size in sizes] == [297, 210, 20, 20]
    assert [round(size.mm) for size in (section.left_margin, section.right_margin)] == [30, 15]


def test_the_page_number_stands_on_top_from_the_second_page_on(path):
    section = Document(path).sections[0]
    assert section.different_first_page_header_footer
    assert not section.first_page_header.paragraphs[0].text
    fields = section.header._element.findall(f".//{qn('w:instrText')}")
    assert [field.text for field in fields] == ["PAGE"]
    assert not section.footer.paragraphs[0].runs


def test_both_heading_rows_repeat_and_no_row_is_cut(path):
    marks = [row._tr.trPr for row in Document(path).tables[0].rows]
    assert [mark.find(qn("w:tblHeader")) is not None for mark in marks] == [True] * 2 + [False] * (len(marks) - 2)
    assert all(mark.find(qn("w:cantSplit")) is not None for mark in marks)


def test_the_typeface_is_times_new_roman_for_every_script(path):
    style = Document(path).styles["Normal"]
    assert (style.font.name, style.font.size) == ("Times New Roman", Pt(12))
    fonts = style.element.rPr.rFonts
    assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}


def test_the_table_is_as_wide_as_on_the_sheet(path):
    table = Document(path).tables[0]
    assert sum(column.width for column in table.columns) == pytest.approx(Mm(250), abs=Mm(0.2))


def test_the_title_block_is_the_sheets(documents):
    titles = [paragraph for paragraph in Document(documents[LANG_SON]).paragraphs if paragraph.text]
    assert [paragraph.text for paragraph in titles] == [
        "Phụ lục",
        "KHẮC PHỤC CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2025,\nNÂNG CAO CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2026 CỦA SỞ TƯ PHÁP",
        "(Kèm theo Kế hoạch số 31/KH-STP ngày 03/02/2026 của Sở Tư pháp tỉnh Lạng Sơn)",
    ]
    assert [(p.runs[0].bold, p.runs[0].italic) for p in titles] == [(True, None), (True, None), (None, True)]


def test_a_note_stands_below_its_name_and_looks_as_on_the_sheet(documents):
    (paragraph,) = Document(documents[LANG_SON]).tables[0].rows[4].cells[1].paragraphs
    assert paragraph.text == "Cải cách thủ tục hành chính\n(Tiêu chí trừ 3 điểm)"
    assert [(run.bold, run.italic) for run in paragraph.runs] == [(True, None)]


def test_text_keeps_away_from_the_rules(path):
    margins = Document(path).tables[0]._tblPr.find(qn("w:tblCellMar"))
    widths = {margin.tag.split("}")[1]: int(margin.get(qn("w:w"))) for margin in margins}
    assert widths.keys() == {"top", "left", "bottom", "right"}
    assert min(widths.values()) >= 28  # half a millimetre


def test_a_heading_stays_on_a_page_with_the_row_below_it():
    document = small(
        Task(row=0, code="I", name="ĐỀ MỤC"), Task(row=1, code="1.1", name="Một việc", requirement="Làm xong")
    )
    kept = [row.cells[1].paragraphs[0].paragraph_format.keep_with_next for row in document.tables[0].rows]
    assert kept[2:] == [True, None]


def test_rows_that_are_bold_but_no_headings_are_not_kept_together(documents):
    """Else a flat list of domains would leave the first page empty; but the totals keep the last one."""
    kept = [
        {bool(p.paragraph_format.keep_with_next) for cell in row.cells for p in cell.paragraphs}
        for row in Document(documents[LANG_SON]).tables[0].rows
    ]
    assert kept[2:] == [*[{False}] * 7, {True}, {True}, {False}]


def test_a_column_with_nothing_in_it_is_left_out():
    document = small(Task(row=0, code="1.1", name="Một việc", requirement="Làm xong"))
    assert rows(document)[0] == ["STT", "Lĩnh vực, tiêu chí", "Yêu cầu năm 2026"]


def test_control_letters_and_markup_of_people_do_no_harm():
    document = small(Task(row=0, code="1.1", name="a <x> & \x0b\x01 {STT}", requirement="Làm\nxong"))
    assert rows(document)[2][1:3] == ["a <x> & {STT}", "Làm xong"]


def test_the_document_names_no_author(path):
    properties = Document(path).core_properties
    assert (properties.author, properties.comments) == ("", "")
