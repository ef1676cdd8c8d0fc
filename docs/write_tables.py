"""Write the tables of the README and the guide that come from the code: buttons, findings, errors.

python docs/write_tables.py
"""

import re
from pathlib import Path

from cchc_macros.buttons import Button, Option
from cchc_macros.error_help import SECTIONS
from cchc_macros.registry import BUTTONS
from cchc_macros.rules.audit.finding_codes import EXPLANATIONS

ROOT = Path(__file__).parent.parent
README, GUIDE = ROOT / "README.md", ROOT / "docs" / "huong-dan.md"


def usage(button: Button) -> str:
    """A verb with its arguments in order: `cchc import PLAN BOOK`."""

    def shown(option: Option) -> str:
        word = option.metavar or "|".join(option.choices)
        text = option.name if option.flag else f"{option.name} {word}" if option.name.startswith("--") else word
        return text if option.required or not option.name.startswith("--") else f"[{text}]"

    before = [shown(option) for option in button.options if option.before_book]
    after = [shown(option) for option in button.options if not option.before_book]
    book = [] if button.book == "none" else ["BOOK"]
    return " ".join(["cchc", button.verb, *before, *book, *after]).replace("|", "\\|")


def buttons() -> str:
    """The README's table of buttons and commands."""
    rows = [f"| {b.label or '–'} | {b.group or '–'} | `{usage(b)}` | {b.supertip} |" for b in BUTTONS]
    return "\n".join(["| button | group | command | what it does |", "|---|---|---|---|", *rows, ""])


def findings() -> str:
    """The guide's table of the kinds of finding."""
    rows = [f"| *{told.name}* | {told.meaning} | {told.mend} |" for told in EXPLANATIONS.values()]
    return "\n".join(["| Tên | Nghĩa là | Cách sửa |", "|---|---|---|", *rows, ""])


def error_sections() -> str:
    """The guide's sections about each kind of error."""
    return "\n".join(
        "\n".join(
            [
                f"### {section.number} {section.title}\n\n| Thông báo có | Làm gì |\n|---|---|",
                *(f"| *{quoted}* | {advice} |" for quoted, advice in section.advice),
                "",
            ]
        )
        for section in SECTIONS
    )


TABLES = ((README, "buttons", buttons), (GUIDE, "findings", findings), (GUIDE, "errors", error_sections))


def between(page: Path, mark: str) -> str:
    """What is between a pair of marks of a page."""
    found = re.search(rf"<!-- {mark} -->\n(.*?)<!-- /{mark} -->", page.read_text("utf-8"), re.DOTALL)
    return found[1] if found else ""


if __name__ == "__main__":
    for page, mark, table in TABLES:
        text = page.read_text("utf-8")
        page.write_text(text.replace(between(page, mark), table()), encoding="utf-8", newline="\n")
