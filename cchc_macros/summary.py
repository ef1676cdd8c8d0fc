"""What a macro gives back: one sentence for the clerk, one object for `--json`."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Summary:
    """The outcome of a macro.

    Attributes:
        message: One Vietnamese message with numbers, shown after the click.
        data: A JSON-able dict, the verb's `--json` answer (points and percentages as numbers, dates ISO).
    """

    message: str
    data: dict[str, Any] = field(default_factory=dict)
