"""What the findings of an import propose helps: done as told, the same import does not find it again."""

from datetime import date, datetime

import pytest

from cchc_macros import contract as c
from cchc_macros.book.cells import text_of
from cchc_macros.plans.import_plan import import_plan
from cchc_macros.rules.audit.finding_codes import EXPLANATIONS
from tests.tables import append_rows, read_table, set_setting
from xl.engine import open_book

HEADER = "STT\tNhiệm vụ\tYêu cầu\tThời hạn\tĐơn vị chủ trì\tĐơn vị phối hợp"
ABOVE = "(Kèm theo Kế hoạch số 5/KH-STP ngày 05/01/2026 của Sở Tư pháp tỉnh Lạng Sơn)\n"
PLAN = "1\tBan hành kế hoạch\tKế hoạch\tQuý I/2026\tVăn phòng Sở\t"
KNOWN = [{c.UNIT_CODE: "VP", c.UNIT_NAME: "Văn phòng Sở", c.UNIT_KIND: "văn phòng"}]


def types(spec, code, heading, value):
    """Type into the row of an STT, or of a unit."""

    def do(book):
        table = read_table(book, spec)
        row = [text_of(row[spec.columns[0]]) for _, row in table.rows()].index(code)
        table.update({row: {heading: value}})

    return do


def adds(spec, **values):
    return lambda book: append_rows(
        read_table(book, spec), [{getattr(c, name): value for name, value in values.items()}]
    )


def removes(code):
    def do(book):
        table = read_table(book, c.TASKS)
        table.replace([dict(row) for _, row in table.rows() if text_of(row[c.STT]) != code])

    return do


def says(key, value):
    return lambda book: set_setting(book, key, value)


# Code; what the workbook was given first, and typed into it since; the plan that tells; what its hint says to do.
MENDED = [
    ("IMPORT_KEPT", [PLAN, types(c.TASKS, "1", c.DUE, None), types(c.TASKS, "1", c.RELATED, "3")],
     (PLAN + "\t4", "\tTiêu chí liên quan"), [types(c.TASKS, "1", c.RELATED, "4")], "Sửa tay nếu văn bản mới đúng."),
    ("IMPORT_KEPT", [PLAN + "\n2\tB\tB"], (PLAN.replace("\tKế hoạch\t", "\t\t") + "\n2\tB\tB",),
     [types(c.TASKS, "1", c.REQUIREMENT, None)],
     "Xóa tay nếu văn bản mới đúng."),
    ("IMPORT_KEPT", [says(c.PLAN_NUMBER, "9/KH-STP")], (PLAN, "", ABOVE), [says(c.PLAN_NUMBER, "5/KH-STP")],
     "Sửa tay nếu văn bản mới đúng"),
    ("IMPORT_NOT_IN_PLAN", [PLAN + "\n2\tCũ\t\t\t\t"], (PLAN,), [removes("2")], "Xóa dòng nếu không còn dùng."),
    ("IMPORT_OTHER_WORK", [PLAN, types(c.TASKS, "1", c.STATUS, c.DONE)],
     (PLAN.replace("Ban hành kế hoạch", "Mua sắm máy tính và phần mềm"),),
     [types(c.TASKS, "1", c.STATUS, c.TODO), types(c.TASKS, "1", c.FLAG, None)],
     "xóa những gì đã ghi ở dòng này; xong thì xóa cờ"),
    ("IMPORT_BLANK", [], (PLAN,), [says(c.PLAN_NUMBER, "5/KH-STP"), says(c.PLAN_DATE, date(2026, 1, 5))],
     "Điền ở sheet Thông tin"),
    ("IMPORT_UNIT_PROPOSED", [], (PLAN.replace("Văn phòng Sở", "Phòng Nghiệp vụ II"),),
     [adds(c.UNITS, UNIT_CODE="PNV2", UNIT_NAME="Phòng Nghiệp vụ II", UNIT_KIND="phòng chuyên môn")],
     "Thêm vào sheet Đơn vị: Mã PNV2, Loại phòng chuyên môn"),
    ("IMPORT_UNIT_PROPOSED", [], (PLAN.replace("Văn phòng Sở", "Văn phòg Sở"),),
     [types(c.UNITS, "VP", c.UNIT_ALIASES, "Văn phòg Sở")], "ghi vào cột Tên gọi khác của đơn vị ấy"),
    ("IMPORT_UNIT_PROPOSED", [], (PLAN + "Các đơn vị sự nghiệp trực thuộc Sở",),
     [adds(c.GROUPS, GROUP_NAME="Các đơn vị sự nghiệp trực thuộc Sở", GROUP_KINDS="đơn vị sự nghiệp")],
     "Thêm vào sheet Đơn vị: nhóm, gồm loại đơn vị sự nghiệp"),
]  # fmt: skip
# What an import tells again each time since the paper says so: it does not take back what was done about it.
KEPT = [
    ("IMPORT_DUE_COUNTED", PLAN.replace("Quý I/2026", "15 ngày kể từ ngày ban hành kế hoạch"), c.DUE,
     datetime(2026, 2, 1), "Sửa cột Hạn cuối"),  # noqa: DTZ001
    ("IMPORT_NO_UNIT", PLAN.replace("Văn phòng Sở", "Lãnh đạo Sở"), c.PERSON, "Nguyễn Văn An", "tên người vào cột"),
]  # fmt: skip


def importing(book, tmp_path, rows, more="", above=""):
    path = tmp_path / "ke-hoach.txt"
    path.write_text(f"{above}{HEADER}{more}\n{rows}\n", encoding="utf-8")
    return import_plan(book, path).data["findings"]


@pytest.fixture
def book(workbook):
    book = open_book(workbook("so-cchc"))
    append_rows(read_table(book, c.UNITS), KNOWN)
    return book


def told(findings, code):
    return [found for found in findings if found["code"] == code and found["hint"]]


@pytest.mark.parametrize(("code", "before", "plan", "mends", "hint"), MENDED)
def test_done_as_told_it_is_not_found_again(book, tmp_path, code, before, plan, mends, hint):
    for step in before:
        importing(book, tmp_path, step) if isinstance(step, str) else step(book)
    found = told(importing(book, tmp_path, *plan), code)
    assert [one for one in found if hint in one["hint"]], [one["hint"] for one in found]
    for mend in mends:
        mend(book)
    assert not [one for one in told(importing(book, tmp_path, *plan), code) if hint in one["hint"]]


@pytest.mark.parametrize(("code", "plan", "heading", "value", "hint"), KEPT)
def test_what_was_mended_by_hand_stands_after_the_next_import(book, tmp_path, code, plan, heading, value, hint):
    (found, *_) = told(importing(book, tmp_path, plan, above=ABOVE), code)
    assert hint in found["hint"]
    types(c.TASKS, "1", heading, value)(book)
    importing(book, tmp_path, plan, above=ABOVE)
    ((_, row),) = read_table(book, c.TASKS).rows()
    assert row[heading] == value


def test_every_kind_that_proposes_something_to_do_is_tried():
    tried = {code for code, *_ in (*MENDED, *KEPT)}
    others = {  # nothing to do in the workbook, or to be seen only in the paper
        "IMPORT_READ", "IMPORT_CONVERTED", "IMPORT_SCANNED", "IMPORT_DOUBTFUL", "IMPORT_JOINED", "IMPORT_RENUMBERED",
        "IMPORT_SKIPPED", "IMPORT_COLUMN_UNUSED", "IMPORT_COLUMN_CHOSEN", "IMPORT_CHANGED",
    }  # fmt: skip
    assert tried | others == {code for code in EXPLANATIONS if code.startswith("IMPORT_")}
