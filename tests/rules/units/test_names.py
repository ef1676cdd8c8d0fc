"""Known names in running text: the longest wins, where a name may begin and end."""

import pytest

from cchc_macros.rules.text import clean_lines, tokens
from cchc_macros.rules.units.names import KnownNames, NameNode, phrases


def find(text, *names):
    """The names known at the first word, as the tree gives them."""
    tree = NameNode()
    for name in names:
        tree.add(name, 0, name)
    found = KnownNames(tokens(clean_lines(text)), tree).at(0)
    return found and list(found.entries)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Văn phòng", "Văn phòng"),
        ("văn  phòng SỞ", "Văn phòng Sở"),
        ("Văn phòng; Sở", "Văn phòng"),
        ("Văn phòng, Sở Nội vụ", "Văn phòng"),
        ("Văn phòng (Sở)", "Văn phòng"),
        ("Văn\nphòng\nSở", "Văn phòng Sở"),
        ("Các văn phòng", "Văn phòng"),
        ("Văn phòng và văn phòng Sở", "Văn phòng"),
        ("Văn phòng và các đơn vị khác", "Văn phòng"),
        ("Văn phòng Văn phòng Sở", "Văn phòng"),
        ("Văn phòng, trừ kế toán", "Văn phòng"),
        ("Văn phòng trừ kế toán", "Văn phòng"),
    ],
)
def test_a_name_is_found_where_it_begins_and_ends(text, found):
    assert find(text, "Văn phòng", "Văn phòng Sở") == [found]


@pytest.mark.parametrize(
    "text",
    ["Văn phòng UBND tỉnh", "Văn phòngSở", "Văn", "Lãnh đạo Văn phòng", "Văn phòng và lưu trữ", "Văn, phòng", ""],
)
def test_a_part_of_another_name_is_no_name(text):
    assert find(text, "Văn phòng", "Văn phòng Sở") is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Giám đốc Văn phòng", (2, "Văn phòng")),
        ("Giám đốc", None),
        ("Giám", None),
        ("Phó Văn phòng", None),
        ("Giám đốc và Văn phòng", None),
        ("", None),
    ],
)
def test_a_name_is_found_right_after_a_post(text, found):
    tree = NameNode()
    tree.add("Văn phòng", 0, "Văn phòng")
    match = KnownNames(tokens(text), tree).after(0, phrases("Giám đốc", "Giám đốc Sở"))
    assert (match and (match[0], *match[1].entries)) == found


def test_a_list_goes_on_after_a_comma_and_not_after_a_dash_that_is_no_bullet():
    tree = NameNode()
    for name in ("Phòng Công chứng số 1", "Phòng Công chứng số 2"):
        tree.add(name, 0, name)
    for between, found in ((", ", "Phòng Công chứng số 2"), (" - ", None), (";\n- ", "Phòng Công chứng số 2"),
                           ("\n- ", "Phòng Công chứng số 2")):  # fmt: skip
        known = KnownNames(tokens(f"Phòng Công chứng số 1{between}số 2"), tree)
        match = known.at(len(known.keys) - 2, known.at(0))
        assert (match and match.entries[0]) == found


def test_marks_inside_a_name_count_and_spaces_around_them_do_not():
    assert find("Phòng Phổ biến ,giáo dục", "Phòng Phổ biến, giáo dục")
    assert find("Tổ một cửa – Sở", "Tổ một cửa-Sở")
    assert not find("Phòng Phổ biến giáo dục", "Phòng Phổ biến, giáo dục")


def test_a_lower_rank_beats_a_higher_one_and_equals_stand_together():
    tree = NameNode()
    tree.add("Văn phòng", 1, "alias")
    assert tree.find("VĂN PHÒNG") == ("alias",)
    tree.add("văn phòng", 0, "name")
    tree.add("Văn phòng", 1, "late alias")
    assert tree.find("Văn phòng") == ("name",)
    tree.add("Văn phòng", 0, "other name")
    tree.add("Văn phòng", 0, "name")
    assert tree.find("Văn phòng") == ("name", "other name")
    assert tree.find("Văn") == tree.find("Sở") == ()


def test_blank_and_endless_names_are_no_names():
    tree = NameNode()
    for name in ("", "  ", "-", "(...)", "một " * 101):
        tree.add(name, 0, name)
    assert not tree.next


@pytest.mark.parametrize(
    ("text", "second", "found"),
    [
        ("Phòng Nghiệp vụ I và II", "Phòng Nghiệp vụ II", True),
        ("Phòng Nghiệp vụ I và II; Sở", "Phòng Nghiệp vụ II", True),
        ("Phòng Nghiệp vụ I và II", "Phòng Nghiệp vụ II A", False),  # begins another name, and is none
        ("Phòng Nghiệp vụ I - II", "Phòng Nghiệp vụ II", False),  # may mean those between, too
    ],
)
def test_a_shortened_list_goes_on_only_with_a_whole_name(text, second, found):
    assert find(text, "Phòng Nghiệp vụ I", second) == (["Phòng Nghiệp vụ I"] if found else None)
