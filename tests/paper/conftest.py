"""Both examples, printed once for all the tests that look at their pages."""

import pytest

from cchc_macros import contract as c
from cchc_macros.paper.print_ import print_appendices
from tests.conftest import TEMPLATES
from tests.tables import append_rows, read_table
from xl.engine import open_book

EXAMPLES = ("lang-son-2026", "thai-nguyen-2026")


@pytest.fixture(scope="session")
def printed(tmp_path_factory):
    """The folder of each example's files. The office's own work is done, so that its sheet shows nothing as late."""
    folders = {example: tmp_path_factory.mktemp(example) for example in EXAMPLES}
    for example, folder in folders.items():
        book = open_book(TEMPLATES / f"{example}.xlsx")
        codes = [row[c.STT] for spec in (c.CRITERIA, c.TASKS) for _, row in read_table(book, spec).rows()]
        done = [{c.STT: code, c.UNIT: "VP", c.STATUS: c.DONE} for code in codes]
        append_rows(read_table(book, c.PROGRESS_TABLE), done)
        print_appendices(book, folder)
    return folders
