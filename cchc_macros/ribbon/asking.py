"""What a click asks before it changes anything: which way to go, files and folders, and whether to go on."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from cchc_macros.registry import Button, Way
from cchc_macros.summary import Summary
from xl.host import LONGEST_QUESTION, Host

_WHICH = "{label}: gõ số của cách làm rồi bấm OK.\n\n{listed}"
_OVERWRITES = "\nTệp này đã có và sẽ được thay; bản cũ được giữ trong thư mục .sao-luu cạnh tệp."
_GO_ON = "\n\nTiếp tục?"

Preview = Callable[..., Summary]


class CancelledError(Exception):
    """The user closed a dialog or answered no."""


def pick_way(button: Button, host: Host) -> Way:
    """Return the way the user picks; where there is only one, nobody is asked.

    Raises:
        CancelledError: they picked none.
    """
    if not button.ways:
        return Way("")
    question = which_way(button)
    while True:
        number = _answer(host, question, "1").strip(" .")
        if number.isdecimal() and 0 < int(number) <= len(button.ways):
            return button.ways[int(number) - 1]


def which_way(button: Button) -> str:
    """Return the question with the numbered list of ways."""
    listed = "\n".join(f"{number}. {way.label}" for number, way in enumerate(button.ways, start=1))
    return _WHICH.format(label=button.label, listed=listed)


def values(button: Button, way: Way, host: Host, folder: Path, active_sheet: str = "") -> dict[str, Any]:
    """Return the macro's keyword arguments on a way, asking for its files and folders.

    Raises:
        CancelledError: a dialog was closed without a choice.
    """
    elsewhere = {keyword for other in button.ways for keyword in other.asks} - set(way.asks)
    found = dict(way.values)
    for option in sorted(button.options, key=lambda option: option.keyword not in way.asks):
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
        if answers := _answers(host, shown.questions):
            given = given | answers
            shown = preview(**given)
        elif shown.idle:
            host.say(shown.message)
            raise CancelledError
        text = shown.message
    if any(option.dialog == "save" and given[option.keyword].exists() for option in button.options):
        text += _OVERWRITES
    if not host.ask(f"{text}\n\n{warning}" if warning else text + _GO_ON):
        raise CancelledError
    return given


def _answers(host: Host, questions: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed in, by option; what was left blank is not in it."""
    typed = {keyword: _answer(host, question) for keyword, question in questions.items()}
    return {keyword: answer for keyword, answer in typed.items() if answer.strip()}


def _answer(host: Host, question: str, proposed: str = "") -> str:
    typed = host.type_in(question[:LONGEST_QUESTION], proposed)
    if typed is None:
        raise CancelledError
    return typed
