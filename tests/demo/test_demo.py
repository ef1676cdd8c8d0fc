"""The year of the demo, as its page shows it."""

import re
from urllib.parse import unquote

import pytest

from cchc_macros import contract as c
from cchc_macros.demo import MADE_BY, PAGE, demo
from cchc_macros.demo.page import Chapter, Step, write_page
from cchc_macros.demo.pictures import Picture
from cchc_macros.demo.year import _Year
from cchc_macros.errors import ToolError
from cchc_macros.evidence.dossier import PDF, POINTS, REPORT
from cchc_macros.registry import EXAMPLES
from tests.returns.make import table

STEPS = 32


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    to = tmp_path_factory.mktemp("demo") / "ra"
    return to, demo(to)


def test_the_year_is_done_on_both_plans(made):
    to, summary = made
    books = [to / name / f"so-cchc-{name}.xlsx" for name in EXAMPLES]
    assert summary.data["workbooks"] == [str(book) for book in books]
    found = [path for path in to.rglob("*") if path.is_file() and path.name != MADE_BY]
    assert summary.data["files"] == len(found)
    for book in books:
        assert table(book, c.CONFLICTS.name) == []
        progress = table(book, c.PROGRESS_TABLE.name)
        assert {"Hoàn thành", "Đang thực hiện"} <= {row[c.STATUS] for row in progress}
        assert any(row[c.PROGRESS] == 0.5 for row in progress)  # typed as "50%"
        assert (book.parent / "so-cchc-nam-sau.xlsx").exists()
        assert (book.parent / "bao-cao.docx").exists()
        for folder in ("so-don-vi", "thu", "gui-ve", "thu-nhac", "cong-van", "ban-in", "minh-chung", "ho-so"):
            assert any((book.parent / folder).iterdir()), folder
    assert table(books[0], c.SELF_SCORES.name)


def test_the_season_files_the_evidence_tells_of_its_faults_and_binds_it(made):
    to, _ = made
    for name in EXAMPLES:
        folder = to / name
        rows = table(folder / f"so-cchc-{name}.xlsx", c.EVIDENCE_TABLE.name)
        states = {str(row[c.STATE]) for row in rows}
        assert "Đủ" in states
        for words in ("Trang đầu ghi số", "Thiếu tệp", "Tệp hỏng", "ngoài năm"):
            assert any(words.casefold() in state.casefold() for state in states), words
        assert {path.name for path in (folder / "ho-so").iterdir()} == {PDF, POINTS, REPORT}


def test_points_taken_off_are_explained_and_the_last_round_counts(made):
    to, _ = made
    for name in EXAMPLES:
        book = to / name / f"so-cchc-{name}.xlsx"
        rounds = table(book, c.APPRAISALS.name)
        first = [row for row in rounds if row[c.ROUND] == c.FIRST_ROUND and row[c.REASON]]
        assert len(first) == 3
        assert all(row[c.EXPLAINER] and row[c.EXPLAIN_BY] and not row[c.EXPLANATION] for row in first)
        answers = [row for row in rounds if row[c.ROUND] == c.EXPLANATION]
        assert {row[c.STT] for row in answers} == {row[c.STT] for row in first}
        assert all(row[c.EXPLANATION] and row[c.EXPLAINER] and row[c.PROOF] for row in answers)
        second = {row[c.STT]: row[c.POINTS] for row in rounds if row[c.ROUND] == "Thẩm định lần 2"}
        shown = {row[c.STT]: row[c.APPRAISED] for row in table(book, c.CRITERIA.name)}
        assert len(second) == 3
        assert {code: shown[code] for code in second} == second
        cited = [row for row in table(book, c.EVIDENCE_TABLE.name) if row[c.NUMBER_SIGN] == "90/BC-STP"]
        assert {row[c.STT] for row in cited} == set(second)


def test_the_colleague_s_value_was_chosen(made):
    to, _ = made
    book = to / "lang-son-2026" / "so-cchc-lang-son-2026.xlsx"
    row = next(row for row in table(book, c.PROGRESS_TABLE.name) if (row[c.STT], row[c.UNIT]) == ("1", "CC1"))
    assert (row[c.STATUS], row[c.PROGRESS], row[c.RESULT]) == ("Đang thực hiện", 0.8, "Còn chờ ký")


def test_the_page_shows_every_step_and_leads_to_every_file(made):
    to, summary = made
    page = (to / PAGE).read_text(encoding="utf-8")
    assert page.count('<section class="step') == len(EXAMPLES) * STEPS
    assert '<section class="step failed' not in page
    assert page.count("data:image/png;base64,") > 12
    assert not re.search(r'(src|href)="(https?:)?//', page)
    links = [unquote(link) for link in re.findall(r'href="([^#"]+)"', page)]
    assert [link for link in links if not (to / link).is_file()] == []
    assert len(links) > 60
    assert re.findall(r"<h2[^>]*>(.*?)<", page) == [
        "Sổ ví dụ Lạng Sơn (bảng điểm)",
        "Sổ ví dụ Thái Nguyên (38 nhiệm vụ)",
    ]
    assert str(to / PAGE) in summary.message


def test_a_step_whose_program_is_missing_stops_no_other(tmp_path):
    def fail():
        raise ToolError("Thiếu <Outlook>.")

    year = _Year(tmp_path / "so.xlsx", tmp_path)
    failed = year.step("Gửi", fail)
    (tmp_path / "một tệp & hai.txt").write_bytes(b"x")
    steps = [failed, year.step("Ghi", lambda: "Đã ghi.")]
    write_page(tmp_path / PAGE, [Chapter("Sổ", year.book, steps)])
    page = (tmp_path / PAGE).read_text(encoding="utf-8")
    assert '<section class="step failed">\n<h3>1. Gửi</h3>\n<p class="told">Thiếu &lt;Outlook&gt;.</p>' in page
    assert "Đã ghi." in page
    assert '<a href="m%E1%BB%99t%20t%E1%BB%87p%20%26%20hai.txt">một tệp &amp; hai.txt</a>' in page


def test_texts_of_the_page_are_no_markup(tmp_path):
    step = Step(title="<b>", told="a & b", is_done=True, files=[], pictures=[Picture('"><script>', b"x")])
    write_page(tmp_path / PAGE, [Chapter("<i>", tmp_path / "a" / "so.xlsx", [step])])
    page = (tmp_path / PAGE).read_text(encoding="utf-8")
    assert not any(mark in page for mark in ("<script>", "<i>"))
    assert "&lt;b&gt;" in page
    assert "a &amp; b" in page
