import email
import email.policy
import os
import subprocess
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_macros.mail.letter import Letter
from cchc_macros.mail.message import compose, plain_name
from cchc_macros.rules.text import clean
from tests.programs import require_munpack

VIETNAM = timezone(timedelta(hours=7))
LONG = "PBPL - Phòng Phổ biến, giáo dục pháp luật và theo dõi thi hành pháp luật"
NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=90)


def build(subject="Phiếu giao việc", text="Kính gửi\n", html="<p>Kính gửi</p>\n", attachments=(), **parts):
    parts = {
        "sender": ("Sở Tư pháp tỉnh Lạng Sơn", "vanphong@stp.example"),
        "to": [("Văn phòng Sở", "vp@stp.example")],
        "cc": [],
        "reply_to": "vanphong@stp.example",
        "message_id": "<cchc.1@stp.example>",
        "date": datetime(2026, 2, 3, 8, 0, tzinfo=VIETNAM),
    } | parts
    return compose(Letter(subject, text, html), attachments=attachments, **parts)


def read(content):
    return email.message_from_bytes(content, policy=email.policy.default)


@pytest.fixture
def attached(tmp_path):
    def make(name):
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(os.urandom(5000))
        return path

    return make


def test_everything_is_read_back_by_python(attached):
    path = attached(LONG)
    message = read(build(subject=f"Sở: {LONG}", cc=[("", "a@stp.example"), ("", "b@stp.example")], attachments=[path]))
    assert message["Subject"] == f"Sở: {LONG}"
    assert message["From"].addresses[0].display_name == "Sở Tư pháp tỉnh Lạng Sơn"
    assert message["To"].addresses[0].addr_spec == "vp@stp.example"
    assert [one.addr_spec for one in message["Cc"].addresses] == ["a@stp.example", "b@stp.example"]
    assert message["Reply-To"] == "vanphong@stp.example"
    assert message["Date"].datetime == datetime(2026, 2, 3, 8, 0, tzinfo=VIETNAM)
    assert message["Message-ID"] == "<cchc.1@stp.example>"
    assert message.get_body(("plain",)).get_content().split() == ["Kính", "gửi"]
    assert message.get_body(("html",)).get_content().strip() == "<p>Kính gửi</p>"
    part = next(message.iter_attachments())
    assert part.get_filename() == path.name
    assert part.get_content() == path.read_bytes()
    assert not message.defects
    assert not any(part.defects for part in message.walk())


def test_a_reader_that_knows_no_rfc_2231_sees_a_plain_name(attached):
    path = attached("VP - Văn phòng Sở")
    part = list(email.message_from_bytes(build(attachments=[path])).walk())[-1]
    plain = "VP-Van_phong_So.xlsx"
    assert part.get_param("name") == plain
    assert f'filename="{plain}"' in part["Content-Disposition"]
    assert plain_name(path.name) == plain


def test_the_full_name_stands_first_and_in_pieces(attached):
    head = build(attachments=[attached("Đ" * 40)])
    disposition = head[head.index(b"Content-Disposition") :]
    assert (
        disposition.index(b"filename*0*=UTF-8''")
        < disposition.index(b"filename*1*=")
        < disposition.index(b'filename="')
    )


def test_another_reader_gets_the_names_and_the_bytes(attached, tmp_path):
    munpack = require_munpack()
    paths = [attached("VP - Văn phòng Sở"), attached(LONG)]
    (tmp_path / "m.eml").write_bytes(build(attachments=paths))
    folder = tmp_path / "unpacked"
    folder.mkdir()
    subprocess.run([munpack, "-f", "-q", "-C", folder, tmp_path / "m.eml"], check=True, capture_output=True)
    found = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert found == {plain_name(path.name): path.read_bytes() for path in paths}


def test_the_same_content_gives_the_same_bytes(attached):
    path = attached("VP")
    assert build(attachments=[path]) == build(attachments=[path])


def test_nothing_but_ascii_lines_of_mail_length_travels(attached):
    content = build(subject=LONG * 3, text="đ" * 3000 + "\n", attachments=[attached(LONG)])
    assert content.isascii()
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, content.split(b"\r\n"))) <= 998


@given(subject=NAMES, name=NAMES, copy=NAMES)
@settings(max_examples=150, deadline=None)
def test_no_name_and_no_subject_can_add_a_header(subject, name, copy):
    content = build(
        subject=subject, sender=(name, "a@x.example"), to=[(name, "b@x.example")], cc=[(copy, "c@x.example")]
    )
    message = read(content)
    assert sorted(message.keys()) == sorted(
        ["From", "To", "Cc", "Reply-To", "Subject", "Date", "Message-ID", "Content-Language", "MIME-Version",
         "Content-Type"]
    )  # fmt: skip
    assert [one.addr_spec for one in message["To"].addresses] == ["b@x.example"]
    assert [one.addr_spec for one in message["Cc"].addresses] == ["c@x.example"]
    assert message["Message-ID"] == "<cchc.1@stp.example>"


@given(subject=NAMES)
@settings(max_examples=150, deadline=None)
def test_a_subject_is_read_back_as_it_was(subject):
    assert str(read(build(subject=subject))["Subject"] or "") == clean(subject)


@given(name=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80))
@settings(max_examples=150, deadline=None)
def test_any_file_name_is_read_back_as_it_was(name):
    class File:
        def __init__(self, name):
            self.name = name

        def read_bytes(self):
            return b"x"

    parts = list(read(build(attachments=[File(f"{name}.xlsx")])).iter_attachments())
    assert parts[0].get_filename() == clean(f"{name}.xlsx")


@pytest.mark.parametrize("name", ['a"b\\c', "Phòng; x=1", "a\r\nBcc: x@y.z", "=?utf-8?q?x?="])
def test_a_hostile_file_name_stays_a_name(name):
    class File:
        def read_bytes(self):
            return b"x"

    file = File()
    file.name = name
    message = read(build(attachments=[file]))
    assert next(message.iter_attachments()).get_filename() == clean(name)
    assert "Bcc" not in message


def test_a_draft_without_a_sender_has_no_from():
    assert "From" not in read(build(sender=("Sở", ""), reply_to=""))


def test_unicode_folders_do_not_matter(tmp_path):
    folder = tmp_path / "Nguyễn"
    folder.mkdir()
    path = Path(folder / "a.xlsx")
    path.write_bytes(b"x")
    assert next(read(build(attachments=[path])).iter_attachments()).get_filename() == "a.xlsx"
