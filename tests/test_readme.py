"""The README says what there is: its table of buttons, its two commands, its map of the folders."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


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
