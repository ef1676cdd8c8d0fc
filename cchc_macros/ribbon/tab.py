"""The ribbon: the tab `CCHC` as Office reads it, generated from the registry of buttons.

Only attributes of Microsoft's customUI schema of 2009 are written, and no `get…` callback: Office asks those
once and keeps the answer, so a button would stay grey. Whether a click makes sense is checked in the click.
"""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from cchc_macros.buttons import Button, Way
from cchc_macros.registry import BUTTONS, GROUPS, TAB

NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
ON_ACTION = "CchcOnAction"  # the one callback; CchcRibbon.bas
TAB_KEYTIP = "CC"


def ribbon_xml(buttons: Sequence[Button] = BUTTONS) -> str:
    """Return the customUI document: one tab, its groups in the order of work, their buttons.

    Verbs without a label are command line only and have no button.
    """
    root = ET.Element("customUI", {"xmlns": NAMESPACE})
    tabs = ET.SubElement(ET.SubElement(root, "ribbon"), "tabs")
    tab = ET.SubElement(tabs, "tab", {"id": "cchc_tab", "label": TAB, "keytip": TAB_KEYTIP})
    for number, label in enumerate(GROUPS, start=1):
        group = ET.SubElement(tab, "group", {"id": f"cchc_group_{number}", "label": label})
        for button in buttons:
            if button.label and button.group == label:
                _add(group, button)
        for button in buttons:
            for way in button.corners:
                if way.label == label:
                    _add_corner(group, button, way)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _add(group: ET.Element, button: Button) -> None:
    """Add a button; where it can go several ways, a menu, or a button split from one.

    A split button has no label, picture or tip of its own, its two halves have no size, and nothing in a menu has one.
    """
    size = {"size": "large" if button.large else "normal"}
    if not button.ways:
        ET.SubElement(group, "button", _looks(button) | size | _action(button.id))
        return
    if button.is_menu:
        menu = ET.SubElement(group, "menu", _looks(button) | size)
        menu.set("id", f"{button.id}_menu")
    else:
        split = ET.SubElement(group, "splitButton", {"id": f"{button.id}_split", "keytip": button.keytip} | size)
        ET.SubElement(split, "button", _looks(button, keytip=False) | _action(button.id))
        menu = ET.SubElement(split, "menu", {"id": f"{button.id}_menu"})
    for way in button.ways:
        ET.SubElement(menu, "button", {"label": way.label, "imageMso": way.icon} | _action(f"{button.id}_{way.name}"))


def _add_corner(group: ET.Element, button: Button, way: Way) -> None:
    """Add the arrow in the corner of a group, which opens a sheet; it comes last."""
    corner = ET.SubElement(group, "dialogBoxLauncher")
    tip = f"Mở sheet {way.values['sheet']}"
    ET.SubElement(corner, "button", {"screentip": tip} | _action(f"{button.id}_{way.name}"))


def _looks(button: Button, *, keytip: bool = True) -> dict[str, str]:
    looks = {
        "label": button.label or "",
        "screentip": button.screentip,
        "supertip": button.supertip,
        "keytip": button.keytip,
        "imageMso": button.icon,
    }
    return looks if keytip else {name: text for name, text in looks.items() if name != "keytip"}


def _action(control: str) -> dict[str, str]:
    return {"id": control, "onAction": ON_ACTION}
