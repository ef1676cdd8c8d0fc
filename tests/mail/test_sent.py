"""Đã gửi: what it does where there are no drafts."""

from cchc_macros.mail.mailing import ledger_path
from xl.engine import open_book


def test_where_no_mail_was_ever_written_no_ledger_is_made(cchc, workbook):
    book = workbook("lang-son-2026")
    assert cchc("sent", book)["sent"] == []
    assert not ledger_path(open_book(book)).exists()
    assert [path.name for path in book.parent.iterdir()] == [book.name]
