"""Gửi email: every unit gets its own workbook, once."""

import email
import email.policy
import io
import json
import os
import subprocess
import sys
import time
from datetime import date
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest

from cchc_macros import contract as c
from cchc_macros import terminal
from cchc_macros import unit_contract as u
from cchc_macros.errors import DataError, FileError, MailError, ToolError, WorkbookError
from cchc_macros.mail import email as module
from cchc_macros.mail import ledger, mailing
from cchc_macros.mail.attachment import whose
from cchc_macros.mail.email import email as send_email
from cchc_macros.mail.remind import remind
from tests.mail.server import HANG_UP, Post, authenticate, start
from tests.programs import is_registered
from tests.tables import read_table, set_setting, write_column
from xl.engine import open_book

LANG_SON, THAI_NGUYEN = "lang-son-2026", "thai-nguyen-2026"
UNITS = ["VP", "NV1", "NV2", "TGPL", "CC1"]


@pytest.fixture
def smtp(monkeypatch):
    """A loopback server that the environment points at."""
    running = []

    def run(rules=None):
        post = Post(rules or {})
        running.append(start(post))
        for name, value in {
            "HOST": "127.0.0.1", "PORT": str(post.port), "SECURITY": "none", "FROM": "vanphong@stp.example",
        }.items():  # fmt: skip
            monkeypatch.setenv(f"CCHC_SMTP_{name}", value)
        return post

    yield run
    for controller in running:
        controller.stop()


@pytest.fixture
def book(workbook):
    """Open a copy of an example; the same path each time."""
    paths = {}

    def make(name=LANG_SON):
        paths[name] = paths.get(name) or workbook(name)
        return open_book(paths[name])

    return make


def units(items):
    return [item["unit"] for item in items]


def read(path):
    return email.message_from_bytes(Path(path).read_bytes(), policy=email.policy.default)


def attached(message):
    part = next(message.iter_attachments())
    return part.get_filename(), part.get_content()


def set_cell(book, spec, key_column, key, column, value):
    table = read_table(book, spec)
    row = next(index for index, row in table.rows() if str(row[key_column]).strip() == key)
    values = table.values(column)
    values[row] = value
    write_column(table, column, values)


def set_unit(book, code, column, value):
    set_cell(book, c.UNITS, c.UNIT_CODE, code, column, value)


def log(book):
    return [(row[c.UNIT], row[c.RESULT]) for _, row in read_table(book, c.LOG).rows()]


@pytest.mark.parametrize(("name", "expected"), [(LANG_SON, UNITS), (THAI_NGUYEN, ["VP", "PBPL", "XDVB", "TNTKQ"])])
def test_each_unit_gets_a_draft_with_its_own_workbook(book, tmp_path, name, expected):
    answer = send_email(book(name)).data
    assert units(answer["sent"]) == expected
    for item in answer["sent"]:
        path = Path(item["path"])
        assert path.parent == tmp_path / f"{name} - thư"
        message = read(path)
        assert [one.addr_spec for one in message["To"].addresses] == item["to"]
        filename, content = attached(message)
        assert filename == f"{item['unit']} - {item['name']}.xlsx"
        (tmp_path / "a.xlsx").write_bytes(content)
        assert whose(tmp_path / "a.xlsx")[u.PROP_UNIT] == item["unit"]
        assert set(openpyxl.load_workbook(io.BytesIO(content)).sheetnames) <= {
            u.UNIT_WORKBOOK_SHEET,
            c.SELF_SCORES_SHEET,
        }


@pytest.mark.parametrize("blank", [False, True])
def test_the_office_does_not_mail_itself(book, blank):
    set_setting(opened := book(), c.REPLY_TO, None if blank else "VP@stp.example")  # none: the office's own address
    summary = send_email(opened)
    assert units(summary.data["sent"]) == UNITS[1:]
    told = "Văn phòng Sở (VP): nơi giữ sổ này, không gửi email; sổ của mình lấy bằng nút Xuất sổ đơn vị."
    assert told in summary.message.splitlines()
    assert told in send_email(opened, dry_run=True).message.splitlines()
    assert {"unit": "VP", "code": "OFFICE"}.items() <= summary.data["skipped"][0].items()


def test_an_office_with_another_address_beside_its_own_gets_its_letter(book):
    set_setting(opened := book(), c.REPLY_TO, "vp@stp.example")
    set_unit(opened, "VP", c.UNIT_EMAIL, "vp@stp.example; chanhvp@stp.example")
    assert units(send_email(opened).data["sent"]) == UNITS


def test_a_draft_holds_nothing_of_other_units(book, tmp_path):
    set_unit(opened := book(), "NV1", c.UNIT_CONTACT, "Bà Nguyễn Thị B")
    answer = send_email(opened).data
    for item in answer["sent"]:
        message = read(item["path"])
        others = {f"{code.lower()}@stp.example" for code in UNITS} - {*item["to"], "vp@stp.example"}
        text = message.as_string() + "".join(
            part.get_content() for part in message.walk() if part.get_content_maintype() == "text"
        )
        assert not [one for one in others if one in text]
        assert ("Nguyễn Thị B" in text) == (item["unit"] == "NV1")


def test_groups_outside_bodies_and_units_without_address_are_skipped_with_a_reason(book):
    opened = book(THAI_NGUYEN)
    set_unit(opened, "PBPL", c.UNIT_EMAIL, None)
    set_unit(opened, "XDVB", c.UNIT_EMAIL, "xdvb@stp")
    answer = send_email(opened).data
    assert units(answer["sent"]) == ["VP", "TNTKQ"]
    codes = {item["unit"]: item["code"] for item in answer["skipped"]}
    assert codes["PBPL"] == "EMAIL_MISSING"
    assert codes["XDVB"] == "EMAIL_INVALID"
    assert sorted(codes.values()) == [
        "EMAIL_INVALID",
        "EMAIL_MISSING",
        "GROUP_EMPTY",
        "GROUP_EMPTY",
        "OUTSIDE",
        "OUTSIDE",
    ]
    assert all(item["reason"] for item in answer["skipped"])


@pytest.mark.parametrize("run", [send_email, partial(send_email, dry_run=True), remind])
def test_two_units_with_one_code_get_nobodys_work(book, run):
    opened = book()
    set_unit(opened, "NV1", c.UNIT_CODE, "vp ")
    with pytest.raises(DataError, match=r"Đơn vị!\w+: Mã 'vp' của 'Phòng Nghiệp vụ I' đã dùng cho 'Văn phòng Sở'"):
        run(opened)


def test_a_unit_without_a_code_is_told(book):
    opened = book()
    set_unit(opened, "NV1", c.UNIT_CODE, None)
    with pytest.raises(DataError, match=r"Đơn vị!\w+: .*Phòng Nghiệp vụ I.* chưa có mã"):
        send_email(opened)


def test_wrong_addresses_are_told_before_anything_goes_out(book):
    opened = book()
    set_unit(opened, "NV1", c.UNIT_EMAIL, "nv1@stp.example; sai@")
    set_unit(opened, "NV1", c.UNIT_CC, "pho nv1@stp.example")
    assert "bỏ qua địa chỉ sai: sai@, pho\n" in send_email(opened, dry_run=True).message


@pytest.mark.parametrize("key", [c.AGENCY, c.YEAR_PLAN])
def test_no_letter_goes_out_without_agency_or_year(book, key):
    opened = book()
    set_setting(opened, key, None)
    with pytest.raises(DataError, match=key):
        send_email(opened)


def test_a_reply_date_that_is_over_is_told(book):
    opened = book()
    set_setting(opened, c.REPLY_BY, date(2026, 2, 1))
    set_setting(opened, c.TODAY, date(2026, 2, 2))
    assert "Hạn trả lời trong thư, 01/02/2026, đã qua" in send_email(opened, dry_run=True).message
    set_setting(opened, c.TODAY, date(2026, 2, 1))
    assert "đã qua" not in send_email(opened, dry_run=True).message


def test_a_reply_address_may_stand_as_a_mail_program_copies_it(book):
    opened = book()
    set_setting(opened, c.REPLY_TO, "Văn phòng Sở <cchc@stp.example>")
    assert read(send_email(opened).data["sent"][0]["path"])["Reply-To"] == "cchc@stp.example"


def test_an_unknown_unit_is_listed_and_never_mailed(book):
    opened = book()
    set_cell(opened, c.CRITERIA, c.STT, "1", c.LEAD, "Văn phòng Sở; Phòng Lạ Hoắc")
    skipped = {item["unit"]: item["code"] for item in send_email(opened).data["skipped"]}
    assert skipped["Phòng Lạ Hoắc"] == "UNIT_UNKNOWN"


def test_copies_and_answers_go_where_the_workbook_says(book):
    opened = book()
    set_unit(opened, "NV1", c.UNIT_CC, "pho@stp.example; nv1@stp.example")
    set_setting(opened, c.REPLY_TO, "cchc@stp.example")
    set_setting(opened, c.REPLY_BY, date(2026, 3, 20))
    answer = send_email(opened).data
    message = read(answer["sent"][1]["path"])
    assert message["Cc"] == "pho@stp.example"
    assert message["Reply-To"] == "cchc@stp.example"
    assert message["X-Unsent"] == "1"
    assert "chậm nhất ngày 20/3/2026" in message.get_body(("plain",)).get_content()


@pytest.mark.parametrize("text", ["cchc tại stp", "cchc@stp.example; vp@stp.example"])
def test_a_wrong_reply_address_stops_before_anything_is_written(book, tmp_path, text):
    opened = book()
    set_setting(opened, c.REPLY_TO, text)
    with pytest.raises(MailError, match=c.REPLY_TO):
        send_email(opened)
    assert not list(tmp_path.glob("*thư*"))


def test_a_draft_of_an_earlier_run_is_not_taken_for_a_new_one(book):
    opened = book()
    assert "lần trước" not in send_email(opened).message
    set_unit(opened, "NV1", c.UNIT_EMAIL, None)
    assert "đừng gửi: NV1 - Phòng Nghiệp vụ I.eml." in send_email(opened).message


def test_drafts_go_into_the_folder_asked_for(book, tmp_path):
    answer = send_email(book(), to=tmp_path / "khác").data
    assert {Path(item["path"]).parent for item in answer["sent"]} == {tmp_path / "khác"}


def test_a_preview_shows_who_would_get_what_and_changes_nothing(book, tmp_path):
    opened = book()
    before = {sheet.name: sheet.used_range.value for sheet in opened.sheets}
    summary = send_email(opened, dry_run=True)
    assert units(summary.data["planned"]) == UNITS
    assert not summary.data["sent"]
    assert "NV1 → nv1@stp.example: NV1 - Phòng Nghiệp vụ I.xlsx, chủ trì 2, phối hợp 6" in summary.message
    assert "cơ quan bên ngoài" in summary.message
    assert {sheet.name: sheet.used_range.value for sheet in opened.sheets} == before
    assert [path.name for path in tmp_path.iterdir()] == [f"{LANG_SON}.xlsx"]


def test_a_preview_from_the_command_line_leaves_the_file_alone(cchc, workbook):
    path = workbook(LANG_SON)
    before = path.read_bytes()
    assert units(cchc("email", path, "--dry-run")["planned"]) == UNITS
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_every_message_has_its_line_in_the_log(book):
    opened = book()
    send_email(opened)
    assert log(opened) == [(code, "Thư nháp") for code in UNITS]
    details = "".join(row[c.DETAIL] for _, row in read_table(opened, c.LOG).rows())
    assert "/" not in details.replace("@stp.example/", "")  # no path of this machine


def test_drafts_made_again_are_the_same_files(cchc, workbook):
    path = workbook(LANG_SON)
    first = {item["path"]: Path(item["path"]).read_bytes() for item in cchc("email", path)["sent"]}
    second = cchc("email", path)["sent"]
    for item in second:
        old, new = (
            email.message_from_bytes(content) for content in (first[item["path"]], Path(item["path"]).read_bytes())
        )
        assert old["Message-ID"] == new["Message-ID"]
        assert old["Date"] == new["Date"]
        assert not item["update"]


def test_mail_goes_out_by_smtp_once(book, smtp):
    post, opened = smtp(), book()
    first = send_email(opened, via="smtp")
    assert units(first.data["sent"]) == UNITS
    assert first.message.startswith("Đã gửi 5 thư")
    assert [recipients for recipients, _ in post.received] == [[f"{code.lower()}@stp.example"] for code in UNITS]
    assert post.connections == 1
    second = send_email(opened, via="smtp").data
    assert not second["sent"]
    assert [item["code"] for item in second["skipped"]][:5] == ["ALREADY_SENT"] * 5
    assert len(post.received) == 5


def test_changed_work_is_sent_as_an_update_to_its_units_only(book, smtp):
    post, opened = smtp(), book()
    send_email(opened, via="smtp")
    set_cell(opened, c.CRITERIA, c.STT, "2", c.CRITERION_DEADLINE, "Trước 01/6/2026")
    answer = send_email(opened, via="smtp").data
    assert all(item["update"] for item in answer["sent"])
    fresh = post.messages()[5:]
    assert len(fresh) == len(answer["sent"]) > 0
    assert all("Bản cập nhật" in message["Subject"] for message in fresh)
    assert len(set(post.ids())) == len(post.ids())


def test_what_units_report_does_not_send_everything_again(book, smtp):
    post, opened = smtp(), book()
    send_email(opened, via="smtp")
    progress = read_table(opened, c.PROGRESS_TABLE)
    opened.sheets[c.PROGRESS_SHEET].range((progress.top, progress.left)).value = ["2", "NV1", "Chủ trì", c.DOING]
    assert not send_email(opened, via="smtp").data["sent"]
    assert len(post.received) == 5


def test_a_refused_unit_is_told_and_the_rest_goes(book, smtp):
    post, opened = smtp({"RCPT nv1@stp.example": "550 no such user"}), book()
    summary = send_email(opened, via="smtp")
    assert units(summary.data["failed"]) == ["NV1"]
    assert "no such user" in summary.data["failed"][0]["reason"]
    assert "Phòng Nghiệp vụ I (NV1): máy chủ trả lời 550" in summary.message
    assert len(post.received) == 4
    assert ("NV1", "Không gửi được") in log(opened)


def test_a_message_of_unknown_fate_waits_for_the_clerk(book, smtp):
    post, opened = smtp({"DOT": ["kept then hang up"]}), book()
    first = send_email(opened, via="smtp").data
    assert units(first["unsure"]) == ["VP"]
    assert len(post.received) == 5
    second = send_email(opened, via="smtp").data
    assert units(second["unsure"]) == ["VP"]
    assert len(post.received) == 5
    third = send_email(opened, via="smtp", resend="vp").data
    assert units(third["sent"]) == ["VP"]
    assert len(post.received) == 6
    assert post.ids()[0] == post.ids()[5]  # the same message, so that the mailbox can drop the second


def test_a_message_the_unit_did_get_is_settled(book, smtp):
    post, opened = smtp({"DOT": ["kept then hang up"]}), book()
    send_email(opened, via="smtp")
    send_email(opened, via="smtp", received="VP")
    assert not send_email(opened, via="smtp").data["unsure"]
    assert len(post.received) == 5


def test_at_a_terminal_the_clerk_is_asked(book, smtp, monkeypatch):
    post, opened = smtp({"DOT": ["kept then hang up"]}), book()
    asked = []
    answers = iter(["c", "c", "c"])

    def ask(text):
        asked.append(text)
        return next(answers)

    monkeypatch.setattr(terminal, "terminal", lambda: ask)
    send_email(opened, via="smtp")
    assert "VP → vp@stp.example" in asked[0]
    answer = send_email(opened, via="smtp").data
    assert "Đơn vị đã nhận?" in asked[1]
    assert units(answer["sent"]) == ["VP"]
    assert len(post.received) == 6


def test_nobody_is_asked_about_drafts(book, monkeypatch):
    monkeypatch.setattr(terminal, "terminal", lambda: pytest.fail)
    assert len(send_email(book()).data["sent"]) == 5


def test_a_no_at_the_terminal_sends_nothing(book, smtp, monkeypatch):
    post = smtp()
    monkeypatch.setattr(terminal, "terminal", lambda: lambda _: "")
    with pytest.raises(MailError, match="Chưa gửi thư nào"):
        send_email(book(), via="smtp")
    assert not post.received
    monkeypatch.setattr(terminal, "terminal", lambda: pytest.fail("asked in spite of --yes"))
    assert len(send_email(book(), via="smtp", yes=True).data["sent"]) == 5


@pytest.mark.parametrize("option", ["resend", "received"])
def test_an_unknown_code_is_refused(book, option):
    with pytest.raises(MailError, match="'xyz'"):
        send_email(book(), **{option: "VP, xyz"})


def test_a_workbook_that_is_not_the_units_is_never_mailed(book, monkeypatch):
    real = module.write_unit_workbooks

    def mixed_up(*told, **asked):
        files = real(*told, **asked)
        files[0].path.write_bytes(files[1].path.read_bytes())
        return files

    monkeypatch.setattr(module, "write_unit_workbooks", mixed_up)
    answer = send_email(book()).data
    assert units(answer["failed"]) == ["VP"]
    assert "là sổ của 'NV1'" in answer["failed"][0]["reason"]
    assert "VP" not in units(answer["sent"])


def test_what_a_run_that_died_had_sent_is_logged_by_the_next(cchc, workbook, smtp, monkeypatch):
    smtp()
    path = workbook(LANG_SON)
    before = path.read_bytes()
    cchc("email", path, "--via", "smtp")
    path.write_bytes(before)  # as if the run had died before the workbook was saved
    assert not cchc("email", path, "--via", "smtp")["sent"]
    assert log(open_book(path)) == [(code, "Đã gửi") for code in UNITS]


def test_a_command_killed_while_the_server_has_the_message_is_taken_up_again(cchc, workbook, smtp):
    post, path = smtp({"DOT": [None, 1.0]}), workbook(LANG_SON)  # the second message is answered slowly
    command = [sys.executable, "-c", "from cchc_macros.cli import main; raise SystemExit(main())"]
    with subprocess.Popen([*command, "email", path, "--via", "smtp"]) as process:
        deadline = time.monotonic() + 60
        while not post.waiting and time.monotonic() < deadline:
            time.sleep(0.01)
        process.kill()
    assert post.waiting
    answer = cchc("email", path, "--via", "smtp")
    assert units(answer["unsure"]) == ["NV1"]
    assert units(answer["sent"]) == ["NV2", "TGPL", "CC1"]
    assert len(set(post.ids())) == len(post.ids())
    assert set(log(open_book(path))) == {
        ("VP", "Đã gửi"),
        ("NV1", "Không rõ"),
        *((code, "Đã gửi") for code in UNITS[2:]),
    }


def test_a_server_that_cannot_be_reached_keeps_the_mail_for_the_next_run(book, smtp, monkeypatch):
    post, opened = smtp(), book()
    monkeypatch.setattr("cchc_macros.mail.outbox.deliver.__defaults__", (lambda _: None, ()))
    monkeypatch.setenv("CCHC_SMTP_PORT", "1")
    answer = send_email(opened, via="smtp").data
    assert units(answer["failed"]) == UNITS
    assert all(item["temporary"] for item in answer["failed"])
    monkeypatch.setenv("CCHC_SMTP_PORT", str(post.port))
    assert units(send_email(opened, via="smtp").data["sent"]) == UNITS


def test_missing_smtp_settings_are_told(book, monkeypatch):
    for name in list(os.environ):
        if name.startswith("CCHC_SMTP_"):
            monkeypatch.delenv(name)
    with pytest.raises(MailError, match=c.SMTP_HOST):
        send_email(book(), via="smtp")


@pytest.mark.skipif(is_registered("Outlook.Application"), reason="Outlook is there")
def test_outlook_is_windows_own(book):
    with pytest.raises(ToolError, match="Outlook"):
        send_email(book(), via="outlook")


def test_the_password_is_nowhere(book, smtp, monkeypatch, tmp_path, capsys):
    post = Post()
    controller = start(post, authenticator=authenticate, auth_require_tls=False)
    try:
        for name, value in {
            "HOST": "127.0.0.1", "PORT": str(post.port), "SECURITY": "none", "FROM": "vanphong@stp.example",
            "USER": "vanphong", "PASSWORD": "bi-mat",
        }.items():  # fmt: skip
            monkeypatch.setenv(f"CCHC_SMTP_{name}", value)
        opened = book()
        summary = send_email(opened, via="smtp")
        opened.save()
    finally:
        controller.stop()
    assert len(post.received) == 5
    captured = capsys.readouterr()
    everything = [json.dumps(summary.data), summary.message, captured.out, captured.err]
    everything += [content.decode("latin-1") for _, content in post.received]
    everything += [path.read_bytes().decode("latin-1") for path in tmp_path.rglob("*") if path.is_file()]
    sheets = [str(sheet.used_range.value) for sheet in opened.sheets]
    assert not [text for text in everything + sheets if "bi-mat" in text]


def test_another_run_under_way_is_told(book, monkeypatch):
    monkeypatch.setattr(ledger, "BUSY_SECONDS", 0.05)
    opened = book()
    with ledger.open_ledger(mailing.ledger_path(opened)), pytest.raises(FileError, match="lượt gửi khác"):
        send_email(opened)


def test_a_workbook_that_was_never_saved_is_told():
    class Unsaved:
        impl = SimpleNamespace(xl=None)
        api = SimpleNamespace(Path="")

    with pytest.raises(WorkbookError, match="Lưu sổ"):
        mailing.ledger_path(Unsaved())


def test_an_unknown_way_out_is_told(book):
    with pytest.raises(MailError, match="eml, smtp, outlook"):
        send_email(book(), via="fax")


def test_the_line_dropped_before_the_data_loses_and_repeats_nothing(book, smtp, monkeypatch):
    post = smtp({"MAIL": [None, HANG_UP]})
    monkeypatch.setattr("cchc_macros.mail.outbox.deliver.__defaults__", (lambda _: None, (0.0,)))
    assert sorted(units(send_email(book(), via="smtp").data["sent"])) == sorted(UNITS)
    assert len(set(post.ids())) == len(post.received) == 5


def test_a_cold_recalculate_loads_nothing_of_the_mail():
    code = (
        "import sys, cchc_macros.cli; from cchc_macros.registry import button; button('recalculate').load();"
        "print([m for m in ('jinja2', 'keyring', 'sqlite3', 'smtplib') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"
