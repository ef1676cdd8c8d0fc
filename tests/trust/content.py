"""What a folder of our files holds, in a form that two runs of one command share."""

import hashlib
import re
import zipfile
from datetime import datetime
from email import policy
from email.parser import BytesParser

import openpyxl

from xl.backups import folder as backup_folder

MOMENTS = {"Nhật ký", "Sổ gửi về", "Xung đột"}  # sheets on which a moment stands


def content(path):
    """All cells of a workbook, computed values included; moments made equal."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
    found = {}
    for computed in (False, True):
        book = openpyxl.load_workbook(path, data_only=computed)
        for sheet in book.worksheets:
            cells = {
                cell.coordinate: _same(cell.value) if sheet.title in MOMENTS else cell.value
                for row in sheet.iter_rows()
                for cell in row
                if cell.value is not None
            }
            found[sheet.title, computed] = cells
        book.close()
    return found


def _same(value):
    return "moment" if isinstance(value, datetime) else value


def written(folder, *, but):
    """The other files a command wrote below a folder, each whole, by name; backups and ledgers left out."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path == but or backup_folder(but) in path.parents or ".sqlite" in path.name:
            continue
        if path.name.startswith("~cchc-") or any(parent.name.startswith("cchc-tam-") for parent in path.parents):
            continue  # short-lived; see ours_left
        if path.suffix == ".xlsx":
            found[path.name] = content(path)
        elif path.suffix == ".eml":
            message = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
            parts = {part.get_filename(): len(part.get_content()) > 1_000 for part in message.iter_attachments()}
            found[path.name] = (message["To"], message["Subject"], parts)
        else:
            found[path.name] = _digest(path)
    return found


def _digest(path):
    data = path.read_bytes()
    if path.suffix == ".pdf":
        data = re.sub(rb"/(CreationDate|ModDate|ID)\b.*", b"", data)
    return hashlib.sha256(data).hexdigest()


def ours_left(folder):
    """Our own short-lived files that still lie about."""
    return [path.name for pattern in ("~cchc-*", "cchc-tam-*") for path in folder.rglob(pattern)]
