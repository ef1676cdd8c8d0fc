"""Many agencies' workbooks side by side."""

import shutil

import openpyxl
import pytest
from openxml_audit import OpenXmlValidator

from cchc_macros import contract as c
from cchc_macros.agencies import agency as agency_file
from cchc_macros.agencies import gather as module
from cchc_macros.agencies.agency_view import COMPARISON_SHEET, LOST_SHEET, REJECTED_SHEET
from cchc_macros.agencies.gather import gather
from tests.agencies.make import agency
from tests.conftest import TEMPLATES
from tests.packages import packed, parts
from tests.tables import append_rows, read_table
from xl.engine import open_book
from xl.workers import Fault

BANDS = "Xuất sắc ≥ 90; Tốt ≥ 80; Khá ≥ 65"


@pytest.fixture
def in_this_process(monkeypatch):
    """Read in the test's own process, which is sooner."""
    monkeypatch.setattr(module, "in_processes", lambda work, things, _processes, _seconds: list(map(work, things)))


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "sổ").mkdir()
    return tmp_path / "sổ"


@pytest.fixture
def view(folder, tmp_path, cchc, in_this_process):
    """Gather the folder; return the answer and the view opened."""

    def run():
        to = tmp_path / "view.xlsx"
        to.unlink(missing_ok=True)
        return cchc("gather", folder, "--to", to), openpyxl.load_workbook(to)

    return run


def column(sheet, heading):
    """The values below a heading of the view."""
    headings = [cell.value for cell in sheet[4]]
    return [row[headings.index(heading)] for row in sheet.iter_rows(min_row=5, values_only=True)]


def reasons(answer):
    return {line["file"]: line["reason"] for line in answer["rejected"]}


def test_the_two_examples_stand_side_by_side(folder, view):
    for name in ("lang-son-2026", "thai-nguyen-2026"):
        shutil.copy(TEMPLATES / f"{name}.xlsx", folder)
    answer, book = view()
    lang_son, thai_nguyen = answer["agencies"]
    assert (lang_son["agency"], lang_son["province"], lang_son["rank"]) == ("Sở Tư pháp", "tỉnh Lạng Sơn", 1)
    assert (lang_son["index"]["result"], lang_son["lost"]) == (91.0, 9.0)
    assert [domain["lost"] for domain in lang_son["domains"]] == [0, 0, 3, 0, 3, 2, 0, 1]
    assert (thai_nguyen["index"]["result"], thai_nguyen["rank"], thai_nguyen["lost"]) == (None, None, None)
    assert (lang_son["tasks"]["total"], thai_nguyen["tasks"]["total"]) == (8, 38)
    assert answer["rejected"] == []
    sheet = book[COMPARISON_SHEET]
    assert column(sheet, "Chỉ số (%)") == [91, None]
    assert column(sheet, "Hạng") == [1, None]
    assert column(sheet, "Tỉnh") == ["tỉnh Lạng Sơn", "tỉnh Thái Nguyên"]


def test_the_figures_are_those_of_recalculate(folder, view, cchc):
    agency(folder / "a.xlsx", results={"1": 10.1, "3": 19.7, "5": "9,5"}, columns={c.SELF_SCORE: {"1": 3}})
    agency(folder / "b.xlsx", results={"2": 0.1}, columns={c.NOT_SCORED: {"8": "x"}, c.APPRAISED: {"2": 4.25}})
    keep = {c.DENOMINATOR: c.DENOMINATOR_FULL}
    agency(folder / "c.xlsx", settings=keep, columns={c.NOT_SCORED: {"3": "x"}, c.TARGET: {"3": None}})
    answer, _ = view()
    for found in answer["agencies"]:
        own = cchc("recalculate", folder / found["file"])
        assert {key: found[key] for key in ("total", "index")} == {key: own[key] for key in ("total", "index")}
        flagged = cchc("flag", folder / found["file"])
        assert found["lost"] == pytest.approx(sum(row["lost"] for row in flagged["lost"]))
        assert found["lost"] == pytest.approx(sum(domain["lost"] for domain in found["domains"]))


def test_no_workbook_is_changed_and_nothing_is_left_beside_it(folder, view):
    path = agency(folder / "a.xlsx")
    before = path.read_bytes()
    view()
    assert path.read_bytes() == before
    assert [entry.name for entry in folder.iterdir()] == ["a.xlsx"]


def test_ties_share_a_rank_and_bands_come_from_each_workbook(folder, view):
    for name, lost in (("Sở A", 3), ("Sở B", 3), ("Sở C", 15)):
        agency(folder / f"{name}.xlsx", settings={c.AGENCY: name, c.BANDS: BANDS}, results={"3": 23 - lost})
    agency(folder / "d.xlsx", settings={c.AGENCY: "Sở D"}, results={"3": 23})
    answer, _ = view()
    assert [(found["agency"], found["rank"], found["band"]) for found in answer["agencies"]] == [
        ("Sở D", 1, None), ("Sở A", 2, "Xuất sắc"), ("Sở B", 2, "Xuất sắc"), ("Sở C", 4, "Khá"),
    ]  # fmt: skip


def test_an_unreadable_band_is_told_and_the_workbook_still_counts(folder, view):
    agency(folder / "a.xlsx", settings={c.BANDS: "Tốt là 80"})
    answer, book = view()
    found = answer["agencies"][0]
    assert (found["rank"], found["band"]) == (1, None)
    assert "'Tốt là 80' không phải là một mức xếp loại" in found["remarks"][0]
    assert "'Tốt là 80'" in column(book[COMPARISON_SHEET], "Lưu ý")[0]


def test_a_total_over_results_that_lack_is_told(folder, view):
    agency(folder / "a.xlsx", results={"3": None, "7": None})
    answer, book = view()
    told = "Mới có kết quả của 6/8 tiêu chí, đạt 57/63 điểm; tổng điểm, chỉ số tính các tiêu chí còn lại là 0 điểm."
    assert answer["agencies"][0]["remarks"] == [told]
    assert column(book[COMPARISON_SHEET], "Lưu ý") == [told]
    assert column(book[LOST_SHEET], "Cơ quan")[0] == "Sở Tư pháp (6/8 tiêu chí)"


def test_points_are_shown_as_exact_as_they_are_and_percentages_with_two_decimals(folder, view):
    agency(folder / "a.xlsx", results={"3": 20.125})
    _, book = view()
    sheet = book[COMPARISON_SHEET]
    shown = {cell.value: below.number_format for cell, below in zip(sheet[4], sheet[5], strict=True)}
    assert (shown["Kết quả"], shown["Điểm mất"], shown["Chỉ số (%)"]) == ("General", "General", "#,##0.00")
    assert column(book[LOST_SHEET], "Tổng điểm mất") == [8.875, 8.875]


def test_an_aim_or_a_year_half_scored_is_told(folder, view):
    agency(folder / "a.xlsx", columns={c.TARGET: {"3": None}, c.SELF_SCORE: {"1": 11}})
    told = "Mới có điểm mục tiêu (7/8 tiêu chí), hiện nay (1/8 tiêu chí); chỉ số tính các tiêu chí còn lại là 0 điểm."
    assert view()[0]["agencies"][0]["remarks"] == [told]


def test_two_workbooks_of_one_agency_and_year_are_both_shown_and_told(folder, view):
    agency(folder / "mới.xlsx")
    agency(folder / "cũ" / "sổ.xlsx", results={"1": 5})
    agency(folder / "năm sau.xlsx", settings={c.YEAR_PLAN: 2027})
    answer, _ = view()
    remarks = {found["file"]: found["remarks"] for found in answer["agencies"]}
    assert remarks["mới.xlsx"] == ["Cùng cơ quan, cùng năm với tệp cũ/sổ.xlsx."]
    assert remarks["cũ/sổ.xlsx"] == ["Cùng cơ quan, cùng năm với tệp mới.xlsx."]
    assert remarks["năm sau.xlsx"] == []


def test_what_leads_report_of_criteria_counts_as_progress(folder, view):
    path = folder / "a.xlsx"
    book = open_book(TEMPLATES / "lang-son-2026.xlsx")
    work = agency_file.read_agency(TEMPLATES / "lang-son-2026.xlsx", "x").progress.work
    leads = [row for _, row in read_table(book, c.CRITERIA).rows() if row[c.STT] in ("1", "2")]
    units = {row[c.UNIT_NAME]: row[c.UNIT_CODE] for _, row in read_table(book, c.UNITS).rows()}
    rows = [
        {c.STT: row[c.STT], c.UNIT: code, c.ROLE: c.ROLE_LEAD, c.STATUS: c.DONE if row[c.STT] == "1" else c.DOING}
        for row in leads
        for code in units.values()
    ]
    append_rows(read_table(book, c.PROGRESS_TABLE), rows)
    book.save(str(path))
    book.close()
    answer, _ = view()
    assert answer["agencies"][0]["tasks"] == {"total": work, "done": 1, "doing": 1, "late": 0}


def bomb(path):
    """A workbook with a part that unpacks to much more than a workbook has."""
    packed(path, parts(TEMPLATES / "lang-son-2026.xlsx") | {"xl/worksheets/sheet99.xml": b"<a/>" * 11_000_000})


def with_entities(path):
    contents = parts(TEMPLATES / "lang-son-2026.xlsx")
    entity = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
    packed(path, contents | {"xl/workbook.xml": entity + contents["xl/workbook.xml"]})


def foreign(path):
    book = openpyxl.Workbook()
    book.active["A1"] = "Bảng lương"
    book.save(path)


REFUSED = {
    "bom.xlsx": (bomb, "bung ra quá lớn"),
    "thực thể.xlsx": (with_entities, "XML không an toàn"),
    "khác.xlsx": (foreign, "Không thấy bảng Settings"),
    "hỏng.xlsx": (lambda path: path.write_bytes(b"PK\x03\x04" + bytes(100)), "hỏng"),
    "trống.xlsx": (lambda path: path.write_bytes(b""), "hỏng"),
    "cũ.xls": (lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)), "dạng cũ"),
    "khóa.xlsx": (
        lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")),
        "mật khẩu",
    ),
    "phiếu.xlsx": (lambda path: shutil.copy(TEMPLATES / "so-don-vi.xlsx", path), "phiếu của một đơn vị"),
    "mới hơn.xlsx": (lambda path: agency(path, settings={c.BOOK_VERSION: "9.0"}), "bản CCHC mới hơn"),
    "chữ.xlsx": (lambda path: agency(path, results={"3": "chín"}), "Bảng điểm!E10: 'chín' không phải là số."),
    "quá điểm.xlsx": (lambda path: agency(path, results={"3": 40}), "lớn hơn điểm tối đa"),
    "năm.xlsx": (lambda path: agency(path, settings={c.YEAR_PLAN: "năm nay"}), "'năm nay' không phải là năm"),
}


def test_what_cannot_be_trusted_is_told_and_left_out_and_the_run_goes_on(folder, view):
    agency(folder / "z.xlsx")
    for name, (make, _) in REFUSED.items():
        make(folder / name)
    answer, book = view()
    assert [found["file"] for found in answer["agencies"]] == ["z.xlsx"]
    told = reasons(answer)
    assert set(told) == set(REFUSED)
    for name, (_, why) in REFUSED.items():
        assert why in told[name], name
        assert told[name].endswith("."), name
    sheet = book[REJECTED_SHEET]
    assert dict(zip(column(sheet, "Tệp"), column(sheet, "Lý do"), strict=True)) == told


def test_an_earlier_view_in_the_folder_is_known_as_such(folder, view):
    agency(folder / "a.xlsx")
    gather(folder, folder / "so sánh.xlsx")
    answer, _ = view()
    assert "bảng so sánh đã lập trước đây" in reasons(answer)["so sánh.xlsx"]


def test_a_fault_of_ours_in_one_file_costs_only_that_file(folder, view, monkeypatch, tmp_path):
    agency(folder / "a.xlsx")
    agency(folder / "b.xlsx", settings={c.AGENCY: "Sở B"})
    read = agency_file.read_agency

    def broken(path, file):
        if file == "a.xlsx":
            raise RuntimeError
        return read(path, file)

    monkeypatch.setattr(agency_file, "read_agency", broken)
    monkeypatch.setattr("xl.log.log_file", lambda: tmp_path / "log")
    answer, _ = view()
    assert [found["agency"] for found in answer["agencies"]] == ["Sở B"]
    assert "nhật ký" in reasons(answer)["a.xlsx"]


def test_a_workbook_that_would_take_all_memory_is_told(folder, view, monkeypatch):
    agency(folder / "a.xlsx")

    def hungry(*_):
        raise MemoryError

    monkeypatch.setattr(agency_file, "read_agency", hungry)
    answer, _ = view()
    assert "quá nhiều bộ nhớ" in reasons(answer)["a.xlsx"]


def test_what_programs_and_we_leave_behind_is_passed_over(folder, view):
    agency(folder / "a.xlsx")
    for name in ("~$a.xlsx", ".b.xlsx", "a.sao-luu/0001-flag-20260101-000000.xlsx", "ghi chú.docx"):
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(folder / "a.xlsx", folder / name)
    answer, _ = view()
    assert [found["file"] for found in answer["agencies"]] == ["a.xlsx"]
    assert answer["rejected"] == []


HOSTILE = ("=1+1", "@SUM(1)", '=HYPERLINK("http://x","y")', "http://x.example", "<b>&\"'", "'=1", "A" * 30_000)


@pytest.mark.usefixtures("in_this_process")
def test_text_from_workbooks_is_text_in_the_view(folder, tmp_path, cchc):
    for number, text in enumerate(HOSTILE):
        settings = {c.AGENCY: f"'{text}", c.PROVINCE: f"'{text}", c.BANDS: f"'{text}"}
        agency(folder / f"{number}.xlsx", settings=settings, columns={c.CRITERION_NAME: {"1": f"'{text}"}})
    to = tmp_path / "view.xlsx"
    answer = cchc("gather", folder, "--to", to)
    assert {found["agency"] for found in answer["agencies"]} == set(HOSTILE)
    sheets = [data.decode() for name, data in parts(to).items() if name.startswith("xl/worksheets/")]
    assert not any("<f>" in sheet or "<hyperlink" in sheet for sheet in sheets)
    book = openpyxl.load_workbook(to)
    assert set(column(book[COMPARISON_SHEET], "Cơ quan")) == set(HOSTILE)
    assert [str(error) for error in OpenXmlValidator().validate(to).errors] == []


def test_the_view_is_set_up_for_print_with_a_heat_map_and_charts(folder, view):
    for name, points in (("Sở A", 23), ("Sở B", 19.5)):
        agency(folder / f"{name}.xlsx", settings={c.AGENCY: name}, results={"3": points})
    _, book = view()
    assert book.sheetnames == [COMPARISON_SHEET, LOST_SHEET, "Biểu đồ", REJECTED_SHEET]
    for sheet in (book[COMPARISON_SHEET], book[LOST_SHEET], book[REJECTED_SHEET]):
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.print_title_rows == "$4:$4"
        assert {cell.font.name for row in sheet.iter_rows() for cell in row} == {"Times New Roman"}
    lost = book[LOST_SHEET]
    assert column(lost, "Cơ quan") == ["Sở A", "Sở B", "Cộng"]
    assert column(lost, "Cải cách thủ tục hành chính") == [0, 3.5, 3.5]
    assert column(lost, "Tổng điểm mất") == [6, 9.5, 15.5]
    scales = [rule for rules in lost.conditional_formatting for rule in rules.rules if rule.type == "colorScale"]
    assert len(scales) == 1
    assert len(book["Biểu đồ"]._charts) == 2
    table = book[COMPARISON_SHEET].tables["Agencies"]
    assert table.ref == "A4:Q6"


def test_files_are_read_in_one_process_or_two_with_the_same_result(folder, tmp_path, monkeypatch):
    for number in range(3):
        agency(folder / f"{number}.xlsx", settings={c.AGENCY: f"Sở {number}"}, results={"3": 20 + number})
    (folder / "hỏng.xlsx").write_bytes(b"PK")
    alone = gather(folder, tmp_path / "một.xlsx").data
    assert len(alone["agencies"]) == 3
    monkeypatch.setattr(module, "_ALONE", 1)
    together = gather(folder, tmp_path / "hai.xlsx").data
    assert {**together, "path": ""} == {**alone, "path": ""}


def test_a_workbook_that_takes_too_long_or_ends_its_reader_is_told_and_left_out(folder, view, monkeypatch):
    for name in "abc":
        agency(folder / f"{name}.xlsx")
    faults = iter([None, Fault.SLOW, Fault.DIED])

    def faulty(work, things, _processes, seconds):
        assert 0 < seconds <= 60
        return [next(faults) or work(thing) for thing in things]

    monkeypatch.setattr(module, "in_processes", faulty)
    answer, book = view()
    assert [found["file"] for found in answer["agencies"]] == ["a.xlsx"]
    told = reasons(answer)
    assert "quá lâu" in told["b.xlsx"]
    assert "hỏng chương trình đọc" in told["c.xlsx"]
    assert column(book[REJECTED_SHEET], "Tệp") == ["b.xlsx", "c.xlsx"]


def test_only_broken_files_give_a_view_that_says_so(folder, view):
    (folder / "hỏng.xlsx").write_bytes(b"PK")
    answer, book = view()
    assert answer["agencies"] == []
    assert book.sheetnames == [COMPARISON_SHEET, REJECTED_SHEET]


def test_an_existing_file_is_never_overwritten(folder, tmp_path, refused):
    agency(folder / "a.xlsx")
    to = tmp_path / "view.xlsx"
    to.write_text("của tôi", encoding="utf-8")
    assert "Đã có tệp 'view.xlsx'" in refused("gather", folder, "--to", to)
    assert to.read_text(encoding="utf-8") == "của tôi"


def test_wrong_places_are_refused_with_the_next_step(folder, tmp_path, refused):
    assert "Chọn thư mục chứa sổ" in refused("gather", folder, "--to", tmp_path / "v.xlsx")
    assert "Không thấy thư mục" in refused("gather", folder / "không", "--to", tmp_path / "v.xlsx")
    assert "không có đuôi .xlsx" in refused("gather", folder, "--to", tmp_path / "v.ods")


def test_one_agency_in_several_years_is_told_apart_by_them_and_domains_without_loss_are_in_no_chart(folder, view):
    for year in (2024, 2025):
        agency(folder / f"{year}.xlsx", settings={c.YEAR_ASSESSED: year})
    _, book = view()
    named = {"Sở Tư pháp (2024)", "Sở Tư pháp (2025)"}
    assert named <= set(column(book[LOST_SHEET], "Cơ quan"))
    rows = list(book["Biểu đồ"].iter_rows(values_only=True))
    texts = {value for row in rows for value in row if isinstance(value, str)}
    assert named <= texts
    assert "Cải cách thủ tục hành chính" in texts
    assert "Cải cách thể chế" not in texts
    assert {chart.x_axis.tickLblSkip for chart in book["Biểu đồ"]._charts} == {1}
