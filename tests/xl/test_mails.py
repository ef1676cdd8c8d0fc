"""Files attached to saved mails: found with their sender, whatever the mail; nothing of hostile ones."""

from email.message import EmailMessage

import pytest

from tests.saved_mails import mime, outlook
from xl import mails
from xl.mails import attachments_of

NAME, BYTES = "NV1 - Phòng Nghiệp vụ I.xlsx", b"PK\3\4" + bytes(range(256)) * 40


def attached(tmp_path, content, name="thu.eml"):
    """What is attached to a mail: sender, name and bytes of each file; None if it cannot be read."""
    path, into = tmp_path / name, tmp_path / "into"
    path.write_bytes(content if isinstance(content, bytes) else content.as_bytes())
    into.mkdir(exist_ok=True)
    (found,) = attachments_of([path], into)
    assert found is None or all(into in one.path.resolve().parents for one in found)
    return found if found is None else [(one.sender, one.path.name, one.path.read_bytes()) for one in found]


@pytest.mark.parametrize(
    "sender", ["nv1@stp.example", "Nguyễn Văn Ánh <nv1@stp.example>", '"vp@stp.example" <nv1@stp.example>']
)
def test_files_have_their_name_and_sender(tmp_path, sender):
    found = attached(tmp_path, mime(sender, [(NAME, BYTES), ("b.pdf", b"x")]))
    assert found == [("nv1@stp.example", NAME, BYTES), ("nv1@stp.example", "b.pdf", b"x")]


def test_outlooks_own_mails_are_read_too(tmp_path):
    content = outlook("nv1@stp.example", [(NAME, BYTES)], inner=("nv2@stp.example", [("b.xlsx", b"x" * 5_000)]))
    found = attached(tmp_path, content, "thu.msg")
    assert found == [("nv1@stp.example", NAME, BYTES), ("nv2@stp.example", "b.xlsx", b"x" * 5_000)]


def test_a_mail_attached_to_a_mail_keeps_its_own_sender(tmp_path):
    outer = mime("vp@stp.example", [])
    outer.add_attachment(mime("nv2@stp.example", [("a.xlsx", b"a")]))
    assert attached(tmp_path, outer) == [("nv2@stp.example", "a.xlsx", b"a")]


def test_a_signatures_picture_is_no_file(tmp_path):
    mail = mime("a@b.example", [])
    mail.add_attachment(b"png", maintype="image", subtype="png", filename="logo.png", cid="<1>")
    assert attached(tmp_path, mail) == []
    assert attached(tmp_path, b"From: a@b.example\n\nchao") == []
    assert attached(tmp_path, b"") == []


@pytest.mark.parametrize(
    "name", ["../../a.xlsx", "C:\\a.xlsx", "/etc/a.xlsx", "..", "con.xlsx", "a" * 5_000 + ".xlsx", "a\0b.xlsx"]
)
def test_names_lead_nowhere(tmp_path, name):
    head = b"From: a@b.example\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename="
    ((_, _, content),) = attached(tmp_path, head + b'"' + name.replace("\\", "\\\\").encode() + b'"\n\nx')
    assert content == b"x"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["into", "thu.eml"]


def _nested(depth):
    mail = b"From: a@b.example\nContent-Type: application/x; name=a.xlsx\n\nx"
    for number in range(depth):
        edge = b"e%d" % number
        mail = (
            b"Content-Type: multipart/mixed; boundary="
            + edge
            + b"\n\n--"
            + edge
            + b"\n"
            + mail
            + b"\n--"
            + edge
            + b"--"
        )
    return mail


def test_what_no_mail_holds_is_nothing(tmp_path, monkeypatch):
    assert attached(tmp_path, _nested(50)) == [("a@b.example", "a.xlsx", b"x")]
    assert attached(tmp_path, _nested(3_000)) is None
    assert attached(tmp_path, b"From: a@b\n\n" + b"\n" * 1_000_001) is None
    assert attached(tmp_path, mime("a@b.example", [(f"{n}.xlsx", b"x") for n in range(201)])) is None
    deep = mime("a@b.example", [("a.xlsx", b"a")])
    for _ in range(4):
        outer = EmailMessage()
        outer.add_attachment(deep)
        deep = outer
    assert attached(tmp_path, deep) == []


@pytest.mark.parametrize("cut", [8, 512, 600, 3_000, 9_000])
def test_a_damaged_outlook_mail_is_nothing(tmp_path, cut):
    assert not attached(tmp_path, outlook("a@b.example", [("a.xlsx", BYTES)])[:cut], "thu.msg")


def test_all_that_is_attached_together_has_a_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(mails, "_MOST_BYTES", 1_000)
    path = tmp_path / "a.eml"
    path.write_bytes(mime("a@b.example", [("a.xlsx", b"x" * 2_000)]).as_bytes())
    assert mails._save((path, tmp_path / "into")) is None
    monkeypatch.setattr(mails, "_MOST_BYTES", 4_000)
    assert mails._save((path, tmp_path / "into")) is not None
    path.write_bytes(outlook("a@b.example", [("a.xlsx", b"x" * 2_000)] * 3))
    monkeypatch.setattr(mails, "_MOST_BYTES", len(path.read_bytes()))
    assert len(mails._save((path, tmp_path / "second"))) == 3
