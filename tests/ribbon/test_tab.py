"""The ribbon document: what Office would reject or show wrongly is caught here, since Office says nothing."""

import re
from xml.etree import ElementTree as ET

import pytest

from cchc_macros.registry import BUTTONS, GROUPS, Button
from cchc_macros.ribbon.tab import NAMESPACE, ON_ACTION, ribbon_xml

# From [MS-CUSTOMUI2], complex types CT_Tab, CT_Group and CT_ButtonRegular: the attributes without `get…`.
_COMMON = {
    "id", "idQ", "tag", "idMso", "label", "keytip", "visible", "insertAfterMso", "insertBeforeMso",
    "insertAfterQ", "insertBeforeQ",
}  # fmt: skip
ALLOWED = {
    "customUI": {"onLoad", "loadImage"},
    "ribbon": {"startFromScratch"},
    "tabs": set(),
    "tab": _COMMON,
    "group": _COMMON | {"image", "imageMso", "screentip", "supertip", "autoScale", "centerVertically"},
    "button": _COMMON
    | {
        "onAction", "enabled", "description", "image", "imageMso", "screentip", "supertip", "showLabel",
        "showImage", "size",
    },
}  # fmt: skip
CHILDREN = {
    "customUI": {"ribbon"},
    "ribbon": {"tabs"},
    "tabs": {"tab"},
    "tab": {"group"},
    "group": {"button"},
}
LONGEST = {"id": 1024, "label": 1024, "screentip": 1024, "supertip": 1024, "keytip": 3, "onAction": 1024}


@pytest.fixture(scope="module")
def ribbon() -> ET.Element:
    return ET.fromstring(ribbon_xml())


def local(element: ET.Element) -> str:
    assert element.tag.startswith(f"{{{NAMESPACE}}}")
    return element.tag.removeprefix(f"{{{NAMESPACE}}}")


def buttons(ribbon: ET.Element) -> list[ET.Element]:
    return list(ribbon.iter(f"{{{NAMESPACE}}}button"))


def test_every_element_and_attribute_is_in_microsofts_schema(ribbon):
    for element in ribbon.iter():
        name = local(element)
        assert set(element.attrib) <= ALLOWED[name]
        assert {local(child) for child in element} <= CHILDREN.get(name, set())


def test_ids_are_unique_ascii_names(ribbon):
    ids = [element.get("id") for element in ribbon.iter() if element.get("id")]
    assert len(ids) == len(set(ids)) == 1 + len(GROUPS) + len(buttons(ribbon))
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", identity) for identity in ids)


def test_texts_are_within_offices_lengths(ribbon):
    for element in ribbon.iter():
        for name, longest in LONGEST.items():
            assert len(element.get(name, "")) <= longest


def test_groups_stand_in_the_order_of_work_with_the_buttons_design_gives_them(ribbon):
    shown = {
        group.get("label"): [button.get("label") for button in group] for group in ribbon.iter(f"{{{NAMESPACE}}}group")
    }
    assert shown == {
        "Sổ": ["Tạo sổ mới", "Nhập phụ lục", "Lùi một bước"],
        "Điểm số": ["Tính lại điểm", "Đánh dấu mất điểm", "Kiểm tra số liệu"],
        "Giao việc": ["Tạo phiếu giao việc", "Xuất sổ đơn vị", "Gửi email"],
        "Theo dõi": ["Tổng hợp phiếu", "Nhắc hạn"],
        "Phát hành": ["In phụ lục", "Báo cáo"],
        "Trợ giúp": ["Hướng dẫn", "Giới thiệu"],
    }
    assert list(shown) == list(GROUPS)


def test_every_button_has_picture_tips_and_the_one_callback(ribbon):
    for button in buttons(ribbon):
        assert button.get("onAction") == ON_ACTION
        assert button.get("size") in {"normal", "large"}
        assert all(button.get(name) for name in ("label", "screentip", "supertip", "keytip", "imageMso"))


def test_key_tips_are_distinct_single_keys(ribbon):
    keys = [button.get("keytip", "") for button in buttons(ribbon)]
    assert len(keys) == len(set(keys))
    assert all(re.fullmatch(r"[A-Z0-9]", key) for key in keys)


def test_every_labelled_verb_is_a_button_and_no_other(ribbon):
    assert [button.get("id") for button in buttons(ribbon)] == [b.id for b in BUTTONS if b.label]


def test_a_label_with_markup_stays_text():
    odd = Button(
        verb="odd", label='A & B <"x">', group="Sổ", macro="m:f", screentip="s", supertip="t", keytip="Q", icon="Help"
    )
    shown = buttons(ET.fromstring(ribbon_xml([odd])))
    assert [button.get("label") for button in shown] == ['A & B <"x">']
