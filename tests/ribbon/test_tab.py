"""The ribbon document: what Office would reject or show wrongly is caught here, since Office says nothing."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from cchc_macros.buttons import ID_PREFIX, Button
from cchc_macros.registry import BUTTONS, CONTROLS, GROUPS
from cchc_macros.ribbon.tab import NAMESPACE, ON_ACTION, ribbon_xml

# From [MS-CUSTOMUI2]: the attributes of its complex types, without `get…`, and what may be in what.
_PLACE = {"insertAfterMso", "insertBeforeMso", "insertAfterQ", "insertBeforeQ"}
_ID = {"id", "idQ", "tag"}
_SHOWN = {"enabled", "label", "image", "imageMso", "screentip", "supertip", "showLabel", "showImage", "keytip"}
_BUTTON = _ID | _PLACE | _SHOWN | {"idMso", "onAction", "description"}
_SIZED = {"size"}
ALLOWED = {
    "customUI": {"onLoad", "loadImage"},
    "ribbon": {"startFromScratch"},
    "tabs": set(),
    "tab": _ID | _PLACE | {"idMso", "label", "keytip", "visible"},
    "group": _ID | _PLACE | {
        "idMso", "label", "keytip", "visible", "image", "imageMso", "screentip", "supertip", "autoScale",
        "centerVertically",
    },
    "group/button": _BUTTON | _SIZED | {"visible"},
    "group/menu": _ID | _PLACE | _SHOWN | _SIZED | {"idMso", "visible", "itemSize", "description"},
    "group/splitButton": _ID | _PLACE | _SIZED | {"idMso", "enabled", "visible", "keytip", "showLabel"},
    "group/dialogBoxLauncher": set(),
    "splitButton/button": _BUTTON,
    "splitButton/menu": _ID | _PLACE | _SHOWN | {"idMso", "visible", "itemSize"},
    "menu/button": _BUTTON | {"visible"},
    "dialogBoxLauncher/button": _BUTTON | {"visible"},
}  # fmt: skip
CHILDREN = {
    "customUI": {"ribbon"}, "ribbon": {"tabs"}, "tabs": {"tab"}, "tab": {"group"},
    "group": {"button", "menu", "splitButton", "dialogBoxLauncher"}, "menu": {"button"},
    "splitButton": {"button", "menu"}, "dialogBoxLauncher": {"button"},
}  # fmt: skip
LONGEST = {"id": 1024, "label": 1024, "screentip": 1024, "supertip": 1024, "keytip": 3, "onAction": 1024}
PICTURES = {
    line
    for line in Path(__file__).with_name("image_mso.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
}


@pytest.fixture(scope="module")
def ribbon() -> ET.Element:
    return ET.fromstring(ribbon_xml())


def local(element: ET.Element) -> str:
    assert element.tag.startswith(f"{{{NAMESPACE}}}")
    return element.tag.removeprefix(f"{{{NAMESPACE}}}")


def every(ribbon: ET.Element, name: str) -> list[ET.Element]:
    return list(ribbon.iter(f"{{{NAMESPACE}}}{name}"))


def walk(element: ET.Element, parent: str = ""):
    yield parent, element
    for child in element:
        yield from walk(child, local(element))


def named(ribbon: ET.Element, identity: str) -> ET.Element:
    return next(element for element in ribbon.iter() if element.get("id") == identity)


def test_every_element_and_attribute_is_in_microsofts_schema(ribbon):
    for parent, element in walk(ribbon):
        name = local(element)
        allowed = ALLOWED.get(f"{parent}/{name}") or ALLOWED.get(name, set())
        assert set(element.attrib) <= allowed, (parent, name, element.attrib)
        assert {local(child) for child in element} <= CHILDREN.get(name, set())
        assert all(element.attrib.values()), element.attrib  # no text may be empty


def test_a_split_button_holds_a_button_and_then_a_menu(ribbon):
    splits = every(ribbon, "splitButton")
    assert len(splits) >= 4
    assert all([local(child) for child in split] == ["button", "menu"] for split in splits)


def test_an_arrow_in_the_corner_comes_last_and_alone_in_its_group(ribbon):
    for group in every(ribbon, "group"):
        kinds = [local(child) for child in group]
        assert kinds.count("dialogBoxLauncher") <= 1
        assert "dialogBoxLauncher" not in kinds[:-1]
    assert all(len(corner) == 1 for corner in every(ribbon, "dialogBoxLauncher"))


def test_ids_are_unique_ascii_names(ribbon):
    ids = [element.get("id") for element in ribbon.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", identity) for identity in ids)


def test_texts_are_within_offices_lengths(ribbon):
    for element in ribbon.iter():
        for name, longest in LONGEST.items():
            assert len(element.get(name, "")) <= longest


def test_groups_stand_in_the_order_of_work(ribbon):
    assert [group.get("label") for group in every(ribbon, "group")] == list(GROUPS)
    for button in BUTTONS:
        if button.label:
            group = next(group for group in every(ribbon, "group") if group.get("label") == button.group)
            identity = button.id if not button.is_menu else f"{button.id}_menu"
            assert named(group, identity).get("label") == button.label


def test_every_control_that_can_be_clicked_is_known_and_has_the_one_callback(ribbon):
    clickable = [element for element in ribbon.iter() if element.get("onAction")]
    assert {element.get("onAction") for element in clickable} == {ON_ACTION}
    menus_alone = {button.verb for button in BUTTONS if button.is_menu}
    assert {element.get("id").removeprefix(ID_PREFIX) for element in clickable} == set(CONTROLS) - menus_alone
    assert {local(element) for element in clickable} == {"button"}


def test_every_picture_is_one_of_offices_own(ribbon):
    shown = {element.get("imageMso") for element in ribbon.iter() if element.get("imageMso")}
    assert shown <= PICTURES
    assert len(shown) > 10


def test_what_can_be_seen_has_a_label_and_a_picture(ribbon):
    for parent, element in walk(ribbon):
        if local(element) == "button" and parent != "dialogBoxLauncher":
            assert element.get("label")
            assert element.get("imageMso")
    assert all(button.get("screentip") for corner in every(ribbon, "dialogBoxLauncher") for button in corner)


def test_key_tips_are_distinct_single_keys(ribbon):
    keys = [element.get("keytip") for element in ribbon.iter() if element.get("keytip") and local(element) != "tab"]
    assert len(keys) == len(set(keys)) == len([button for button in BUTTONS if button.label])
    assert all(re.fullmatch(r"[A-Z0-9]", key) for key in keys)


def test_no_number_is_to_be_typed_anywhere(ribbon):
    labels = [element.get("label", "") for element in ribbon.iter()]
    assert not [label for label in labels if re.match(r"\d", label)]


def test_a_label_with_markup_stays_text():
    odd = Button(
        verb="odd", label='A & B <"x">', group="Sổ", macro="m:f", screentip="s", supertip="t", keytip="Q", icon="Help"
    )
    shown = every(ET.fromstring(ribbon_xml([odd])), "button")
    assert [button.get("label") for button in shown] == ['A & B <"x">']
