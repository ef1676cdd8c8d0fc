"""The sheet `Tổng quan`: its figures are right, LibreOffice and our engine agree on them, its charts survive."""

import shutil

import openpyxl
import pytest

from cchc_macros import contract as c
from cchc_macros.cli import main
from cchc_macros.scores.recalculate import recalculate
from tests.conftest import TEMPLATES
from tests.libreoffice import convert, load_computed
from tests.packages import parts
from tests.returns.make import fill
from tests.tables import read_settings, read_table, set_setting, write_column
from workbook_templates.build.overview import FIGURES_TOP
from workbook_templates.build.overview_figures import FIGURES
from xl.engine import open_book

CHARTS = {c.OVERVIEW: 1, c.CHARTS_SHEET: 5}
SCREEN = (1300, 560)  # pixels of cells in sight at 1366 × 768
UNITS = "Việc chủ trì, theo sổ gửi về (Quá hạn: của cả việc)"
SELF = [11, 8, 22, 10, 12, None, None, None]


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    """Two workbooks in the middle of the year: units have reported, some criteria are scored, one is tried."""
    folder = tmp_path_factory.mktemp("year")
    for name, returns in (
        (
            "lang-son-2026",
            {"VP": {"1": {c.STATUS: c.DONE}, "3": {c.STATUS: c.DOING}}, "NV1": {"2": {c.STATUS: c.DONE}}},
        ),
        ("thai-nguyen-2026", {"VP": {"1.1": {c.STATUS: c.DONE}}}),
    ):
        book = shutil.copy(TEMPLATES / f"{name}.xlsx", folder / f"{name}.xlsx")
        assert main(["export", str(book), "--to", str(folder / name)]) == 0
        for unit, entries in returns.items():
            fill(next((folder / name).glob(f"{unit} - *")), entries, folder / "returns" / name / f"{unit}.xlsx")
        assert main(["collect", str(book), str(folder / "returns" / name)]) == 0
        _edit(book, scored=name.startswith("lang"))
    return folder


def _edit(path, *, scored):
    """The office's own entries: the working day, self-scores, a try."""
    book = open_book(path)
    settings = read_settings(book).table
    days = [
        20 if key == c.NEAR_DAYS else old
        for key, old in zip(settings.values(c.KEY), settings.values(c.VALUE), strict=True)
    ]
    write_column(settings, c.VALUE, days)
    settings.sheet.range(
        (settings.top + read_settings(book).row(c.TODAY), settings.left + 1)
    ).value = 46_370  # 14/12/2026
    if scored:
        table = read_table(book, c.CRITERIA)
        write_column(table, c.SELF_SCORE, SELF)
        write_column(table, c.TRIAL, [None] * 4 + [1.5] + [None] * 3)
    recalculate(book)
    book.save(str(path))


@pytest.fixture(scope="module")
def ours(year):
    """The sheet as our engine computed it."""
    return {path.stem: openpyxl.load_workbook(path, data_only=True)[c.OVERVIEW] for path in year.glob("*.xlsx")}


@pytest.fixture(scope="module")
def drawn(year):
    """The sheet `Biểu đồ` likewise."""
    return {path.stem: openpyxl.load_workbook(path, data_only=True)[c.CHARTS_SHEET] for path in year.glob("*.xlsx")}


def figures(sheet):
    found = {}
    for row in sheet.iter_rows(min_row=FIGURES_TOP, max_row=FIGURES_TOP + 5, max_col=15, values_only=True):
        for label, value in ((0, 1), (2, 6), (8, 9), (10, 14)):
            found[row[label]] = row[value]
    return found


def listing(sheet, title):
    """The rows in use of a small table, by its first column."""
    at = next(cell for row in sheet.iter_rows(max_col=1) for cell in row if cell.value == title)
    below = 1 if title == UNITS else 2
    rows = {}
    for row in sheet.iter_rows(
        min_row=at.row + below, max_row=at.row + 14, min_col=at.column, max_col=at.column + 6, values_only=True
    ):
        if not row[0]:
            break
        rows[row[0]] = row[1:]
    return rows


def test_the_key_figures_of_a_scored_year(ours):
    found = figures(ours["lang-son-2026"])
    assert found["Năm đánh giá"] == pytest.approx(91)
    assert found["Hiện nay, đã chấm 5/8 tiêu chí"] == pytest.approx(63)
    assert found["Mục tiêu năm kế hoạch"] == pytest.approx(100)
    assert found["Nếu lấy lại số điểm thử"] == pytest.approx(92.5)
    assert (found["Tổng điểm tối đa"], found["Kết quả năm đánh giá"], found["Điểm mất"]) == (100, 91, 9)
    assert found["Đã lấy lại so với kết quả (5/8 tiêu chí)"] == 4  # 22 for 20, 12 for 10
    assert found["Tổng số việc"] == 8
    assert (found["Đơn vị đã gửi phiếu"], found["Đơn vị chưa gửi phiếu"]) == (2, 3)
    assert (found["Quá hạn"], found["Sắp đến hạn"]) == (0, 6)  # two of the eight are done


def test_what_is_to_be_done_next_stands_first_with_links(year, ours):
    lines = {name: [sheet[f"A{row}"].value for row in range(5, 10)] for name, sheet in ours.items()}
    assert lines["lang-son-2026"] == [
        "1. 3 đơn vị chưa gửi phiếu", "2. 6 việc sắp đến hạn: bấm Nhắc hạn", "3. 3 tiêu chí chưa có điểm năm nay",
        None, None,
    ]  # fmt: skip
    assert lines["thai-nguyen-2026"][0] == "1. 1 việc quá hạn: bấm Nhắc hạn"
    blank = openpyxl.load_workbook(TEMPLATES / "so-cchc.xlsx")[c.OVERVIEW]
    assert blank["A5"].value.count("HYPERLINK") == 1


def test_every_sheet_can_be_reached_and_leads_back():
    book = openpyxl.load_workbook(TEMPLATES / "so-cchc.xlsx")
    links = [str(cell.value) for row in book[c.OVERVIEW]["I5:O9"] for cell in row]
    for sheet in book:
        if sheet.sheet_state == "visible" and sheet.title != c.OVERVIEW:
            assert sum(f"#'{sheet.title}'!A1" in link for link in links) == 1
            assert any(f"#'{c.OVERVIEW}'!A1" in str(cell.value) for row in sheet["A1:M5"] for cell in row)


def test_a_unit_leads_to_its_task_sheet_where_there_is_one(tmp_path):
    path = shutil.copy(TEMPLATES / "lang-son-2026.xlsx", tmp_path / "book.xlsx")
    for count in (0, 5):
        sheet = openpyxl.load_workbook(path, data_only=True)[c.OVERVIEW]
        listed = [row for row in sheet["W4:Z103"] if row[0].value]
        assert [(code.value, name.value) for code, name, *_ in listed] == [
            (code, f"Phiếu {code}") for code in ("VP", "NV1", "NV2", "TGPL", "CC1")
        ][:count]
        links = [str(row[0].value) for row in openpyxl.load_workbook(path)[c.OVERVIEW]["A19:A23"]]
        assert all("HYPERLINK" in link for link in links)
        assert main(["assign", str(path)]) == 0


def test_the_key_figures_of_a_year_of_tasks(ours):
    found = figures(ours["thai-nguyen-2026"])
    assert found["Tổng số việc"] == 38
    assert found["Quá hạn"] == 1  # Trước 01/6/2026
    assert found["Sắp đến hạn"] == 34
    without_scores = ("Năm đánh giá", "Hiện nay", "Điểm mất", "Đã lấy lại so với kết quả")
    assert {found[label] or "" for label in without_scores} == {""}
    assert found["Đơn vị đã gửi phiếu"] == 1


def test_lost_points_are_ranked_with_what_winning_them_back_would_give(drawn):
    lost = listing(drawn["lang-son-2026"], "Điểm mất, từ nhiều đến ít: lấy lại lần lượt thì chỉ số lên bao nhiêu")
    assert [(name[0], row[0], round(row[1], 2)) for name, row in lost.items()] == [
        ("3", 3, 94), ("5", 3, 97), ("6", 2, 99), ("8", 1, 100),
    ]  # fmt: skip
    assert lost["3. Cải cách thủ tục hành chính"][3] == "VP, NV2, TGPL, CC1"


def test_points_stand_by_domain(drawn):
    rows = listing(drawn["lang-son-2026"], "Điểm theo lĩnh vực")
    assert len(rows) == 8
    assert rows["3. Cải cách thủ tục hành chính"][:5] == (23, 23, 20, 22, 3)


def test_a_domain_that_is_not_scored_has_no_points_and_a_maximum_only_where_that_counts(tmp_path):
    for counting, most in ((c.DENOMINATOR_APPLICABLE, None), (c.DENOMINATOR_FULL, 10)):
        path = shutil.copy(TEMPLATES / "lang-son-2026.xlsx", tmp_path / "book.xlsx")
        book = open_book(path)
        set_setting(book, c.DENOMINATOR, counting)
        write_column(read_table(book, c.CRITERIA), c.NOT_SCORED, [*[None] * 3, "x"])
        recalculate(book)
        book.save(str(path))
        rows = listing(openpyxl.load_workbook(path, data_only=True)[c.CHARTS_SHEET], "Điểm theo lĩnh vực")
        (row,) = (row for name, row in rows.items() if name.endswith("(không chấm)"))
        assert [value or None for value in row[:5]] == [most, *[None] * 4]


def test_work_is_counted_by_unit_and_status(ours):
    rows = {name.split(" – ")[0]: row for name, row in listing(ours["lang-son-2026"], UNITS).items()}
    assert rows["VP"] == (1, 1, 0, 5, 0, "đã gửi")
    assert rows["CC1"] == (0, 0, 0, 6, 0, "chưa")
    assert list(rows) == ["VP", "NV1", "NV2", "TGPL", "CC1"]


def test_a_sheet_that_lacks_something_is_told_from_one_that_is_whole(tmp_path):
    path = shutil.copy(TEMPLATES / "lang-son-2026.xlsx", tmp_path / "book.xlsx")
    assert main(["assign", str(path)]) == 0
    book = open_book(path)
    write_column(read_table(book, c.ROUNDS), c.STATUS, [c.ROUND_OPEN])
    book.save(str(path))
    assert main(["export", str(path), "--to", str(tmp_path / "đi")]) == 0
    for unit, entry in (("NV1", {c.STATUS: c.DONE}), ("CC1", {c.STATUS: c.DONE, c.RESULT: "BC 12"})):
        fill(next((tmp_path / "đi").glob(f"{unit} - *")), {"8": entry}, tmp_path / "về" / f"{unit}.xlsx")
    assert main(["collect", str(path), str(tmp_path / "về")]) == 0
    rows = listing(openpyxl.load_workbook(path, data_only=True)[c.OVERVIEW], UNITS)
    sent = {name.split(" – ")[0]: row[-1] for name, row in rows.items()}
    assert sent == {"VP": None, "NV1": "còn thiếu", "NV2": "chưa", "TGPL": "chưa", "CC1": "đã gửi"}


def test_whoever_has_a_task_sheet_is_listed_and_no_outside_body(ours):
    rows = listing(ours["thai-nguyen-2026"], UNITS)
    assert [name.split(" – ")[0] for name in rows] == ["VP", "PBPL", "XDVB", "TNTKQ", "CPDVGQTTHC", "CDVSNTTS"]
    assert [row[-1] for row in rows.values()] == ["đã gửi", *["chưa"] * 5]


def test_what_is_to_be_done_and_the_figures_agree_on_who_has_not_sent(tmp_path):
    """No round is open: nothing is awaited before sheets were made, all but the office's own afterwards."""
    path = shutil.copy(TEMPLATES / "lang-son-2026.xlsx", tmp_path / "book.xlsx")
    for count in (0, 4):
        sheet = openpyxl.load_workbook(path, data_only=True)[c.OVERVIEW]
        assert figures(sheet)["Đơn vị chưa gửi phiếu"] == count
        steps = [str(sheet[f"A{row}"].value) for row in range(5, 10)]
        assert any(f"{count} đơn vị chưa gửi phiếu" in step for step in steps) == bool(count)
        assert any("Tạo phiếu giao việc" in step for step in steps) == (not count)
        assert main(["assign", str(path)]) == 0


def test_twelve_units_fit_on_one_screen():
    sheet = openpyxl.load_workbook(TEMPLATES / "so-cchc.xlsx")[c.OVERVIEW]
    digit = 8  # pixels of the widest one in Times New Roman 12
    columns = [sheet.column_dimensions[letter] for letter in "ABCDEFGHIJKLMNO"]
    wide = sum(int(column.width * digit + 5) for column in columns)
    rows = [sheet.row_dimensions[row].height for row in range(1, 19 + 12)]
    assert None not in rows
    assert (wide <= SCREEN[0], sum(rows) * 96 / 72 <= SCREEN[1]) == (True, True)


def test_bars_stand_beside_their_rows():
    book = openpyxl.load_workbook(TEMPLATES / "so-cchc.xlsx")
    for name, count in CHARTS.items():
        assert len(book[name]._charts) == count
        for chart in book[name]._charts:
            first, last = (place.row + step for place, step in ((chart.anchor._from, 1), (chart.anchor.to, 0)))
            for series in chart.series:
                assert series.val.numRef.f.endswith(f"${first}:${series.val.numRef.f.split('$')[-2]}${last}")
            assert chart.x_axis.scaling.orientation == "maxMin"


def test_work_is_counted_by_month(drawn):
    months = listing(drawn["thai-nguyen-2026"], "Việc theo tháng đến hạn")
    assert {name: sum(row[:2]) for name, row in months.items() if sum(row[:2])} == {"Tháng 5": 1, "Tháng 12": 34}


def test_libreoffice_computes_the_same(year, ours, drawn, tmp_path):
    sources = []
    for path in year.glob("*.xlsx"):
        openpyxl.load_workbook(path).save(tmp_path / path.name)  # without the stored values
        sources.append(tmp_path / path.name)
    for path in convert(sources, tmp_path / "out", "xlsx"):
        computed = load_computed(path)
        for name, sheet in ((c.OVERVIEW, ours[path.stem]), (c.CHARTS_SHEET, drawn[path.stem])):
            for cell in (cell for row in sheet.iter_rows(max_col=15) for cell in row):
                other = computed[name][cell.coordinate].value
                if isinstance(cell.value, int | float):
                    assert other == pytest.approx(cell.value), (path.stem, cell.coordinate)
                else:
                    assert (other or "") == (cell.value or ""), (path.stem, cell.coordinate)


def test_nothing_shows_an_error_and_every_figure_is_live(ours):
    sheet = openpyxl.load_workbook(TEMPLATES / "so-cchc.xlsx")[c.OVERVIEW]
    labels = [label for _, block in FIGURES for label, _, _ in block]
    assert len(set(labels)) == len(labels)
    live = {label: value for label, value in figures(sheet).items() if label in labels}
    assert set(live) == set(labels)
    assert all(str(value).startswith("=") for value in live.values())
    shown = [cell.value for page in ours.values() for row in page.iter_rows() for cell in row]
    assert not [value for value in shown if isinstance(value, str) and value.startswith("#")]


def test_the_charts_survive_our_engine_and_read_cells_that_have_something(year):
    for path in year.glob("*.xlsx"):
        assert sum(name.startswith("xl/charts/chart") for name in parts(path)) == sum(CHARTS.values())
        book = openpyxl.load_workbook(path)
        for sheet in map(book.__getitem__, CHARTS):
            for series in (series for chart in sheet._charts for series in chart.series):
                assert sheet[series.tx.strRef.f.split("!")[1].replace("$", "")].value
                first = series.val.numRef.f.split("!")[1].replace("$", "").split(":")[0]
                assert str(sheet[first].value).startswith("=")


def test_of_a_plan_without_scores_no_chart_of_scores_is_to_be_seen(drawn):
    for name, blank in (("lang-son-2026", False), ("thai-nguyen-2026", True)):
        shown = [cell.value for row in drawn[name].iter_rows(max_col=15) for cell in row if cell.value]
        assert ("Tiêu chí mất điểm nhiều nhất" not in shown) == blank
        assert ("Điểm theo lĩnh vực" not in shown) == blank
        assert "Việc theo tháng đến hạn" in shown
