"""Mails as people save them from their mail program."""

import zipfile
from email.message import EmailMessage
from importlib.resources import files

from pyopenvba.cfb import CFB


def mime(sender, attached, *, text="Gửi phiếu."):
    """A mail as an .eml; `attached` are pairs of name and bytes."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "cchc@stp.example", "Gửi phiếu tháng 5"
    mail.set_content(text)
    for name, content in attached:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail


def outlook(sender, attached, *, inner=None):
    """A mail as Outlook's .msg; `inner` is the sender and the attached files of a mail attached to it."""
    with (
        (files("pyopenvba") / "_templates/blank_files/blank_excel_addin.xlam").open("rb") as file,
        zipfile.ZipFile(file) as package,
    ):
        mail = CFB.from_bytes(package.read("xl/vbaProject.bin"))
    _fill(mail, [], sender, attached)
    if inner:
        place = [f"__attach_version1.0_#{len(attached):08X}"]
        mail.add_substorage_at([], place[0])
        mail.add_substorage_at(place, "__substg1.0_3701000D")
        _fill(mail, [*place, "__substg1.0_3701000D"], *inner)
    return mail.to_bytes()


def _fill(mail, path, sender, attached):
    mail.add_stream_at(path, "__substg1.0_0C1F001F", "/O=STP/OU=VP/CN=NV1".encode("utf-16-le"))  # as Exchange has it
    mail.add_stream_at(path, "__substg1.0_5D01001F", sender.encode("utf-16-le"))
    for number, (name, content) in enumerate(attached):
        place = f"__attach_version1.0_#{number:08X}"
        mail.add_substorage_at(path, place)
        mail.add_stream_at([*path, place], "__substg1.0_3707001F", name.encode("utf-16-le"))
        mail.add_stream_at([*path, place], "__substg1.0_37010102", content)
