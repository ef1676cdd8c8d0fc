"""Collecting returned unit workbooks: by identity, nothing overwritten in silence, nothing done twice."""

import shutil
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from cchc_macros.cli import main
from tests.conftest import TEMPLATES
from tests.returns.make import fill, find_headings, row_of, rows_by, stamp, table, without_properties
from tests.saved_mails import mime, outlook
from tests.tables import read_table
from xl.engine import open_book

VP, NV1, NV2 = "VP - Văn phòng Sở.xlsx", "NV1 - Phòng Nghiệp vụ I.xlsx", "NV2 - Phòng Nghiệp vụ II.xlsx"
DONE, DOING, TODO = c.DONE, c.DOING, c.TODO


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """The examples' workbooks and the unit workbooks they give out."""
    folder = tmp_path_factory.mktemp("exported")
    for name in ("lang-son-2026", "thai-nguyen-2026"):
        book = shutil.copy(TEMPLATES / f"{name}.xlsx", folder / f"{name}.xlsx")
        opened = open_book(book)
        settings = read_table(opened, c.SETTINGS)
        settings.update({settings.values(c.KEY).index(c.REPLY_TO): {c.VALUE: "cchc@stp.example"}})  # so VP is asked too
        opened.save(str(book))
        assert main(["export", str(book), "--to", str(folder / name)]) == 0
    return folder


class Office:
    """An office: its workbook, a folder of returns, and the blank unit workbooks it gave out."""

    def __init__(self, exported, folder, cchc, name="lang-son-2026"):
        self.book = folder / "book.xlsx"
        shutil.copy(exported / f"{name}.xlsx", self.book)
        self.blank, self.returns, self._cchc = exported / name, folder / "returns", cchc
        self.returns.mkdir()

    def returned(self, unit, entries, name=None, *, day=0):
        """A unit's workbook filled in and sent back, saved on a day of May."""
        path = fill(self.blank / unit, entries, self.returns / (name or unit))
        return stamp(path, self.moment(day))

    @staticmethod
    def moment(day):
        """A day of May."""
        return datetime(2026, 5, 1, tzinfo=UTC) + timedelta(days=day)

    def collect(self):
        return self._cchc("collect", self.book, self.returns)

    def progress(self, code, unit="VP"):
        return rows_by(self.book, "Progress", c.STT, c.UNIT)[code, unit]

    def edit(self, name, code, heading, value):
        """Type a value into a table of the office's workbook."""
        book = openpyxl.load_workbook(self.book)
        sheet = next(sheet for sheet in book.worksheets if name in sheet.tables)
        head, *rows = sheet[sheet.tables[name].ref]
        columns = {cell.value: i for i, cell in enumerate(head)}
        for row in rows:
            if str(row[columns[c.STT]].value) == code:
                row[columns[heading]].value = value
        book.save(self.book)

    def snapshot(self):
        return {
            name: table(self.book, name) for name in ("Progress", "Tasks", "Criteria", "Conflicts", "Returns", "Log")
        }


@pytest.fixture
def office(exported, tmp_path, cchc):
    return Office(exported, tmp_path, cchc)


@pytest.fixture
def thai_nguyen(exported, tmp_path, cchc):
    return Office(exported, tmp_path, cchc, "thai-nguyen-2026")


def test_what_a_unit_typed_arrives(office):
    office.returned(
        VP,
        {
            "1": {
                c.STATUS: DONE,
                c.PROGRESS: 1,
                c.RESULT: "Kế hoạch số 12\nBáo cáo quý I",
                c.PROOF: "12/KH-STP",
                c.NOTE: "Không",
            },
            "3": {c.STATUS: "đang  THỰC HIỆN", c.PROGRESS: "62,5%"},
        },
    )
    answer = office.collect()
    assert [(item["file"], item["unit"], item["changed"], item["notes"]) for item in answer["merged"]] == [
        (VP, "VP", 7, [])
    ]
    row = office.progress("1")
    assert [row[h] for h in (c.ROLE, *u.UNIT_FILLS, c.SOURCE)] == [
        c.ROLE_LEAD, DONE, 1, "Kế hoạch số 12\nBáo cáo quý I", "12/KH-STP", "Không", VP,
    ]  # fmt: skip
    assert (office.progress("3")[c.STATUS], office.progress("3")[c.PROGRESS]) == (DOING, 0.625)
    assert answer["missing"] == ["NV1", "NV2", "TGPL", "CC1"]


def test_a_second_click_changes_nothing(office):
    office.returned(VP, {"1": {c.STATUS: DOING, c.PROGRESS: "nhiều"}})
    office.returned(NV1, {"2": {c.STATUS: DONE}})
    (office.returns / "hỏng.xlsx").write_bytes(b"PK\x03\x04")
    office.collect()
    before = office.snapshot()
    answer = office.collect()
    assert office.snapshot() == before
    assert answer["merged"] == []
    assert answer["unchanged"] == [NV1, VP]


def test_a_renamed_and_moved_file_is_the_same_file(office):
    path = office.returned(VP, {"1": {c.STATUS: DOING}})
    office.collect()
    (office.returns / "Đợt 1").mkdir()
    path.rename(office.returns / "Đợt 1" / "gửi lần cuối (2).XLSX")
    assert office.collect()["unchanged"] == ["Đợt 1/gửi lần cuối (2).XLSX"]


def test_rows_come_home_by_their_number_wherever_they_stand(office):
    path = office.returned(VP, {str(n): {c.STATUS: DOING, c.RESULT: f"Kết quả {n}"} for n in range(1, 9)}, "phieu.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    top, columns = find_headings(sheet)
    width = len(columns)
    rows = [[sheet.cell(r, k).value for k in range(1, width + 1)] for r in range(top + 1, top + 9)]
    rows = [*reversed(rows[:4]), [None] * width, *rows[5:]]  # sorted, one inserted, row 5 deleted
    order = [*range(3, width), 0, 1, 2]  # columns moved
    heads = [sheet.cell(top, k).value for k in range(1, width + 1)]
    sheet.delete_rows(top, 9)
    for r, row in enumerate([heads, *rows], start=top + 5):
        for k, source in enumerate(order, start=2):
            sheet.cell(r, k).value = row[source]
    sheet.tables.clear()
    sheet.title = "Sheet1"
    book.save(path)
    answer = office.collect()
    assert [note["message"] for note in answer["merged"][0]["notes"]] == ["Phiếu thiếu 1 việc đã giao: STT 5."]
    for n in (1, 2, 3, 4, 6, 7, 8):
        assert office.progress(str(n))[c.RESULT] == f"Kết quả {n}"


def test_a_row_whose_number_and_text_belong_to_two_tasks_is_told_and_left_out(office):
    path = office.returned(VP, {"1": {c.RESULT: "của việc 1"}})
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    _, columns = find_headings(sheet)
    name = columns[c.SHEET_TASK]
    first, second = row_of(sheet, "1"), row_of(sheet, "2")
    sheet.cell(first, name).value, sheet.cell(second, name).value = (
        sheet.cell(second, name).value,
        sheet.cell(first, name).value,
    )
    book.save(path)
    notes = office.collect()["merged"][0]["notes"]
    assert any("của việc 1" in note["message"] and note["cell"].startswith("Phiếu giao việc!A") for note in notes)
    assert ("1", "VP") not in rows_by(office.book, "Progress", c.STT, c.UNIT)


def test_a_row_that_the_office_renumbered_since_is_told_with_its_new_number(office):
    office.returned(VP, {"1": {c.RESULT: "xong", c.PROGRESS: 1}})
    office.edit("Criteria", "1", c.STT, "9")
    notes = [note["message"] for note in office.collect()["merged"][0]["notes"]]
    assert any("STT '1' không khớp" in text and "của STT 9: nếu đúng, sửa STT" in text for text in notes)
    assert any("(Trạng thái: Chưa thực hiện; Tiến độ: 100%; Kết quả: xong)" in text for text in notes)


def test_unreadable_values_are_told_with_file_and_cell_and_the_rest_counts(office):
    office.returned(VP, {"1": {c.STATUS: "gần xong", c.PROGRESS: "nhiều", c.RESULT: "Đã họp"}, "2": {c.PROGRESS: 1.5}})
    merged = office.collect()["merged"][0]
    told = {note["cell"]: note["message"] for note in merged["notes"]}
    assert told["Phiếu giao việc!H9"].startswith("'gần xong' không phải trạng thái.")
    assert told["Phiếu giao việc!I9"] == "'nhiều' không phải tiến độ. Nhập ví dụ 50%."
    assert "hai cách hiểu" in told["Phiếu giao việc!I10"]
    assert merged["file"] == VP
    assert office.progress("1")[c.RESULT] == "Đã họp"


def test_what_a_unit_was_not_to_change_is_told_and_the_workbook_keeps_its_own(office):
    office.returned(VP, {"1": {c.TASK_DEADLINE: "Tháng 6/2027", c.ROLE: c.ROLE_SUPPORT, c.STATUS: DOING}})
    notes = office.collect()["merged"][0]["notes"]
    assert {note["cell"] for note in notes} == {"Phiếu giao việc!D9", "Phiếu giao việc!F9"}
    assert "Tháng 6/2027" in notes[0]["message"]
    assert office.progress("1")[c.ROLE] == c.ROLE_LEAD


def test_formulas_and_dde_come_in_as_text(office):
    office.returned(VP, {"1": {c.RESULT: "=1+1", c.PROOF: "=cmd|'/c calc'!A1", c.NOTE: "@SUM(A1)", c.STATUS: DOING}})
    office.collect()
    book = openpyxl.load_workbook(office.book)
    cells = {cell.value: cell.data_type for row in book[c.PROGRESS_SHEET].iter_rows() for cell in row}
    assert {cells[text] for text in ("=1+1", "=cmd|'/c calc'!A1", "@SUM(A1)")} == {"s"}


def test_an_untouched_file_reports_nothing(office):
    shutil.copy(office.blank / VP, office.returns)
    answer = office.collect()
    assert answer["merged"][0]["changed"] == 0
    assert "VP" in answer["missing"]
    assert table(office.book, "Progress") == []
    assert table(office.book, "Returns")[0][c.RESULT] == c.RETURN_EMPTY


def test_a_file_in_which_only_something_unreadable_was_typed_is_not_called_empty(office):
    office.returned(VP, {"1": {c.STATUS: "gần xong"}})
    answer = office.collect()
    assert "VP" not in answer["missing"]
    assert table(office.book, "Returns")[0][c.RESULT] == c.RETURN_MERGED


def test_a_newer_file_updates_what_the_unit_said(office):
    office.returned(VP, {"1": {c.STATUS: DOING, c.PROGRESS: 0.3, c.RESULT: "Đang soạn"}}, "1.xlsx", day=1)
    office.collect()
    office.returned(VP, {"1": {c.STATUS: DONE, c.PROGRESS: 1, c.RESULT: "Đã ký"}}, "2.xlsx", day=9)
    answer = office.collect()
    assert answer["conflicts"] == []
    row = office.progress("1")
    assert (row[c.STATUS], row[c.PROGRESS], row[c.RESULT], row[c.SOURCE]) == (DONE, 1, "Đã ký", "2.xlsx")


def test_a_workbook_that_another_unit_saved_under_its_name_is_refused_with_the_reason(office):
    path = office.returned(NV1, {"1": {c.STATUS: DOING}}, NV2)
    (rejected,) = office.collect()["rejected"]
    assert rejected["file"] == NV2
    assert rejected["reason"].startswith("Tên tệp ghi đơn vị 'NV2', nhưng tệp là sổ đã giao cho 'NV1'; không ghép.")
    assert table(office.book, "Progress") == []
    path.rename(office.returns / NV1)  # as the reason says
    assert office.collect()["merged"][0]["unit"] == "NV1"


@pytest.mark.parametrize("name", ["Phòng NV số 2.xlsx", "phieu NV02 (1).xlsx", "PNVII.xlsx", "P. NV2 đã điền.xlsx"])
def test_a_borrowed_workbook_is_known_by_a_shortened_name_too(office, name):
    office.returned(NV1, {"1": {c.STATUS: DOING}}, name)
    (rejected,) = office.collect()["rejected"]
    assert "ghi đơn vị 'NV2'" in rejected["reason"]


def test_a_name_that_begins_with_another_unit_as_ours_do_is_refused_and_one_that_mentions_it_comes_in(office):
    path = office.returned(NV1, {"1": {c.STATUS: DOING}}, "NV2 - Phòng Nghiệp vụ I.xlsx")
    (rejected,) = office.collect()["rejected"]
    assert rejected["reason"].startswith("Tên tệp ghi đơn vị 'NV2', nhưng tệp là sổ đã giao cho 'NV1'; không ghép.")
    path.rename(office.returns / "Gửi VP - NV1.xlsx")
    assert office.collect()["merged"][0]["unit"] == "NV1"


def _mailed(office, name, sender, *units, make=mime):
    """A mail with the workbooks of units, filled in, and the pictures of a signature."""
    attached = [(unit, office.returned(unit, {"1": {c.STATUS: DOING}}).read_bytes()) for unit in units]
    for unit, _ in attached:
        (office.returns / unit).replace(office.returns.parent / unit)
    mail = make(sender, [*attached, ("logo.png", b"x")])
    (office.returns / name).write_bytes(mail if isinstance(mail, bytes) else mail.as_bytes())


@pytest.mark.parametrize(("name", "make"), [("thư.eml", mime), ("thư.msg", outlook)])
def test_workbooks_are_taken_out_of_the_mails_they_came_with(office, name, make):
    _mailed(office, name, "ai-do@gmail.example", VP, NV1, make=make)
    answer = office.collect()
    assert [one["unit"] for one in answer["merged"]] == ["VP", "NV1"]
    assert office.progress("1")[c.SOURCE] == f"{name}/{VP}"
    (office.returns.parent / VP).rename(office.returns / VP)
    assert office.collect()["merged"] == [], "the same file beside its mail is no news"


def test_a_workbook_mailed_from_another_units_address_is_refused(office):
    opened = open_book(office.book)
    units = read_table(opened, c.UNITS)
    codes = units.values(c.UNIT_CODE)
    units.update({codes.index("NV2"): {c.UNIT_EMAIL: "nv2@stp.example; chung@stp.example"},
                  codes.index("NV1"): {c.UNIT_EMAIL: "nv1@stp.example", c.UNIT_CC: "Chung@stp.example"}})  # fmt: skip
    opened.save(str(office.book))
    for sender, is_refused in [
        ("NV2 <NV2@stp.example>", True), ("nv1@stp.example", False), ("chung@stp.example", False),
        ("cchc@stp.example", False),
    ]:  # fmt: skip
        for path in office.returns.iterdir():
            path.unlink()
        _mailed(office, f"{sender[:4]}.eml", sender, NV1)
        rejected = office.collect()["rejected"]
        assert bool(rejected) is is_refused, sender
        for one in rejected:
            assert one["reason"].startswith("Thư gửi từ NV2@stp.example của đơn vị 'NV2', nhưng tệp đính kèm là sổ")


def test_of_a_workbook_in_a_mail_it_is_told_to_take_it_out_before_its_name_is_mended(office):
    _mailed(office, "thư.eml", "ai-do@gmail.example", NV1)
    (office.returns / "thư.eml").write_bytes(
        mime("ai-do@gmail.example", [(NV2, (office.returns.parent / NV1).read_bytes())]).as_bytes()
    )
    (rejected,) = office.collect()["rejected"]
    assert "lưu tệp đính kèm vào thư mục, chuyển thư ra và sửa tên tệp rồi bấm lại" in rejected["reason"]
    (office.returns / "thư.eml").unlink()
    shutil.copy(office.returns.parent / NV1, office.returns / NV1)
    assert office.collect()["merged"][0]["unit"] == "NV1"


def test_a_mail_without_a_workbook_is_told_with_the_next_step(office):
    (office.returns / "a.eml").write_bytes(mime("a@b.example", [("logo.png", b"x")]).as_bytes())
    (office.returns / "b.msg").write_bytes(b"junk")
    (first, second) = office.collect()["rejected"]
    assert first["reason"] == (
        "a.eml là thư mà không đọc được sổ nào đính kèm. Mở thư, lưu tệp đính kèm vào thư mục này rồi bấm lại."
    )
    assert second["reason"].startswith("b.msg là thư")


@pytest.mark.parametrize("sheet", [0, 1])
def test_a_workbook_titled_as_another_units_is_refused_with_the_reason(office, sheet):
    path = office.returned(NV1, {"1": {c.STATUS: DOING}}, "phiếu.xlsx")
    book = openpyxl.load_workbook(path)
    title = next(
        cell for row in book.worksheets[sheet].iter_rows() for cell in row if cell.value == "Phòng Nghiệp vụ I"
    )
    title.value = "Đơn vị: PHÒNG NGHIỆP VỤ II"
    book.save(path)
    (rejected,) = office.collect()["rejected"]
    assert rejected["reason"].startswith(f"Đầu sheet '{book.sheetnames[sheet]}' ghi đơn vị 'NV2'")
    assert "không ghép" in rejected["reason"]


def test_the_title_that_office_keeps_of_a_file_counts_too(office):
    path = office.returned(NV1, {"1": {c.STATUS: DOING}}, "phiếu.xlsx")
    for title, is_refused in (("Báo cáo của Phòng Nghiệp vụ II", True), ("Phòng nghiệp vụ 1 báo cáo quý", False)):
        book = openpyxl.load_workbook(path)
        book.properties.title = title
        book.save(path)
        rejected = office.collect()["rejected"]
        assert [one["reason"].startswith("Tiêu đề (Title) của tệp ghi đơn vị 'NV2'") for one in rejected] == [
            True
        ] * is_refused


def test_a_sheet_without_any_status_is_merged_but_does_not_count_as_returned(office):
    path = office.returned(VP, {"1": {c.RESULT: "Đã họp"}})
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    top, columns = find_headings(sheet)
    for row in range(top + 1, sheet.max_row + 1):
        sheet.cell(row, columns[c.STATUS]).value = None
    book.save(path)
    answer = office.collect()
    assert "VP" in answer["missing"]
    notes = [note["message"] for note in answer["merged"][0]["notes"]]
    assert notes == [
        "Phiếu không ghi 'Trạng thái' của việc nào; chưa tính là đã gửi. Đề nghị đơn vị điền cột ấy rồi gửi lại."
    ]
    assert office.progress("1")[c.RESULT] == "Đã họp"
    assert table(office.book, "Returns")[0][c.RESULT] == c.RETURN_EMPTY


def test_columns_that_a_unit_added_are_told_whatever_stands_above_them(office):
    path = office.returned(VP, {"1": {c.STATUS: DOING}})
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    top, _ = find_headings(sheet)
    for column, heading in ((20, "Khó khăn"), (21, None), (22, c.NOTE), (23, 2027)):
        sheet.cell(top, column).value = heading
        sheet.cell(row_of(sheet, "1"), column).value = "thiếu người"
    book.save(path)
    notes = {note["cell"]: note["message"] for note in office.collect()["merged"][0]["notes"]}
    assert notes.pop(f"Phiếu giao việc!T{top}") == "Cột thêm 'Khó khăn' không được ghép."
    assert list(notes) == [f"Phiếu giao việc!{letter}{top}" for letter in "UVW"]


def test_an_older_file_asks(office):
    office.returned(VP, {"1": {c.STATUS: DONE, c.RESULT: "Đã ký"}}, "2.xlsx", day=9)
    office.collect()
    office.returned(VP, {"1": {c.STATUS: DONE, c.RESULT: "Đang soạn"}}, "1.xlsx", day=1)
    conflicts = office.collect()["conflicts"]
    assert [(item["code"], item["column"], item["workbook"], item["returned"], item["file"]) for item in conflicts] == [
        ("1", c.RESULT, "Đã ký", "Đang soạn", "1.xlsx")
    ]
    assert "cũ hơn" in conflicts[0]["reason"]
    assert office.progress("1")[c.RESULT] == "Đã ký"


def test_two_files_of_a_unit_that_differ_ask(office):
    office.returned(VP, {"1": {c.RESULT: "Bản A", c.NOTE: "như nhau"}}, "a.xlsx", day=1)
    office.returned(VP, {"1": {c.RESULT: "Bản B", c.NOTE: "như nhau"}, "2": {c.RESULT: "chỉ ở B"}}, "b.xlsx", day=2)
    (dispute,) = office.collect()["conflicts"]  # one dispute, one row
    assert [tuple(answer.values()) for answer in dispute["answers"]] == [("Bản B", "b.xlsx"), ("Bản A", "a.xlsx")]
    (row,) = table(office.book, "Conflicts")
    assert (row[c.IN_RETURN], row[c.SOURCE]) == ("1) Bản B\n2) Bản A", "1) b.xlsx\n2) a.xlsx")
    assert (row[c.UNIT_NAME], row[c.ITEM_NAME]) == ("Văn phòng Sở", "Công tác chỉ đạo, điều hành CCHC")
    assert row[c.GO_TO] == '=HYPERLINK("#\'Tiến độ\'!H5","Tiến độ!H5")'
    assert office.progress("1")[c.RESULT] is None
    assert office.progress("1")[c.NOTE] == "như nhau"
    assert office.progress("2")[c.RESULT] == "chỉ ở B"
    assert len(office.collect()["conflicts"]) == 1


def test_what_the_office_edited_asks(office):
    office.returned(VP, {"1": {c.RESULT: "Đang soạn"}}, "1.xlsx", day=1)
    office.collect()
    office.edit("Progress", "1", c.RESULT, "Văn phòng sửa")
    office.returned(VP, {"1": {c.RESULT: "Đã ký"}}, "2.xlsx", day=9)
    conflicts = office.collect()["conflicts"]
    assert [(item["workbook"], item["returned"]) for item in conflicts] == [("Văn phòng sửa", "Đã ký")]
    assert office.progress("1")[c.RESULT] == "Văn phòng sửa"


@pytest.mark.parametrize(("choice", "kept"), [(c.TAKE_RETURN, "Đã ký"), (c.KEEP_BOOK, "Văn phòng sửa")])
def test_the_next_click_obeys_the_choice(office, choice, kept):
    test_what_the_office_edited_asks(office)
    office.edit("Conflicts", "1", c.CHOICE, choice)
    assert office.collect()["conflicts"] == []
    assert office.progress("1")[c.RESULT] == kept
    assert table(office.book, "Log")[-1][c.RESULT] == choice
    path = office.returned(VP, {"1": {c.RESULT: "Đã ký"}}, "2 lưu lại.xlsx", day=10)  # the same value in another file
    assert office.collect()["conflicts"] == []
    assert office.progress("1")[c.RESULT] == kept
    assert path.exists()


def test_taking_one_of_two_files_closes_the_question(office):
    test_two_files_of_a_unit_that_differ_ask(office)
    choose(office, ["lấy  phiếu 1"])
    assert office.collect()["conflicts"] == []
    assert office.progress("1")[c.RESULT] == "Bản B"


def test_after_a_choice_the_unit_that_was_taken_may_go_on(office):
    test_taking_one_of_two_files_closes_the_question(office)
    office.returned(VP, {"1": {c.RESULT: "Bản C", c.NOTE: "như nhau"}, "2": {c.RESULT: "chỉ ở B"}}, "c.xlsx", day=9)
    assert office.collect()["conflicts"] == []
    assert office.progress("1")[c.RESULT] == "Bản C"


def choose(office, choices):
    """Type into the column `Chọn` of the sheet `Xung đột`, row by row."""
    book = openpyxl.load_workbook(office.book)
    sheet = book[c.CONFLICTS_SHEET]
    head = next(row for row in sheet.iter_rows() if row[-1].value == c.CHOICE)
    for number, choice in enumerate(choices, head[-1].row + 1):
        sheet.cell(number, head[-1].column).value = choice
    book.save(office.book)


@pytest.mark.parametrize(
    "choice",
    [
        "phiếu a", c.TAKE_RETURN, f"{c.TAKE_RETURN} 3", f"{c.TAKE_RETURN} 0",
    ],
)  # fmt: skip
def test_a_choice_that_cannot_be_obeyed_is_told_with_its_cell_and_nothing_is_taken(office, choice):
    test_two_files_of_a_unit_that_differ_ask(office)
    choose(office, [choice])
    answer = office.collect()
    assert (answer["obeyed"], len(answer["conflicts"])) == (0, 1)
    assert answer["doubts"] == [
        f"Xung đột!M5: '{choice}' không phải lựa chọn. Chọn Giữ sổ hoặc Lấy phiếu 1 hoặc Lấy phiếu 2."
    ]
    assert office.progress("1")[c.RESULT] is None


def test_the_cells_of_doubtful_choices_are_those_of_the_sheet_after_the_click(office):
    office.returned(VP, {"1": {c.RESULT: "A"}, "2": {c.RESULT: "A"}}, "a.xlsx", day=1)
    office.returned(VP, {"1": {c.RESULT: "B"}, "2": {c.RESULT: "B"}}, "b.xlsx", day=2)
    office.collect()
    choose(office, [f"{c.TAKE_RETURN} 1", "?"])
    answer = office.collect()
    assert answer["obeyed"] == 1
    assert [doubt.split(":")[0] for doubt in answer["doubts"]] == ["Xung đột!M5"]


def test_a_row_that_was_emptied_among_the_conflicts_leaves_no_gap(office):
    office.returned(VP, {"1": {c.RESULT: "A"}, "2": {c.RESULT: "A"}}, "a.xlsx", day=1)
    office.returned(VP, {"1": {c.RESULT: "B"}, "2": {c.RESULT: "B"}}, "b.xlsx", day=2)
    office.collect()
    choose(office, [None, "?"])
    book = openpyxl.load_workbook(office.book)
    for cell in book[c.CONFLICTS_SHEET][5]:
        cell.value = None
    book.save(office.book)
    (doubt,) = office.collect()["doubts"]
    assert doubt.startswith("Xung đột!M5: ")
    assert openpyxl.load_workbook(office.book)[c.CONFLICTS_SHEET]["M5"].value == "?"


@pytest.mark.parametrize("agreed", ["Bản B", "Bản đã thống nhất"])
def test_what_the_office_types_into_the_cell_in_question_settles_it(office, agreed):
    test_two_files_of_a_unit_that_differ_ask(office)
    office.edit("Progress", "1", c.RESULT, agreed)
    answer = office.collect()
    assert (answer["conflicts"], answer["obeyed"]) == ([], 1)
    assert office.progress("1")[c.RESULT] == agreed
    assert table(office.book, "Log")[-1][c.DETAIL] == f"Tiến độ, STT 1, Kết quả: {agreed}"
    assert office.collect()["conflicts"] == []


def test_a_dispute_that_an_earlier_version_listed_in_two_rows_becomes_one(office):
    test_two_files_of_a_unit_that_differ_ask(office)
    book = openpyxl.load_workbook(office.book)
    sheet = book[c.CONFLICTS_SHEET]
    area = sheet.tables["Conflicts"]
    area.ref = area.ref.replace("5", "6")
    columns = {cell.value: cell.column for cell in sheet[4]}
    for cell in sheet[5]:
        sheet.cell(6, cell.column).value = cell.value
    for row, value, source in ((5, "Bản A", "a.xlsx"), (6, "Bản B", "b.xlsx")):
        sheet.cell(row, columns[c.IN_RETURN]).value, sheet.cell(row, columns[c.SOURCE]).value = value, source
    sheet.cell(6, columns[c.CHOICE]).value = c.TAKE_RETURN
    book.save(office.book)
    assert office.collect()["conflicts"] == []
    assert office.progress("1")[c.RESULT] == "Bản B"


def test_a_value_with_numbers_of_its_own_is_never_cut(office):
    office.returned(VP, {"1": {c.RESULT: "1) họp\n2) ký"}}, "a.xlsx", day=1)
    office.returned(VP, {"1": {c.RESULT: "khác"}}, "b.xlsx", day=2)
    office.collect()
    choose(office, [f"{c.TAKE_RETURN} 2"])
    assert office.collect()["conflicts"] == []
    assert office.progress("1")[c.RESULT] == "1) họp\n2) ký"


def test_the_sheets_inside_the_workbook_show_what_was_collected(office, capsys):
    assert main(["assign", str(office.book)]) == 0
    office.returned(VP, {"1": {c.STATUS: DONE, c.RESULT: "Đã ký"}})
    assert main(["collect", str(office.book), str(office.returns)]) == 0
    assert "Đã cập nhật các sheet phiếu trong sổ." in capsys.readouterr().out
    sheet = openpyxl.load_workbook(office.book)["Phiếu VP"]
    top, columns = find_headings(sheet)
    assert (sheet.cell(top + 1, columns[c.STATUS]).value, sheet.cell(top + 1, columns[c.RESULT]).value) == (
        DONE,
        "Đã ký",
    )


def test_links_and_comments_in_the_proof_come_back(office):
    path = office.returned(
        VP, {"1": {c.STATUS: DONE, c.PROOF: "Báo cáo quý I"}, "2": {c.PROOF: "https://stp.example/a"}}
    )
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    assert not sheet.protection.insertHyperlinks
    assert not sheet.protection.objects
    column = find_headings(sheet)[1][c.PROOF]
    for stt, target in (
        ("1", "https://stp.example/bc?q=1&b=2"),
        ("2", "https://stp.example/a"),
        ("3", "Hồ sơ/QĐ 5.pdf"),
    ):
        sheet.cell(row_of(sheet, stt), column).hyperlink = target
    sheet.cell(row_of(sheet, "4"), column).comment = openpyxl.comments.Comment("bản giấy ở tủ 3", "VP")
    book.save(path)
    (note,) = office.collect()["merged"][0]["notes"]
    assert "bản giấy ở tủ 3" in note["message"]
    assert [office.progress(stt)[c.PROOF] for stt in ("1", "2", "3")] == [
        "Báo cáo quý I (https://stp.example/bc?q=1&b=2)", "https://stp.example/a", "Hồ sơ/QĐ 5.pdf",
    ]  # fmt: skip


def test_a_second_sheet_with_the_same_table_is_told(office):
    path = office.returned(VP, {"1": {c.STATUS: DOING}})
    book = openpyxl.load_workbook(path)
    book.copy_worksheet(book.worksheets[0]).title = "Bản tháng 5"
    book.save(path)
    (note,) = office.collect()["merged"][0]["notes"]
    assert note["cell"].startswith("Bản tháng 5!")
    assert f"Chỉ ghép sheet '{u.UNIT_WORKBOOK_SHEET}'" in note["message"]


def test_a_cell_merged_over_several_rows_counts_for_the_first_and_is_told(office):
    path = office.returned(VP, {"1": {c.STATUS: DOING, c.RESULT: "chung"}})
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    row, column = row_of(sheet, "1"), find_headings(sheet)[1][c.RESULT]
    sheet.merge_cells(start_row=row, end_row=row + 2, start_column=column, end_column=column)
    book.save(path)
    (note,) = office.collect()["merged"][0]["notes"]
    assert note["message"].startswith(f"Ô gộp các dòng {row}–{row + 2}")
    assert [office.progress(stt)[c.RESULT] for stt in ("1", "2")] == ["chung", None]


def test_a_result_beside_a_status_left_as_it_came_is_told(office):
    office.returned(VP, {"1": {c.RESULT: "Đã ban hành"}, "2": {c.STATUS: DOING, c.RESULT: "Đang làm"}})
    (note,) = office.collect()["merged"][0]["notes"]
    assert note["message"] == "1 việc có Kết quả mà Trạng thái còn 'Chưa thực hiện': STT 1. Hỏi lại đơn vị."


def test_work_stands_by_number_and_unit_with_names_beside_codes(office):
    office.returned(NV1, {"8": {c.STATUS: DOING}})
    office.returned(VP, {"2": {c.STATUS: DONE}})
    office.collect()
    rows = table(office.book, "Progress")
    assert [(row[c.STT], row[c.UNIT]) for row in rows] == sorted((row[c.STT], row[c.UNIT]) for row in rows)
    assert {row[c.STT] for row in rows} == {str(number) for number in range(1, 9)}
    assert {row[c.UNIT_NAME] for row in rows} == {"Văn phòng Sở", "Phòng Nghiệp vụ I"}
    assert list(rows[0])[:4] == [c.STT, c.ITEM_NAME, c.UNIT, c.UNIT_NAME]
    assert all(row[c.ITEM_NAME] for row in rows)


def test_a_value_that_a_unit_erased_asks(office):
    office.returned(VP, {"1": {c.RESULT: "Đã ký", c.NOTE: "Vướng"}}, "1.xlsx", day=1)
    office.collect()
    office.returned(VP, {"1": {c.RESULT: "Đã ký"}}, "2.xlsx", day=9)
    conflicts = office.collect()["conflicts"]
    assert [(item["column"], item["workbook"], item["returned"]) for item in conflicts] == [(c.NOTE, "Vướng", "")]
    office.edit("Conflicts", "1", c.CHOICE, c.TAKE_RETURN)
    assert office.collect()["conflicts"] == []
    assert office.progress("1")[c.NOTE] is None


def test_a_formula_that_the_office_typed_in_the_table_stays(office):
    office.returned(VP, {"1": {c.RESULT: "một"}, "2": {c.RESULT: "hai"}}, "1.xlsx", day=1)
    office.collect()
    office.edit("Progress", "2", c.PROGRESS, "=1/4")
    office.returned(VP, {"1": {c.RESULT: "một", c.PROGRESS: 0.5}}, "2.xlsx", day=9)
    office.collect()
    assert office.progress("2")[c.PROGRESS] == "=1/4"
    assert office.progress("1")[c.PROGRESS] == 0.5


@pytest.mark.parametrize(("choice", "kept"), [(c.TAKE_RETURN, 0.5), (c.KEEP_BOOK, "=1/4")])
def test_a_formula_of_the_offices_own_gives_way_to_a_choice_only(office, choice, kept):
    office.returned(VP, {"1": {c.PROGRESS: 0.25}}, "1.xlsx", day=1)
    office.collect()
    office.edit("Progress", "1", c.PROGRESS, "=1/4")
    office.returned(VP, {"1": {c.PROGRESS: 0.5}}, "2.xlsx", day=9)
    assert [item["returned"] for item in office.collect()["conflicts"]] == ["50%"]
    assert office.progress("1")[c.PROGRESS] == "=1/4"
    office.edit("Conflicts", "1", c.CHOICE, choice)
    assert office.collect()["conflicts"] == []
    assert office.progress("1")[c.PROGRESS] == kept


def test_a_file_without_properties_is_known_by_its_heading_and_told(office):
    without_properties(office.returned(VP, {"1": {c.STATUS: DOING}}, "google.xlsx"))
    merged = office.collect()["merged"][0]
    assert merged["unit"] == "VP"
    assert "mất nhận dạng" in merged["notes"][0]["message"]
    assert office.progress("1")[c.STATUS] == DOING


def test_tasks_follow_their_leads_and_keep_what_the_office_decided(thai_nguyen):
    leads = {}
    for path in thai_nguyen.blank.iterdir():
        sheet = openpyxl.load_workbook(path).worksheets[0]
        top, columns = find_headings(sheet)
        for row in sheet.iter_rows(min_row=top + 1, values_only=True):
            if row[columns[c.ROLE] - 1] == c.ROLE_LEAD:
                leads.setdefault(str(row[columns[c.STT] - 1]), []).append(path.name)
    pbpl = next(path.name for path in thai_nguyen.blank.iterdir() if path.name.startswith("PBPL"))
    alone, other, *_ = sorted(code for code, names in leads.items() if names == [pbpl])
    thai_nguyen.edit("Tasks", other, c.STATUS, c.CANNOT)
    thai_nguyen.returned(pbpl, {alone: {c.STATUS: DONE}, other: {c.STATUS: DOING, c.PROGRESS: 0.4}})
    answer = thai_nguyen.collect()
    tasks = rows_by(thai_nguyen.book, "Tasks", c.STT)
    assert (tasks[alone,][c.STATUS], tasks[alone,][c.PROGRESS]) == (DONE, 1)
    assert (tasks[other,][c.STATUS], tasks[other,][c.REPORTED]) == (c.CANNOT, f"{DOING} · 40%")
    assert [(item["table"], item["code"], item["workbook"], item["returned"]) for item in answer["conflicts"]] == [
        (c.TASKS_SHEET, other, c.CANNOT, DOING)
    ]
    thai_nguyen.edit("Conflicts", other, c.CHOICE, c.TAKE_RETURN)
    thai_nguyen.collect()
    assert rows_by(thai_nguyen.book, "Tasks", c.STT)[other,][c.STATUS] == DOING


def test_another_plans_file_and_strangers_are_rejected_and_the_run_goes_on(office, exported):
    shutil.copy(next((exported / "thai-nguyen-2026").iterdir()), office.returns / "kế hoạch khác.xlsx")
    shutil.copy(office.book, office.returns / "sổ chính.xlsx")
    openpyxl.Workbook().save(office.returns / "sổ lạ.xlsx")
    (office.returns / "trống.xlsx").touch()
    (office.returns / "~$VP.xlsx").write_bytes(b"lock")
    (office.returns / "văn bản.pdf").write_bytes(b"%PDF-1.7 ...")
    office.returned(VP, {"1": {c.STATUS: DOING}}, "thư mục con/VP.xlsx")
    answer = office.collect()
    reasons = {item["file"]: item["reason"] for item in answer["rejected"]}
    assert set(reasons) == {"kế hoạch khác.xlsx", "sổ chính.xlsx", "sổ lạ.xlsx", "trống.xlsx", "văn bản.pdf"}
    assert "kế hoạch khác" in reasons["kế hoạch khác.xlsx"]
    assert "sổ CCHC của cơ quan" in reasons["sổ chính.xlsx"]
    assert "0 byte" in reasons["trống.xlsx"]
    assert [item["file"] for item in answer["merged"]] == ["thư mục con/VP.xlsx"]


def test_a_folder_that_holds_the_workbook_itself_and_its_backups_gives_no_noise(office):
    shutil.move(office.returned(VP, {"1": {c.STATUS: DOING}}), office.book.parent)
    office.returns = office.book.parent
    assert office.collect()["rejected"] == []
    before = office.snapshot()
    assert list(office.book.parent.glob("*.sao-luu/*.xlsx"))
    answer = office.collect()
    assert (answer["rejected"], answer["unchanged"]) == ([], [VP])
    assert office.snapshot() == before


@pytest.mark.parametrize("method", ["open", "stat"])  # from the start, and half way through
def test_a_file_that_the_system_does_not_hand_out_is_told_and_the_run_goes_on(office, monkeypatch, method):
    office.returned(VP, {"1": {c.STATUS: DOING}})
    real = getattr(Path, method)

    def locked(path, *how, **options):
        if path.name == VP and not (method == "stat" and sys._getframe(1).f_code.co_name != "read_returned"):
            raise PermissionError(13, "Permission denied")
        return real(path, *how, **options)

    monkeypatch.setattr(Path, method, locked)
    (rejected,) = office.collect()["rejected"]
    assert rejected == {"file": VP, "reason": f"{VP}: không đọc được. Đóng tệp nếu đang mở ở Excel rồi bấm lại."}


def test_an_empty_folder_is_told_and_the_reasons_for_refusing_files_have_a_place(office, capsys):
    assert main(["collect", str(office.book), str(office.returns)]) == 0
    assert "không có tệp nào" in capsys.readouterr().out
    (office.returns / "ảnh.jpg").write_bytes(b"x")
    assert main(["collect", str(office.book), str(office.returns)]) == 0
    shown = capsys.readouterr().out
    assert f"1 tệp không nhận (ảnh.jpg); lý do ở sheet {c.RETURNS_SHEET}." in shown
    assert "không có tệp nào" not in shown


def test_a_file_that_was_refused_is_in_the_log_once(office):
    (office.returns / "ảnh.jpg").write_bytes(b"x")
    for _ in range(2):
        office.collect()
    (line,) = [row for row in table(office.book, "Log") if row[c.RESULT] == c.RETURN_REJECTED]
    assert line[c.DETAIL].startswith("ảnh.jpg: ảnh.jpg không phải sổ Excel nên không ghép.")


def test_a_choice_about_one_answer_that_cannot_be_obeyed_is_told_with_what_can(office):
    test_what_the_office_edited_asks(office)
    choose(office, ["?"])
    assert office.collect()["doubts"] == ["Xung đột!M5: '?' không phải lựa chọn. Chọn Giữ sổ hoặc Lấy phiếu."]


def test_sheets_inside_the_workbook_that_cannot_be_brought_up_to_date_are_told_and_the_rest_counts(office, capsys):
    assert main(["assign", str(office.book)]) == 0
    book = openpyxl.load_workbook(office.book)
    top, columns = find_headings(book["Phiếu VP"])
    book["Phiếu VP"].cell(top, columns[c.STATUS]).value = "Khác"
    book.save(office.book)
    office.returned(VP, {"1": {c.STATUS: DONE}})
    assert main(["collect", str(office.book), str(office.returns)]) == 0
    assert "Các sheet phiếu trong sổ chưa cập nhật được: " in capsys.readouterr().out
    assert office.progress("1")[c.STATUS] == DONE


@pytest.fixture
def first_round(office, cchc):
    """Open the first round, and give out its sheets."""
    book = open_book(office.book)
    rounds = read_table(book, c.ROUNDS)
    rounds.update({0: {c.STATUS: c.ROUND_OPEN}})
    book.save(str(office.book))
    office.blank = office.book.parent / "kỳ"
    cchc("export", office.book, "--to", office.blank)
    return rounds.values(c.PERIOD)[0]


def test_an_open_round_tells_how_far_the_work_is_and_from_whom_a_sheet_is_wanted(office, first_round):
    office.returned(VP, {"1": {c.STATUS: DONE}})
    assert office.collect()["missing"] == ["NV1", "NV2", "TGPL", "CC1"]
    first = table(office.book, "Rounds")[0]
    assert (first[c.PERIOD], first[c.ROUND_RETURNED], first[c.ROUND_MISSING]) == (first_round, 1, "NV1, NV2, TGPL, CC1")
    rows = table(office.book, "Returns")
    told = [(row[c.UNIT], row[c.RESULT]) for row in rows]
    assert told[:2] == [("VP", c.RETURN_MERGED), ("VP", c.RETURN_INCOMPLETE)]
    assert told[2:] == [(unit, c.RETURN_MISSING) for unit in ("NV1", "NV2", "TGPL", "CC1")]


def test_files_stand_as_the_clerk_sorted_them_until_another_comes(office, first_round):
    office.returned(VP, {str(stt): {c.STATUS: DONE} for stt in range(1, 9)})
    office.collect()
    book = open_book(office.book)
    returns = read_table(book, c.RETURNS)
    rows = [row for _, row in returns.rows()]
    returns.replace([*rows[1:], rows[0]])
    book.save(str(office.book))
    before = [row[c.UNIT] for row in table(office.book, "Returns")]
    assert before[-1] == "VP"
    office.collect()
    assert [row[c.UNIT] for row in table(office.book, "Returns")] == before


def test_a_folder_that_is_not_there_is_told(office, refused):
    assert "Không thấy thư mục" in refused("collect", office.book, office.returns / "không có")
