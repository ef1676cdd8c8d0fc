"""What a macro gives back: one sentence for the clerk, one object for `--json`."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any

from xl.late import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with the answers yes, no and "not now".

    Attributes:
        text: The Vietnamese question, which says what each answer does.
        value: What is given to an option by an answer.
        yes: The option that it is given to by a yes; "" for none.
        no: Likewise by a no.
        is_choice: It is not asked once its option has a value.
    """

    text: str
    value: str
    yes: str = ""
    no: str = ""
    is_choice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The outcome of a macro.

    Attributes:
        message: One Vietnamese message with numbers, shown after the click.
        data: A JSON-able dict, the verb's `--json` answer (points and percentages as numbers, dates ISO).
        command: What the command line tells besides, such as the option that changes the outcome.
        questions: What only the clerk can say. A click asks each, of a preview before it goes on, of an outcome to do
            it once more with the answers.
        idle: There is nothing to do: a preview's click ends by saying so, and a file is not written.
        unasked: Of an idle preview: arguments with which the click goes on without asking, for what is only written
            into the workbook; none: it ends there.
    """

    message: str
    data: dict[str, Any] = field(default_factory=dict)
    command: str = ""
    questions: Sequence[Question] = ()
    idle: bool = False
    unasked: Mapping[str, Any] = field(default_factory=dict)
