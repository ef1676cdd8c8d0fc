"""The README says what there is: its table of buttons, its two commands, its map of the folders."""

import re
from pathlib import Path

from cchc_macros.registry import BUTTONS, Button

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def usage(button: Button) -> str:
    """A verb with its arguments in order: `cchc import PLAN BOOK`."""

    def shown(option):
        word = option.metavar or "|".join(option.choices)
        text = option.name if option.flag else f"{option.name} {word}" if option.name.startswith("--") else word
        return text if option.required or not option.name.startswith("--") else f"[{text}]"

    before = [shown(option) for option in button.options if option.before_book]
    after = [shown(option) for option in button.options if not option.before_book]
    book = [] if button.book == "none" else ["BOOK"]
    return " ".join(["cchc", button.verb, *before, *book, *after]).replace("|", "\\|")


def table() -> str:
    rows = ["| button | group | command | what it does |", "|---|---|---|---|"]
    rows += [f"| {b.label or '–'} | {b.group or '–'} | `{usage(b)}` | {b.supertip} |" for b in BUTTONS]
    return "\n".join(rows)


def test_the_table_of_buttons_is_the_registrys():
    found = re.search(r"<!-- buttons -->\n(.*)\n<!-- /buttons -->", README, re.DOTALL)
    assert found
    assert found[1] == table(), f"put this between the marks:\n{table()}"


def test_exactly_two_set_up_commands():
    block = re.search(r"## Two commands.*?```sh\n(.*?)```", README, re.DOTALL)
    assert block
    assert block[1].splitlines() == ["make demo", "make test"]


def test_every_folder_of_the_map_exists():
    section = README.partition("## The house")[2].partition("```")[0]
    places = re.findall(r"`([a-z_/]+/|[a-z_]+\.py)`", section)
    assert len(places) >= 8
    for place in places:
        assert list(ROOT.glob(place)) or list(ROOT.glob(f"*/{place}")), place


def test_every_package_is_on_the_map():
    section = README.partition("## The house")[2].partition("```")[0]
    packages = {
        path.parent.relative_to(ROOT).as_posix()
        for top in ("cchc_macros", "xl")
        for path in (ROOT / top).glob("*/__init__.py")
    }
    assert {place for place in packages if f"`{place}/`" not in section} == set()


def test_every_picture_and_page_it_names_exists():
    for link in re.findall(r"\]\(([^)#]+)\)", README):
        assert link.startswith("http") or (ROOT / link).exists(), link
