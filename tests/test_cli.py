"""The command line: one JSON object or one Vietnamese line, and nothing changed on bad input."""

import json
import shutil
import subprocess
import sys

import openpyxl
import pytest

from cchc_macros.buttons import Button
from cchc_macros.cli import build_parser, main
from cchc_macros.errors import FileError
from cchc_macros.registry import BUTTONS
from cchc_macros.summary import Summary


@pytest.mark.parametrize("verb", [button.verb for button in BUTTONS] + ["demo", "addin", "selftest"])
def test_every_verb_has_a_vietnamese_help(verb, capsys):
    with pytest.raises(SystemExit) as ended:
        main([verb, "--help"])
    assert ended.value.code == 0
    text = capsys.readouterr().out
    assert "Cách dùng" in text
    assert "--json" in text
    assert text.split("\n\n")[1].endswith(".")  # what it does
    assert not any(word in text for word in ("usage", "positional arguments", "options:", "show this help"))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("export so.xlsx", "thiếu --to"),
        ("lạ so.xlsx", "không có 'lạ'"),
        ("recalculate so.xlsx thêm", "thừa thêm"),
        ("new out.xlsx --example xa", "không có 'xa'"),
        ("remind so.xlsx --on 31/11/2026", "'31/11/2026' không phải là ngày"),
    ],
)
def test_a_wrong_command_gets_one_vietnamese_line(line, words, capsys):
    with pytest.raises(SystemExit) as ended:
        main(line.split())
    assert ended.value.code == 2
    error = capsys.readouterr().err
    assert len(error.splitlines()) == 1
    assert words in error


def test_json_is_the_only_thing_on_standard_output(workbook, capsys):
    assert main(["recalculate", str(workbook("lang-son-2026")), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["index"]["result"] == 91.0


def test_a_reader_that_has_seen_enough_is_no_error(workbook):
    command = [sys.executable, "-m", "cchc_macros.cli", "assign", str(workbook("lang-son-2026")), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0


def test_out_leaves_the_workbook_as_it_is(cchc, workbook, tmp_path):
    book, out = workbook("lang-son-2026"), tmp_path / "khác.xlsx"
    before = book.read_bytes()
    cchc("flag", book, "--out", out)
    assert book.read_bytes() == before
    assert out.exists()
    assert not list(tmp_path.glob("*.sao-luu"))


def test_a_backup_is_kept_beside_the_workbook(cchc, workbook, tmp_path):
    book = workbook("lang-son-2026")
    before = book.read_bytes()
    cchc("flag", book)
    [copy] = (tmp_path / "lang-son-2026.sao-luu").iterdir()
    assert copy.read_bytes() == before


def test_what_only_the_command_line_knows_is_told_there(workbook, refused, capsys, monkeypatch):
    book = workbook("lang-son-2026")

    def refuses(book):
        raise FileError("Đĩa đã đầy. Chọn ổ khác.", command="Thêm --out TỆP.")

    monkeypatch.setattr(Button, "load", lambda _: refuses)
    assert refused("flag", book) == "Đĩa đã đầy. Chọn ổ khác. Thêm --out TỆP. Xem thêm ở Hướng dẫn, mục L4."
    monkeypatch.setattr(
        Button, "load", lambda _: lambda book: Summary(message="Đã gửi.", command="Gửi lại: --resend VP.")
    )
    assert main(["audit", str(book)]) == 0
    assert capsys.readouterr().out == "Đã gửi.\nGửi lại: --resend VP.\n"


def broken(path):
    path.write_bytes(b"PK\x03\x04 not a workbook")


def text_file(path):
    path.write_text("STT;Tên", encoding="utf-8")


def old_excel(path):
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)


def empty(path):
    path.write_bytes(b"")


def not_ours(path):
    openpyxl.Workbook().save(path)


@pytest.mark.parametrize("make", [broken, text_file, old_excel, empty, not_ours])
@pytest.mark.parametrize("verb", ["recalculate", "audit", "assign"])
def test_what_is_no_cchc_workbook_is_refused_and_stays(make, verb, tmp_path, refused):
    path = tmp_path / "tệp.xlsx"
    make(path)
    before = path.read_bytes()
    assert refused(verb, path)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_a_missing_file_is_told(tmp_path, refused):
    assert "không.xlsx" in refused("recalculate", tmp_path / "không.xlsx")


def test_a_workbook_open_in_excel_is_refused_with_the_users_name(workbook, refused, tmp_path):
    book = workbook("lang-son-2026")
    name = "Nguyễn Thị Hoa"
    owner = bytes(55) + len(name).to_bytes(2, "little") + name.encode("utf-16-le")
    (tmp_path / "~$lang-son-2026.xlsx").write_bytes(owner)
    line = refused("recalculate", book)
    assert "đang mở trong Excel" in line
    assert name in line


def test_a_folder_name_with_everything_windows_minds(cchc, workbook, tmp_path):
    folder = tmp_path / "Sổ của Nguyễn %TEMP% & ^' = x"
    folder.mkdir()
    book = shutil.copy(workbook("lang-son-2026"), folder / "sổ điểm.xlsx")
    assert cchc("recalculate", book)["index"]["result"] == 91.0


def test_an_unexpected_error_is_one_line_and_a_log(workbook, refused, monkeypatch, tmp_path):
    monkeypatch.setattr("xl.log.log_file", lambda: tmp_path / "log" / "cchc.log")
    monkeypatch.setattr("xl.session.open_book", lambda _path: 1 / 0)
    line = refused("recalculate", workbook("lang-son-2026"))
    assert str(tmp_path / "log" / "cchc.log") in line
    assert "Traceback" not in line
    assert "ZeroDivisionError" in (tmp_path / "log" / "cchc.log").read_text(encoding="utf-8")


def test_new_never_overwrites(cchc, refused, tmp_path):
    path = tmp_path / "sổ mới.xlsx"
    assert cchc("new", path)["path"] == str(path)
    before = path.read_bytes()
    assert "Đã có tệp" in refused("new", path)
    assert path.read_bytes() == before
    assert ".xlsx" in refused("new", tmp_path / "sổ.xls")


def test_the_parser_knows_every_button():
    actions = build_parser()._subparsers._group_actions[0].choices
    assert set(actions) == {button.verb for button in BUTTONS} | {"demo", "addin", "selftest"}


def test_formulas_that_keep_an_old_value_are_told(workbook, capsys):
    path = workbook("lang-son-2026")
    wb = openpyxl.load_workbook(path)
    wb["Thông tin"]["H2"] = "=ROMAN(5)"
    wb.save(path)
    assert main(["recalculate", str(path)]) == 0
    told = capsys.readouterr().out
    assert "1 công thức" in told
    assert "Thông tin!H2" in told
    assert main(["recalculate", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["uncomputed"] == ["Thông tin!H2"]
