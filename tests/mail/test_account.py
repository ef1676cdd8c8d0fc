import time
from dataclasses import replace

import keyring
import keyring.backend
import keyring.errors
import pytest

from cchc_macros import contract as c
from cchc_macros.errors import MailError
from cchc_macros.mail.account import Account, Passwords, read_account
from cchc_macros.mail.smtp import SmtpChannel
from tests.xl.test_progress import Terminal
from xl.progress import shown

GOOD = {c.SMTP_HOST: "mail.stp.example", c.SMTP_FROM: "vanphong@stp.example"}
ACCOUNT = Account(
    host="mail.stp.example", port=587, security="starttls", user="vanphong", sender="vanphong@stp.example"
)


class Safe(keyring.backend.KeyringBackend):
    priority = 1

    def __init__(self):
        super().__init__()
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        del self.kept[service, username]


class NoSafe(keyring.backend.KeyringBackend):
    priority = 1

    def _fail(self, *_):
        raise keyring.errors.NoKeyringError

    get_password = set_password = delete_password = _fail


@pytest.fixture
def safe():
    before = keyring.get_keyring()
    keyring.set_keyring(made := Safe())
    yield made
    keyring.set_keyring(before)


@pytest.fixture
def no_safe():
    before = keyring.get_keyring()
    keyring.set_keyring(NoSafe())
    yield
    keyring.set_keyring(before)


def read(settings=GOOD, **environ):
    return read_account(lambda key: settings.get(key, ""), environ)


def test_the_workbook_gives_the_account():
    account = read(GOOD | {c.SMTP_PORT: "2525", c.SMTP_SECURITY: "None", c.SMTP_USER: "vp"})
    assert account == Account(
        host="mail.stp.example", port=2525, security="none", user="vp", sender="vanphong@stp.example"
    )


def test_who_logs_in_with_an_address_writes_from_it():
    blank = GOOD | {c.SMTP_FROM: ""}
    assert read(blank | {c.SMTP_USER: "cchc@stp.example"}).sender == "cchc@stp.example"
    with pytest.raises(MailError, match="Chưa có địa chỉ người gửi"):
        read(blank | {c.SMTP_USER: "cchc"})


def test_the_environment_overrules_the_workbook():
    account = read(
        CCHC_SMTP_HOST="khac.example", CCHC_SMTP_PORT="465", CCHC_SMTP_SECURITY="tls", CCHC_SMTP_USER="u",
        CCHC_SMTP_FROM="khac@stp.example",
    )  # fmt: skip
    assert account == Account(host="khac.example", port=465, security="tls", user="u", sender="khac@stp.example")


@pytest.mark.parametrize(
    ("port", "security", "expected"),
    [
        ("", "", ("starttls", 587)),
        ("", "tls", ("tls", 465)),
        ("", "none", ("none", 25)),
        ("465", "", ("tls", 465)),
        ("25", "", ("starttls", 25)),  # never plain text unless the office says so
    ],
)
def test_what_is_left_blank_is_safe(port, security, expected):
    account = read(GOOD | {c.SMTP_PORT: port, c.SMTP_SECURITY: security})
    assert (account.security, account.port) == expected


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (c.SMTP_HOST, ""), (c.SMTP_HOST, "a b"), (c.SMTP_HOST, "a\r\nb"), (c.SMTP_PORT, "0"), (c.SMTP_PORT, "70000"),
        (c.SMTP_PORT, "x"), (c.SMTP_PORT, "٥٨٧"), (c.SMTP_SECURITY, "ssl3"), (c.SMTP_FROM, ""), (c.SMTP_FROM, "vp@"),
        (c.SMTP_FROM, "a@b.example\r\nRCPT TO:<x@y.example>"),
    ],
)  # fmt: skip
def test_a_value_that_makes_no_sense_is_told_with_its_place(key, value):
    with pytest.raises(MailError, match=f"'{key}'"):
        read(GOOD | {key: value})


def test_a_bad_variable_is_told_by_its_name():
    with pytest.raises(MailError, match="CCHC_SMTP_PORT"):
        read(CCHC_SMTP_PORT="x")


def test_the_environments_password_comes_first(safe):
    safe.set_password("CCHC SMTP", "vanphong@mail.stp.example", "cũ")
    assert Passwords({"CCHC_SMTP_PASSWORD": "mới"}).find(ACCOUNT) == ("mới", "environment")


def test_a_typed_password_is_kept_once_the_server_took_it(safe):
    passwords = Passwords({}, ask=lambda _: "đã gõ")
    password, source = passwords.find(ACCOUNT)
    assert not safe.kept
    passwords.accepted(ACCOUNT, password, source)
    assert safe.kept == {("CCHC SMTP", "vanphong@mail.stp.example"): "đã gõ"}
    assert Passwords({}, ask=lambda _: pytest.fail("asked again")).find(ACCOUNT) == ("đã gõ", "keyring")


def test_a_kept_password_that_is_refused_is_forgotten(safe):
    safe.set_password("CCHC SMTP", "vanphong@mail.stp.example", "cũ")
    Passwords({}).refused(ACCOUNT, "keyring")
    assert not safe.kept


def test_nobody_to_ask_says_what_to_do(safe):
    with pytest.raises(MailError, match="CCHC_SMTP_PASSWORD"):
        Passwords({}).find(ACCOUNT)


def test_a_machine_without_a_keyring_asks(no_safe):
    passwords = Passwords({}, ask=lambda _: "x")
    assert passwords.find(ACCOUNT) == ("x", "terminal")
    passwords.accepted(ACCOUNT, "x", "terminal")


def test_nothing_is_written_over_the_question_for_a_password(no_safe, monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr("sys.stdin", terminal)
    monkeypatch.setattr("sys.stderr", terminal)

    def types_slowly(text):
        before = terminal.getvalue()
        time.sleep(0.1)
        assert terminal.getvalue() == before
        return "mật khẩu"

    monkeypatch.setattr("getpass.getpass", types_slowly)
    with shown("cchc email", terminal, every=0.01):
        assert Passwords.for_terminal({}).find(ACCOUNT)[0] == "mật khẩu"
        time.sleep(0.05)
    assert "cchc email: đang làm" in terminal.getvalue()


def test_no_printed_object_holds_the_password(safe):
    safe.set_password("CCHC SMTP", "vanphong@mail.stp.example", "tuyệt mật")
    passwords = Passwords({"CCHC_SMTP_PASSWORD": "tuyệt mật"})
    passwords.find(ACCOUNT)
    channel = SmtpChannel(ACCOUNT, passwords)
    assert "tuyệt mật" not in repr(passwords) + repr(ACCOUNT) + repr(vars(channel))


def test_the_environments_password_is_only_for_the_environments_host(no_safe):
    passwords = Passwords({"CCHC_SMTP_PASSWORD": "tuyệt mật"})
    theirs = read({**GOOD, c.SMTP_USER: "vanphong"})
    with pytest.raises(MailError, match="biến môi trường") as caught:
        passwords.find(theirs)
    assert "CCHC_SMTP_HOST" in str(caught.value)
    assert "tuyệt mật" not in str(caught.value)
    ours = read({**GOOD, c.SMTP_USER: "vanphong"}, CCHC_SMTP_HOST="mail.stp.example")
    assert passwords.find(ours) == ("tuyệt mật", "environment")


def test_the_keyrings_password_is_only_for_the_host_it_was_kept_for(safe):
    safe.set_password("CCHC SMTP", "vanphong@mail.stp.example", "tuyệt mật")
    elsewhere = replace(ACCOUNT, host="mail.ke-xau.example")
    with pytest.raises(MailError, match="Chưa có mật khẩu"):
        Passwords({}).find(elsewhere)


@pytest.mark.parametrize("host", ["stp.example@mail.stp", "http://mail", "mail\\x"])
def test_a_host_that_is_no_name_is_refused(host):
    with pytest.raises(MailError, match="Chưa có máy chủ"):
        read({**GOOD, c.SMTP_HOST: host})


def test_no_message_proposes_to_do_without_encryption():
    for settings in ({**GOOD, c.SMTP_SECURITY: "sai"}, {**GOOD, c.SMTP_PORT: "sai"}, {}):
        with pytest.raises(MailError) as caught:
            read(settings)
        assert "none" not in str(caught.value)
