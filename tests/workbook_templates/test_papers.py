"""The Word templates: what may not stand alone on a page, and no page that is empty."""

from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt

PAPERS = sorted(Path(__file__).parent.parent.parent.joinpath("workbook_templates").glob("*.docx"))


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.stem)
def test_no_signature_stands_alone_on_a_page(paper):
    document = docx.Document(str(paper))
    signatures = [table for table in document.tables if "Nơi nhận:" in table.rows[0].cells[0].text]
    assert len(signatures) == (paper.stem != "bang-tien-do")
    for table in signatures:
        assert table.rows[0]._tr.trPr.find(qn("w:cantSplit")) is not None
        before = table._tbl.getprevious()
        assert before.pPr.find(qn("w:keepNext")) is not None


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.stem)
def test_what_stands_below_a_table_begins_no_page(paper):
    tables = [table for table in docx.Document(str(paper)).tables if table.style.name == "Table Grid"]
    assert tables
    for table in tables:
        below = docx.text.paragraph.Paragraph(table._tbl.getnext(), None)
        assert not below.text
        assert below.paragraph_format.line_spacing == Pt(1)
