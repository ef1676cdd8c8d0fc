"""What a button is: the verb behind it, its options, the ways that a click can go."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from keyword import iskeyword
from typing import Any

from cchc_macros.summary import Summary

ID_PREFIX = "cchc_"  # of the ribbon controls


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One of several ways that a click can go: a line in the menu of the verb's button.

    Attributes:
        name: Its part of the control's id, lower-case letters.
        label: Its line in the menu.
        icon: As `Button.icon`.
        values: The macro's keyword arguments on this way.
        asks: Keywords of the options whose dialog is shown on this way and on no other.
        shows: The sheets that the macro makes are shown for printing, and nothing goes out of the workbook.
    """

    name: str
    label: str
    icon: str
    values: Mapping[str, object] = field(default_factory=dict)
    asks: tuple[str, ...] = ()
    shows: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
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
        large: A large button.
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
    return getattr(import_module(module), name)
