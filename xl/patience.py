"""Waiting for an Excel that does not answer for a while: a cell is being edited, a dialog is open, it calculates.

xlwings wraps every COM object so that a call is asked again, but only for one of the three codes that mean "busy",
without a pause and by number of times. These wrappers are in the place of its own.
"""

import time
from collections.abc import Callable, Iterator
from types import MethodType
from typing import Any, TypeVar

T = TypeVar("T")

CALL_REJECTED, RETRY_LATER, CELL_IN_EDIT_MODE = -2147418111, -2147417846, -2146777998
SHORT, LONG = 2.0, 60.0  # seconds: before anything is written, and after
_FIRST_PAUSE, _LONGEST_PAUSE = 0.01, 0.5
_TELL_EVERY = 1.0
# What a click sets of Excel itself, and puts back.
_OPTIONS = {
    "StatusBar", "ScreenUpdating", "DisplayAlerts", "Interactive", "AutoFillFormulasInLists", "AutoExpandListRange",
    "CopyObjectsWithCells", "AutoSaveOn", "Visible",
}  # fmt: skip
_CHANGING = {
    "Add",
    "AutoFilter",
    "AutoFit",
    "ClearContents",
    "Copy",
    "Delete",
    "Insert",
    "Move",
    "Resize",
    "ShowAllData",
}


class BusyError(Exception):
    """Excel did not answer for as long as it was waited for."""


def is_busy(error: BaseException) -> bool:
    """Tell whether an error means that Excel does not answer now."""
    if isinstance(error, BusyError):
        return True
    details = getattr(error, "excepinfo", None) or ()
    return getattr(error, "hresult", None) in {CALL_REJECTED, RETRY_LATER} or CELL_IN_EDIT_MODE in details


class Patience:
    """How long a click waits, and what it has changed so far.

    Attributes:
        limit: Seconds to wait for one answer; half of it after each that did not come, so that all ends soon.
        changes: Calls so far that may have changed a workbook.
        tell: Called with the seconds waited, every now and then; with 0 when the waiting is over.
    """

    def __init__(self) -> None:
        self.limit = SHORT
        self.changes = 0
        self.tell: Callable[[float], None] = lambda _seconds: None

    def wait_long(self) -> None:
        """From now on what is asked matters: the workbook is being written, or put back."""
        if self.limit == SHORT:
            self.limit = LONG

    def ask(self, do: Callable[[], T]) -> T:
        """Return what a call returns, asked again while Excel is busy.

        Raises:
            BusyError: it still is after the limit.
        """
        try:
            return do()
        except Exception as error:
            if not is_busy(error):
                raise
        return self._ask_again(do)

    def _ask_again(self, do: Callable[[], T]) -> T:
        start, told, pause = time.monotonic(), 0.0, _FIRST_PAUSE
        try:
            while True:
                time.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
                waited = time.monotonic() - start
                try:
                    return do()
                except Exception as error:
                    if not is_busy(error):
                        raise
                    if waited >= self.limit:
                        self.limit /= 2
                        raise BusyError from error
                if waited - told >= _TELL_EVERY:
                    told = waited
                    self.tell(waited)
        finally:
            if told:
                self.tell(0)


patience = Patience()  # of this process, which is one click
_com_types: tuple[type, ...] = ()


def install(xlwindows: Any) -> None:
    """Let xlwings' Windows engine wait by `patience`."""
    global _com_types  # noqa: PLW0603  # there is one xlwings in a process
    _com_types = (xlwindows.CDispatch, xlwindows.CoClassBaseClass, xlwindows.DispatchBaseClass)
    xlwindows.COMRetryObjectWrapper = PatientObject
    xlwindows.COMRetryMethodWrapper = PatientMethod


def _wrapped(value: Any, name: str = "") -> Any:
    if isinstance(value, _com_types):
        return PatientObject(value)
    return PatientMethod(value, name) if isinstance(value, MethodType) else value


class PatientMethod:
    """A method of a COM object."""

    def __init__(self, method: Callable[..., Any], name: str = "") -> None:
        self._method = method
        self._name = name

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Call it."""
        if self._name in _CHANGING:
            patience.changes += 1
        return _wrapped(patience.ask(lambda: self._method(*arguments, **named)))


class PatientObject:
    """A COM object."""

    def __init__(self, inner: Any) -> None:
        object.__setattr__(self, "_inner", inner)

    def __repr__(self) -> str:
        return repr(self._inner)

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in _OPTIONS:
            patience.changes += 1
        patience.ask(lambda: setattr(self._inner, name, value))

    def __getattr__(self, name: str) -> Any:
        return _wrapped(patience.ask(lambda: _member(self._inner, name)), name)

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Call the default member."""
        return _wrapped(patience.ask(lambda: self._inner(*arguments, **named)))

    def __iter__(self) -> Iterator[Any]:
        return map(_wrapped, patience.ask(lambda: list(self._inner)))


def _member(inner: Any, name: str) -> Any:
    """Return a member. pywin32 takes a busy Excel for one without it, so it is asked once more whether it is there.

    Raises:
        AttributeError: it is not.
        BusyError: it is, or nobody answers: the call is worth asking again.
    """
    try:
        return getattr(inner, name)
    except AttributeError as error:
        pointer = getattr(inner, "_oleobj_", None)
        if pointer is None:
            raise
        try:
            pointer.GetIDsOfNames(0, name)
        except Exception as why:  # noqa: BLE001  # pywin32's own
            raise (why if is_busy(why) else error) from None
        raise BusyError from error
