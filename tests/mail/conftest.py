import pytest

from cchc_macros.mail.account import Account, Passwords
from cchc_macros.mail.ledger import open_ledger
from cchc_macros.mail.smtp import SmtpChannel
from tests.mail.server import Post, start


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
