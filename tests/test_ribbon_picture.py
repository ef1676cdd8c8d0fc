"""The picture of the ribbon shows the buttons there are."""

import runpy
from pathlib import Path

from cchc_macros.registry import BUTTONS

DOCS = Path(__file__).parent.parent / "docs"


def test_the_picture_is_drawn_from_the_registry():
    drawn = runpy.run_path(str(DOCS / "draw_ribbon.py"))["picture"]()
    assert (DOCS / "ribbon.svg").read_text("utf-8") == drawn, "run: python docs/draw_ribbon.py"


def test_every_small_button_is_named_in_it():
    picture = (DOCS / "ribbon.svg").read_text("utf-8")
    assert all(f">{button.label}<" in picture for button in BUTTONS if button.label and not button.large)
