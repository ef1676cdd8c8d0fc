"""Draw docs/ribbon.svg, the picture of the tab in the README, from the registry of buttons.

It is a drawing, not a photograph of Excel: Office's own icons cannot be shown here, so simple ones stand for them.

    python docs/draw_ribbon.py
"""

from html import escape
from pathlib import Path

from cchc_macros.buttons import Button
from cchc_macros.registry import BUTTONS, GROUPS, TAB

PICTURE = Path(__file__).with_name("ribbon.svg")

# Line drawings of 24 by 24 that stand for Office's pictures of these names.
ICONS = {
    "FileNew": "M6 3h8l4 4v14H6z M14 3v4h4 M12 11v6 M9 14h6",
    "GetExternalDataFromText": "M9 3h6l4 4v14H9z M15 3v4h4 M2 13h10 M9 10l3 3-3 3",
    "Undo": "M4 9h10a5 5 0 0 1 0 10H8 M8 5L4 9l4 4",
    "CalculateNow": "M5 3h14v18H5z M8 6h8v3H8z M8 13h1 M12 13h1 M15.5 13h1 M8 17h1 M12 17h1 M15.5 17h1",
    "ConditionalFormattingMenu": "M6 2v20 M6 4h12l-3 4 3 4H6",
    "ErrorChecking": "M12 3l10 18H2z M12 9v6 M12 17.5v1",
    "MeetingsWorkspace": (
        "M5 4h14v17H5z M9 2h6v4H9z M12 9a2.4 2.4 0 1 1 0 4.8 2.4 2.4 0 0 1 0-4.8 M8 18.5a4 4 0 0 1 8 0"
    ),
    "ExportExcel": "M3 4h12v16H3z M3 9h12 M3 15h8 M9 4v16 M12 15h10 M19 12l3 3-3 3",
    "FileSendAsAttachment": "M3 5h18v14H3z M3 6l9 7 9-7",
    "Consolidate": "M3 3h6v5H3z M3 16h6v5H3z M15 9h6v6h-6z M9 6l6 5 M9 18l6-5",
    "CalendarInsert": "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18 M12 7v5l4 2",
    "FilePrint": "M7 3h10v5H7z M4 8h16v8H4z M7 13h10v8H7z",
    "ChartInsert": "M5 3h14v18H5z M9 17v-4 M12 17v-8 M15 17v-6",
    "ChartTypeColumnInsertGallery": "M3 3v18h18 M7 18v-6 M12 18V8 M17 18V5",
    "NewTask": "M5 3h14v18H5z M8 8l2 2 4-4 M8 15h8",
    "AcceptTask": "M4 13l5 5L20 6",
    "FileSaveAsPdfOrXps": "M6 3h8l4 4v14H6z M14 3v4h4 M9 12h6 M9 16h6",
    "ChartTypeLineInsertGallery": "M3 3v18h18 M6 16l4-5 4 3 6-8",
    "AttachFile": "M17 8v9a5 5 0 0 1-10 0V7a3.3 3.3 0 0 1 6.6 0v9a1.6 1.6 0 0 1-3.2 0V9",
    "ExportTextFile": "M4 6h9v15H4z M7 10h3 M7 14h3 M7 3h9v4 M12 13h9 M18 10l3 3-3 3",
    "Help": "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18 M9.5 10a2.6 2.6 0 1 1 4 2.2c-1 .7-1.5 1.1-1.5 2.3 M12 17v.6",
    "Info": "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18 M12 11v6 M12 7.4v.6",
}

HEIGHT, TOP, ROW = 148, 34, 27
LARGE_WIDTH, LETTER, PADDING = 74, 6.6, 8
SMALL_ROWS = 3
ACCENT, INK, FAINT = "#1f6f43", "#262626", "#d0d0d0"


def picture() -> str:
    """Return the drawing as SVG."""
    shapes, left = [], float(PADDING)
    for name in GROUPS:
        drawn, width = _group(name, [button for button in BUTTONS if button.group == name], left)
        shapes += drawn
        left += width
    frame = [
        f'<rect width="{left:.0f}" height="{HEIGHT}" fill="#f6f6f6"/>',
        f'<rect y="{TOP - 8}" width="{left:.0f}" height="{HEIGHT - TOP + 8}" fill="white" stroke="{FAINT}"/>',
        _text(PADDING + 6, 18, TAB, weight="bold", fill=ACCENT),
        f'<path d="M{PADDING + 6} 24h42" stroke="{ACCENT}" stroke-width="2"/>',
    ]
    body = "\n".join([*frame, *shapes])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left:.0f}" height="{HEIGHT}" '
        f'viewBox="0 0 {left:.0f} {HEIGHT}" font-family="Segoe UI, Arial, sans-serif" font-size="12">\n'
        f"<title>Tab {TAB} trong Excel (hình vẽ)</title>\n{body}\n</svg>\n"
    )


def _group(name: str, buttons: list[Button], left: float) -> tuple[list[str], float]:
    """Return a group's shapes and its width."""
    shapes, x = [], left
    for button in (button for button in buttons if button.large):
        shapes += _large(button, x)
        x += LARGE_WIDTH
    small = [button for button in buttons if not button.large]
    for first in range(0, len(small), SMALL_ROWS):
        column = small[first : first + SMALL_ROWS]
        for row, button in enumerate(column):
            shapes += _small(button, x, TOP + 2 + row * ROW)
        x += 30 + max(len(button.label or "") for button in column) * LETTER
    width = max(x - left, len(name) * LETTER) + PADDING
    shapes.append(_text(left + (width - PADDING) / 2, HEIGHT - 8, name, fill="#666", anchor="middle"))
    line = left + width - PADDING / 2
    shapes.append(f'<path d="M{line:.1f} {TOP}v{HEIGHT - TOP - 8}" stroke="{FAINT}"/>')
    return shapes, width + PADDING / 2


def _large(button: Button, left: float) -> list[str]:
    words = (button.label or "").split()
    half = (len(words) + 1) // 2
    middle = left + LARGE_WIDTH / 2
    return [
        _icon(button, middle - 16, TOP + 2, 32),
        _text(middle, TOP + 52, " ".join(words[:half]), anchor="middle"),
        _text(middle, TOP + 67, " ".join(words[half:]), anchor="middle"),
    ]


def _small(button: Button, left: float, top: float) -> list[str]:
    return [_icon(button, left + 2, top + 2, 18), _text(left + 26, top + 16, button.label or "")]


def _icon(button: Button, left: float, top: float, size: int) -> str:
    place = f"translate({left:.1f} {top:.1f}) scale({size / 24:.3f})"
    style = f'fill="none" stroke="{ACCENT}" stroke-width="1.6" stroke-linejoin="round" stroke-linecap="round"'
    return f'<path transform="{place}" d="{ICONS[button.icon]}" {style}/>'


def _text(
    left: float, base: float, text: str, *, fill: str = INK, weight: str = "normal", anchor: str = "start"
) -> str:
    style = f'fill="{fill}" font-weight="{weight}" text-anchor="{anchor}"'
    return f'<text x="{left:.1f}" y="{base:.1f}" {style}>{escape(text)}</text>'


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8", newline="\n")
