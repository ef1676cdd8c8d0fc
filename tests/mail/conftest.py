import pytest

from cchc_macros import contract as c
from cchc_macros.mail.account import Account, Passwords
from cchc_macros.mail.ledger import open_ledger
from cchc_macros.mail.smtp import SmtpChannel
from tests.mail.server import Post, start
from tests.tables import read_table, write_column
from xl.engine import open_book


@pytest.fixture
def workbook(workbook):
    """Copy an example in which answers go to no unit's address, so that every unit gets its letter."""

    def copy(name):
        path = workbook(name)
        book = open_book(path)
        settings = read_table(book, c.SETTINGS)
        keys = settings.values(c.KEY)
        values = settings.values(c.VALUE)
        values[keys.index(c.REPLY_TO)] = "traloi@stp.example"
        write_column(settings, c.VALUE, values)
        book.save()
        return path

    return copy


@pytest.fixture
def ledger(tmp_path):
    with open_ledger(tmp_path / "so.thu.sqlite") as ledger:
        yield ledger


@pytest.fixture
def server():
    """Start loopback servers; they are stopped after the test."""
    running = []

    def run(rules=None, **options):
        post = Post(rules or {})
        running.append(start(post, **options))
        return post

    yield run
    for controller in running:
        controller.stop()


@pytest.fixture
def channel():
    """A channel to a loopback server."""
    opened = []

    def connect(post, security="none", user="", environ=None, ask=None, **options):
        account = Account(host="127.0.0.1", port=post.port, security=security, user=user, sender="vanphong@stp.example")
        options = {"timeout": 5.0, "patience": 5.0} | options
        opened.append(SmtpChannel(account, Passwords(environ or {}, ask), **options))
        return opened[-1]

    yield connect
    for one in opened:
        one.close()
