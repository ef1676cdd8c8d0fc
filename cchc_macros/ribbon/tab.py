"""The ribbon: the tab `CCHC` as Office reads it, generated from the registry of buttons.

Only attributes of Microsoft's customUI schema of 2009 are written, and no `get…` callback: Office asks those
once and keeps the answer, so a button would stay grey. Whether a click makes sense is checked in the click.
"""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from cchc_macros.registry import BUTTONS, GROUPS, TAB, Button

NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
ON_ACTION = "CchcOnAction"  # the one callback; xl/addin/CchcRibbon.bas
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
                ET.SubElement(group, "button", _attributes(button, button.label))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _attributes(button: Button, label: str) -> dict[str, str]:
    return {
        "id": button.id,
        "label": label,
        "screentip": button.screentip,
        "supertip": button.supertip,
        "keytip": button.keytip,
        "imageMso": button.icon,
        "size": "large" if button.large else "normal",
        "onAction": ON_ACTION,
    }
