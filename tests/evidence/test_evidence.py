"""What units attach is filed once, under its criterion, and what is wrong with it is told."""

import os
import pathlib
from datetime import date
from zipfile import ZIP_BZIP2

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc_macros import contract as c
from cchc_macros.errors import FileError
from cchc_macros.evidence import filing
from cchc_macros.evidence.evidence import evidence
from cchc_macros.evidence.incoming import Sent, read_folder
from cchc_macros.evidence.looking import Look
from tests.evidence.make import (
    ON,
    TREE,
    bomb,
    cites,
    head,
    link_in_archive,
    locked_word,
    office,
    packed,
    pdf,
    picture,
    rows_of,
    scan,
    word,
    written,
)
from tests.libreoffice import saved
from tests.packages import METHODS, damaged
from tests.saved_mails import mime, outlook
from xl.scratch import scratch_folder
from xl.session import run_on_file
from xl.workers import Fault


@pytest.fixture
def file(cchc, tmp_path):
    """File what was sent; return the answer, the rows and the dossier's files by place."""

    def run(sent=None, **book):
        path, came = tmp_path / "Sổ.xlsx", tmp_path / "gửi về"
        if not path.exists():
            office(path, **{"criteria": TREE, **book})
        came.mkdir(exist_ok=True)
        written(came, sent or {})
        answer = cchc("evidence", path, came)
        folder = tmp_path / "Hồ sơ kiểm chứng - Sổ"
        filed = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
        return answer, rows_of(path), filed

    return run


def office_files(folder, sent):
    """File what was sent, in this process."""
    office(folder / "Sổ.xlsx", criteria=TREE)
    written(folder / "gửi về", sent)
    run_on_file(folder / "Sổ.xlsx", evidence, verb="evidence", dir=folder / "gửi về")


def kinds(answer):
    return sorted(doubt["kind"] for doubt in answer["doubts"])


def test_a_file_goes_under_the_criterion_of_its_folder_and_bears_its_number(file):
    plan = pdf(head("41/KH-STP", ON))
    answer, rows, filed = file({"1.1/Kế hoạch năm.pdf": plan})
    assert filed == {"1.1/01 - 41-KH-STP.pdf": plan}
    (row,) = rows
    assert (row[c.STT], row[c.NUMBER_SIGN], row[c.DAY].date()) == ("1.1", "41/KH-STP", ON)
    assert (row[c.ISSUER], row[c.ABOUT]) == ("Sở Tư pháp", "Kế hoạch Cải cách hành chính năm 2026")
    assert (row[c.FILE], row[c.STATE]) == ("1.1/01 - 41-KH-STP.pdf", "Đủ")
    assert answer["filed"][0] | {"path": ""} == {
        "source": "1.1/Kế hoạch năm.pdf", "path": "", "code": "1.1", "number": "41/KH-STP", "date": "2026-02-03",
    }  # fmt: skip
    assert kinds(answer) == []
    assert {one["code"] for one in answer["missing"]} == {"1.2", "2.1", "2.2"}


def test_a_file_goes_where_a_cell_cites_its_number_or_names_it(file):
    answer, rows, filed = file(
        {"a.pdf": pdf(head("41/KH-STP", ON)), "Ảnh 1.png": picture("red"), "khác.pdf": pdf(head("9/TB-STP", ON))},
        own=[cites("2.1", "P1", "Kế hoạch số 41/KH-STP ngày 03/02/2026"), cites("2.2", "P2", "xem Ảnh 1.png")],
    )
    assert set(filed) == {
        "2.1/01 - 41-KH-STP.pdf", "2.2/01 - Ảnh 1.png", "Chưa rõ tiêu chí/01 - 9-TB-STP.pdf",
    }  # fmt: skip
    assert [(row[c.STT], row[c.SENDER]) for row in rows] == [("2.1", "P1"), ("2.2", "P2"), (None, None)]
    assert kinds(answer) == ["unplaced"]


def test_one_file_that_two_criteria_cite_is_there_once(file):
    _, rows, filed = file(
        {"a.pdf": pdf(head("41/KH-STP", ON))},
        own=[cites("1.1", "P1", "41/KH-STP"), cites("2.1", "P2", "KH số 41/KH-STP")],
    )
    assert len(filed) == 1
    assert [row[c.FILE] for row in rows] == ["1.1/01 - 41-KH-STP.pdf"] * 2


def test_doing_it_again_files_nothing_twice_and_changes_nothing(file):
    sent = {"1.1/a.pdf": pdf(head("41/KH-STP", ON)), "x.png": picture("red"), "2.1/b.docx": word(head("7/KH-STP", ON))}
    first, rows, filed = file(sent)
    again, rows_again, filed_again = file()
    assert len(first["filed"]) == 3
    assert again["filed"] == []
    assert (rows_again, filed_again) == (rows, filed)
    assert again["doubts"] == first["doubts"]


def test_what_staff_write_beside_an_unplaced_file_moves_it(file, tmp_path):
    from tests.tables import read_table  # noqa: PLC0415
    from xl.engine import open_book  # noqa: PLC0415

    file({"x.png": picture("red")})
    book = open_book(tmp_path / "Sổ.xlsx")
    read_table(book, c.EVIDENCE_TABLE).update({0: {c.STT: "2.1", c.NOTE: "của tôi"}})
    book.save(str(tmp_path / "Sổ.xlsx"))
    answer, (row,), filed = file()
    assert list(filed) == ["2.1/01 - x.png"]
    assert (row[c.STT], row[c.FILE], row[c.STATE], row[c.NOTE]) == ("2.1", "2.1/01 - x.png", "Đủ", "của tôi")
    assert kinds(answer) == []


def test_a_signed_pdf_and_its_draft_are_one_paper(file):
    lines = head("41/KH-STP", ON)
    answer, rows, filed = file({
        "1.1/ke-hoach.signed.pdf": pdf(lines), "1.1/ke-hoach.docx": word(lines),
        "1.2/bc (bản ký).pdf": pdf(["quét"]), "1.2/bc.docx": word(head(None, None)),
    })  # fmt: skip
    assert [row[c.STT] for row in rows] == ["1.1", "1.2"]
    assert set(filed) == {
        "1.1/01 - 41-KH-STP.pdf", "1.1/01 - 41-KH-STP.docx", "1.2/01 - bc (bản ký).pdf", "1.2/01 - bc (bản ký).docx",
    }  # fmt: skip
    assert rows[0][c.FILE] == "1.1/01 - 41-KH-STP.pdf"
    assert kinds(answer) == []
    assert file()[1] == rows
    assert file({"1.1/ban-sao.docx": filed["1.1/01 - 41-KH-STP.docx"]})[1] == rows


def test_a_number_or_date_other_than_the_first_page_s_is_told(file):
    answer, rows, _ = file(
        {"41-KH-STP.pdf": pdf(head("14/KH-STP", ON)), "b.pdf": pdf(head("7/TB-STP", ON, "THÔNG BÁO"))},
        own=[cites("1.1", "P1", "Kế hoạch 41/KH-STP"), cites("1.2", "P1", "Thông báo 7/TB-STP ngày 05/02/2026")],
    )
    assert kinds(answer) == ["other_date", "other_number"]
    assert rows[0][c.STATE] == "Trang đầu ghi số 14/KH-STP, không phải 41/KH-STP"
    assert rows[1][c.STATE] == "Trang đầu ghi ngày 03/02/2026, không phải 05/02/2026"
    assert rows[0][c.NUMBER_SIGN] == "41/KH-STP"


def test_a_number_that_cannot_be_read_is_not_wrong(file):
    answer, rows, _ = file(
        {"41-KH-STP.pdf": pdf(["trang quét"])}, own=[cites("1.1", "P1", "Kế hoạch 41/KH-STP ngày 03/02/2026")]
    )
    assert kinds(answer) == ["unread"]
    assert rows[0][c.STATE] == "Không đọc được số trên trang đầu: mở xem bằng mắt"


def test_the_first_page_of_a_scan_is_read_where_its_reader_is_installed(file):
    pytest.importorskip("trueocr")
    answer, rows, _ = file(
        {"41-KH-STP.pdf": scan(head("41/KH-STP", ON)), "42-KH-STP.pdf": scan(head("24/KH-STP", ON))},
        own=[cites("1.1", "P1", "Kế hoạch 41/KH-STP ngày 03/02/2026"), cites("1.2", "P1", "42/KH-STP")],
    )
    states = {row[c.NUMBER_SIGN]: row[c.STATE] for row in rows}
    assert states["41/KH-STP"] == "Đủ"
    assert states["42/KH-STP"] == (
        "Trang đầu ghi số 24/KH-STP, không phải 42/KH-STP (đọc từ ảnh quét, xem lại bằng mắt)"
    )
    assert kinds(answer) == ["other_number"]


def test_a_number_stamped_into_a_form_field_is_read(file):
    answer, rows, _ = file({"1.1/a.pdf": pdf(["SỞ TƯ PHÁP", "KẾ HOẠCH"], stamped="So: 41/KH-STP")})
    assert rows[0][c.NUMBER_SIGN] == "41/KH-STP"
    assert kinds(answer) == []


FAULTS = {
    "broken": {"1.1/a.pdf": pdf(head("1/KH-STP", ON))[:700]},
    "empty": {"1.1/a.pdf": b""},
    "encrypted": {"1.1/a.pdf": pdf(head("1/KH-STP", ON), locked=True)},
    "hostile": {"1.1/a.pdf": b"MZ" + b"\0" * 500},
    "archive": {"1.1/a.rar": b"Rar!" + b"\0" * 50},
    "bomb": {"1.1/a.zip": bomb()},
    "mail": {"1.1/a.eml": mime("a@b.example", []).as_bytes()},
    "outside_year": {"1.1/a.pdf": pdf(head("1/TB-STP", date(2024, 5, 6), "THÔNG BÁO", "Họp"))},
}


@pytest.mark.parametrize("kind", FAULTS)
def test_what_is_wrong_with_a_file_is_told(kind, file):
    answer, _, filed = file(FAULTS[kind])
    assert kinds(answer) == [kind]
    assert len(filed) == (kind in ("broken", "encrypted", "outside_year"))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", b"PK\3\4hong"),
        ("a.docx", packed({"word/document.xml": b"<!DOCTYPE x><x/>"})),
        ("a.png", b"\x89PNG"),
        ("a.docx", packed({"word/document.xml": b"<!--%b--><!DOCTYPE x><x/>" % (b" " * 5_000)})),
        ("a.docx", packed({"word/document.xml": "<!DOCTYPE x><x/>".encode("utf-16")})),
        *(
            ("a.docx", damaged(word(head("1/KH-STP", ON)), "word/document.xml", method))
            for method in METHODS
            if method != ZIP_BZIP2
        ),
    ],
)
def test_other_broken_files(name, data, file):
    assert kinds(file({f"1.1/{name}": data})[0]) == ["broken"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not hold here")
def test_a_file_that_cannot_be_read_is_told_and_nothing_is_filed_twice(file, tmp_path, refused):
    sent = {"1.1/a.pdf": pdf(head("41/KH-STP", ON)), "1.2/b.png": picture("red")}
    file({"1.1/a.pdf": sent["1.1/a.pdf"]})
    written(tmp_path / "gửi về", sent)
    (tmp_path / "gửi về" / "1.2" / "b.png").chmod(0)
    assert kinds(file()[0]) == ["unreadable"]
    (tmp_path / "Hồ sơ kiểm chứng - Sổ" / "1.1" / "01 - 41-KH-STP.pdf").chmod(0)
    assert "không đọc được" in refused("evidence", tmp_path / "Sổ.xlsx", tmp_path / "gửi về")


def test_a_copy_that_fails_stops_the_run_and_the_next_one_files_everything_once(file, tmp_path):
    sent = {f"1.1/{name}.pdf": pdf(head(f"{n}/KH-STP", ON)) for n, name in enumerate("abc", 1)}
    in_the_way = tmp_path / "Hồ sơ kiểm chứng - Sổ" / "1.1" / "02 - 2-KH-STP.pdf"
    in_the_way.mkdir(parents=True)
    with pytest.raises(FileError, match=in_the_way.name):
        office_files(tmp_path, sent)
    assert rows_of(tmp_path / "Sổ.xlsx") == []
    in_the_way.rmdir()
    _, rows, filed = file()
    assert sorted(filed.values()) == sorted(sent.values())
    assert sorted(row[c.FILE] for row in rows) == sorted(filed)


def test_what_the_other_processes_did_not_copy_is_copied_here(tmp_path):
    class Dying:
        def begin(self, _work, orders, _seconds):
            return iter([Fault.DIED, False, *[Fault.SLOW] * (len(orders) - 2)])

    sent = {name: name.encode() for name in ("a.txt", "b.txt", "c.txt")}
    written(tmp_path / "gửi về", sent)
    dossier = filing.Dossier(tmp_path / "hồ sơ")
    for name in sent:
        dossier.add(Sent(tmp_path / "gửi về" / name, name), Look(name), "1.1", name[0])
    dossier.copy(Dying())
    dossier.finish()
    dossier.finish()
    assert [path.read_bytes() for path in dossier.paths.values()] == [*sent.values()]
    assert [path.name for path in sorted((tmp_path / "hồ sơ" / "1.1").iterdir())] == [
        "01 - a.txt", "02 - b.txt", "03 - c.txt",
    ]  # fmt: skip


def test_a_word_file_with_a_password(file):
    assert kinds(file({"1.1/a.docx": locked_word()})[0]) == ["encrypted"]


def test_the_same_content_is_kept_once_and_told(file):
    plan = pdf(head("41/KH-STP", ON))
    answer, rows, filed = file({"1.1/a.pdf": plan, "1.1/b.pdf": plan, "2.1/c.pdf": plan})
    assert len(filed) == 1
    assert kinds(answer) == ["doubled", "doubled"]
    assert [row[c.STT] for row in rows] == ["1.1", "2.1"]


def test_other_content_with_the_same_number_is_kept_too(file):
    answer, _, filed = file(
        {"a.pdf": pdf(head("41/KH-STP", ON)), "b.pdf": pdf([*head("41/KH-STP", ON), "khác"])},
        own=[cites("1.1", "P1", "41/KH-STP")],
    )
    assert set(filed) == {"1.1/01 - 41-KH-STP.pdf", "1.1/02 - 41-KH-STP.pdf"}
    assert kinds(answer) == ["same_number"]


def test_archives_are_opened_and_nothing_in_them_leads_out(file, tmp_path):
    inner = packed({"1.2/trong.png": picture("blue")})
    sent = packed({
        "1.1/a.pdf": pdf(head("41/KH-STP", ON)), "../../ra.pdf": b"%PDF-", "/etc/ra.pdf": b"%PDF-",
        "C:\\ra.pdf": b"%PDF-", "trong.zip": inner, "x.exe": b"MZ",
    })  # fmt: skip
    before = {path for path in tmp_path.parent.rglob("*") if "gửi về" not in str(path)}
    answer, _, filed = file({"P1.zip": sent, "P2.zip": link_in_archive("/etc/passwd")})
    assert set(filed) == {"1.1/01 - 41-KH-STP.pdf", "1.2/01 - trong.png"}
    assert kinds(answer) == ["hostile"] * 4 + ["link"]
    now = {path for path in tmp_path.parent.rglob("*") if "gửi về" not in str(path)}
    assert all("Sổ" in str(path.relative_to(tmp_path.parent)) for path in now - before)


@pytest.mark.parametrize(("name", "make"), [("thư.eml", mime), ("thư.msg", outlook)])
def test_mails_are_opened_as_archives_are_and_tell_who_sent_their_files(file, name, make, cchc, tmp_path):
    paper, inner = pdf(head("41/KH-STP", ON)), packed({"1.2/trong.png": picture("blue"), "a.zip": packed({})})
    mail = make("Ai Đó <P2@stp.example>", [("1.1 ke hoach.pdf", paper), ("a.zip", inner), ("x.exe", b"MZ")])
    mail = mail if isinstance(mail, bytes) else mail.as_bytes()
    answer, rows, filed = file(
        {
            f"1.3/{name}": mail,
            "b.zip": packed({"thư 2.eml": mime("a@b.example", [("2.1.png", picture("red"))]).as_bytes()}),
        }
    )
    assert set(filed) == {"1.1/01 - 41-KH-STP.pdf", "1.2/01 - trong.png", "2.1/01 - 2.1.png"}
    assert kinds(answer) == ["empty", "hostile"]
    senders = {row[c.STT]: row[c.SENDER] for row in rows}
    assert senders["1.1"] == "P2"


def test_archives_in_an_archive_are_no_way_around_its_limits(file):
    small = bomb(15_000_000)
    answer, _, filed = file({"P1.zip": packed({"a.png": picture("red"), "1.zip": small, "2.zip": small})})
    assert kinds(answer) == ["bomb"]
    assert filed == {}
    answer, _, _ = file({"P1.zip": packed({f"{n}.txt": b"" for n in range(5_001)})})
    assert kinds(answer) == ["bomb"]


def test_an_archive_without_a_file_is_told(file):
    assert kinds(file({"P1.zip": packed({}), "P2.zip": packed({"a/": b""})})[0]) == ["empty", "empty"]


@pytest.mark.parametrize(
    "name", ["a.exe", "a.EXE.", "a.exe .", "a.exe\u202e", "a.exe?", "a.settingcontent-ms", "a.pdf.vbe"]
)
def test_a_program_is_known_by_its_ending_whatever_stands_behind_it(name, file):
    answer, _, filed = file({"1.1/P1.zip": packed({name: b"x"})})
    assert kinds(answer) == ["hostile"]
    assert filed == {}


def test_what_stands_behind_an_ending_is_left_out(file):
    assert set(file({"1.1/P1.zip": packed({"1.2 Ảnh.PNG. ": picture("red")})})[2]) == {"1.2/01 - Ảnh.png"}


def test_a_part_without_a_name_costs_no_other_file(file):
    answer, _, filed = file({"1.1/P1.zip": packed({"": b"x", "a.png": picture("red")})})
    assert kinds(answer) == ["hostile"]
    assert set(filed) == {"1.1/01 - a.png"}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_archive_stops_nothing(tmp_path, data):
    whole = bytearray(packed({"a.txt": b"mot" * 50, "trong/b.zip": packed({"c.txt": b"hai"})}))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    came = tmp_path / "gửi về"
    written(came, {"a.zip": bytes(whole)})
    with scratch_folder() as scratch:
        read_folder(came, (), scratch)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_are_not_followed(file, tmp_path):
    secret = tmp_path / "mật.pdf"
    secret.write_bytes(pdf(["mật"]))
    came = tmp_path / "gửi về"
    came.mkdir()
    (came / "1.1.pdf").symlink_to(secret)
    (came / "1.2").symlink_to(tmp_path, target_is_directory=True)
    (came / "1.3.xlsx").symlink_to(tmp_path / "Sổ.xlsx")
    answer, _, filed = file()
    assert filed == {}
    assert kinds(answer) == ["link"] * 3


def test_the_sender_is_known_by_the_folder_or_by_the_sheet_beside(file, cchc, tmp_path):
    office(tmp_path / "Sổ.xlsx", criteria=[{**row, c.LEAD: "P2"} for row in TREE])
    (sheet,) = (item["path"] for item in cchc("export", tmp_path / "Sổ.xlsx", "--to", tmp_path / "ra")["files"])
    with pathlib.Path(sheet).open("rb") as opened:
        content = opened.read()
    _, rows, filed = file({
        "Phòng số 1/1.1 a.png": picture("red"), "lần 1/phiếu.xlsx": content, "lần 1/1.2 b.png": picture("blue"),
    })  # fmt: skip
    assert [row[c.SENDER] for row in rows] == ["P1", "P2"]
    assert len(filed) == 2


def test_a_sheet_that_came_back_is_no_evidence_whichever_program_saved_it(file, cchc, tmp_path):
    office(tmp_path / "Sổ.xlsx", criteria=[{**row, c.LEAD: "P2"} for row in TREE])
    (sheet,) = (item["path"] for item in cchc("export", tmp_path / "Sổ.xlsx", "--to", tmp_path / "ra")["files"])
    book = openpyxl.load_workbook(sheet)
    (tmp_path / "gửi về").mkdir()
    book.save(tmp_path / "gửi về" / "phiếu.xlsx")
    plain = openpyxl.Workbook()
    plain.save(tmp_path / "gửi về" / "1.1 số liệu.xlsx")
    _, _, filed = file()
    assert list(filed) == ["1.1/01 - số liệu.xlsx"]


def test_what_cells_cite_and_nobody_sent_is_missing(file):
    answer, rows, _ = file(
        own=[
            cites("1.1", "P1", "Báo cáo số 5/BC-STP ngày 01/6/2026, mục II, trang 3"),
            cites("1.2", "P2", "https://stp.example/tin"),
        ]
    )
    assert {"code": "1.1", "number": "5/BC-STP", "unit": "P1"}.items() <= answer["missing"][-1].items()
    assert [(row[c.STATE], row[c.SECTION], row[c.PAGE]) for row in rows] == [
        ("Thiếu tệp", "II", "3"), ("Đủ", None, None),
    ]  # fmt: skip


def test_the_first_rows_of_an_old_sheet_are_read(file, tmp_path):
    book = openpyxl.Workbook()
    for line in head("41/KH-STP", ON):
        book.active.append([line])
    book.save(tmp_path / "a.xlsx")
    _, (row,), _ = file({"1.1/bang.xls": saved(tmp_path / "a.xlsx", "xls").read_bytes()})
    assert (row[c.NUMBER_SIGN], row[c.DAY].date()) == ("41/KH-STP", ON)


def test_a_folder_without_files_is_told(tmp_path):
    office(tmp_path / "Sổ.xlsx", criteria=TREE)
    (tmp_path / "trống").mkdir()
    told = run_on_file(tmp_path / "Sổ.xlsx", evidence, verb="evidence", dir=tmp_path / "trống").message
    assert told.startswith("Thư mục trống không có tệp nào. Đã xếp 0 tệp")
