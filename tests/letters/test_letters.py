"""The papers of following up: to each late unit and to all, a table, to each unit; templates may be the office's."""

from datetime import datetime

import docx
import pytest

from cchc_macros import contract as c
from cchc_macros.errors import FileError
from cchc_macros.letters.letters import KINDS, letters
from cchc_macros.reports.report import report
from tests.returns.test_rounds import open_round
from tests.tables import append_rows, read_table, set_setting, write_column
from xl.engine import open_book


def text(path):
    document = docx.Document(path)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.fixture
def book(workbook):
    book = open_book(workbook("lang-son-2026"))
    set_setting(book, c.TODAY, datetime(2027, 1, 10))  # noqa: DTZ001
    open_round(book, "Quý I/2026")
    return book


def test_every_late_unit_gets_a_letter_and_all_get_one(book, tmp_path):
    files = letters(book, tmp_path, "urge").data["files"]
    assert len(files) == 6
    own, alone, everyone = text(files[0]), text(files[1]), text(files[-1])
    assert "Kính gửi: Văn phòng Sở" in own
    assert "chưa gửi" not in own  # to which the sheets are sent: it owes itself none
    assert "Kính gửi: Phòng Nghiệp vụ I" in alone
    assert "chưa gửi" in alone
    assert "Văn phòng Sở\n" not in alone
    for name in ("Văn phòng Sở", "Phòng Nghiệp vụ I", "Phòng Công chứng số 1"):
        assert f"- {name}" in everyone
    assert "{{" not in alone + everyone
    assert "{%" not in alone + everyone


def test_nobody_late_needs_no_letter(book, tmp_path):
    set_setting(book, c.TODAY, datetime(2026, 1, 10))  # noqa: DTZ001
    assert letters(book, tmp_path, "urge").data == {"files": []}


def test_the_table_of_the_meeting_has_every_piece_of_work(book, tmp_path):
    (path,) = letters(book, tmp_path, "progress").data["files"]
    assert "Tổng số 08 nhiệm vụ" in text(path)
    assert "Cải cách thể chế" in text(path)


def test_the_table_of_the_meeting_lists_the_work_of_each_person(book, tmp_path):
    (path,) = letters(book, tmp_path, "progress").data["files"]
    assert "Theo người phụ trách" not in text(path)
    named = ["Trần B", None, "Nguyễn A; Trần B", None, None, None, None, None]
    write_column(read_table(book, c.CRITERIA), c.PERSON, named)
    (path,) = letters(book, tmp_path, "progress").data["files"]
    (table,) = [one for one in docx.Document(path).tables if one.rows[0].cells[1].text == "Số việc"]
    rows = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    assert rows == [["Nguyễn A", "01", "01", "01", "3"], ["Trần B", "02", "02", "02", "1; 3"]]


def test_a_person_is_one_however_spelled_and_what_did_not_arise_is_no_work(workbook, tmp_path):
    book = open_book(workbook("thai-nguyen-2026"))
    tasks = read_table(book, c.TASKS)
    named = iter(["Trần B; trần b", "trần  b", "Nguyễn A"])
    statuses = iter([None, c.NOT_ARISEN, c.NOT_ARISEN])
    leads = tasks.values(c.LEAD)
    write_column(tasks, c.PERSON, [next(named, None) if lead else None for lead in leads])
    write_column(tasks, c.STATUS, [next(statuses, None) if lead else None for lead in leads])
    report(book, tmp_path / "b.docx")
    (path,) = letters(book, tmp_path, "progress").data["files"]
    for file, heading in ((path, "Số việc"), (tmp_path / "b.docx", "Số nhiệm vụ")):
        (table,) = [one for one in docx.Document(file).tables if one.rows[0].cells[1].text == heading]
        assert [[cell.text.lstrip("0") for cell in row.cells[:2]] for row in table.rows[1:]] == [["Trần B", "1"]]


def test_whose_words_they_are_is_told_unless_the_lead_alone_spoke(book, tmp_path):
    def told(stt, unit, **said):
        append_rows(read_table(book, c.PROGRESS_TABLE), [{c.STT: stt, c.UNIT: unit, **said}])
        (path,) = letters(book, tmp_path, "progress").data["files"]
        (table,) = [one for one in docx.Document(path).tables if one.rows[0].cells[0].text == "STT"]
        return next(row.cells[-1].text for row in table.rows if row.cells[0].text == stt)

    assert told("1", "VP", **{c.RESULT: "Đã họp", c.NOTE: "Chờ số liệu"}) == "Đã họp\nChờ số liệu"
    both = "Văn phòng Sở: Đã họp\nChờ số liệu\nPhòng Nghiệp vụ I: Vướng"
    assert told("1", "NV1", **{c.NOTE: "Vướng"}) == both
    assert told("2", "NV2", **{c.RESULT: "Góp ý"}) == "Phòng Nghiệp vụ II: Góp ý"


def test_a_heading_of_the_plan_stands_once_above_its_run(workbook, tmp_path):
    book = open_book(workbook("thai-nguyen-2026"))
    set_setting(book, c.TODAY, datetime(2026, 12, 20))  # noqa: DTZ001
    for kind in KINDS:
        path = letters(book, tmp_path, kind).data["files"][-1]
        said = text(path)
        assert "(mục " not in said
        table = next(one for one in docx.Document(path).tables if one.rows[0].cells[0].text == "STT")
        heads = [row.cells[0].text for row in table.rows if len({cell.text for cell in row.cells}) == 1]
        assert heads
        assert len(heads) == len(set(heads))
        if kind != "progress":
            assert "Kế hoạch số       /KH-STP ngày       /4/2026 của Sở Tư pháp tỉnh Thái Nguyên về duy trì" in said


def test_only_what_is_owed_is_asked_for(book, tmp_path):
    alone = text(letters(book, tmp_path, "urge").data["files"][1])
    assert (
        "hoàn thành nhiệm vụ quá hạn, báo cáo rõ nguyên nhân, thời gian hoàn thành và gửi phiếu về Văn phòng" in alone
    )
    set_setting(book, c.TODAY, datetime(2026, 4, 1))  # noqa: DTZ001  nothing is late but the sheets
    alone = text(letters(book, tmp_path, "urge").data["files"][0])
    assert "khẩn trương gửi phiếu về Văn phòng để tổng hợp" in alone


def test_every_unit_gets_its_own_work(book, tmp_path):
    files = letters(book, tmp_path, "assign").data["files"]
    assert len(files) == 5
    assert "chủ trì 02, phối hợp 06" in text(files[1])


def test_the_office_s_own_template_is_made_once_and_then_used(book, tmp_path):
    own = tmp_path / "mẫu.docx"
    letters(book, tmp_path / "a", "progress", template=own)
    document = docx.Document(own)
    document.add_paragraph("Chữ của cơ quan {{ co_quan }}")
    document.save(own)
    (path,) = letters(book, tmp_path / "b", "progress", template=own).data["files"]
    assert "Chữ của cơ quan Sở Tư pháp" in text(path)
    with pytest.raises(FileError, match="tệp Word"):
        letters(book, tmp_path, "progress", template=tmp_path / "mẫu.txt")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("example", ["lang-son-2026", "thai-nguyen-2026"])
def test_a_column_in_which_nobody_is_named_is_left_out_and_its_room_used(workbook, tmp_path, kind, example):
    book = open_book(workbook(example))
    set_setting(book, c.TODAY, datetime(2027, 1, 10))  # noqa: DTZ001
    widths = []
    for person in (None, "Nguyễn A"):
        for table in (c.TASKS, c.CRITERIA):
            rows = read_table(book, table)
            write_column(rows, c.PERSON, [person if code else None for code in rows.values(c.STT)])
        document = docx.Document(letters(book, tmp_path / str(person), kind).data["files"][0])
        table = next(found for found in document.tables if found.rows[0].cells[0].text == "STT")
        heads = [cell.text for cell in table.rows[0].cells]
        assert (c.PERSON in heads) is bool(person)
        assert len(heads) == len(table._tbl.tblGrid.gridCol_lst)
        assert {sum(cell.grid_span for cell in row.tc_lst) for row in table._tbl.tr_lst} == {len(heads)}
        widths.append(sum(column.width for column in table.columns))
    assert widths[0] == widths[1]


@pytest.mark.parametrize(
    ("kind", "told"), [("urge", "không phải đôn đốc"), ("progress", "bảng tiến độ"), ("assign", "công văn giao việc")]
)
def test_a_kind_that_has_nothing_to_say_writes_no_paper_and_tells_of_that_kind(workbook, tmp_path, kind, told):
    book = open_book(workbook("so-cchc"))
    set_setting(book, c.YEAR_PLAN, 2026)
    answer = letters(book, tmp_path, kind)
    assert answer.data == {"files": []}
    assert told in answer.message
