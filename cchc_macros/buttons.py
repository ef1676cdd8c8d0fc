"""What a button is: the verb behind it, its options, the ways that a click can go; those that several buttons share."""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from keyword import iskeyword
from types import MappingProxyType
from typing import Any, NamedTuple

from cchc_macros.summary import Summary
from xl.garbage import loading

ID_PREFIX = "cchc_"  # of the ribbon controls


class Option(NamedTuple):
    """An argument of a verb beyond BOOK. A `name` that begins with `--` is optional unless `required`.

    The last ones say where a click gets the value, since a ribbon button has no command line; see also `Way`.

    Attributes:
        flag: Takes no value.
        dialog: The dialog Excel asks with: "open", "save" or "folder"; empty: Excel does not ask.
        suggest: The name proposed for a file, or for a folder that need not exist yet, beside the workbook.
        patterns: The files that dialog shows, e.g. "*.txt;*.docx".
        active_sheet: The sheet whose name is the value, without a dialog, while it is the active one.
        before_book: Stands before BOOK on the command line.
    """

    name: str
    help: str
    metavar: str | None = None
    choices: tuple[str, ...] = ()
    required: bool = False
    flag: bool = False
    dialog: str = ""
    suggest: str = ""
    patterns: str = ""
    active_sheet: str = ""
    before_book: bool = False

    @property
    def keyword(self) -> str:
        """The macro's keyword argument: `--dry-run` is `dry_run`, `--from` is `from_`."""
        name = self.name.lstrip("-").replace("-", "_")
        return f"{name}_" if iskeyword(name) else name


class Way(NamedTuple):
    """One of several ways that a click can go: a line in the menu of the verb's button.

    Attributes:
        name: Its part of the control's id, lower-case letters.
        label: Its line in the menu.
        values: The macro's keyword arguments on this way.
        asks: Keywords of the options whose dialog is shown on this way and on no other.
        shows: The sheets that the macro makes are shown for printing, and nothing goes out of the workbook.
    """

    name: str
    label: str
    icon: str
    values: Mapping[str, object] = MappingProxyType({})
    asks: tuple[str, ...] = ()
    shows: bool = False


class Button(NamedTuple):
    """A ribbon button and its verb.

    Attributes:
        verb: The command-line verb; the ribbon id is `cchc_` + verb.
        label: Vietnamese label; None: no button, command line only.
        group: The ribbon group; see `registry.GROUPS`.
        macro: "module:function", the function behind both.
        screentip: The tip's bold first line.
        supertip: What the button does, in a sentence or two.
        keytip: The key after Alt and the tab's key.
        icon: The name of one of Office's own pictures (imageMso). No tool checks it: take one that other add-ins use.
        book: How the command line treats BOOK: "write" (opened, saved), "read" (opened, not saved),
            "path" (not opened: the macro gets its path), "none" (the verb takes no workbook; in Excel
            it needs none open).
        reaches_out: The macro does something outside the workbook; Excel asks first.
        question: What will happen then, as a Vietnamese sentence with the options' values in braces. A macro
            with `--dry-run` tells it itself.
        warns: "module:function", given the workbook: what of it is still open, with the question whether to go on
            all the same; "" where nothing is. Asked in Excel and at a terminal before the macro runs.
        ways: What Excel offers, most wanted first: the button itself goes that way; none: there is one way only.
        is_menu: The button only opens its menu.
        corners: Ways that stand as an arrow in the corner of the group that their label names.
    """

    verb: str
    label: str | None
    group: str | None
    macro: str
    screentip: str
    supertip: str
    keytip: str = ""
    icon: str = ""
    large: bool = False
    book: str = "write"
    reaches_out: bool = False
    question: str = ""
    options: tuple[Option, ...] = ()
    ways: tuple[Way, ...] = ()
    is_menu: bool = False
    corners: tuple[Way, ...] = ()
    warns: str = ""

    @property
    def id(self) -> str:
        """The ribbon control's id, ASCII."""
        return f"{ID_PREFIX}{self.verb}"

    def load(self) -> Callable[..., Summary]:
        """Import and return the function behind the button."""
        macro: Callable[..., Summary] = _imported(self.macro)
        return macro

    def warning(self, book: Any) -> str:
        """What of a workbook is still open, as a question; "" where nothing is, or the button does not care."""
        return str(_imported(self.warns)(book)) if self.warns else ""


def _imported(place: str) -> Any:
    module, _, name = place.partition(":")
    if module not in sys.modules:
        with loading():
            import_module(module)
    return getattr(sys.modules[module], name)


def folder_to_write(help_: str, suggest: str) -> Option:
    """The folder in which files are written."""
    return Option(name="--to", help=help_, metavar="DIR", required=True, dialog="folder", suggest=suggest)


def folder_to_read(help_: str) -> Option:
    """The folder whose files are read."""
    return Option(name="dir", help=help_, metavar="DIR", dialog="folder")


def file_to_write(help_: str, suggest: str, kind: str) -> Option:
    """The file that is written."""
    return Option(name="--to", help=help_, metavar="FILE", required=True, dialog="save", suggest=suggest, patterns=kind)


def book_of_last_year(name: str, help_: str) -> Option:
    """The workbook of the year before."""
    return Option(name=name, help=help_, metavar="OLD", dialog="open", patterns="*.xlsx;*.xlsm")


def own_template(what: str) -> Option:
    """The agency's own template; where there is none yet, ours is written there to be changed."""
    return Option(
        name="--template", help=f"{what} của cơ quan (.docx); chưa có thì mẫu gốc được ghi ra đó để sửa",
        metavar="FILE", dialog="open", patterns="*.docx",
    )  # fmt: skip


def by_template(ours: str, theirs: str, icon: str) -> tuple[Way, Way]:
    """By our template, or by the agency's own, which is asked for."""
    return (
        Way(name="ours", label=ours, icon=icon),
        Way(name="template", label=f"{theirs}: chọn tệp mẫu (.docx)", icon="FileOpen", asks=("template",)),
    )


EACH = Option(name="--each", help="hỏi có, không từng dòng một", flag=True)
MAIL_OPTIONS = (
    Option(
        name="--via",
        help="eml: thư nháp; smtp: gửi qua máy chủ thư; outlook: qua Outlook",
        choices=("eml", "smtp", "outlook"),
    ),
    Option(name="--to", help="thư mục ghi thư nháp .eml; mặc định cạnh sổ", metavar="DIR"),
    Option(name="--send", help="với outlook: gửi luôn, không chỉ lưu nháp", flag=True),
    Option(name="--dry-run", help="chỉ xem ai nhận gì, không gửi", flag=True),
    Option(name="--resend", help="mã đơn vị cần gửi lại, ví dụ VP,NV1", metavar="UNITS"),
    Option(name="--received", help="mã đơn vị đã nhận thư mà sổ ghi không rõ", metavar="UNITS"),
)

MAIL_WAYS = (
    Way(name="draft", label="Lưu vào Thư nháp (Drafts) của Outlook", icon="FileSave", values={"via": "outlook"}),
    Way(
        name="send", label="Gửi luôn bằng Outlook", icon="FileSendAsAttachment",
        values={"via": "outlook", "send": True},
    ),
    Way(name="file", label="Ghi thành tệp thư nháp .eml cạnh sổ", icon="FileSaveAs", values={"via": "eml"}),
    Way(name="server", label="Gửi qua máy chủ thư ghi ở sheet Thông tin", icon="FileSendMenu", values={"via": "smtp"}),
)  # fmt: skip
