"""COM objects as pywin32 hands them to Python, each access checked against the type library and counted."""

import json
import types
from collections import Counter
from pathlib import Path
from typing import Any

TYPELIB: dict[str, dict[str, str]] = json.loads(Path(__file__).with_name("typelib.json").read_text("utf-8"))
# What later Excels have beyond those declarations (learn.microsoft.com names the version of each).
NEWER = {
    "Excel.Workbook": {"AutoSaveOn": "w"},  # Microsoft 365
    "Excel.Window": {"Hwnd": "r"},  # 2013
    "Excel.Range": {"Formula2": "w"},  # Microsoft 365; not in 2016 and 2019
}

CALL_REJECTED, RETRY_LATER, CELL_IN_EDIT_MODE = -2147418111, -2147417846, -2146777998
EXCEPTION, UNKNOWN_NAME, MEMBER_NOT_FOUND = -2147352567, -2147352570, -2147352573
APPLICATION_ERROR = -2146827284  # 1004


class ComError(Exception):
    """`pywintypes.com_error`, which is also `pythoncom.ole_error`."""

    def __init__(self, hresult: int, text: str, details: Any = None, argument: Any = None) -> None:
        super().__init__(hresult, text, details, argument)
        self.hresult, self.strerror, self.excepinfo, self.argerror = hresult, text, details, argument


def refused(text: str, scode: int = APPLICATION_ERROR) -> ComError:
    """What Excel answers to that it will not do."""
    return ComError(EXCEPTION, "Exception occurred.", (0, "Microsoft Excel", text, "xlmain11.chm", 0, scode))


def busy(code: int) -> ComError:
    """What a call gets while Excel is busy: a cell is edited, a dialog is open."""
    if code == CELL_IN_EDIT_MODE:
        return ComError(EXCEPTION, "Exception occurred.", (0, None, None, None, 0, code))
    return ComError(code, "Call was rejected by callee.")


class ViolationError(AssertionError):
    """Something that no Excel has, or that the double does not know."""


class Log:
    """What a click asked of Excel."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.violations: list[str] = []
        self.trace: list[str] = []  # the calls in order
        self.to_excel = 0  # how many of them went to Excel
        self.events: list[tuple[Any, ...]] = []  # dialogs, previews, saved files

    @property
    def count(self) -> int:
        return len(self.trace)

    def violate(self, text: str) -> ViolationError:
        self.violations.append(text)
        return ViolationError(text)


class CDispatch:
    """pywin32's late-bound object: xlwings wraps what is an instance of it."""


def inner(thing: Any) -> Any:
    """The double's own object behind xlwings' wrapper, as pywin32 finds it."""
    pointer = getattr(thing, "_oleobj_", None)
    return pointer.owner if isinstance(pointer, Pointer) else thing


class Pointer:
    """`PyIDispatch`, the bare interface under a COM object."""

    def __init__(self, owner: "ComObject") -> None:
        self.owner = owner

    def GetIDsOfNames(self, _: int, name: str) -> Any:
        self.owner.desk.answer(self.owner.typename)
        raise ComError(UNKNOWN_NAME, f"Unknown name: {name}")


class ComObject(CDispatch):
    """Members of the type library are the names that begin with a capital letter; all else is the double's own.

    Attributes:
        typename: The class in the type library.
        desk: The desktop: log, clock, switches, whether Excel answers.
    """

    typename = ""

    def __init__(self, desk: Any) -> None:
        self.desk = desk

    def entry(self, name: str) -> str | None:
        newer = NEWER.get(self.typename, {}) if self.desk.switches.newest else {}
        return TYPELIB[self.typename].get(name) or newer.get(name)

    @property
    def _oleobj_(self) -> Pointer:
        return Pointer(self)

    def __getattribute__(self, name: str) -> Any:
        if not name[:1].isupper():
            return object.__getattribute__(self, name)
        entry = self._com_known(name)
        member = getattr(type(self), name, None)
        if member is None:
            raise self.desk.log.violate(f"the double lacks {self.typename}.{name}")
        if isinstance(member, property):
            return self._com_read(name, member)
        return types.MethodType(_Call(name, entry, member), self)

    def _com_known(self, name: str) -> str:
        entry = self.entry(name)
        if entry is None:
            if name in NEWER.get(self.typename, {}):
                raise AttributeError(name)  # an older Excel
            self.desk.log.violate(f"{self.typename} has no member {name}")
            raise AttributeError(name)
        return entry

    def _com_read(self, name: str, member: property) -> Any:
        self.seen(name)
        try:
            self.desk.answer(self.typename)
        except ComError as error:
            if error.hresult == EXCEPTION:
                raise
            raise AttributeError(name) from error  # what pywin32 makes of it; xlwings asks again by GetIDsOfNames
        return member.__get__(self)

    def __setattr__(self, name: str, value: Any) -> None:
        if not name[:1].isupper():
            object.__setattr__(self, name, value)
            return
        if self._com_known(name) != "w":
            self.desk.log.violate(f"{self.typename}.{name} is read only")
            raise ComError(EXCEPTION, "Exception occurred.", (0, None, "Member not found.", None, 0, MEMBER_NOT_FOUND))
        member = getattr(type(self), name, None)
        if not isinstance(member, property) or member.fset is None:
            raise self.desk.log.violate(f"the double lacks setting {self.typename}.{name}")
        self.seen(f"{name}=")
        self.desk.answer(self.typename)
        member.fset(self, value)

    def seen(self, name: str) -> None:
        label = f"{self.typename.partition('.')[2]}.{name}"
        self.desk.log.calls[label] += 1
        self.desk.log.trace.append(label)
        self.desk.log.to_excel += not self.typename.startswith("Outlook.")

    def default(self, *_arguments: Any) -> Any:
        raise self.desk.log.violate(f"the double lacks the default member of {self.typename}")

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        entry = self.entry("()")
        if entry is None:
            raise self.desk.log.violate(f"{self.typename} has no default member with arguments")
        return _Call("()", entry, type(self).default)(self, *arguments, **named)

    def items(self) -> list[Any]:
        raise self.desk.log.violate(f"{self.typename} is no collection")

    def __iter__(self) -> Any:
        self.seen("(enumerate)")
        self.desk.answer(self.typename)
        for item in self.items():
            self.seen("(next)")
            self.desk.answer(self.typename)
            yield item


class _Call:
    """One call of a method: counted, its arguments checked, their wrappers taken off."""

    def __init__(self, name: str, entry: str, member: Any) -> None:
        self.name, self.entry, self.member = name, entry, member

    def __call__(self, owner: ComObject, *arguments: Any, **named: Any) -> Any:
        owner.seen(self.name)
        log, label = owner.desk.log, f"{owner.typename}.{self.name}"
        span, *names = self.entry.split()
        least, most = map(int, span.split("-"))
        if not least <= len(arguments) + len(named) <= most:
            raise log.violate(f"{label} called with {len(arguments) + len(named)} arguments, takes {span}")
        if unknown := set(named) - set(names):
            raise log.violate(f"{label} has no argument {', '.join(sorted(unknown))}")
        owner.desk.answer(owner.typename)
        return self.member(owner, *map(inner, arguments), **{name: inner(value) for name, value in named.items()})
