import pytest

from cchc_macros import contract as c
from cchc_macros import terminal
from cchc_macros.book.work import read_work
from cchc_macros.book.workbook import Workbook
from cchc_macros.cli import main
from cchc_macros.paper.open_points import before_printing, before_reporting, find_open
from cchc_macros.paper.print_ import print_appendices
from cchc_macros.reports.report import report
from tests.paper.test_print import LANG_SON, book_of
from tests.tables import read_table, write_column, write_rows

NOTE = "ghi chú nói đạt điểm tối đa nhưng mất 2 điểm."


def with_conflicts(*choices):
    """The example with a conflict for each choice made, "" for one still open."""
    book = book_of(LANG_SON)
    rows = [{c.IN_TABLE: "Progress", c.STT: "1", c.UNIT: "VP", c.COLUMN: c.STATUS, c.CHOICE: each} for each in choices]
    write_rows(read_table(book, c.CONFLICTS), rows)
    return book


def without_errors():
    book = book_of(LANG_SON)
    criteria, settings = read_table(book, c.CRITERIA), read_table(book, c.SETTINGS)
    write_column(criteria, c.RESULT, criteria.values(c.MAX_SCORE))
    write_column(criteria, c.NOTE, [None] * len(criteria.body))
    stated = {c.STATED_RESULT, c.STATED_INDEX}
    pairs = zip(settings.values(c.KEY), settings.values(c.VALUE), strict=True)
    write_column(settings, c.VALUE, [None if key in stated else value for key, value in pairs])
    return book


def test_errors_and_open_conflicts_are_counted_and_asked_about():
    assert before_printing(with_conflicts("", c.KEEP_BOOK)).startswith("Còn 4 lỗi, 1 xung đột chưa xử lý.")
    assert before_printing(book_of(LANG_SON)).startswith("Còn 4 lỗi chưa xử lý.")
    assert before_printing(book_of(LANG_SON)).endswith(" Vẫn in?")
    assert before_reporting(book_of(LANG_SON)).endswith(" Vẫn lập báo cáo?")


def test_what_contradicts_itself_on_paper_is_told_with_its_cell():
    book = book_of(LANG_SON)
    read = Workbook(book)
    left = find_open(read, read_work(read))
    assert [found["code"] for found in left.contradictions] == ["NOTE_DEDUCTION_MISMATCH", "NOTE_SAYS_FULL"]
    cell = left.contradictions[1]["cell"]
    assert str(book.sheets[c.SCORES_SHEET].range(cell).value).endswith("Tiêu chí đạt điểm tối đa")
    assert f"Bảng điểm!{cell}: Dòng 6: {NOTE}" in left.message()


def test_nothing_is_asked_where_nothing_is_open():
    assert before_printing(without_errors()) == ""


def test_results_that_lack_are_told_before_they_count_as_0_on_paper():
    book = without_errors()
    criteria = read_table(book, c.CRITERIA)
    write_column(criteria, c.RESULT, [None, *criteria.values(c.RESULT)[1:]])
    assert "Mới có kết quả của 7/8 tiêu chí, đạt 89/89 điểm;" in before_printing(book)


def test_print_and_report_tell_it_in_their_message_too(tmp_path):
    for summary in (
        print_appendices(book_of(LANG_SON)),
        print_appendices(book_of(LANG_SON), tmp_path),
        report(book_of(LANG_SON), tmp_path / "b.docx"),
    ):
        assert "Còn 4 lỗi chưa xử lý." in summary.message
        assert NOTE in summary.message
        assert (summary.data["open"]["errors"], summary.data["open"]["conflicts"]) == (4, 0)
    assert "chưa xử lý" not in print_appendices(without_errors()).message


@pytest.mark.parametrize(("options", "answer", "code"), [((), "c", 0), ((), "", 2), (("--yes",), None, 0)])
def test_the_command_asks_at_a_terminal(workbook, tmp_path, monkeypatch, capsys, options, answer, code):
    asked = []
    monkeypatch.setattr(terminal, "terminal", lambda: lambda text: asked.append(text) or answer)
    path, to = workbook(LANG_SON), tmp_path / "in"
    assert main(["print", str(path), "--to", str(to), *options]) == code
    assert [text.startswith("Còn 4 lỗi chưa xử lý.") for text in asked] == ([] if options else [True])
    assert to.exists() == (code == 0)
    if code:
        assert "Chưa ghi tệp nào" in capsys.readouterr().err
