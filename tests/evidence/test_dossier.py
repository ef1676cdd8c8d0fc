"""The dossier: one PDF by criterion, the sheet of points, the report in three parts."""

from datetime import date

import docx
import openpyxl
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from cchc_macros import contract as c
from cchc_macros.evidence import dossier as made
from tests.evidence.make import ON, TREE, cites, criterion, head, office, pdf, picture, word, written
from tests.tables import read_table, write_column
from xl.engine import open_book


@pytest.fixture
def book(tmp_path, cchc):
    """A workbook whose evidence is filed: what can be bound, and what cannot."""
    more = [
        criterion("2.3", own=1, evidence="Giải trình: không phát sinh vụ việc"),
        criterion("2.4", **{c.NOT_SCORED: "x", c.CAUSE: "Thiếu biên chế", c.REMEDY: "Đề nghị bổ sung"}),
    ]
    own = [
        cites("1.1", "P1", "Kế hoạch số 41/KH-STP ngày 03/02/2026, mục II, trang 3"),
        cites("2.1", "P2", "Kế hoạch số 41/KH-STP"),
    ]
    path = office(tmp_path / "Sổ.xlsx", criteria=[*TREE, *more], own=own)
    written(tmp_path / "gửi về", {
        "a.pdf": pdf(head("41/KH-STP", ON)), "1.1/ảnh.jpg": picture("green", "JPEG"),
        "1.1/ký.pdf": pdf(["SỞ TƯ PHÁP"], stamped="So: 88/KH-STP"),
        "1.2/khóa.pdf": pdf(head("5/KH-STP", ON), locked=True), "1.2/b.docx": word(head("7/KH-STP", ON)),
    })  # fmt: skip
    cchc("evidence", path, tmp_path / "gửi về")
    return path


@pytest.fixture
def files(book, cchc, tmp_path):
    answer = cchc("dossier", book, "--to", tmp_path / "ra")
    assert answer["files"] == [str(tmp_path / "ra" / name) for name in (made.PDF, made.POINTS, made.REPORT)]
    return tmp_path / "ra"


def bookmarks(reader, items, level=0):
    for item in items:
        if isinstance(item, list):
            yield from bookmarks(reader, item, level + 1)
        else:
            yield level, item.title, reader.get_destination_page_number(item) + 1


def test_the_pdf_has_every_paper_once_by_criterion_with_bookmarks_and_numbers(files):
    reader = PdfReader(files / made.PDF)
    marks = list(bookmarks(reader, reader.outline))
    assert [mark[:2] for mark in marks] == [
        (0, "Bìa"), (0, "Danh mục"), (0, "Bảng tự chấm"), (0, "1.1 Tiêu chí 1.1"),
        (1, "41/KH-STP ngày 03/02/2026, mục II, trang 3"), (1, "88/KH-STP"), (1, "03 - ảnh.jpg"),
    ]  # fmt: skip
    texts = [page.extract_text() for page in reader.pages]
    pages = {title: page for _, title, page in marks}
    assert f"Tr. {pages['88/KH-STP']}" in texts[pages["88/KH-STP"] - 1]
    assert "88/KH-STP" in texts[pages["88/KH-STP"] - 1]  # the stamp is part of the page
    listed = texts[pages["Danh mục"] - 1]
    assert f"Sở Tư pháp {pages['88/KH-STP']} 1.1/" in " ".join(listed.replace("\n", " ").split())
    assert listed.count("tệp riêng") == 2
    assert len(reader.pages) == 6


def test_days_in_the_list_are_written_as_papers_write_them(book, cchc, tmp_path):
    working = open_book(book)
    write_column(read_table(working, c.EVIDENCE_TABLE), c.DAY, [date(2026, 5, 6)])
    working.save()
    cchc("dossier", book, "--to", tmp_path / "ra")
    pages = [page.extract_text() for page in PdfReader(tmp_path / "ra" / made.PDF).pages]
    assert " 06/5/2026 " in pages[1].replace("\n", " ")
    assert "06/05/2026" not in "".join(pages)


def test_the_pdf_is_the_same_twice(files, book, cchc, tmp_path):
    cchc("dossier", book, "--to", tmp_path / "lại")
    assert (tmp_path / "lại" / made.PDF).read_bytes() == (files / made.PDF).read_bytes()


def test_scripts_of_a_paper_stay_behind(book, cchc, tmp_path):
    writer = PdfWriter(clone_from=next((tmp_path / "Hồ sơ kiểm chứng - Sổ").rglob("*41-KH-STP.pdf")))
    action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert('x')")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    writer.write(tmp_path / "gửi về" / "1.2 js.pdf")
    cchc("evidence", book, tmp_path / "gửi về")
    cchc("dossier", book, "--to", tmp_path / "ra")
    assert b"app.alert" not in (tmp_path / "ra" / made.PDF).read_bytes()
    reader = PdfReader(tmp_path / "ra" / made.PDF)
    assert "1.2 Tiêu chí 1.2" in [mark[1] for mark in bookmarks(reader, reader.outline)]


def test_the_sheet_of_points_is_a_workbook_of_its_own(files):
    workbook = openpyxl.load_workbook(files / made.POINTS)
    assert workbook.sheetnames == ["Bảng tự chấm"]
    sheet = workbook["Bảng tự chấm"]
    rows = {row[0]: row[1:] for row in sheet.iter_rows(min_row=5, values_only=True)}
    assert rows["1.1"][:3] == ("Tiêu chí 1.1", 2, 1)
    assert rows["1"][1:3] == (3, 2)
    assert "mục II, trang 3" in rows["1.1"][5]
    assert rows["2.3"][6] == "Giải trình: không phát sinh vụ việc"
    assert "Tự chấm 4,5/6 điểm" in sheet["A2"].value


def test_an_agency_named_like_a_formula_stays_a_text(tmp_path, cchc):
    path = office(tmp_path / "Sổ.xlsx", criteria=TREE)
    book = open_book(path)
    settings = read_table(book, c.SETTINGS)
    settings.update({settings.index(c.KEY)[c.AGENCY,]: {c.VALUE: "=1+1 Sở"}})
    book.save()
    cchc("dossier", path, "--to", tmp_path / "ra")
    title = openpyxl.load_workbook(tmp_path / "ra" / made.POINTS)["Bảng tự chấm"]["A2"]
    assert title.data_type == "s"
    assert title.value.startswith("=1+1 Sở tỉnh Lạng Sơn")


def test_the_report_has_three_parts(files):
    document = docx.Document(files / made.REPORT)
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for part in ("I. TỔNG HỢP ĐIỂM", "II. GIẢI TRÌNH", "III. KHÓ KHĂN"):
        assert part in text
    assert (
        "6/6 tiêu chí, tiêu chí thành phần, đạt 4,5/6 điểm (75,00%)" in text.replace("\xa0", " ") or "đạt 4,5/6" in text
    )
    _, points, explained, difficulties, _ = document.tables
    cells = [[cell.text for cell in row.cells] for row in points.rows]
    assert cells[2][:4] == ["1.1", "Tiêu chí 1.1", "2", "1"]
    said = {row.cells[0].text: row.cells[3].text for row in explained.rows[1:]}
    assert said["2.2"] == "Chưa có tài liệu kiểm chứng."
    assert said["2.3"] == "Giải trình: không phát sinh vụ việc"
    assert "mật khẩu" in said["1.2"]
    assert "1.1" not in said
    assert [cell.text for cell in difficulties.rows[1].cells] == [
        "2.4", "Tiêu chí 2.4 (mục 2. Tiêu chí 2)", "Thiếu biên chế", "Đề nghị bổ sung",
    ]  # fmt: skip


def test_an_edited_template_is_used_and_what_was_there_is_kept(book, cchc, tmp_path):
    own = tmp_path / "mẫu.docx"
    cchc("dossier", book, "--to", tmp_path / "ra", "--template", own)
    document = docx.Document(own)
    document.add_paragraph("Chữ của cơ quan: {{ tu_cham }}")
    document.save(own)
    cchc("dossier", book, "--to", tmp_path / "ra", "--template", own)
    assert "Chữ của cơ quan: 4,5" in [p.text for p in docx.Document(tmp_path / "ra" / made.REPORT).paragraphs]
    assert any((tmp_path / "ra" / "Báo cáo tự đánh giá.sao-luu").iterdir())


def test_more_than_one_pdf_can_hold_is_an_index_of_the_folder(book, cchc, tmp_path, monkeypatch):
    monkeypatch.setattr(made, "MOST_BYTES", 1_000)
    answer = cchc("dossier", book, "--to", tmp_path / "ra")
    assert len(answer["unbound"]) == 6
    assert len(PdfReader(tmp_path / "ra" / made.PDF).pages) == 3


def test_a_workbook_without_criteria_has_no_dossier(workbook, refused, tmp_path):
    assert "chưa có tiêu chí" in refused("dossier", workbook("thai-nguyen-2026"), "--to", tmp_path / "ra")


def test_the_sheet_of_points_says_how_many_criteria_have_none_yet(tmp_path, cchc):
    path = office(
        tmp_path / "Sổ.xlsx", criteria=[{**row, c.SELF_SCORE: None} if row[c.STT] == "1.2" else row for row in TREE]
    )
    cchc("dossier", path, "--to", tmp_path / "ra")
    told = openpyxl.load_workbook(tmp_path / "ra" / made.POINTS)["Bảng tự chấm"]["A2"].value
    leaves = [row for row in TREE if "." in str(row[c.STT])]
    scored = sum(row.get(c.SELF_SCORE) is not None for row in leaves if row[c.STT] != "1.2")
    assert told.endswith(f"Mới tự chấm {scored}/{len(leaves)} tiêu chí.")


def test_what_only_a_survey_scores_is_no_part_of_the_self_assessment(tmp_path, cchc):
    rows = [
        {c.STT: "1", c.CRITERION_NAME: "Chỉ đạo"}, {c.STT: "1.1", c.MAX_SCORE: 5, c.SELF_SCORE: 4},
        {c.STT: "1.2", c.MAX_SCORE: 5}, {c.STT: "2", c.MAX_SCORE: 30, c.POINTS_FROM: c.FROM_SURVEY, c.SURVEY: 20},
    ]  # fmt: skip
    cchc("dossier", office(tmp_path / "Sổ.xlsx", criteria=rows), "--to", tmp_path / "ra")
    sheet = openpyxl.load_workbook(tmp_path / "ra" / made.POINTS)["Bảng tự chấm"]
    assert "Tự chấm 4/10 điểm, đạt 40,00%. Mới tự chấm 1/2 tiêu chí." in sheet["A2"].value
    lines = {str(row[0]): row for row in sheet.iter_rows(min_row=5, values_only=True)}
    assert (lines["1"][3], lines["1"][7], lines["2"][3]) == (4, "Mới tự chấm 1/2 tiêu chí.", None)
