"""The SMTP account: settings from the workbook, overruled by the environment; the password from neither.

The password comes from `CCHC_SMTP_PASSWORD` or the system's keyring, or is asked for once on a terminal. It is held
by no object that is printed, logged or saved. A workbook may come from anywhere, and so may the host it names: the
environment's password is only for the environment's host, the keyring's for the host it was kept for.
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Literal, get_args

from cchc_macros import contract as c
from cchc_macros.command_line import command_line
from cchc_macros.errors import MailError
from cchc_macros.rules.units.addresses import valid_address
from xl.late import dataclass
from xl.progress import paused

Security = Literal["starttls", "tls", "none"]
DEFAULT_PORTS: dict[Security, int] = {"starttls": 587, "tls": 465, "none": 25}
SERVICE = "CCHC SMTP"  # the name under which the keyring keeps the password
VARIABLES = {
    c.SMTP_HOST: "CCHC_SMTP_HOST",
    c.SMTP_PORT: "CCHC_SMTP_PORT",
    c.SMTP_SECURITY: "CCHC_SMTP_SECURITY",
    c.SMTP_USER: "CCHC_SMTP_USER",
    c.SMTP_FROM: "CCHC_SMTP_FROM",
}
_ASKING = "email SỔ.xlsx --via smtp"  # a password is typed where it does not show, which no box of Excel can do
PASSWORD_VARIABLE = "CCHC_SMTP_PASSWORD"  # noqa: S105  the variable's name, not a password


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Where and as whom to send.

    Attributes:
        user: As whom to log in; "" means no log-in.
        is_given: Whether the host comes from whoever runs this, not from the workbook.
    """

    host: str
    port: int
    security: Security
    user: str
    sender: str
    is_given: bool = field(default=True, compare=False)


def read_account(setting: Callable[[str], str], environ: Mapping[str, str]) -> Account:
    """Read the account; `setting` gives the text of a key of `Thông tin`, "" where blank.

    Raises:
        MailError: a value is missing or makes no sense; the message says where it stands.
    """

    def value(key: str) -> tuple[str, str]:
        name = VARIABLES[key]
        if text := environ.get(name, "").strip():
            return text, f"biến môi trường {name}"
        return setting(key).strip(), f"sheet '{c.SETTINGS_SHEET}', mục '{key}'"

    host, place = value(c.SMTP_HOST)
    if not host or any(ch.isspace() or ch in "@/\\" for ch in host):
        raise MailError(
            f"Chưa có máy chủ gửi thư ({place}). Điền tên máy chủ rồi làm lại, hoặc soạn thư nháp thành tệp .eml.",
            command="Thư nháp: --via eml.",
        )
    port_text, port_place = value(c.SMTP_PORT)
    security = _security(*value(c.SMTP_SECURITY), port_text)
    port = _port(port_text, port_place) if port_text else DEFAULT_PORTS[security]
    user = value(c.SMTP_USER)[0]
    sender, place = value(c.SMTP_FROM)
    sender = sender or (user if valid_address(user) else "")
    if not sender:
        raise MailError(f"Chưa có địa chỉ người gửi ({place}). Nhập ví dụ vanphong@stp.example.")
    if not valid_address(sender):
        raise MailError(f"Địa chỉ người gửi '{sender}' không hợp lệ ({place}). Nhập ví dụ vanphong@stp.example.")
    given = bool(environ.get(VARIABLES[c.SMTP_HOST], "").strip())
    return Account(host=host, port=port, security=security, user=user, sender=sender, is_given=given)


def _security(text: str, place: str, port: str) -> Security:
    """The protection asked for; where none is named it is never plain text, not even on port 25."""
    if not text:
        return "tls" if port == str(DEFAULT_PORTS["tls"]) else "starttls"
    for known in get_args(Security):
        if text.casefold() == known:
            return known  # type: ignore[no-any-return]  # get_args forgets the Literal's type
    raise MailError(f"'{text}' không phải kiểu bảo mật thư ({place}). Chọn starttls hoặc tls.")


def _port(text: str, place: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 2**16:
        raise MailError(f"Cổng '{text}' không hợp lệ ({place}). Nhập 587 hoặc 465.")
    return int(text)


@dataclass(slots=True)
class Passwords:
    """Finds an account's password: environment, keyring, then the terminal; keeps what the terminal gave.

    Attributes:
        ask: Asks on the terminal, None where there is none.
    """

    environ: Mapping[str, str] = field(repr=False)  # it may hold the password
    ask: Callable[[str], str] | None = None

    @classmethod
    def for_terminal(cls, environ: Mapping[str, str]) -> "Passwords":
        """Passwords that are asked for where a person can answer."""
        return cls(environ, _ask_hidden if sys.stdin is not None and sys.stdin.isatty() else None)

    def find(self, account: Account) -> tuple[str, Literal["environment", "keyring", "terminal"]]:
        """Return the password and where it came from.

        Raises:
            MailError: there is none and nobody to ask.
        """
        password = self.environ.get(PASSWORD_VARIABLE)
        if password and account.is_given:
            return password, "environment"
        if password := _keyring("get_password", account):
            return password, "keyring"
        if self.ask and (password := self.ask(f"Mật khẩu thư của {account.user} tại {account.host}: ")):
            return password, "terminal"
        if self.environ.get(PASSWORD_VARIABLE):
            raise MailError(
                f"Máy chủ thư {account.host} do sổ này ghi, còn mật khẩu ở biến môi trường {PASSWORD_VARIABLE} chỉ "
                "dùng với máy chủ cũng đặt ở biến môi trường. Thư chưa gửi; nếu đúng là máy chủ của cơ quan thì nhờ "
                f"quản trị đặt thêm biến {VARIABLES[c.SMTP_HOST]}."
            )
        raise MailError(
            f"Chưa có mật khẩu thư của {account.user}. Nhờ quản trị chạy một lần ở cửa sổ lệnh để nhập: "
            f"{command_line(_ASKING)}\nMáy cất mật khẩu ấy cho các lần sau. Không có kho mật khẩu thì đặt biến "
            f"môi trường {PASSWORD_VARIABLE}."
        )

    def accepted(self, account: Account, password: str, source: str) -> None:
        """The server took the password: a typed one goes into the keyring, so that it is asked for once."""
        if source == "terminal":
            _keyring("set_password", account, password)

    def refused(self, account: Account, source: str) -> None:
        """The server refused it: a stored one is forgotten, so that it is asked for again."""
        if source == "keyring":
            _keyring("delete_password", account)


def _ask_hidden(text: str) -> str:
    with paused():  # else the line that says how far the work is would write over the question
        from getpass import getpass  # noqa: PLC0415  # at a terminal only

        return getpass(text)


def _keyring(action: str, account: Account, *password: str) -> str | None:
    """Call the keyring; a system without one (a server, a container) is as one that holds nothing."""
    import keyring  # noqa: PLC0415  slow to import, and only SMTP with a log-in needs it
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        found = getattr(keyring, action)(SERVICE, f"{account.user}@{account.host}", *password)
    except (KeyringError, RuntimeError):
        return None
    return found if isinstance(found, str) else None
