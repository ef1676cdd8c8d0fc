"""Mail by SMTP: one connection for all messages, and an exact account of what became of each.

The step that cannot be taken back is the dot that ends a message's data: a server owns the message once it has
answered that, and not before (RFC 5321, 4.2.5 and 6.1). A failure before the dot has left means that nothing went
out; a failure after it, that nobody knows.
"""

import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address

from cchc_macros.errors import MailError
from cchc_macros.mail.account import Account, Passwords
from cchc_macros.mail.channels import Mail, Refusal, SendResult
from xl.late import regex

TIMEOUT = 30.0  # to connect and log in
PATIENCE = 300.0  # for any answer afterwards: servers look messages through before they take them (RFC 5321, 4.5.3.2)
GOODBYE = 5.0
LINE = 200  # of a server's answer, as much as is shown
SHUTTING_DOWN, AUTHENTICATION_REQUIRED, START_DATA = 421, 530, 354
_LEADING_DOT = regex(rb"(?m)^\.")
_GOOD, _FOR_NOW, _FOR_GOOD = 2, 4, 5  # the first digit of an answer
_ANSWERS = (_GOOD, _FOR_NOW, _FOR_GOOD)
_Reply = tuple[int, bytes]
_CERTIFICATE = {  # OpenSSL's numbers (X509_V_ERR_…); other reasons are shown in its own words
    9: "chưa đến ngày có hiệu lực", 10: "đã hết hạn", 18: "tự ký", 19: "nơi cấp không được tin cậy",
    20: "nơi cấp không được tin cậy", 21: "nơi cấp không được tin cậy", 62: "cấp cho tên máy chủ khác",
    64: "cấp cho tên máy chủ khác",
}  # fmt: skip


class SmtpChannel:
    """Sends through the office's own mail server."""

    name = "mail"
    drafts = False
    repeats = False

    def __init__(
        self,
        account: Account,
        passwords: Passwords,
        context: ssl.SSLContext | None = None,
        timeout: float = TIMEOUT,
        patience: float = PATIENCE,
    ) -> None:
        self.account = account
        self._passwords = passwords
        self._context = context
        self._timeout = timeout
        self._patience = patience
        self._smtp: smtplib.SMTP | None = None

    def send(self, mail: Mail, committed: Callable[[], None], *, last: bool) -> SendResult:
        """Try once, on the open connection or a new one.

        Raises:
            MailError: the server's certificate, protection or log-in stops every message.
        """
        try:
            smtp = self._smtp = self._smtp or self._connect()
        except (OSError, smtplib.SMTPException) as error:
            return SendResult("offline", f"không nối được máy chủ {self.account.host}: {_why(error)}")
        try:
            refused = self._envelope(smtp, mail, last=last)
            if isinstance(refused, SendResult):
                return refused
            return self._data(smtp, mail.content, committed) or self._finish(smtp, refused)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return SendResult("later", f"mất kết nối trước khi gửi xong: {_why(error)}")
        except BaseException:
            self._drop()  # in the middle of a message nothing else can be said on this line
            raise

    def close(self) -> None:
        """Say goodbye; every message's fate is known by now, so a server that does not answer is left."""
        if self._smtp:
            if self._smtp.sock:
                self._smtp.sock.settimeout(GOODBYE)
            with suppress(OSError, smtplib.SMTPException):
                self._smtp.quit()
        self._drop()

    def _drop(self) -> None:
        if self._smtp:
            self._smtp.close()
        self._smtp = None

    def _envelope(self, smtp: smtplib.SMTP, mail: Mail, *, last: bool) -> SendResult | tuple[Refusal, ...]:
        """Sender and recipients: those refused while the message goes on, or an outcome where it ends here."""
        size = [f"size={len(mail.content)}"] if smtp.has_extn("size") else []
        if outcome := self._refusal(smtp.mail(self.account.sender, size)):
            return outcome
        # All are asked before anything is decided: a greylisting server has then seen each of them.
        answers = {address: smtp.rcpt(address) for address in (*mail.to, *mail.cc)}
        refused = {address: reply for address, reply in answers.items() if not _is_good(reply)}
        for_now = [reply for reply in refused.values() if _is_for_now(reply)]
        if all(address in refused for address in mail.to):
            stopping = for_now or list(refused.values())
        else:
            stopping = [] if last else for_now
        if stopping and (outcome := self._refusal(stopping[0])):
            return outcome
        return tuple(Refusal(address, _say(reply)) for address, reply in refused.items())

    def _data(self, smtp: smtplib.SMTP, content: bytes, committed: Callable[[], None]) -> SendResult | None:
        """The message with its final dot; an outcome where the server does not want it."""
        smtp.putcmd("DATA")
        committed()  # while the server makes ready: it costs no time then
        reply = smtp.getreply()
        if reply[0] != START_DATA:
            return self._refusal(reply)
        content = _LEADING_DOT.sub(b"..", content)
        # Where sending fails, not all has left this machine, and so not the dot at its end.
        smtp.send(content + (b".\r\n" if content.endswith(b"\r\n") else b"\r\n.\r\n"))
        return None

    def _finish(self, smtp: smtplib.SMTP, refused: tuple[Refusal, ...]) -> SendResult:
        """The server's answer to the whole message."""
        try:
            reply = smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return SendResult("unsure", f"mất kết nối khi chờ máy chủ nhận thư: {_why(error)}")
        if reply[0] // 100 not in _ANSWERS:
            self._drop()
            return SendResult("unsure", _say(reply))
        return self._refusal(reply) or SendResult("sent", self.account.host, refused)

    def _refusal(self, reply: _Reply) -> SendResult | None:
        """What a refusing answer means for the message; None where the answer is good."""
        if _is_good(reply):
            return None
        if reply[0] == AUTHENTICATION_REQUIRED:
            self._drop()
            raise MailError(f"{self._server()} đòi đăng nhập ({_say(reply)}). Điền mục 'Tài khoản SMTP' rồi gửi lại.")
        if reply[0] == SHUTTING_DOWN:
            self._drop()
        elif self._smtp:
            with suppress(OSError, smtplib.SMTPException):
                self._smtp.rset()
        return SendResult("later" if _is_for_now(reply) else "failed", _say(reply))

    def _connect(self) -> smtplib.SMTP:
        """Connect, protect the line, log in.

        Raises:
            OSError, smtplib.SMTPException: not now; another time it may work.
            MailError: it will not work until someone changes something.
        """
        account = self.account
        name = account.sender.rpartition("@")[2]  # else smtplib asks the DNS for this machine's name
        try:
            if account.security == "tls":
                smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                    account.host, account.port, name, timeout=self._timeout, context=self._trust()
                )
            else:
                smtp = smtplib.SMTP(account.host, account.port, name, timeout=self._timeout)
        except ssl.SSLError as error:
            raise self._tls_error(error) from error
        except smtplib.SMTPConnectError as error:
            raise self._for_good(error, "từ chối kết nối") from error
        try:
            self._protect_and_log_in(smtp)
        except BaseException:
            smtp.close()
            raise
        if smtp.sock:
            smtp.sock.settimeout(self._patience)
        return smtp

    def _protect_and_log_in(self, smtp: smtplib.SMTP) -> None:
        try:
            smtp.ehlo_or_helo_if_needed()
            if self.account.security == "starttls":
                code, text = smtp.starttls(context=self._trust())
                if not _is_good((code, text)):
                    raise smtplib.SMTPResponseException(code, text)  # noqa: TRY301  same as smtplib's own
                smtp.ehlo()
        except ssl.SSLError as error:
            raise self._tls_error(error) from error
        except smtplib.SMTPNotSupportedError as error:
            raise MailError(
                f"{self._server()} không hỗ trợ STARTTLS. Thư chưa gửi; đặt 'Bảo mật SMTP' là tls, "
                "hoặc hỏi quản trị máy chủ thư cổng có mã hóa."
            ) from error
        except smtplib.SMTPResponseException as error:
            raise self._for_good(error, "không bảo mật được đường truyền") from error
        if self.account.user:
            self._log_in(smtp)

    def _log_in(self, smtp: smtplib.SMTP) -> None:
        if self.account.security == "none" and not _stays_here(smtp):
            raise MailError(
                f"{self._server()}: mật khẩu sẽ đi không mã hóa, nên chưa đăng nhập và chưa gửi thư. Đặt 'Bảo mật "
                "SMTP' là starttls hoặc tls; máy chủ không đòi đăng nhập thì xóa mục 'Tài khoản SMTP'."
            )
        password, source = self._passwords.find(self.account)
        try:
            smtp.login(self.account.user, password)
        except smtplib.SMTPNotSupportedError as error:
            raise MailError(f"{self._server()} không nhận đăng nhập. Xóa mục 'Tài khoản SMTP', rồi gửi lại.") from error
        except UnicodeError:
            # The error itself would carry the password along.
            raise MailError("Mật khẩu thư có chữ ngoài bảng ASCII. Đổi mật khẩu rồi gửi lại.") from None
        except smtplib.SMTPResponseException as error:
            if not _is_for_now((error.smtp_code, b"")):
                self._passwords.refused(self.account, source)
            raise self._for_good(error, f"không cho {self.account.user} đăng nhập") from error
        self._passwords.accepted(self.account, password, source)

    def _trust(self) -> ssl.SSLContext:
        """The system's certificates; reading them takes long enough not to do it for a server without TLS."""
        self._context = self._context or ssl.create_default_context()
        return self._context

    def _for_good(self, error: smtplib.SMTPResponseException, what: str) -> Exception:
        """A refusal of the connection itself: an error for everyone, unless it is only for now."""
        reply = (error.smtp_code, _bytes(error.smtp_error))
        if _is_for_now(reply):
            return error
        return MailError(f"{self._server()} {what} ({_say(reply)}). Kiểm tra tài khoản, mật khẩu, cổng rồi gửi lại.")

    def _tls_error(self, error: ssl.SSLError) -> MailError:
        if isinstance(error, ssl.SSLCertVerificationError):
            reason = _CERTIFICATE.get(error.verify_code, error.verify_message.strip("."))
            return MailError(
                f"{self._server()} đưa chứng thư không tin được: {reason}. Kiểm tra mục 'Máy chủ SMTP' và ngày giờ của "
                "máy, hoặc nhờ quản trị cài chứng thư của cơ quan vào máy, rồi gửi lại."
            )
        return MailError(
            f"{self._server()} không bắt tay được TLS ({error.reason or 'lỗi TLS'}). "
            "Kiểm tra 'Cổng SMTP' và 'Bảo mật SMTP' (587 starttls, 465 tls), rồi gửi lại."
        )

    def _server(self) -> str:
        return f"Máy chủ thư {self.account.host}:{self.account.port}"


def _stays_here(smtp: smtplib.SMTP) -> bool:
    """Whether the line ends on this very machine, whatever the host is called."""
    return smtp.sock is not None and ip_address(str(smtp.sock.getpeername()[0]).partition("%")[0]).is_loopback


def _is_good(reply: _Reply) -> bool:
    return reply[0] // 100 == _GOOD


def _is_for_now(reply: _Reply) -> bool:
    """A 4xx answer; -1 is smtplib's word for a line that makes no sense."""
    return reply[0] // 100 == _FOR_NOW or reply[0] < 0


def _say(reply: _Reply) -> str:
    """A server's answer in one line: it comes from outside."""
    text = " ".join(_bytes(reply[1]).decode("utf-8", "replace").split())
    shown = "".join(ch if ch.isprintable() else "?" for ch in text)[:LINE]
    return f"máy chủ trả lời {reply[0]}: {shown}".rstrip(": ")


def _bytes(text: bytes | str) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


def _why(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _say((error.smtp_code, _bytes(error.smtp_error)))
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return "hết thời gian chờ"
    if isinstance(error, socket.gaierror):
        return "không tìm thấy tên máy chủ"
    if isinstance(error, ConnectionRefusedError):
        return "máy chủ không mở cổng này"
    return "đường truyền bị ngắt"
