"""Mail through Outlook on Windows, by COM, with the user's own profile: as drafts to look at, or sent."""

from collections.abc import Callable
from typing import Any

from cchc_macros.errors import ToolError
from cchc_macros.mail.channels import Mail, SendResult

_MAIL_ITEM = 0  # olMailItem
_HTML = 2  # olFormatHTML
_CC = 2  # olCC
# Outlook died or hung up during the call: RPC_E_DISCONNECTED, RPC_E_SERVERFAULT, RPC_S_SERVER_UNAVAILABLE,
# RPC_S_CALL_FAILED. Every other error is an answer: the message was not taken.
_GONE = (-2147417848, -2147417851, -2147023174, -2147023170)
_NO_OUTLOOK = (
    "Không dùng được Outlook trên máy này. Mở Outlook bản cài trên Windows (Outlook cổ điển; bản 'Outlook mới' "
    "không cho phần mềm khác soạn thư) rồi bấm lại, hoặc bấm lại và chọn ghi thư nháp thành tệp .eml."
)
_OTHER_WAYS = "Thư nháp thành tệp: --via eml; qua máy chủ thư: --via smtp."


def start_outlook() -> Any:
    """Attach to Outlook, or start it.

    Raises:
        ToolError: there is none; on another system than Windows always.
    """
    try:
        from win32com.client import Dispatch  # type: ignore[import-untyped] # noqa: PLC0415  Windows only
    except ImportError as error:
        raise ToolError(_NO_OUTLOOK, command=_OTHER_WAYS) from error
    try:
        return Dispatch("Outlook.Application")
    except Exception as error:  # pywin32's com_error derives from nothing narrower
        raise ToolError(_NO_OUTLOOK, command=_OTHER_WAYS) from error


class OutlookChannel:
    """Makes a message in Outlook for each mail; Outlook itself builds the MIME and knows the sender."""

    repeats = False

    def __init__(self, *, send: bool, start: Callable[[], Any] = start_outlook) -> None:
        self.drafts = not send
        self.name = "mail" if send else "outlook-draft"
        self._start = start
        self._outlook: Any = None

    def send(self, mail: Mail, committed: Callable[[], None], *, last: bool) -> SendResult:  # noqa: ARG002
        """Make one message and save it in Drafts or send it.

        Raises:
            ToolError: Outlook cannot be reached.
        """
        self._outlook = self._outlook or self._start()
        try:
            item = self._fill(mail)
        except Exception as error:  # noqa: BLE001  as in start_outlook
            return SendResult("failed", f"Outlook báo lỗi: {_say(error)}")
        committed()
        try:
            item.Save() if self.drafts else item.Send()
        except Exception as error:  # noqa: BLE001  as in start_outlook
            gone = bool(error.args) and error.args[0] in _GONE
            self._outlook = None if gone else self._outlook
            return SendResult("unsure" if gone and not self.drafts else "failed", f"Outlook báo lỗi: {_say(error)}")
        return SendResult("sent", "Thư nháp (Drafts) của Outlook" if self.drafts else "Outlook")

    def close(self) -> None:
        """Release the COM reference, so that Outlook can be closed; it stays open for the user."""
        self._outlook = None

    def _fill(self, mail: Mail) -> Any:
        item = self._outlook.CreateItem(_MAIL_ITEM)
        item.Subject = mail.letter.subject
        item.BodyFormat = _HTML
        item.HTMLBody = mail.letter.html
        for address in mail.to:
            item.Recipients.Add(address)
        for address in mail.cc:
            item.Recipients.Add(address).Type = _CC
        item.Recipients.ResolveAll()
        if mail.reply_to:
            item.ReplyRecipients.Add(mail.reply_to)
        for path in mail.attachments:
            item.Attachments.Add(str(path.resolve()))
        return item


def _say(error: Exception) -> str:
    """The words of a COM error (its third argument holds Outlook's own), in one line."""
    words = [str(part) for part in error.args if part]
    details = error.args[2] if len(error.args) > 2 else None  # noqa: PLR2004  (code, text, details, argument)
    if isinstance(details, tuple) and len(details) > 2 and details[2]:  # noqa: PLR2004
        words = [str(details[2])]
    return " ".join(" ".join(words).split())[:200] or type(error).__name__
