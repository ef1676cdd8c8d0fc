"""What a click asks before it changes anything: files and folders, and whether to go on."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from cchc_macros.buttons import Button, Way
from cchc_macros.summary import Question, Summary
from xl.host import Host

_OVERWRITES = "\nTệp này đã có và sẽ được thay; bản cũ được giữ trong thư mục .sao-luu cạnh tệp."
_GO_ON = "\n\nTiếp tục?"

Preview = Callable[..., Summary]


class CancelledError(Exception):
    """The user closed a dialog or answered no."""


def values(button: Button, way: Way | None, host: Host, folder: Path, active_sheet: str = "") -> dict[str, Any]:
    """Return the macro's keyword arguments on a way, asking for its files and folders.

    Raises:
        CancelledError: a dialog was closed without a choice.
    """
    asks, found = (way.asks, dict(way.values)) if way else ((), {})
    elsewhere = {keyword for other in button.ways for keyword in other.asks} - set(asks)
    for option in sorted(button.options, key=lambda option: option.keyword not in asks):
        if option.keyword in found:
            continue
        if active_sheet and option.active_sheet == active_sheet:
            found[option.keyword] = active_sheet
        elif option.dialog and option.keyword not in elsewhere:
            found[option.keyword] = host.choose(option, folder)
            if found[option.keyword] is None:
                raise CancelledError
    return found


def confirm(
    button: Button, host: Host, given: dict[str, Any], preview: Preview | None = None, warning: str = ""
) -> dict[str, Any]:
    """Say what will happen, and go on only on a yes; return the keyword arguments, with what was asked besides.

    Args:
        button: The button that was clicked.
        host: Its Excel.
        given: The macro's keyword arguments so far.
        warning: What is still open, with the question whether to go on all the same.
        preview: The macro as it would tell what it would do, without doing it; None: the button's own question.

    Raises:
        CancelledError: they said no, or there is nothing to do and they were told so.
    """
    if preview is None:
        text = button.question.format(**given)
    else:
        shown = preview(**given)
        if more := answers(host, shown.questions):
            given = given | more
            shown = preview(**given)
        elif shown.idle and shown.unasked:
            return given | dict(shown.unasked)
        elif shown.idle:
            host.say(shown.message)
            raise CancelledError
        text = shown.message
    if any(option.dialog == "save" and given[option.keyword].exists() for option in button.options):
        text += _OVERWRITES
    if not host.ask(f"{text}\n\n{warning}" if warning else text + _GO_ON):
        raise CancelledError
    return given


def answers(host: Host, questions: Sequence[Question]) -> dict[str, str]:
    """Return what the answers give, by option; at a "not now" no more is asked."""
    given: dict[str, list[str]] = {}
    for question in questions:
        if question.is_choice and question.yes in given:
            continue
        answer = host.decide(question.text)
        if answer is None:
            break
        if option := question.yes if answer else question.no:
            given.setdefault(option, []).append(question.value)
    return {option: ",".join(values) for option, values in given.items()}
