"""Outlook, as far as a letter needs it."""

from __future__ import annotations  # members named like the classes hide them in a class's body

from pathlib import Path
from typing import Any

from tests.excel.double.com import ComObject, refused


class Outlook(ComObject):
    """Outlook itself; `letters` holds what was saved or sent."""

    typename = "Outlook.Application"

    def __init__(self, desk: Any) -> None:
        super().__init__(desk)
        self.letters: list[tuple[str, MailItem]] = []

    def CreateItem(self, ItemType: int) -> MailItem:  # noqa: N803
        if ItemType != 0:
            raise self.desk.log.violate("no letter")
        return MailItem(self)


class MailItem(ComObject):
    """A letter."""

    typename = "Outlook.MailItem"

    def __init__(self, outlook: Outlook) -> None:
        super().__init__(outlook.desk)
        self.outlook = outlook
        self.kept: dict[str, Any] = {}
        self.to, self.reply_to, self.files = (
            Recipients(outlook.desk),
            Recipients(outlook.desk),
            Attachments(outlook.desk),
        )

    Subject = property(fset=lambda self, value: self.kept.update(subject=value))
    BodyFormat = property(fset=lambda self, value: self.kept.update(form=value))
    HTMLBody = property(fset=lambda self, value: self.kept.update(html=value))
    Body = property(fset=lambda self, value: self.kept.update(text=value))
    Recipients = property(lambda self: self.to)
    ReplyRecipients = property(lambda self: self.reply_to)
    Attachments = property(lambda self: self.files)

    def Save(self) -> None:
        self.outlook.letters.append(("draft", self))

    def Send(self) -> None:
        self.outlook.letters.append(("sent", self))


class Recipients(ComObject):
    """Whom a letter goes to."""

    typename = "Outlook.Recipients"

    def __init__(self, desk: Any) -> None:
        super().__init__(desk)
        self.addresses: list[str] = []

    def Add(self, Name: str) -> Recipient:  # noqa: N803
        self.addresses.append(Name)
        return Recipient(self.desk)

    def ResolveAll(self) -> bool:
        return True

    @property
    def Count(self) -> int:
        return len(self.addresses)


class Recipient(ComObject):
    """One of them."""

    typename = "Outlook.Recipient"
    Type = property(fset=lambda self, value: None)
    Resolved = property(lambda self: True)


class Attachments(ComObject):
    """The files of a letter."""

    typename = "Outlook.Attachments"

    def __init__(self, desk: Any) -> None:
        super().__init__(desk)
        self.paths: list[str] = []

    def Add(self, Source: str, *_: Any) -> None:  # noqa: N803
        if not Path(Source).is_absolute() or not Path(Source).exists():
            raise refused("Cannot find this file. Verify the path and file name are correct.")
        self.paths.append(Source)
