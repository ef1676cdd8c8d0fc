"""The report: what the workbook says, in a Word file from a template the office may edit."""

import shutil

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from cchc_macros import contract as c
from cchc_macros.book.work import read_work
from cchc_macros.book.workbook import Workbook
from cchc_macros.cli import main
from cchc_macros.comparing.compare import compare
from cchc_macros.reports.report import read_year, report
from cchc_macros.reports.year import YearStatus
from tests.conftest import TEMPLATES
from tests.packages import parts
from tests.returns.make import fill
from tests.tables import read_table, set_setting, write_column, write_rows
from workbook_templates.build.report import report_template
from xl.engine import open_book

HOSTILE = "{{ 7*7 }} {% raw %} </w:t><w:t>&amp; <b>đậm</b> =1+1"


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    """Both examples after some units have reported; the day is 01/7/2026."""
    folder = tmp_path_factory.mktemp("year")
    reports = {
        "lang-son-2026": {
            "VP": {
                "3": {
                    c.STATUS: c.DOING,
                    c.PROGRESS: 0.5,
                    c.RESULT: "Rà soát 120 thủ tục\nCông khai 118",
                    c.NOTE: "Thiếu người",
                },
                "8": {c.STATUS: c.DONE, c.RESULT: HOSTILE},
            },
            "NV2": {"3": {c.STATUS: c.DOING, c.RESULT: "Trả trước hạn 95%", c.PROOF: "BC số 7"}},
        },
        "thai-nguyen-2026": {"VP": {"1.1": {c.STATUS: c.DONE, c.RESULT: "Đã tham mưu"}}},
    }
    for name, units in reports.items():
        book = shutil.copy(TEMPLATES / f"{name}.xlsx", folder / f"{name}.xlsx")
        working = open_book(book)
        set_setting(working, c.TODAY, "01/7/2026")
        working.save(str(book))
        assert main(["export", str(book), "--to", str(folder / name)]) == 0
        for unit, entries in units.items():
            fill(next((folder / name).glob(f"{unit} - *")), entries, folder / "returns" / name / f"{unit}.xlsx")
        assert main(["collect", str(book), str(folder / "returns" / name)]) == 0
    return folder


def words(path):
    """All text of a Word file: paragraphs, then the tables' cells."""
    document = docx.Document(path)
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def pictures(path):
    return [name for name in parts(path) if name.startswith("word/media/")]


@pytest.fixture
def written(year, tmp_path, cchc):
    def write(name, *options):
        answer = cchc("report", year / f"{name}.xlsx", "--to", tmp_path / "Báo cáo.docx", *options)
        assert answer["path"] == str(tmp_path / "Báo cáo.docx")
        return tmp_path / "Báo cáo.docx"

    return write


def test_the_office_itself_is_never_among_those_that_have_not_sent(workbook, cchc, tmp_path):
    book = workbook("lang-son-2026")
    cchc("report", book, "--to", tmp_path / "b.docx")
    assert "Các đơn vị chưa gửi (04 đơn vị): Phòng Nghiệp vụ I;" in words(tmp_path / "b.docx")


def test_the_report_of_a_scored_year(written):
    path = written("lang-son-2026")
    text = words(path)
    assert "Sở Tư pháp đạt 91/100 điểm, Chỉ số cải cách hành chính đạt 91,00%; mất 9 điểm ở 04 tiêu chí." in text
    assert "Mục tiêu năm 2026 là 100 điểm, Chỉ số đạt 100%." in text
    assert "Kế hoạch số 31/KH-STP ngày 03/02/2026" in text
    assert "Lạng Sơn, ngày        tháng        năm 2026" in text  # open, as the number beside it
    assert "Số:        /BC-STP" in text
    assert "Có 02/05 đơn vị đã gửi phiếu báo cáo kết quả." in text
    assert (
        "Các đơn vị chưa gửi (03 đơn vị): Phòng Nghiệp vụ I; Trung tâm Trợ giúp pháp lý nhà nước; Phòng Công chứng số 1"
        in text
    )
    assert "- Văn phòng Sở (nhiệm vụ 3): Thiếu người" in text
    assert "Tổng số 08 nhiệm vụ" in text
    assert "Biểu đồ 3. Nhiệm vụ theo đơn vị chủ trì" in text
    assert len(pictures(path)) == 3


def test_what_was_done_about_lost_points_stands_beside_them(written):
    document = docx.Document(written("lang-son-2026"))
    table = next(table for table in document.tables if table.rows[0].cells[-1].text == "Kết quả khắc phục")
    rows = {row.cells[0].text: [cell.text for cell in row.cells] for row in table.rows[1:]}
    assert list(rows) == ["3", "5", "6", "8"]
    assert rows["3"][2] == "3"
    assert rows["3"][4] == (
        "Đang thực hiện: Văn phòng Sở: Rà soát 120 thủ tục\nCông khai 118\nPhòng Nghiệp vụ II: Trả trước hạn 95%"
    )
    assert rows["5"][4] == "Chưa thực hiện."


def test_points_to_win_back_stand_by_unit_and_deadline(written):
    document = docx.Document(written("lang-son-2026"))
    table = next(table for table in document.tables if table.rows[0].cells[1].text == "Điểm")
    rows = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    assert rows[0] == ["Văn phòng Sở", "9", "3, 5, 6, 8", "31/12/2026"]
    assert ["Phòng Nghiệp vụ I", "1", "8", "31/12/2026"] in rows


def test_the_report_of_a_year_of_tasks(written):
    path = written("thai-nguyen-2026")
    text = words(path)
    assert "CHỈ SỐ CẢI CÁCH HÀNH CHÍNH\n" not in text  # no scores: no section of them
    assert "MẤT ĐIỂM" not in text
    assert "I. KẾT QUẢ THỰC HIỆN NHIỆM VỤ" in text
    assert "II. NHIỆM VỤ QUÁ HẠN" in text
    assert "về duy trì, cải thiện, nâng cao" in text
    assert "Tổng số 38 nhiệm vụ" in text
    assert "Có 01 nhiệm vụ quá hạn; 0 nhiệm vụ sắp đến hạn." in text
    assert "Đã tham mưu" in text
    late = next(
        table for table in docx.Document(path).tables if "Quá hạn (ngày)" in [cell.text for cell in table.rows[0].cells]
    )
    assert [row.cells[4].text for row in late.rows[1:]] == ["II. CẢI CÁCH THỂ CHẾ", "31"]
    assert len(pictures(path)) == 1


def test_work_names_its_leads_as_the_plan_does_and_late_work_the_units_themselves(year, tmp_path, cchc):
    """A group's members would make every row of the table half a page high; but each late unit is to be named."""
    book = tmp_path / "so.xlsx"
    working = open_book(year / "thai-nguyen-2026.xlsx")
    set_setting(working, c.TODAY, "05/01/2027")
    working.save(str(book))
    cchc("report", book, "--to", tmp_path / "b.docx")
    tables = {table.rows[0].cells[3].text: table for table in docx.Document(tmp_path / "b.docx").tables[1:-1]}
    leads = [
        next(row.cells[2].text for row in tables[heading].rows if row.cells[0].text == code)
        for heading, code in (("Trạng thái", "8.1"), ("Thời hạn", "8.1"))
    ]
    assert leads[0] == "Các phòng, đơn vị thuộc Sở"
    assert leads[1].startswith("Phòng Phổ biến, giáo dục pháp luật và theo dõi thi hành pháp luật; Phòng Xây dựng")


@pytest.mark.parametrize(
    ("results", "said"),
    [
        (
            [11, 8, None, 10, None, 9, None, 9],
            "mới có kết quả của 5/8 tiêu chí, đạt 47/50 điểm, bằng 94,00% của phần đã có kết quả; mất 3 điểm ở 02",
        ),
        ([None] * 8, ""),
    ],
)
def test_a_result_that_is_not_known_is_not_0(tmp_path, results, said):
    book = open_book(TEMPLATES / "lang-son-2026.xlsx")
    write_column(read_table(book, c.CRITERIA), c.RESULT, results)
    told = report(book, tmp_path / "b.docx").message
    text = words(tmp_path / "b.docx")
    assert said in text
    assert ("Mới có kết quả của 5/8 tiêu chí" in told) == bool(said)
    assert ("chỉ số" in told) == ("MẤT ĐIỂM" in text) == ("Năm 2025, Sở Tư pháp" in text) == bool(said)


def test_a_year_without_a_loss_or_an_open_task_is_told_in_sentences_that_fit(tmp_path, cchc):
    book = open_book(TEMPLATES / "lang-son-2026.xlsx")
    criteria = read_table(book, c.CRITERIA)
    write_column(criteria, c.RESULT, criteria.values(c.MAX_SCORE))
    write_column(criteria, c.TARGET, [None] * len(criteria.body))
    set_setting(book, c.SIGNER_TITLE, "KT. Giám đốc\nPhó Giám đốc")
    book.save(str(tmp_path / "so.xlsx"))
    cchc("report", tmp_path / "so.xlsx", "--to", tmp_path / "b.docx")
    text = words(tmp_path / "b.docx")
    assert "Chỉ số cải cách hành chính đạt 100%; không có tiêu chí mất điểm." in text
    assert "Mục tiêu năm" not in text
    assert "Số điểm cần khắc phục" not in text
    assert "Biểu đồ 1. Điểm theo lĩnh vực" in text
    assert "Biểu đồ 2. Nhiệm vụ theo đơn vị chủ trì" in text  # the chart of losses has nothing to show
    assert "Không có nhiệm vụ quá hạn; " in text
    assert "Chưa có đơn vị nào gửi phiếu báo cáo kết quả." in text
    assert "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC" in text


def test_an_empty_workbook_gets_no_report(tmp_path, refused):
    shutil.copy(TEMPLATES / "so-cchc.xlsx", tmp_path / "so.xlsx")
    assert "chưa có gì để báo cáo" in refused("report", tmp_path / "so.xlsx", "--to", tmp_path / "b.docx")
    assert not (tmp_path / "b.docx").exists()


def test_a_blank_score_is_not_told_as_nothing_achieved(tmp_path, cchc):
    book = open_book(TEMPLATES / "lang-son-2026.xlsx")
    criteria = read_table(book, c.CRITERIA)
    write_column(criteria, c.SELF_SCORE, [10, 8, 20, 9, 12, 9, 13, None])
    book.save(str(tmp_path / "so.xlsx"))
    cchc("report", tmp_path / "so.xlsx", "--to", tmp_path / "b.docx")
    text = words(tmp_path / "b.docx")
    assert "Mục tiêu năm 2026 là 100 điểm, Chỉ số đạt 100%." in text
    assert "mới chấm 7/8 tiêu chí, đạt 81/90 điểm, bằng 90,00% của phần đã chấm;" in text
    assert "tính trên tổng điểm tối đa của mọi tiêu chí là 81,00%." in text


def test_a_domain_says_over_how_many_criteria_its_sums_are_known(tmp_path):
    book = open_book(TEMPLATES / "so-cchc.xlsx")
    rows = [
        {c.STT: "1", c.CRITERION_NAME: "Chỉ đạo"}, {c.STT: "1.1", c.MAX_SCORE: 5, c.RESULT: 4, c.TARGET: 5},
        {c.STT: "1.2", c.MAX_SCORE: 5, c.TARGET: 5}, {c.STT: "2", c.MAX_SCORE: 5, c.RESULT: 5},
        {c.STT: "3", c.MAX_SCORE: 7, c.NOT_SCORED: "x"},
    ]  # fmt: skip
    write_rows(read_table(book, c.CRITERIA), rows)
    report(book, tmp_path / "b.docx")
    assert "là 10 điểm (2/3 tiêu chí), Chỉ số đạt 66,67%." in words(tmp_path / "b.docx")
    table = next(t for t in docx.Document(tmp_path / "b.docx").tables if t.rows[0].cells[1].text == "Lĩnh vực")
    shown = {row.cells[0].text: [cell.text for cell in row.cells[2:]] for row in table.rows[1:]}
    known = "(1/2 tiêu chí)"
    assert shown == {
        "1": ["10", f"4\n{known}", f"1\n{known}", "10", "–"], "2": ["5", "5", "0", "–", "–"],
        "3": ["không chấm điểm", "–", "–", "–", "–"],
    }  # fmt: skip


def test_last_year_is_left_out_and_told_where_points_changed_since_it_was_compared(tmp_path, workbook):
    book = open_book(workbook("lang-son-2026"))
    compare(book, TEMPLATES / "lang-son-2026.xlsx")
    assert "So với năm trước" not in report(book, tmp_path / "a.docx").message
    assert "So với năm trước" in words(tmp_path / "a.docx")
    write_column(read_table(book, c.CRITERIA), c.RESULT, [10])
    assert "bấm So với năm trước rồi lập lại báo cáo." in report(book, tmp_path / "b.docx").message
    assert "So với năm trước" not in words(tmp_path / "b.docx")


def test_the_chart_of_units_counts_what_the_text_counts(year):
    working = open_book(year / "lang-son-2026.xlsx")
    workbook = Workbook(working)
    year_status = YearStatus(read_year(workbook, workbook.once(read_work)))
    by_unit = year_status.counts_by_unit().values()
    for status in c.STATUSES:
        assert bool(year_status.counts()[status]) == any(counted[status] for counted in by_unit)


def test_the_signature_is_not_cut_in_two(written):
    document = docx.Document(written("lang-son-2026"))
    assert document.tables[-1].rows[0]._tr.trPr.find(qn("w:cantSplit")) is not None
    assert next(p for p in document.paragraphs if "Trên đây là" in p.text).paragraph_format.keep_with_next


def test_what_a_unit_typed_is_text_and_never_a_tag_or_markup(written):
    assert HOSTILE in words(written("lang-son-2026"))


def test_the_workbook_is_only_read(year, written):
    before = (year / "lang-son-2026.xlsx").read_bytes()
    written("lang-son-2026")
    assert (year / "lang-son-2026.xlsx").read_bytes() == before


def own_template(path, text):
    """An office's template: one paragraph."""
    document = docx.Document()
    document.add_paragraph(text)
    document.save(path)
    return path


def test_the_office_edits_the_template_that_it_was_given(written, tmp_path):
    template = tmp_path / "mẫu của Sở.docx"
    written("lang-son-2026", "--template", template)
    assert template.read_bytes() == (TEMPLATES / "bao-cao.docx").read_bytes()
    own_template(template, "Chỉ số: {{ chi_so.ket_qua }}; {{ bieu_do_diem }}")
    assert words(written("lang-son-2026", "--template", template)).startswith("Chỉ số: 91,00%")


def test_a_template_that_lies_beside_the_report_is_not_used_unasked(written, tmp_path):
    for name in ("Mẫu báo cáo.docx", "bao-cao.docx"):
        own_template(tmp_path / name, "Riêng của {{ co_quan }}")
    assert "Riêng của" not in words(written("lang-son-2026"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{{ chi_so.ket_qua", "viết chưa đúng"),
        ("{{ khong_co }}", "không có 'khong_co'"),
        ("{% for x in linh_vuc %}", "thiếu thẻ 'endfor'"),
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "không được dùng '__class__'"),
        ("{{ 1 + 'a' }}", "không hợp với giá trị"),
        ("{% include 'x' %}", "không gộp được tệp khác"),
        ("{{ linh_vuc[0].ten.document }}", "không có 'document'"),
    ],
)
def test_a_wrong_or_hostile_tag_is_told_with_its_place_and_nothing_is_written(year, tmp_path, refused, text, told):
    template = own_template(tmp_path / "mẫu.docx", f"Chỗ sai: {text}")
    to = tmp_path / "b.docx"
    message = refused("report", year / "lang-son-2026.xlsx", "--to", to, "--template", template)
    assert "Mẫu 'mẫu.docx' có thẻ sai ở thân văn bản, đoạn 'Chỗ sai: {" in message
    assert told in message
    assert not to.exists()


def test_the_place_of_a_slip_outside_the_body_is_told(year, tmp_path, refused):
    for part, place in (("header", "đầu trang"), ("footer", "chân trang"), ("title", "thuộc tính của tệp")):
        document = docx.Document()
        if part == "title":
            document.core_properties.title = "{{ sai }}"
        else:
            getattr(document.sections[0], part).paragraphs[0].text = "{{ sai }}"
        document.save(tmp_path / "m.docx")
        message = refused(
            "report", year / "lang-son-2026.xlsx", "--to", tmp_path / "b.docx", "--template", tmp_path / "m.docx"
        )
        assert f"có thẻ sai ở {place}" in message
        assert "không có 'sai'" in message


@pytest.mark.parametrize(
    "reach",
    [
        "{{ bieu_do_diem.tpl }}", "{{ bieu_do_diem.part.package }}", "{{ bieu_do_diem.__html__ }}",
        "{{ bieu_do_diem.image_descriptor.getvalue() }}", "{{ bieu_do_don_vi._insert_image() }}",
        "{% set x = bieu_do_diem.tpl.replace_zipname('word/theme/theme1.xml', '/etc/passwd') %}",
        "{% set x = bieu_do_diem.tpl.docx.element.getroottree().write('{out}', method='text') %}",
    ],
)  # fmt: skip
def test_a_chart_is_no_way_to_the_document_or_to_files(year, tmp_path, refused, reach):
    out = tmp_path / "startup.bat"
    template = own_template(tmp_path / "m.docx", reach.replace("{out}", str(out)))
    refused("report", year / "lang-son-2026.xlsx", "--to", tmp_path / "b.docx", "--template", template)
    assert not out.exists()
    assert not (tmp_path / "b.docx").exists()


def test_a_chart_stands_in_the_part_where_its_tag_is(written, tmp_path):
    document = docx.Document()
    document.core_properties.title = "Báo cáo {{ bieu_do_diem }}."
    document.add_paragraph("{% if bieu_do_diem %}{{ bieu_do_diem }}{{ bieu_do_diem|upper }}{% endif %}")
    document.sections[0].header.paragraphs[0].text = "{{ co_quan }} {{ bieu_do_don_vi }}"
    document.save(tmp_path / "m.docx")
    made = docx.Document(written("lang-son-2026", "--template", tmp_path / "m.docx"))
    header = made.sections[0].header
    for story, drawings in ((made, 2), (header, 1)):
        shown = [blip.get(qn("r:embed")) for blip in story._element.iter(qn("a:blip"))]
        assert len(shown) == drawings
        assert all(story.part.related_parts[number].blob.startswith(b"\x89PNG") for number in shown)
    assert made.core_properties.title == "Báo cáo ."


def test_a_template_that_is_no_word_file_is_told(year, tmp_path, refused):
    (tmp_path / "mẫu.docx").write_bytes(b"PK")
    message = refused(
        "report", year / "lang-son-2026.xlsx", "--to", tmp_path / "b.docx", "--template", tmp_path / "mẫu.docx"
    )
    assert "không phải là văn bản .docx" in message


ATTACHED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"


def linked(document, kind, target):
    document.part.relate_to(target, RELATIONSHIP_TYPE.IMAGE if kind == "image" else kind, is_external=True)


def field(document, *pieces, simple=False):
    paragraph = document.add_paragraph()
    if simple:
        paragraph._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{pieces[0]}"/>'))
        return
    for kind in ("begin", *pieces, "end"):
        xml = (
            f'<w:fldChar w:fldCharType="{kind}"/>' if kind in ("begin", "end") else f"<w:instrText>{kind}</w:instrText>"
        )
        paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}>{xml}</w:r>"))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda d: field(d, " INCLUDE", "TEXT c:/mật.txt "), "INCLUDETEXT c:/mật.txt"),
        (lambda d: field(d, "ddeauto cmd /c calc", simple=True), "ddeauto"),
        (lambda d: field(d.sections[0].footer, 'includepicture "//x/y.png"'), "includepicture"),
        (lambda d: linked(d, "image", "//may/chung/anh.png"), "//may/chung/anh.png"),
        (lambda d: d.add_paragraph("{{ '</w:t></w:r><w:fldSimple w:instr=\"LINK x\"/><w:r><w:t>'|safe }}"), "LINK x"),
    ],
)
def test_a_template_that_would_fetch_files_of_whoever_opens_the_report_is_told(change, told, year, tmp_path, refused):
    document = docx.Document()
    change(document)
    document.save(tmp_path / "m.docx")
    to = tmp_path / "b.docx"
    message = refused("report", year / "lang-son-2026.xlsx", "--to", to, "--template", tmp_path / "m.docx")
    assert f"lấy nội dung từ nơi khác: '{told}" in message
    assert not to.exists()


def test_page_numbers_links_and_a_template_of_the_template_do_no_harm(written, tmp_path):
    document = docx.Document()
    field(document, " PAGE ")
    document.add_paragraph("{{ co_quan }}")
    document.part.relate_to("https://stp.example", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    settings = document.part._settings_part
    number = settings.relate_to("file:///c:/x.dotm", ATTACHED, is_external=True)
    settings.element.append(parse_xml(f'<w:attachedTemplate {nsdecls("w", "r")} r:id="{number}"/>'))
    document.save(tmp_path / "m.docx")
    made = docx.Document(written("lang-son-2026", "--template", tmp_path / "m.docx"))
    assert made.paragraphs[-1].text == "Sở Tư pháp"
    assert not any("dotm" in str(relation.target_ref) for relation in made.part._settings_part.rels.values())
    assert b"attachedTemplate" not in made.part._settings_part.blob


def test_a_report_that_somebody_worked_on_is_kept(year, tmp_path, cchc):
    to = tmp_path / "lang-son-2026.docx"
    cchc("report", year / "lang-son-2026.xlsx", "--to", to)
    assert not (tmp_path / "lang-son-2026.sao-luu").exists()
    to.write_bytes(b"sua tay")
    cchc("report", year / "lang-son-2026.xlsx", "--to", to)
    (copy,) = (tmp_path / "lang-son-2026.sao-luu").iterdir()
    assert copy.read_bytes() == b"sua tay"
    assert docx.Document(to).paragraphs


def test_the_report_is_a_word_file(year, tmp_path, refused):
    assert "đuôi .docx" in refused("report", year / "lang-son-2026.xlsx", "--to", tmp_path / "b.pdf")


def test_the_committed_template_is_what_the_builder_makes():
    assert (TEMPLATES / "bao-cao.docx").read_bytes() == report_template()
