"""What comes out of the printer, read back from the PDFs of both examples."""

import json

import pypdf
import pytest

from cchc_macros.cli import main
from tests.conftest import TEMPLATES
from tests.paper.published import printed_pages, published_rows, read_pdf

LANG_SON, THAI_NGUYEN = "lang-son-2026", "thai-nguyen-2026"
MM = 72 / 25.4
APPENDICES = {LANG_SON: "Phụ lục", THAI_NGUYEN: "Phụ lục"}
PAGES = {
    (LANG_SON, "Phụ lục"): 2,
    (LANG_SON, "Tiêu chí mất điểm"): 1,
    (THAI_NGUYEN, "Phụ lục"): 8,  # as many as Word needs
}


@pytest.fixture(params=APPENDICES.items(), ids=APPENDICES)
def appendix(request, printed):
    """One example and its appendix."""
    example, name = request.param
    return example, printed[example] / f"{name}.pdf"


def body(pages):
    """The rows of a table over its pages, without the two heading rows of each."""
    return [row for page in pages for row in page[2:]]


def test_every_row_of_the_published_scores_is_on_paper_in_order(printed):
    rows = body(printed_pages(printed[LANG_SON] / "Phụ lục.pdf"))
    published = published_rows(LANG_SON)
    assert len(published) == 10
    assert rows[:8] == published[:8]
    # The plan prints 90 and 89,70 %, which its rows do not give: see the audit.
    assert rows[8] == ["TỔNG ĐIỂM", "", "100", "91", "100", "", "", ""]
    assert rows[9] == ["Giá trị điểm chỉ số CCHC đạt được", "", "", "91,00%", "100%", "", "", ""]


def test_every_row_of_the_published_tasks_is_on_paper_in_order(printed):
    published = published_rows(THAI_NGUYEN)
    assert len(published) == 52
    assert body(printed_pages(printed[THAI_NGUYEN] / "Phụ lục.pdf")) == published


def test_both_heading_rows_stand_on_every_page(appendix):
    example, pdf = appendix
    expected = {
        LANG_SON: [
            [
                "STT", "Lĩnh vực/Tiêu chí/Tiêu chí thành phần",
                "Điểm tối đa (Các tiêu chí không có nhiệm vụ được giao theo quy định: không chấm điểm)",
                "Kết quả chỉ số CCHC của Sở Tư pháp 2025", "Mục tiêu điểm số 2026", "Trách nhiệm thực hiện", "",
                "Thời gian hoàn thành",
            ],
            ["", "", "", "", "", "Đơn vị chủ trì", "Đơn vị phối hợp", ""],
        ],
        THAI_NGUYEN: [
            [
                "STT", "Lĩnh vực, tiêu chí", "Yêu cầu năm 2026", "Thời gian chậm nhất phải hoàn thành",
                "Phân công nhiệm vụ", "",
            ],
            ["", "", "", "", "Cơ quan chủ trì thực hiện", "Cơ quan phối hợp"],
        ],
    }  # fmt: skip
    pages = printed_pages(pdf)
    assert len(pages) > 1
    assert all(page[:2] == expected[example] for page in pages)


def test_the_title_block_stands_above_the_table(printed):
    assert _above_the_table(printed[LANG_SON] / "Phụ lục.pdf") == [
        "Phụ lục",
        "KHẮC PHỤC CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2025,",
        "NÂNG CAO CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2026 CỦA SỞ TƯ PHÁP",
        "(Kèm theo Kế hoạch số 31/KH-STP ngày 03/02/2026 của Sở Tư pháp tỉnh Lạng Sơn)",
    ]
    draft = _above_the_table(printed[THAI_NGUYEN] / "Phụ lục.pdf")
    assert draft[:3] == [
        "Phụ lục",
        "PHÂN CÔNG THỰC HIỆN KẾ HOẠCH DUY TRÌ, CẢI THIỆN,",
        "NÂNG CAO CHỈ SỐ CCHC, CHỈ SỐ HÀI LÒNG VỀ PHỤC VỤ HÀNH CHÍNH NĂM 2026",
    ]
    assert draft[3:] == ["(Kèm theo Kế hoạch số /KH-STP ngày /4/2026 của Sở Tư pháp tỉnh Thái Nguyên)"]


def _above_the_table(path):
    page = read_pdf(path)[0]
    return page.lines(0, min(top for _, top, _, _ in page.places))


@pytest.mark.parametrize(("example", "name"), PAGES)
def test_page_counts(printed, example, name):
    assert len(pypdf.PdfReader(printed[example] / f"{name}.pdf").pages) == PAGES[example, name]


def test_pages_are_a4_lying_and_nothing_stands_outside_the_margins(printed):
    for page in (page for path in _single_files(printed) for page in read_pdf(path)):
        assert (round(page.width / MM), round(page.height / MM)) == (297, 210)
        inside = [char for char in page.chars if char["top"] > 20 * MM - 1 and char["text"].strip()]
        assert min(char["x0"] for char in inside) >= 30 * MM - 1
        assert max(char["x1"] for char in inside) <= (297 - 15) * MM + 1
        assert max(char["bottom"] for char in inside) <= (210 - 20) * MM + 1


def test_page_numbers_stand_in_the_middle_of_the_top_margin_from_the_second_page_on(printed):
    middle = (30 + (297 - 30 - 15) / 2) * MM
    for path in _single_files(printed):
        for number, page in enumerate(read_pdf(path), 1):
            assert page.lines(0, 19 * MM) == ([str(number)] if number > 1 else [])
            places = [x for char in page.chars if char["bottom"] < 19 * MM for x in (char["x0"], char["x1"])]
            assert not places or abs((min(places) + max(places)) / 2 - middle) < 5


def _single_files(printed):
    return [path for folder in printed.values() for path in folder.glob("*.pdf") if path.stem != "Tất cả"]


def test_the_only_typeface_is_embedded_times(printed):
    for folder in printed.values():
        for path in folder.glob("*.pdf"):
            for name, descriptor in _fonts(path):
                assert any(face in name for face in ("Tinos", "TimesNewRoman")), name
                assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


def _fonts(path):
    for page in pypdf.PdfReader(path).pages:
        for font in page["/Resources"]["/Font"].values():
            loaded = font.get_object()
            inner = loaded.get("/DescendantFonts", [loaded])[0].get_object()
            yield str(loaded["/BaseFont"]), inner["/FontDescriptor"].get_object()


def test_a_row_is_never_cut_in_two_where_it_fits_on_a_page(appendix):
    """A page that ends in the middle of a row would end in a row without STT, or begin with one."""
    _, pdf = appendix
    for page in printed_pages(pdf):
        assert all(row[0] for row in page[2:])


def test_no_page_ends_in_a_heading_and_the_last_has_more_than_one_row(printed):
    pages = printed_pages(printed[THAI_NGUYEN] / "Phụ lục.pdf")
    assert all(any(page[-1][2:]) for page in pages)  # a heading has only its number and its name
    assert len(pages[-1][2:]) > 1


def test_text_of_a_cell_stays_between_the_lines_of_its_row(appendix):
    """Letters above or below the line of their row would be cut by it, as too low a row does to Vietnamese marks."""
    for page in read_pdf(appendix[1]):
        for x0, top, x1, bottom in page.places:
            for char in page.chars:
                x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
                if x0 < x < x1 and top < y < bottom:
                    assert char["top"] >= top - 0.5
                    assert char["bottom"] <= bottom + 0.5


def test_the_file_of_all_papers_holds_each_in_order(printed):
    for folder in printed.values():
        everything = [page.extract_text() for page in pypdf.PdfReader(folder / "Tất cả.pdf").pages]
        single = {
            path.stem: [page.extract_text() for page in pypdf.PdfReader(path).pages] for path in folder.glob("*.pdf")
        }
        order = sorted(
            (name for name in single if name != "Tất cả"), key=lambda name: everything.index(single[name][0])
        )
        assert [page for name in order for page in single[name]] == everything
        assert order[0].startswith("Phụ lục")
        assert all(name.startswith("Phiếu ") for name in order[-5:])


def test_dates_are_written_the_official_way(printed):
    text = "".join(page.extract_text() for page in pypdf.PdfReader(printed[THAI_NGUYEN] / "Tất cả.pdf").pages)
    assert "01/6/2026" in text
    assert "31/5/2026" in text
    assert "/05/2026" not in text
    assert "/06/2026" not in text


def test_a_task_sheet_holds_its_units_work(printed, tmp_path, capsys):
    book = tmp_path / "so.xlsx"
    book.write_bytes((TEMPLATES / f"{THAI_NGUYEN}.xlsx").read_bytes())
    assert main(["assign", str(book), "--json"]) == 0
    units = json.loads(capsys.readouterr().out)["units"]
    assert len(units) == 6
    for unit in units:
        pages = printed_pages(printed[THAI_NGUYEN] / f"Phiếu {unit['code']}.pdf")
        assert all(page[0][:3] == ["STT", "Nhiệm vụ", "Yêu cầu"] for page in pages)
        assert [row[0] for page in pages for row in page[1:]] == [task["code"] for task in unit["tasks"]]


def test_the_lost_points_sheet_lists_what_was_lost_the_most_first(printed):
    (page,) = printed_pages(printed[LANG_SON] / "Tiêu chí mất điểm.pdf")
    assert [(row[1], row[5]) for row in page[1:-1]] == [("3", "3"), ("5", "3"), ("6", "2"), ("8", "1")]
    assert page[-1][5] == "9"


def test_no_page_but_the_last_is_left_a_quarter_blank(printed):
    for path in _single_files(printed):
        for page in read_pdf(path)[:-1]:
            assert (210 - 20) * MM - max(bottom for _, _, _, bottom in page.places) < 170 * MM / 4
