"""What a cell cites."""

from datetime import date

import pytest
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


@pytest.mark.parametrize(
    ("text", "file"),
    [
        ("xem ảnh (bản ký.pdf)", "bản ký.pdf"),
        ("thư chuyển.msg", "thư chuyển.msg"),
        ("Ảnh (1) (bản quét.jpg", "bản quét.jpg"),
        ("Ảnh (1) bản quét.jpg", "Ảnh (1) bản quét.jpg"),
        ("x.pdf", "x.pdf"),
    ],
)
def test_the_name_of_a_file_stands_without_what_is_before_it(text, file):
    (one,) = read_citations(text)
    assert one.file == file


def test_a_link_hides_what_is_in_it_and_nothing_beside_it():
    (one,) = read_citations("https://stp.example/a.pdf và tệp b.pdf")
    assert (one.link, one.file) == ("https://stp.example/a.pdf", "b.pdf")
    (one,) = read_citations("https://stp.example/x b.pdf")
    assert (one.link, one.file) == ("https://stp.example/x", "b.pdf")


def test_the_day_of_what_has_no_number_is_read_from_its_beginning():
    (one,) = read_citations("5/6/2026 họp")
    assert (one.number, one.day) == (None, date(2026, 6, 5))


@given(st.text(max_size=300))
def test_any_text_is_read(text):
    read_citations(text)
