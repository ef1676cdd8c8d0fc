"""What a cell cites."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cchc_macros.rules.evidence.citations import is_explanation, read_citations


def test_several_papers_in_one_cell_are_parted():
    found = read_citations(
        "Kế hoạch số 41/KH-STP ngày 03/02/2026, Báo cáo số 12/BC-STP ngày 05/6/2026 và Quyết định 7/QĐ-STP; tệp a b.pdf"
    )
    assert [(one.number and one.number.number, one.day) for one in found] == [
        (41, date(2026, 2, 3)), (12, date(2026, 6, 5)), (7, None), (None, None),
    ]  # fmt: skip
    assert found[1].text == "Báo cáo số 12/BC-STP ngày 05/6/2026"
    assert found[3].file == "a b.pdf"


def test_section_and_page_links_and_explanations():
    one, link, words = read_citations(
        "Báo cáo số 5/BC-STP, mục II.3, trang 4-5\nhttps://stp.example/a.html.\nGiải trình: không có văn bản"
    )
    assert (one.section, one.page) == ("II.3", "4-5")
    assert link.link == "https://stp.example/a.html"
    assert not words.is_evidence
    assert is_explanation(words.text)


def test_a_number_in_a_file_s_name_is_no_second_paper():
    (one,) = read_citations("Kế hoạch số 41/KH-STP (tệp 41-KH-STP.pdf)")
    assert (one.number.number, one.file) == (41, "41-KH-STP.pdf")


@given(st.text(max_size=300))
def test_any_text_is_read(text):
    read_citations(text)
