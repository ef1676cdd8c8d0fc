"""Xuất sổ đơn vị: each file holds that unit's work only, says whose it is, and shows its figures."""

import re
from pathlib import Path

import openpyxl
import pytest

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from cchc_macros.book.find import table_on
from cchc_macros.cli import main
from cchc_macros.handing_out.assign import assign
from cchc_macros.handing_out.export import identity
from cchc_macros.handing_out.task_sheets import own_name
from tests.libreoffice import recalculated
from tests.packages import METHODS, damaged, parts
from tests.returns.make import fill
from tests.tables import append_rows, read_settings, read_table, write_column
from xl.engine import open_book

EXAMPLES = ("lang-son-2026", "thai-nguyen-2026")


@pytest.fixture(params=EXAMPLES)
def exported(request, cchc, workbook, tmp_path):
    """The assignment of an example and its unit files by code."""
    book, folder = workbook(request.param), tmp_path / "sổ đơn vị"
    units = {unit["code"]: unit for unit in cchc("assign", book)["units"]}
    files = {file["unit"]: file["path"] for file in cchc("export", book, "--to", folder)["files"]}
    return units, files


def table(path):
    sheet = openpyxl.load_workbook(path)[u.UNIT_WORKBOOK_SHEET]
    rows = [[cell.value for cell in row] for row in sheet[sheet.tables["TaskSheet"].ref]]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_every_unit_gets_exactly_its_work(exported):
    units, files = exported
    assert set(files) == set(units)
    for code, unit in units.items():
        rows = table(files[code])
        assert [row[c.STT] for row in rows] == [task["code"] for task in unit["tasks"]]
        roles = ["lead" if row[c.ROLE] == c.ROLE_LEAD else "support" for row in rows]
        assert roles == [task["role"] for task in unit["tasks"]]


@pytest.fixture
def renamed(cchc, workbook, tmp_path):
    """A workbook and its folder of unit workbooks, made before NV1 and NV2 got other codes."""
    book, folder = workbook("lang-son-2026"), tmp_path / "sổ đơn vị"
    assert cchc("assign", book)["left"] == []
    assert cchc("export", book, "--to", folder)["stale"] == []
    (folder / "khác.xlsx").write_bytes(b"nothing of ours")
    opened = open_book(book)
    units = read_table(opened, c.UNITS)
    write_column(
        units, c.UNIT_CODE, [f"P{code}" if code.startswith("NV") else code for code in units.values(c.UNIT_CODE)]
    )
    opened.save(str(book))
    return book, folder


LEFT = ["NV1 - Phòng Nghiệp vụ I.xlsx", "NV2 - Phòng Nghiệp vụ II.xlsx"]


def test_what_a_changed_code_leaves_behind_is_told(cchc, renamed):
    book, folder = renamed
    assert cchc("assign", book)["left"] == ["Phiếu NV1", "Phiếu NV2"]
    assert [Path(stale).name for stale in cchc("export", book, "--to", folder)["stale"]] == LEFT


def test_left_over_sheets_go_when_the_clerk_agrees_and_undo_brings_them_back(cchc, renamed):
    book, _ = renamed
    assert cchc("assign", book, "--clear")["cleared"] == ["Phiếu NV1", "Phiếu NV2"]
    assert not {"Phiếu NV1", "Phiếu NV2"} & set(openpyxl.load_workbook(book).sheetnames)
    cchc("undo", book)
    assert {"Phiếu NV1", "Phiếu NV2"} < set(openpyxl.load_workbook(book).sheetnames)
    cchc("assign", book, "--clear")
    assert cchc("assign", book)["left"] == []


def test_a_left_over_sheet_with_answers_that_nobody_collected_keeps_them_and_stays(cchc, renamed):
    book, _ = renamed
    opened = openpyxl.load_workbook(book)
    sheet = opened["Phiếu NV1"]
    (area,) = (table.ref for table in sheet.tables.values())
    headings, first, *_ = sheet[area]
    first[[cell.value for cell in headings].index(c.RESULT)].value = "Đã ban hành"
    opened.save(book)
    answer = cchc("assign", book, "--clear")
    assert (answer["left"], answer["cleared"]) == (["Phiếu NV1", "Phiếu NV2"], ["Phiếu NV2"])
    rows = openpyxl.load_workbook(book)["Phiếu NV1"].iter_rows(values_only=True)
    assert sum("Đã ban hành" in row for row in rows) == 1


def test_sheets_of_staff_are_no_left_over_task_sheets(cchc, renamed):
    book, _ = renamed
    opened = openpyxl.load_workbook(book)
    opened.create_sheet("Phiếu khảo sát")["A1"] = "của Văn phòng"
    opened.save(book)
    cchc("assign", book, "--clear")
    assert openpyxl.load_workbook(book)["Phiếu khảo sát"]["A1"].value == "của Văn phòng"


def test_what_stands_under_a_units_old_code_is_told_and_moved_when_the_clerk_agrees(cchc, renamed, tmp_path):
    book, _ = renamed
    opened = open_book(book)
    units = read_table(opened, c.UNITS)
    now = units.values(c.UNIT_CODE)
    write_column(units, c.UNIT_CODE, [code.removeprefix("P") for code in now])
    opened.save(str(book))
    cchc("export", book, "--to", tmp_path / "đi")
    done = {str(n): {c.STATUS: c.DOING, c.RESULT: "đã họp"} for n in range(1, 9)}
    fill(next((tmp_path / "đi").glob("NV1 -*")), done, tmp_path / "về" / "NV1.xlsx")
    cchc("collect", book, tmp_path / "về")
    opened = open_book(book)
    write_column(read_table(opened, c.UNITS), c.UNIT_CODE, now)
    extended = "nv1, NV12: 20/3/2026 (chờ NV1; NV1)\nNV1 đến 25/3"
    read_table(opened, c.ROUNDS).update({0: {c.ROUND_EXTENDED: extended}})
    opened.save(str(book))
    (tmp_path / "trống").mkdir()
    cchc("collect", book, tmp_path / "trống")  # before anybody agreed: the names by which old codes are known stay
    assert cchc("assign", book)["old_codes"] == {"NV1": "PNV1"}
    assert "Đã chuyển các dòng ghi mã cũ: NV1 sang PNV1." in assign(open_book(book), clear=True).message
    assert cchc("assign", book, "--clear")["old_codes"] == {}
    opened = open_book(book)
    units = {
        table: [row[c.UNIT] for _, row in read_table(opened, table).rows()] for table in (c.PROGRESS_TABLE, c.RETURNS)
    }
    assert units == {c.PROGRESS_TABLE: ["PNV1"] * 8, c.RETURNS: ["PNV1"]}
    moved = next(row[c.ROUND_EXTENDED] for _, row in read_table(opened, c.ROUNDS).rows())
    assert moved == "PNV1, NV12: 20/3/2026 (chờ NV1; NV1)\nPNV1 đến 25/3"
    rows = [row for _, row in table_on(opened.sheets["Phiếu PNV1"], u.TASK_SHEET).rows()]
    assert {row[c.RESULT] for row in rows} == {"đã họp"}


def test_left_over_files_are_put_aside_when_the_clerk_agrees_but_none_that_somebody_saved(cchc, renamed):
    book, folder = renamed
    before = {name: (folder / name).read_bytes() for name in LEFT}
    openpyxl.load_workbook(folder / LEFT[1]).save(folder / LEFT[1])
    answer = cchc("export", book, "--to", folder, "--clear")
    assert [Path(path).name for path in answer["cleared"]] == LEFT[:1]
    assert [Path(path).name for path in answer["stale"]] == LEFT[1:]
    (kept,) = folder.rglob(LEFT[0])
    assert kept.parent != folder
    assert kept.read_bytes() == before[LEFT[0]]
    assert (folder / LEFT[1]).exists()


@pytest.mark.parametrize("method", METHODS)
def test_a_damaged_workbook_in_the_folder_is_nobodys(cchc, renamed, method):
    book, folder = renamed
    (folder / LEFT[0]).write_bytes(damaged(folder / LEFT[0], "docProps/custom.xml", method))
    assert [Path(path).name for path in cchc("export", book, "--to", folder, "--clear")["cleared"]] == LEFT[1:]


def test_workbooks_of_a_plan_whose_name_begins_with_this_one_are_not_left_over(cchc, renamed):
    book, folder = renamed
    for name in LEFT:
        other = openpyxl.load_workbook(folder / name)
        other.custom_doc_props[u.PROP_PLAN].value += "-sửa"
        other.save(folder / name)
    assert cchc("export", book, "--to", folder, "--clear")["stale"] == []
    assert {path.name for path in folder.glob("*.xlsx")} >= set(LEFT)


def test_the_headings_of_the_plan_stand_above_their_work_and_come_back_as_no_change(cchc, workbook, tmp_path):
    book, folder = workbook("thai-nguyen-2026"), tmp_path / "sổ đơn vị"
    files = {file["unit"]: file["path"] for file in cchc("export", book, "--to", folder)["files"]}
    names = {row[c.STT]: row[c.SHEET_TASK].split("\n") for row in table(files["PBPL"])}
    first = {code: [line[:6] for line in lines if line.startswith("»")] for code, lines in names.items()}
    assert [first[code] for code in ("4.1.1", "4.1.2", "4.2.1")] == [["» IV. ", "» 4.1."], ["» 4.1."], ["» 4.2."]]
    assert {"» 8. K", "» VII."} <= {line for lines in first.values() for line in lines}
    assert all(first.values()), "rows that are sorted or filtered keep their heading"
    answer = cchc("collect", book, folder)
    assert not [note for note in answer["merged"] if c.SHEET_TASK in str(note["notes"])]


def test_what_a_unit_scores_stands_under_its_heading_and_comes_back_as_no_change(cchc, workbook, tmp_path):
    path, folder = workbook("lang-son-2026"), tmp_path / "sổ đơn vị"
    book = open_book(path)
    criteria = read_table(book, c.CRITERIA)
    append_rows(criteria, [{c.STT: "9", c.CRITERION_NAME: "Tác động"}, {
        c.STT: "9.1", c.CRITERION_NAME: "Ban hành kịp thời", c.MAX_SCORE: 5, c.RESULT: 4, c.LEAD: "Phòng Nghiệp vụ I",
    }])  # fmt: skip
    book.save(str(path))
    files = {file["unit"]: file["path"] for file in cchc("export", path, "--to", folder)["files"]}
    sheet = openpyxl.load_workbook(files["NV1"])[u.OWN_SCORES.sheet]
    names = {str(row[0]): row[1] for row in sheet.iter_rows(values_only=True) if row[0]}
    assert names["9.1"] == "» 9. Tác động\nBan hành kịp thời"
    assert names["2"] == "Cải cách thể chế"
    answer = cchc("collect", path, folder)
    assert not [note for note in answer["merged"] if c.CRITERION_NAME in str(note["notes"])]


def test_a_file_from_before_headings_stood_there_is_read_as_well(cchc, workbook, tmp_path):
    book, folder = workbook("thai-nguyen-2026"), tmp_path / "sổ đơn vị"
    cchc("export", book, "--to", folder)
    path = next(folder.glob("PBPL*"))
    opened = openpyxl.load_workbook(path)
    for row in opened[u.UNIT_WORKBOOK_SHEET].iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith("»"):
                cell.value = cell.value.rpartition("\n")[2]
    opened.save(path)
    answer = cchc("collect", book, folder)
    assert "PBPL" in str(answer["merged"])
    assert not [note for note in answer["merged"] if c.SHEET_TASK in str(note["notes"])]


def test_no_part_of_a_file_tells_of_another_units_work(exported):
    _, files = exported
    names = {code: {own_name(row[c.SHEET_TASK]) for row in table(path)} for code, path in files.items()}
    for code, path in files.items():
        content = b"".join(parts(path).values()).decode("utf-8", "ignore")
        for other in set().union(*names.values()) - names[code]:
            assert other not in content


def test_the_file_says_whose_it_is_in_document_properties(exported):
    _, files = exported
    for code, path in files.items():
        properties = {prop.name: prop.value for prop in openpyxl.load_workbook(path).custom_doc_props.props}
        assert properties[u.PROP_UNIT] == code
        assert properties[u.PROP_PLAN]
        assert properties[f"{u.PROP_ROWS}1"]
        assert set(openpyxl.load_workbook(path).sheetnames) <= {u.UNIT_WORKBOOK_SHEET, c.SELF_SCORES_SHEET}


def test_every_formula_carries_the_value_that_libreoffice_computes(exported):
    _, files = exported
    paths = list(files.values())
    for path, computed in zip(paths, recalculated(*paths), strict=True):
        formulas = openpyxl.load_workbook(path)[u.UNIT_WORKBOOK_SHEET]
        cached = openpyxl.load_workbook(path, data_only=True)[u.UNIT_WORKBOOK_SHEET]
        cells = [cell.coordinate for row in formulas for cell in row if cell.data_type == "f"]
        assert cells
        for cell in cells:
            assert cached[cell].value == computed[u.UNIT_WORKBOOK_SHEET, cell]


def test_row_identities_come_in_pieces_that_excel_keeps_whole():
    rows = [f"T:{number}.1" for number in range(200)]
    pieces = [value for name, value in identity("p", "VP", rows).items() if name.startswith(u.PROP_ROWS)]
    assert len(pieces) > 1
    assert all(len(piece) <= 255 for piece in pieces)
    assert ";".join(pieces).split(";") == rows


def test_a_file_in_the_folders_place_is_told_in_vietnamese(workbook, refused):
    path = workbook("lang-son-2026")
    before = path.read_bytes()
    assert "đã có một tệp mang tên thư mục này. Chọn thư mục khác." in refused("export", path, "--to", path)
    assert path.read_bytes() == before


def test_a_unit_file_that_may_not_be_changed_is_told_and_the_others_are_written(cchc, workbook, tmp_path):
    book, folder = workbook("lang-son-2026"), tmp_path / "sổ đơn vị"
    files = {file["unit"]: Path(file["path"]) for file in cchc("export", book, "--to", folder)["files"]}
    held = files.pop("NV1")
    held.write_bytes(b"as the unit has it open")
    held.chmod(0o444)
    before = {path: path.stat().st_mtime_ns for path in files.values()}
    told = cchc("export", book, "--to", folder)
    assert [(one["unit"], one["path"]) for one in told["failed"]] == [("NV1", str(held))]
    assert {file["unit"] for file in told["files"]} == set(files)
    assert all(path.stat().st_mtime_ns != before[path] for path in files.values())
    assert held.read_bytes() == b"as the unit has it open"
    log = [row for row in openpyxl.load_workbook(book)[c.LOG_SHEET].values if row[1] == "Xuất sổ đơn vị"]
    assert {row[2]: row[3] for row in log[-6:]}["NV1"] == "Chưa ghi được"


def test_where_no_unit_file_can_be_written_that_is_an_error(cchc, workbook, tmp_path, refused):
    book, folder = workbook("lang-son-2026"), tmp_path / "sổ đơn vị"
    for file in cchc("export", book, "--to", folder)["files"]:
        Path(file["path"]).chmod(0o444)
    told = refused("export", book, "--to", folder)
    assert "chỉ cho đọc" in told
    assert "--out" not in told


def test_the_identity_of_a_new_workbook_is_kept_in_it_and_goes_out_with_its_sheets(cchc, workbook, tmp_path):
    book = workbook("lang-son-2026")
    opened = open_book(book)
    settings = read_settings(opened)
    for key in (c.PLAN_ID, c.PROVINCE):
        place = settings.table.cell(settings.row(key), c.VALUE).rpartition("!")[2]
        settings.table.sheet.range(place).value = None
    opened.save()
    cchc("export", book, "--to", tmp_path / "a")
    identity = read_settings(open_book(book)).text(c.PLAN_ID)
    assert re.fullmatch(r"so-tu-phap-2026-31-kh-stp-[0-9a-f]{8}", identity)
    cchc("export", book, "--to", tmp_path / "b")
    for folder in ("a", "b"):
        for file in (tmp_path / folder).glob("*.xlsx"):
            assert openpyxl.load_workbook(file).custom_doc_props[u.PROP_PLAN].value == identity


def test_what_a_unit_filled_in_is_kept_when_its_file_is_written_again(cchc, workbook, tmp_path):
    book, folder = workbook("lang-son-2026"), tmp_path / "sổ đơn vị"
    files = {file["unit"]: Path(file["path"]) for file in cchc("export", book, "--to", folder)["files"]}
    filled = openpyxl.load_workbook(files["VP"])
    filled[u.UNIT_WORKBOOK_SHEET]["J9"] = "đã gõ"
    filled.save(files["VP"])
    before = files["VP"].read_bytes()
    answer = cchc("export", book, "--to", folder)
    (kept,) = map(Path, answer["kept"])
    assert kept.read_bytes() == before
    assert kept.name == files["VP"].name
    assert files["VP"].read_bytes() != before
    assert main(["export", str(book), "--to", str(folder)]) == 0


def test_the_message_tells_where_filled_files_are_kept(workbook, tmp_path, capsys):
    book, folder = workbook("lang-son-2026"), tmp_path / "sổ đơn vị"
    assert main(["export", str(book), "--to", str(folder)]) == 0
    assert "bản cũ giữ ở" not in capsys.readouterr().out
    next(folder.glob("VP - *")).write_bytes(b"sua tay")
    assert main(["export", str(book), "--to", str(folder)]) == 0
    assert re.search(r"1 sổ có sẵn khác nội dung .*bản cũ giữ ở .*\.sao-luu\.", capsys.readouterr().out)
