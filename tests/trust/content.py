"""What a folder of our files holds, in a form that two runs of one command share."""

import hashlib
import re
import sqlite3
from contextlib import closing
from datetime import datetime

import openpyxl

from tests.packages import parts
from xl.backups import folder as backup_folder

# Moments differ between two runs: a day with its time in a cell, when a file was made, the date of a letter.
_MOMENTS = re.compile(
    rb"<v>4\d{4}\.\d+</v>|<dcterms:(created|modified)\b[^<]*|^Date: .*$|/(CreationDate|ModDate) ?\([^)]*\)",
    re.MULTILINE,
)
_PACKAGES = (".xlsx", ".xlsm", ".docx")


def content(path):
    """A file's content without moments: of a package part by part, of a letter with what is attached to it."""
    return _content(path.suffix, path.read_bytes())


def cells(path):
    """What a workbook's cells hold, computed values included, without moments: its parts may be numbered anew."""
    found = {}
    for computed in (False, True):
        for sheet in openpyxl.load_workbook(path, data_only=computed).worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.value is not None and not isinstance(cell.value, datetime):
                        found[sheet.title, cell.coordinate, computed] = cell.value
    return found


def _content(suffix, data):
    if suffix in _PACKAGES:
        return {name: _digest(part) for name, part in parts(data).items()}
    return _digest(data)


def _digest(data):
    return hashlib.sha256(_MOMENTS.sub(b"", data)).hexdigest()


def written(folder, *, but):
    """The other files a command wrote below a folder, each whole, by name; backups and ledgers left out."""
    return {
        path.name: content(path)
        for path in folder.rglob("*")
        if path.is_file()
        and path != but
        and ".sqlite" not in path.name
        # short-lived files are told by ours_left
        and not path.name.startswith("~cchc-")
        and not any(parent == backup_folder(but) or parent.name.startswith("cchc-tam-") for parent in path.parents)
    }


def ours_left(folder):
    """Our own short-lived files that still lie about."""
    return [path.name for pattern in ("~cchc-*", "cchc-tam-*") for path in folder.rglob(pattern)]


def told(folder):
    """What the ledgers of a folder tell: unit and state of each message; a damaged ledger raises."""
    found = []
    for path in folder.glob("*.sqlite"):
        with closing(sqlite3.connect(path)) as ledger:
            assert ledger.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            if ledger.execute("SELECT 1 FROM sqlite_master WHERE name = 'mail'").fetchone():  # killed before it had one
                found += ledger.execute("SELECT unit, state FROM mail ORDER BY unit").fetchall()
    return found
