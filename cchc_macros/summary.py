"""What a macro gives back: one sentence for the clerk, one object for `--json`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The outcome of a macro.

    Attributes:
        message: One Vietnamese message with numbers, shown after the click.
        data: A JSON-able dict, the verb's `--json` answer (points and percentages as numbers, dates ISO).
        command: What the command line tells besides, such as the option that changes the outcome.
        questions: Of a preview: what only the clerk can say, as option -> Vietnamese question. A click asks for
            each before it goes on; an empty answer leaves the option out.
        idle: Of a preview: there is nothing to do, so that a click ends by saying so.
    """

    message: str
    data: dict[str, Any] = field(default_factory=dict)
    command: str = ""
    questions: Mapping[str, str] = field(default_factory=dict)
    idle: bool = False
