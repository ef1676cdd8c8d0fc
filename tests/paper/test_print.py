import json
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from docx import Document
from openpyxl import load_workbook
from openpyxl.drawing.image import Image as Drawing
from PIL import Image

from cchc_macros import contract as c
from cchc_macros.cli import main
from cchc_macros.errors import DataError, WorkbookError
from cchc_macros.paper.print_ import print_appendices
from tests.conftest import TEMPLATES
from tests.counting import counted
from tests.paper.published import printed_columns
from tests.programs import require_libreoffice
from tests.tables import read_table, set_setting, write_column, write_rows
from xl import libreoffice
from xl.engine import open_book
from xl.pages.layout import lay_out

LANG_SON, THAI_NGUYEN = "lang-son-2026", "thai-nguyen-2026"
LONG = "Thực hiện kịp thời, đầy đủ nhiệm vụ được giao theo đúng kế hoạch của Sở. " * 21


def book_of(name):
    return open_book(TEMPLATES / f"{name}.xlsx")


def with_tasks(count, **texts):
    """A workbook with so many tasks under headings of ten, and the Thái Nguyên roster."""
    book = book_of(THAI_NGUYEN)
    rows = []
    for number in range(count):
        domain, leaf = divmod(number, 10)
        if leaf == 0:
            rows.append({c.STT: str(domain + 1), c.TASK_NAME: f"LĨNH VỰC {domain + 1}"})
        rows.append(
            {
                c.STT: f"{domain + 1}.{leaf + 1}",
                c.TASK_NAME: f"Nhiệm vụ số {number + 1}",
                c.REQUIREMENT: f"Hoàn thành {number + 1}% kế hoạch",
                c.TASK_DEADLINE: "Trong năm 2026",
                c.LEAD: "Văn phòng Sở",
            }
            | texts.get(f"row{number}", {})
        )
    read_table(book, c.TASKS).replace(rows)
    return book


def set_settings(book, values):
    for key, value in values.items():
        set_setting(book, key, value)


def values(sheet):
    """The texts of a sheet, by row."""
    block = sheet.used_range.options(ndim=2).value
    return [[text for text in row if text] for row in block]


def flat(sheet):
    return [text for row in values(sheet) for text in row]


def test_without_a_folder_the_sheets_are_made_for_the_printer():
    book = book_of(LANG_SON)
    summary = print_appendices(book)
    assert summary.data["files"] == []
    assert summary.data["sheets"][:2] == ["Phụ lục I", "Tiêu chí mất điểm"]
    assert summary.data["sheets"][2:] == [f"Phiếu {unit}" for unit in ("VP", "NV1", "NV2", "TGPL", "CC1")]
    assert all(book.sheets[name].visible for name in summary.data["sheets"])


def test_task_sheets_of_an_earlier_print_are_told_and_put_aside_with_consent(tmp_path):
    book = open_book(TEMPLATES / "lang-son-2026.xlsx")
    tmp_path.joinpath("Phiếu CU.pdf").write_bytes(b"%PDF-1.7 cu")
    tmp_path.joinpath("của tôi.pdf").write_bytes(b"%PDF-1.7 mine")
    asked = print_appendices(book, tmp_path)
    assert asked.data["stale"] == ["Phiếu CU.pdf"]
    assert "Phiếu CU.pdf" in asked.message
    assert [question.yes for question in asked.questions] == ["clear"]
    assert (tmp_path / "Phiếu CU.pdf").exists()
    cleared = print_appendices(book, tmp_path, clear=True)
    assert not cleared.questions
    assert [path.read_bytes() for path in tmp_path.glob("Bản trước*/*")] == [b"%PDF-1.7 cu"]
    assert (tmp_path / "của tôi.pdf").exists()
    assert not print_appendices(book, tmp_path).data["stale"]


def test_a_workbook_without_scores_has_no_first_appendix():
    book = book_of(THAI_NGUYEN)
    assert print_appendices(book).data["sheets"][0] == "Phụ lục II"
    assert "Phụ lục I" not in [sheet.name for sheet in book.sheets]


def test_printing_again_makes_the_same_sheets_anew():
    book = book_of(LANG_SON)
    print_appendices(book)
    first = values(book.sheets["Phụ lục I"])
    names = [sheet.name for sheet in book.sheets]
    book.sheets["Phụ lục I"].range("A1").value = "sửa tay"
    print_appendices(book)
    assert [sheet.name for sheet in book.sheets] == names
    assert values(book.sheets["Phụ lục I"]) == first


def test_printing_again_keeps_formulas_of_staff_on_the_printed_sheet_alive():
    book = book_of(LANG_SON)
    print_appendices(book)
    own = book.sheets.add("Của tôi", after=book.sheets[len(book.sheets) - 1])
    formulas = ("='Phụ lục I'!A8", "=COUNTA('Phụ lục I'!$A$7:$A$14)")
    own.range("A1:B1").formula = formulas
    before, names = own.range("A1:B1").value, [sheet.name for sheet in book.sheets]
    book.sheets["Phụ lục I"].visible = False
    print_appendices(book)
    assert own.range("A1:B1").formula == (formulas,)
    assert own.range("A1:B1").value == before == ["2", 8]
    assert [sheet.name for sheet in book.sheets] == names
    assert book.sheets["Phụ lục I"].visible


def test_a_sheet_printed_again_looks_as_if_printed_for_the_first_time(tmp_path):
    fresh, again = with_tasks(40), with_tasks(12)
    print_appendices(again)
    read_table(again, c.TASKS).replace([dict(row) for _, row in read_table(fresh, c.TASKS).rows()])
    print_appendices(again)
    print_appendices(fresh)
    first, second = (saved_sheet(book, tmp_path / "a.xlsx") for book in (fresh, again))
    assert second == first
    assert first["print area"] == "'Phụ lục II'!$A$1:$F$50"


def test_printing_a_saved_workbook_again_draws_the_same_pages(cchc, workbook, tmp_path):
    path = workbook(LANG_SON)
    for to in ("một", "hai"):
        cchc("print", path, "--to", tmp_path / to)
    first, second = ({file.name: file.read_bytes() for file in (tmp_path / to).glob("*.pdf")} for to in ("một", "hai"))
    assert second == first
    assert "Phụ lục.pdf" in first


def saved_sheet(book, path):
    """What a saved Phụ lục II holds, and how it looks."""
    book.save(path)
    sheet = load_workbook(path)["Phụ lục II"]
    return {
        "cells": {
            cell.coordinate: (cell.value, *map(repr, (cell.font, cell.border, cell.alignment, cell.fill)))
            for row in sheet.iter_rows()
            for cell in row
        },
        "rules": [(str(area.sqref), rule.formula) for area in sheet.conditional_formatting for rule in area.rules],
        "merged": sorted(map(str, sheet.merged_cells.ranges)),
        "heights": {row: dimension.height for row, dimension in sheet.row_dimensions.items()},
        "widths": {letter: column.width for letter, column in sheet.column_dimensions.items()},
        "print area": sheet.print_area,
        "titles": sheet.print_title_rows,
    }


def test_a_paper_there_is_no_more_reason_for_is_taken_away():
    book = book_of(LANG_SON)
    print_appendices(book)
    table = read_table(book, c.CRITERIA)
    write_column(table, c.RESULT, table.values(c.MAX_SCORE))
    print_appendices(book)
    assert "Tiêu chí mất điểm" not in [sheet.name for sheet in book.sheets]


def test_the_templates_stay_hidden_and_as_they_were():
    book = book_of(LANG_SON)
    before = values(book.sheets[c.APPENDIX_I_TEMPLATE])
    print_appendices(book)
    assert values(book.sheets[c.APPENDIX_I_TEMPLATE]) == before
    assert not any(book.sheets[name].visible for name in (c.APPENDIX_I_TEMPLATE, c.LOST_SHEET_TEMPLATE))


def test_the_totals_on_paper_are_those_of_the_workbook(cchc, workbook):
    path = workbook(LANG_SON)
    answer = cchc("recalculate", path)
    book = open_book(path)
    print_appendices(book)
    rows = {row[0]: row[1:-1] for row in values(book.sheets["Phụ lục I"]) if row}
    assert rows["TỔNG ĐIỂM"] == [f"{answer['total'][name]:g}" for name in ("max", "result", "target")]
    index = f"{answer['index']['result']:.2f}%".replace(".", ",")
    assert rows["Giá trị điểm chỉ số CCHC đạt được"] == [index, "100%"]


def test_scores_changed_since_the_last_click_are_printed_as_they_stand():
    book = book_of(LANG_SON)
    table = read_table(book, c.CRITERIA)
    results = table.values(c.RESULT)
    results[4] = "9,5"
    write_column(table, c.RESULT, results)
    print_appendices(book)
    assert "9,5" in flat(book.sheets["Phụ lục I"])
    assert "90,50%" in flat(book.sheets["Phụ lục I"])


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("http://x.example")', "+84", "-5", "@x", "03/4/2026", "1E5"])
def test_text_of_people_stays_text_on_paper(text, tmp_path):
    book = with_tasks(2, row0={c.TASK_NAME: text})
    print_appendices(book)
    book.save(str(tmp_path / "so.xlsx"))
    cells = [cell for row in load_workbook(tmp_path / "so.xlsx")["Phụ lục II"].iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == text] == ["s"]


def test_the_reports_signer_does_not_sign_appendices(tmp_path):
    book = book_of(LANG_SON)
    set_settings(book, {c.SIGNER_TITLE: "Giám đốc", c.SIGNER_NAME: "Nguyễn Thị Ánh"})
    print_appendices(book, tmp_path)
    for name in ("Phụ lục I", c.LOST_SHEET):
        assert not {"GIÁM ĐỐC", "Giám đốc", "Nguyễn Thị Ánh"} & set(flat(book.sheets[name]))
    assert "Ánh" not in "".join(p.text for p in Document(tmp_path / "Phụ lục.docx").paragraphs)


def test_the_remedial_appendix_is_printed_in_word_too(tmp_path):
    book = book_of(LANG_SON)
    table = read_table(book, c.CRITERIA)
    write_column(table, c.REMEDY, ["Rà soát hồ sơ trễ hạn"] * len(table.body))
    files = {Path(file).name for file in print_appendices(book, tmp_path).data["files"]}
    assert {f"{c.LOST_SHEET}.pdf", f"{c.LOST_SHEET}.docx"} <= files
    assert {c.REMEDY, "Đơn vị thực hiện", "Rà soát hồ sơ trễ hạn"} <= set(flat(book.sheets[c.LOST_SHEET]))
    headings = [cell.text for cell in Document(tmp_path / f"{c.LOST_SHEET}.docx").tables[0].rows[0].cells]
    assert c.REMEDY in headings
    assert c.CAUSE not in headings  # nobody wrote one


def test_a_date_that_is_not_complete_is_left_open_as_in_the_plan_on_every_paper():
    book = book_of(LANG_SON)
    set_settings(book, {c.PLAN_DATE: "/4/2026", c.PLAN_NUMBER: "/KH-STP"})
    for name in print_appendices(book).data["sheets"]:
        if name != c.LOST_SHEET:
            assert any("số /KH-STP ngày /4/2026" in " ".join(str(text).split()) for text in flat(book.sheets[name]))


@pytest.mark.parametrize(("setting", "signed"), [(None, False), ("Không", False), ("Có", True), ("x", True)])
def test_task_sheets_have_places_to_sign_where_the_office_wants_them(setting, signed):
    book = book_of(LANG_SON)
    set_settings(book, {c.SIGNED_SHEETS: setting})
    print_appendices(book)
    lines = [text for text in flat(book.sheets["Phiếu VP"]) if "Người giao" in str(text)]
    assert len(lines) == signed
    assert all("Người nhận" in line for line in lines)


def test_task_sheets_have_the_rules_of_the_appendices():
    sheets = print_appendices(book := book_of(LANG_SON)).data["sheets"]
    doc = book.impl.doc
    strokes = {
        name: {stroke.rule for page in lay_out(doc, doc.sheet(name)).pages for stroke in page.strokes}
        for name in sheets
    }
    assert len({frozenset(rules) for rules in strokes.values()}) == 1
    assert not any(page.fills for name in sheets for page in lay_out(doc, doc.sheet(name)).pages)


def test_a_date_that_is_none_is_named_with_its_cell():
    book = book_of(LANG_SON)
    set_settings(book, {c.PLAN_DATE: "hôm nào đó"})
    with pytest.raises(DataError, match=r"Thông tin!B\d+: 'hôm nào đó' không phải là ngày"):
        print_appendices(book)


def test_an_empty_workbook_says_what_to_do():
    with pytest.raises(DataError, match=r"Chưa có gì để in.*Nhập phụ lục"):
        print_appendices(book_of("so-cchc"))


def test_a_missing_template_sheet_is_named():
    book = book_of(LANG_SON)
    book.sheets[c.APPENDIX_I_TEMPLATE].delete()
    with pytest.raises(WorkbookError, match=f"'{c.APPENDIX_I_TEMPLATE}'"):
        print_appendices(book)


def test_a_template_sheet_without_its_placeholders_is_named():
    book = book_of(LANG_SON)
    book.sheets[c.APPENDIX_I_TEMPLATE].clear_contents()
    with pytest.raises(WorkbookError, match=rf"'{c.APPENDIX_I_TEMPLATE}' không còn dòng.*in lại"):
        print_appendices(book)


def test_calls_into_excel_do_not_grow_with_the_rows():
    counts = []
    for rows in (20, 200):
        book = with_tasks(rows)
        print_appendices(book)  # the task sheets are there now, in both
        with counted() as calls:
            print_appendices(book)
        counts.append(sum(calls.values()))
    assert counts[0] == counts[1]


def test_two_hundred_rows_and_1500_characters_come_out_whole(tmp_path):
    book = with_tasks(200, row7={c.REQUIREMENT: LONG}, row150={c.TASK_NAME: LONG, c.REQUIREMENT: LONG[:800]})
    print_appendices(book, tmp_path)
    tasks = [values for _, values in read_table(book, c.TASKS).rows()]
    printed = printed_columns(tmp_path / "Phụ lục.pdf")
    for column, heading in enumerate((c.STT, c.TASK_NAME, c.REQUIREMENT, c.TASK_DEADLINE)):
        assert printed[column].split() == " ".join(row[heading] or "" for row in tasks).split()
    assert len(tasks) == 220
    assert Document(tmp_path / "Phụ lục.docx").tables[0].rows[10].cells[2].text == LONG.strip()


def test_the_command_writes_the_files_it_names(workbook, tmp_path, capsys):
    path, to = workbook(LANG_SON), tmp_path / "bản in"
    assert main(["print", str(path), "--to", str(to), "--json"]) == 0
    files = json.loads(capsys.readouterr().out)["files"]
    assert sorted(files) == sorted(str(file) for file in to.iterdir())
    names = [Path(file).name for file in files]
    assert names[0] == "Phụ lục.pdf"
    assert names[-2:] == ["Tất cả.pdf", "Phụ lục.docx"]
    assert "Phụ lục I" in [sheet.name for sheet in open_book(path).sheets]


def test_neither_pdf_nor_word_needs_another_program(tmp_path, monkeypatch):
    monkeypatch.setattr(libreoffice, "find_libreoffice", lambda: pytest.fail("LibreOffice was looked for"))
    names = {Path(file).name for file in print_appendices(book_of(THAI_NGUYEN), tmp_path).data["files"]}
    assert {"Phụ lục.pdf", "Phụ lục.docx", "Tất cả.pdf", "Phiếu VP.pdf"} <= names


def test_two_appendices_are_told_apart_by_their_files_as_by_their_titles(tmp_path):
    book = with_tasks(3)
    write_rows(read_table(book, c.CRITERIA), [{c.STT: "1", c.CRITERION_NAME: "A", c.MAX_SCORE: 5, c.RESULT: 5}])
    print_appendices(book, tmp_path)
    assert {path.name for path in tmp_path.glob("Phụ lục*")} == {
        f"Phụ lục {number}.{kind}" for number in ("I", "II") for kind in ("pdf", "docx")
    }
    titles = [pypdf.PdfReader(tmp_path / f"Phụ lục {number}.pdf").pages[0].extract_text() for number in ("I", "II")]
    assert [title.split("\n")[0].strip() for title in titles] == ["Phụ lục I", "Phụ lục II"]


def test_a_picture_that_an_office_put_into_a_template_is_printed_or_told(tmp_path, monkeypatch):
    monkeypatch.setattr("openpyxl.drawing.image.PILImage", Image)  # which `xl.light` keeps away
    path = with_logo(tmp_path)
    monkeypatch.setattr(libreoffice, "find_libreoffice", lambda: None)
    summary = print_appendices(open_book(path), tmp_path / "không")
    assert summary.data["pictures_missing"] == ["Phụ lục I"]
    assert "thiếu biểu đồ, hình ở sheet Phụ lục I: cài LibreOffice" in summary.message
    monkeypatch.undo()
    require_libreoffice()
    assert print_appendices(open_book(path), tmp_path / "có").data["pictures_missing"] == []
    page = pypdf.PdfReader(tmp_path / "có" / "Phụ lục.pdf").pages[0]
    assert len(page.images) == 1
    together = pypdf.PdfReader(tmp_path / "có" / "Tất cả.pdf")
    assert [mark.title for mark in together.outline][:2] == ["Phụ lục", "Tiêu chí mất điểm"]


def with_logo(folder):
    """A workbook whose template of the first appendix has a picture."""
    book = load_workbook(TEMPLATES / f"{LANG_SON}.xlsx")
    logo = BytesIO()
    Image.new("RGB", (20, 20), "red").save(logo, "png")
    book[c.APPENDIX_I_TEMPLATE].add_image(Drawing(logo), "A1")
    book.save(folder / "logo.xlsx")
    return folder / "logo.xlsx"


def test_a_file_in_the_folders_place_is_a_message(refused, workbook, tmp_path):
    (tmp_path / "bản in").touch()
    assert "bản in" in refused("print", workbook(LANG_SON), "--to", tmp_path / "bản in")


def test_a_unit_code_that_no_sheet_may_be_named_after_is_printed(tmp_path):
    book = book_of(LANG_SON)
    table = read_table(book, c.UNITS)
    write_column(table, c.UNIT_CODE, ["VP/1", *table.values(c.UNIT_CODE)[1:]])
    assert "Phiếu VP 1" in print_appendices(book).data["sheets"]


def test_libreoffice_makes_the_pdfs_where_it_is_asked_for(cchc, workbook, tmp_path, refused, monkeypatch):
    require_libreoffice()
    runs, real = [], libreoffice.convert
    monkeypatch.setattr(libreoffice, "convert", lambda *files, **rest: runs.append(files) or real(*files, **rest))
    answer = cchc("print", workbook(LANG_SON), "--to", tmp_path / "in", "--libreoffice")
    assert (len(answer["files"]), len(runs)) == (9, 1)
    assert len(pypdf.PdfReader(tmp_path / "in" / "Tất cả.pdf").pages) == 13
    monkeypatch.setattr(libreoffice, "find_libreoffice", lambda: None)
    assert "LibreOffice" in refused("print", workbook(LANG_SON), "--to", tmp_path / "không", "--libreoffice")
