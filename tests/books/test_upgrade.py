"""A workbook of an earlier version gets what it lacks; a later one is left alone."""

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openxml_audit import OpenXmlValidator

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from cchc_macros.book.cells import text_of
from cchc_macros.book.find import SheetNames, find_table
from cchc_macros.book.workbook import Workbook
from cchc_macros.books.upgrade import upgrade
from cchc_macros.errors import WorkbookError
from cchc_macros.handing_out.assign import assign
from cchc_macros.handing_out.export import export
from cchc_macros.returns.collect import collect
from cchc_macros.scores.audit import audit
from cchc_macros.scores.recalculate import recalculate
from cchc_macros.setting_defaults import SETTING_DEFAULTS
from tests.tables import read_settings, read_table, write_column
from xl.engine import open_book

GOLDEN = Path(__file__).parent.parent / "golden"
TEMPLATE = Path(__file__).parents[2] / "workbook_templates" / "so-cchc.xlsx"
FIRST_KEYS = 21  # of the settings that the earlier workbook here has


@pytest.fixture
def book(workbook):
    return open_book(workbook("lang-son-2026"))


@pytest.fixture
def earlier(book):
    """The example as a first version might have made it: fewer settings, sheets, columns and names."""
    table = read_table(book, c.SETTINGS)
    area = table.xl.range
    area[1 + FIRST_KEYS :, :].clear_contents()
    table.xl.resize(area.resize(1 + FIRST_KEYS, area.columns.count))
    for spec in (c.CONFLICTS, c.RETURNS):
        book.sheets[spec.sheet].delete()
    book.sheets[c.REMEDIAL_TEMPLATE].delete()
    criteria = find_table(SheetNames(book), c.CRITERIA).table
    fixed = len(c.CRITERIA.columns)
    criteria.range[:, fixed:].clear_contents()
    criteria.resize(criteria.range.resize(criteria.range.rows.count, fixed))
    for name in (c.TOTAL_CURRENT, c.INDEX_CURRENT, c.TOTAL_TRIAL, c.INDEX_TRIAL):
        book.names[name].delete()
    return book


def set_version(book, version):
    table = read_table(book, c.SETTINGS)
    values = [version if text_of(row[c.KEY]) == c.BOOK_VERSION else row[c.VALUE] for _, row in table.rows()]
    write_column(table, c.VALUE, values)


def test_what_an_earlier_workbook_lacks_is_added_from_the_contract(earlier):
    added = upgrade(earlier).data["added"]
    assert all(Workbook(earlier).has(spec) for spec in c.TABLES)
    settings = read_settings(earlier)
    assert [text_of(row[c.KEY]) for _, row in settings.table.rows()] == [key for key, _, _ in SETTING_DEFAULTS]
    assert settings.text(c.BOOK_VERSION) == c.CONTRACT_VERSION
    assert f"sheet mẫu '{c.REMEDIAL_TEMPLATE}'" in added
    assert not earlier.sheets[c.REMEDIAL_TEMPLATE].visible
    assert {f"cột '{heading}' (sheet 'Bảng điểm')" for heading in c.CRITERIA.extra} <= set(added)
    assert set(read_table(earlier, c.CRITERIA).columns) == set(c.CRITERIA.headings)
    assert earlier.names[c.TOTAL_CURRENT].refers_to_range.address == "$G$5"
    assert earlier.names[c.INDEX_CURRENT].refers_to_range.address == "$G$6"
    trial = read_table(earlier, c.CRITERIA).column(c.TRIAL)
    assert earlier.names[c.INDEX_TRIAL].refers_to_range.address == f"${trial}$6"
    assert upgrade(earlier).data == {"added": []}


def test_the_upgraded_workbook_works_as_a_new_one(earlier, tmp_path):
    upgrade(earlier)
    earlier.save(tmp_path / "nâng cấp.xlsx")
    again = open_book(tmp_path / "nâng cấp.xlsx")
    assert recalculate(again).data["index"]["result"] == 91
    assert len(assign(again).data["units"]) == 5


def test_who_needs_a_table_that_is_missing_is_sent_to_the_upgrade(earlier, tmp_path):
    with pytest.raises(WorkbookError, match=r"Không thấy bảng .* trả lời Có để thêm bảng\.$") as raised:
        collect(earlier, tmp_path)
    assert "cchc upgrade SỔ.xlsx" in raised.value.command


def test_columns_for_the_software_alone_are_hidden(earlier):
    upgrade(earlier)
    for spec, heading in ((c.CRITERIA, c.LOST_RANK), (c.RETURNS, c.DIGEST)):
        table = read_table(earlier, spec)
        assert table.sheet.range(f"{table.column(heading)}1").column_width == 0
    assert table.sheet.range("A1").column_width > 0


def test_the_first_version_of_the_example_works_with_this_one(tmp_path):
    """The workbook of contract 1.0 as it was committed then."""
    first = Path(shutil.copy(GOLDEN / "lang-son-2026-1.0.xlsx", tmp_path))
    book = open_book(first)
    assert upgrade(book).data["added"]
    assert recalculate(book).data["index"]["result"] == 91
    assert {finding["code"] for finding in audit(book).data["findings"]} >= {"TOTAL_MISMATCH", "INDEX_MISMATCH"}
    assert len(export(book, tmp_path / "đơn vị").data["files"]) == 5
    assert not collect(book, tmp_path / "đơn vị").data["rejected"]
    book.save(first)
    assert upgrade(open_book(first)).data == {"added": []}


def test_columns_of_the_first_version_look_and_choose_as_in_a_new_workbook(tmp_path):
    """Every column's choices and checks of what is typed; of a new one also its number format and its width."""
    first = Path(shutil.copy(GOLDEN / "lang-son-2026-1.0.xlsx", tmp_path))
    old, book = columns_of(load_workbook(first)), open_book(first)
    added = upgrade(book).data["added"]
    assert f"danh sách chọn của cột '{c.STATUS}' (sheet 'Tiến độ')" in added
    book.save(first)
    now, meant = (columns_of(load_workbook(path)) for path in (first, TEMPLATE))
    new = meant.keys() - old.keys()
    assert len(new) > 100
    assert {key: now[key].checks for key in meant} == {key: meant[key].checks for key in meant}
    assert {key: now[key].number_format for key in new} == {key: meant[key].number_format for key in new}
    assert {key: now[key].width for key in new if meant[key].width} == {
        key: meant[key].width for key in new if meant[key].width
    }


class Looks(NamedTuple):
    number_format: str
    checks: list[list[tuple[str, str, str]]]  # of the first row, and far below
    width: int  # 0 where the column is hidden or folded away


def columns_of(file):
    """What each column of the contract's tables looks like."""
    found = {}
    for sheet in file:
        for table in sheet.tables.values():
            left, top, right, _ = range_boundaries(table.ref)
            if table.name not in {spec.name for spec in (*c.TABLES, u.TASK_SHEET)}:
                continue
            for column in range(left, right + 1):
                cell, letter = sheet.cell(top + 1, column), get_column_letter(column)
                checks = [
                    [(rule.type, rule.formula1, rule.formula2) for rule in sheet.data_validations.dataValidation
                     if f"{letter}{row}" in rule.sqref]
                    for row in (top + 1, 19_999)
                ]  # fmt: skip
                looks = sheet.column_dimensions[letter]
                width = 0 if looks.hidden else round(looks.width)
                found[table.name, sheet.cell(top, column).value] = Looks(cell.number_format, checks, width)
    return found


def test_nothing_that_is_there_changes(earlier):
    specs = (c.CRITERIA, c.UNITS, c.GROUPS, c.TASKS)
    before = {spec.name: read_table(earlier, spec).body for spec in specs}
    upgrade(earlier)
    for spec in specs:
        old = before[spec.name]
        assert [row[: len(old[0])] for row in read_table(earlier, spec).body] == old


def test_a_column_that_has_another_name_now_is_renamed_with_what_formulas_say_of_it(book):
    table = read_table(book, c.CRITERIA)
    table.sheet.range((table.top - 1, table.left + table.columns[c.CURRENT])).value = "Hiện tại"
    cell = book.sheets[c.OVERVIEW].range("A60")
    cell.formula = "=SUM(Criteria[Hiện tại])"
    assert "tên cột 'Hiện nay' (sheet 'Bảng điểm', trước là 'Hiện tại')" in upgrade(book).data["added"]
    assert read_table(book, c.CRITERIA).headings.count(c.CURRENT) == 1
    assert "Criteria[Hiện nay]" in cell.formula


def test_the_overview_is_this_version_s_and_what_staff_put_on_the_old_one_stays(tmp_path):
    path = Path(shutil.copy(GOLDEN / "lang-son-2026-1.0.xlsx", tmp_path / "so.xlsx"))
    book = open_book(path)
    assign(book)
    book.sheets[c.OVERVIEW].range("A60").value = "của Văn phòng"
    mine = book.sheets[c.LOG_SHEET].range("Z1")
    mine.formula = f"='{c.OVERVIEW}'!A60"
    added = upgrade(book).data["added"]
    assert f"sheet '{c.OVERVIEW}'; sheet cũ giữ ở 'Tổng quan (cũ)', không cần thì xóa" in added
    assert (mine.formula, mine.value) == ("='Tổng quan (cũ)'!A60", "của Văn phòng")
    sheet = book.sheets[c.OVERVIEW]
    assert sheet.range("A5").value.startswith("1. 4 đơn vị chưa gửi phiếu")
    assert sheet.range("W4:Y4").value == ["VP", "Phiếu VP", "Văn phòng Sở"]
    mine.clear()
    book.sheets["Tổng quan (cũ)"].delete()
    recalculate(book)
    book.save(path)
    for page in load_workbook(path, data_only=True):
        if page.sheet_state == "visible" and page.title in load_workbook(TEMPLATE).sheetnames:
            assert not any(str(cell.value).startswith("#REF") for row in page for cell in row), page.title
    links = [str(page["A1"].value) for page in load_workbook(path) if page.title in (c.SCORES_SHEET, c.ROUNDS_SHEET)]
    assert all(f"#'{c.OVERVIEW}'!A1" in link for link in links)


def test_an_overview_as_this_version_has_it_is_left_alone(book):
    set_version(book, "1.3")
    assert not any(c.OVERVIEW in text for text in upgrade(book).data["added"])


def test_a_cell_that_staff_use_is_told_and_left(earlier):
    _, sheet, table, _ = find_table(SheetNames(earlier), c.CRITERIA)
    beside = sheet.range((table.range.row + 1, table.range.last_cell.column + 1))
    beside.value = "của phòng"
    added = upgrade(earlier).data["added"]
    assert any(text.startswith("(chưa thêm được cột 'Hiện nay'") for text in added)
    assert beside.value == "của phòng"


def test_a_workbook_of_this_version_is_left_alone(book):
    assert upgrade(book).message == "Sổ đã đúng bản này, không phải thêm gì; tệp giữ nguyên."
    assert not list(read_table(book, c.LOG).rows())


def test_the_file_of_a_workbook_of_this_version_is_not_written_anew(cchc, workbook):
    path = workbook("so-cchc")
    cchc("upgrade", path)
    before = path.read_bytes(), path.stat().st_mtime_ns
    cchc("upgrade", path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


@pytest.mark.parametrize("version", ["2.0", "10.3", "2,0"])
def test_a_workbook_with_other_names_is_refused_politely(book, version):
    set_version(book, version)
    for macro in (recalculate, upgrade):
        with pytest.raises(WorkbookError, match=r"bản CCHC mới hơn .* Cài bản CCHC mới"):
            macro(book)


@pytest.mark.parametrize("version", ["1.9", None, "không rõ"])
def test_a_workbook_that_only_has_more_is_worked_on(book, version):
    set_version(book, version)
    assert recalculate(book).data["index"]["result"] == 91


def test_what_is_added_looks_as_in_the_template(earlier, tmp_path):
    earlier.sheets[c.SCORES_SHEET].activate()
    upgrade(earlier)
    assert earlier.sheets.active.name == c.SCORES_SHEET
    earlier.save(tmp_path / "a.xlsx")
    assert OpenXmlValidator().validate(tmp_path / "a.xlsx").is_valid
    made, model = load_workbook(tmp_path / "a.xlsx"), load_workbook(TEMPLATE)
    for spec in (c.CONFLICTS, c.RETURNS):
        sheet, same = made[spec.sheet], model[spec.sheet]
        assert list(sheet.tables) == [spec.name]
        assert [looks(cell) for row in sheet["A1:J5"] for cell in row] == [
            looks(cell) for row in same["A1:J5"] for cell in row
        ]
        assert widths(sheet) == widths(same)
        assert (sheet.freeze_panes, sheet.print_title_rows) == (same.freeze_panes, same.print_title_rows)
        assert formats(sheet) == formats(same)
        assert [(str(v.sqref), v.formula1) for v in sheet.data_validations.dataValidation] == [
            (str(v.sqref), v.formula1) for v in same.data_validations.dataValidation
        ]
        assert sheet["A4"].comment.text == same["A4"].comment.text
    for heading in (c.CURRENT, c.TRIAL):
        table = read_table(earlier, c.CRITERIA)
        place = f"{table.column(heading)}{table.top}"
        there = next(cell for cell in model[c.SCORES_SHEET][table.top - 1] if cell.value == heading)
        assert looks(made[c.SCORES_SHEET][place]) == looks(there.offset(1, 0))
        assert looks(made[c.SCORES_SHEET][place].offset(-1, 0))[:4] == looks(there)[:4]


def looks(cell):
    return cell.font.b, cell.font.name, cell.fill.fgColor.rgb, cell.number_format, cell.alignment.wrap_text, cell.value


def widths(sheet):
    return {letter: (d.width, d.hidden) for letter, d in sheet.column_dimensions.items() if letter <= "J"}


def formats(sheet):
    return [
        (str(entry.sqref), rule.formula, rule.dxf.fill and rule.dxf.fill.bgColor.rgb)
        for entry in sheet.conditional_formatting
        for rule in entry.rules
    ]


def test_a_workbook_named_as_the_template_is_upgraded(tmp_path):
    path = shutil.copy(GOLDEN / "lang-son-2026-1.0.xlsx", tmp_path / "so-cchc.xlsx")
    assert upgrade(open_book(path)).data["added"]


def test_the_first_version_s_workbook_gets_rounds_and_counts_them_once(tmp_path):
    book = open_book(shutil.copy(GOLDEN / "lang-son-2026-1.0.xlsx", tmp_path / "so.xlsx"))
    added = upgrade(book).data["added"]
    assert "4 kỳ báo cáo" in added
    assert book.names.contains(c.CURRENT_ROUND)
    rounds = read_table(book, c.ROUNDS)
    assert text_of(rounds.values(c.PERIOD)[0]) == "Quý I/2026"
    write_column(rounds, c.STATUS, [c.ROUND_OPEN, None, None, None])
    export(book, tmp_path / "out")
    (tmp_path / "back").mkdir()
    shutil.copy(next((tmp_path / "out").glob("VP -*")), tmp_path / "back" / "VP.xlsx")
    assert collect(book, tmp_path / "back").data["round"] == "Quý I/2026"
    periods = {text_of(row[c.PERIOD]) for _, row in read_table(book, c.PROGRESS_TABLE).rows()} - {""}
    assert periods <= {"Quý I/2026"}
    assert upgrade(book).data == {"added": []}
