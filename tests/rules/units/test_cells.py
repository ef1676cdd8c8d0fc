"""Cells that name units: known names win, longest first; what is unknown is kept and never applied in silence."""

import re
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_macros.rules.text import unaccented
from cchc_macros.rules.units.cells import read_unit_cell
from cchc_macros.rules.units.roster import Group, Roster, Unit
from tests.rules.rosters import DIVISION, LANG_SON, OFFICE, OUTSIDE, SERVICE, THAI_NGUYEN

ALL = ("VP", "NV1", "NV2", "TGPL", "CC1")


def read(cell, roster=LANG_SON):
    """What a cell names: unit codes, tuples of codes for groups, "?text" for unknown, "!text" for outside bodies."""
    shown = {
        "unit": lambda mention: mention.units[0].code,
        "group": lambda mention: tuple(unit.code for unit in mention.units),
        "outside": lambda mention: f"!{mention.text}",
        "unknown": lambda mention: f"?{mention.text}",
    }
    return [shown[mention.kind](mention) for mention in read_unit_cell(cell, roster)]


# The two plans


@pytest.mark.parametrize(
    ("cell", "named"),
    [
        ("Văn phòng Sở", ["VP"]),
        (
            "Văn phòng Sở; Phòng Nghiệp vụ II; Trung tâm Trợ giúp pháp lý nhà nước; Phòng Công chứng số 1",
            ["VP", "NV2", "TGPL", "CC1"],
        ),
        ("Văn phòng Sở, các đơn vị trực thuộc Sở", ["VP", ("TGPL", "CC1")]),
        ("Văn phòng Sở (Kế toán Sở); Các đơn vị sự nghiệp trực thuộc Sở (Kế toán)", ["VP", ("TGPL", "CC1")]),
        ("Văn phòng Sở, phòng Nghiệp vụ II; các đơn vị sự nghiệp trực thuộc Sở", ["VP", "NV2", ("TGPL", "CC1")]),
        ("Văn phòng Sở, các phòng, đơn vị trực thuộc Sở Tư pháp", ["VP", ALL]),
        (
            "Văn phòng Sở; Các phòng, đơn vị thuộc Sở; các cơ quan, đơn vị, tổ chức có liên quan",
            ["VP", ALL, "!các cơ quan, đơn vị, tổ chức có liên quan"],
        ),
        (
            "Các phòng chuyên môn thuộc Sở; các cơ quan, đơn vị, tổ chức có liên quan",
            [("NV1", "NV2"), "!các cơ quan, đơn vị, tổ chức có liên quan"],
        ),
    ],
)
def test_cells_of_lang_son(cell, named):
    assert read(cell) == named


@pytest.mark.parametrize(
    ("cell", "named"),
    [
        ("Phòng Phổ biến, giáo dục pháp luật và theo dõi thi hành pháp luật", ["PBPL"]),
        ("Phòng Xây dựng và kiểm tra văn bản QPPL", ["XDVB"]),
        ("Bộ phận tiếp nhận và trả kết quả giải quyết TTHC", ["TNTKQ"]),
        ("Các phòng, đơn vị thuộc Sở; UBND cấp xã", [("VP", "PBPL", "XDVB"), "!UBND cấp xã"]),
        ("Các sở, ban, ngành, địa phương", ["!Các sở, ban, ngành, địa phương"]),
        ("Văn phòng Sở; các đơn vị sự nghiệp trực thuộc Sở", ["VP", ()]),
        ("Các phòng, đơn vị giải quyết TTHC", [()]),
    ],
)
def test_cells_of_thai_nguyen(cell, named):
    assert read(cell, THAI_NGUYEN) == named


def test_every_unit_cell_of_the_two_plans_is_known(seed):
    columns = {"lang-son-2026": (8, (5, 6)), "thai-nguyen-2026": (6, (4, 5))}
    for roster, plan in ((LANG_SON, "lang-son-2026"), (THAI_NGUYEN, "thai-nguyen-2026")):
        count, places = columns[plan]
        rows = [line.split("\t") for line in seed(plan).read_text("utf-8").splitlines()]
        whole = [row for row in rows if len(row) == count and row[0][:1].isdigit() and row[3].strip()]
        unknown = [named for row in whole for place in places for named in read(row[place], roster) if "?" in named]
        cut_at_pages = {"?giáo dục", "?Các phòng, đơn", "?Văn phòng"}  # the importer joins these rows first
        assert whole
        assert {text for text in unknown if text not in cut_at_pages and "Phổ biến" not in text} == set()


# What people complain about


def test_a_unit_name_with_a_comma_is_one_unit():
    assert read("Văn phòng Sở, Phòng Phổ biến, giáo dục pháp luật và theo dõi thi hành pháp luật", THAI_NGUYEN) == [
        "VP",
        "PBPL",
    ]


@pytest.mark.parametrize("separator", ["; ", ", ", "\n", " và ", " - ", "/", " & ", ". "])
def test_nghiep_vu_i_never_gets_the_tasks_of_ii(separator):
    assert read("Phòng Nghiệp vụ II") == ["NV2"]
    assert read(f"Phòng Nghiệp vụ II{separator}Phòng Nghiệp vụ I") == ["NV2", "NV1"]
    assert read(f"Phòng Nghiệp vụ I{separator}Văn phòng Sở") == ["NV1", "VP"]
    assert read("Phòng Nghiệp vụ III") == ["?Phòng Nghiệp vụ III"]


def test_an_alias_never_eats_a_part_of_another_name():
    assert read("Văn phòng") == ["VP"]
    assert read("Văn phòng UBND tỉnh; Văn phòng Sở Nội vụ") == ["?Văn phòng UBND tỉnh", "?Văn phòng Sở Nội vụ"]


def test_a_part_of_an_outside_body_is_not_ours_though_the_roster_knows_the_body():
    outside = [Unit(code="UB", name="UBND tỉnh", kind=OUTSIDE), Unit(code="SNV", name="Sở Nội vụ", kind=OUTSIDE)]
    roster = Roster([*LANG_SON.units, *outside], LANG_SON.groups)
    assert read("Văn phòng UBND tỉnh; Văn phòng Sở Nội vụ", roster) == ["?Văn phòng UBND tỉnh", "?Văn phòng Sở Nội vụ"]
    assert read("Văn phòng Sở, UBND tỉnh và Sở Nội vụ", roster) == ["VP", "!UBND tỉnh", "!Sở Nội vụ"]
    assert read("Văn phòng Sở Phòng Nghiệp vụ I", roster) == ["VP", "NV1"]


def test_an_unknown_body_is_kept_with_suggestions_and_never_applied():
    (mention,) = read_unit_cell("P. NV II", LANG_SON)
    assert (mention.kind, mention.units, mention.text) == ("unknown", (), "P. NV II")
    assert mention.suggestions == ("Phòng Nghiệp vụ II",)


def test_only_the_first_unknown_bodies_of_an_endless_cell_get_suggestions():
    mentions = read_unit_cell("; ".join(f"Văn phòng Sở {i}" for i in range(12)), LANG_SON)
    assert [bool(mention.suggestions) for mention in mentions] == [True] * 10 + [False] * 2


def test_an_outside_body_is_named_but_gives_no_unit_to_mail():
    (mention,) = read_unit_cell("Các cơ quan, đơn vị, tổ chức có liên quan", LANG_SON)
    assert (mention.kind, mention.units) == ("outside", ())


def test_an_outside_body_in_a_group_is_told_apart_from_its_members():
    mixed = Group(name="Tổ công tác", kinds=(), units=("VP", "NGOAI"))
    abroad = Group(name="Các cơ quan bạn", kinds=(), units=("NGOAI",))
    roster = Roster(LANG_SON.units, [mixed, abroad])
    assert read("Tổ công tác", roster) == [("VP",), "!Các cơ quan, đơn vị, tổ chức có liên quan"]
    assert read("Các cơ quan bạn", roster) == ["!Các cơ quan bạn"]
    assert read("Tổ công tác (trừ VP)", roster) == ["!Tổ công tác (trừ VP)"]


def test_unknown_text_with_commas_stays_one_mention():
    unknown = "Các sở, ban, ngành, đoàn thể"
    assert read(unknown) == [f"?{unknown}"]
    assert read(f"{unknown}, Văn phòng Sở; {unknown}\nPhòng Nghiệp vụ I") == [f"?{unknown}", "VP", f"?{unknown}", "NV1"]
    assert read(f"Văn phòng Sở, {unknown}") == ["VP", f"?{unknown}"]
    assert read(f"{unknown} và Văn phòng Sở") == [f"?{unknown}", "VP"]
    assert read(f"Văn phòng Sở và {unknown}") == ["VP", f"?{unknown}"]


# Shapes of a cell


@pytest.mark.parametrize("blank", [None, "", "  \n\u00a0", "-", "–", "...", ";,;", "()", "_____", "\u200b"])
def test_blanks_and_lone_marks_name_nothing(blank):
    assert read(blank) == []


@pytest.mark.parametrize(
    "cell",
    [
        "- Văn phòng Sở\n- Phòng Nghiệp vụ I",
        "– Văn phòng Sở;\n– Phòng Nghiệp vụ I.",
        "+ Văn phòng Sở\r\n+ Phòng Nghiệp vụ I",
        "• Văn phòng Sở • Phòng Nghiệp vụ I",
        "1. Văn phòng Sở\n2. Phòng Nghiệp vụ I",
        "a) Văn phòng Sở; b) Phòng Nghiệp vụ I",
        "(1) Văn phòng Sở; (2) Phòng Nghiệp vụ I",
        "(Văn phòng Sở; Phòng Nghiệp vụ I)",
        "Văn phòng\nSở\nPhòng Nghiệp\nvụ I",
        "Văn phòng Sở Phòng Nghiệp vụ I",
        "VĂN PHÒNG SỞ,PHÒNG  NGHIỆP VỤ I",
        unicodedata.normalize("NFD", "Văn phòng Sở và phòng Nghiệp vụ I"),
        "Văn phòng Sở cùng với Phòng Nghiệp vụ I",
        "Văn phòng Sở và/hoặc Phòng Nghiệp vụ I",
        "VP; NV1",
        "Văn phòng Sở\x0bPhòng Nghiệp vụ I",
    ],
)
def test_bullets_breaks_and_separators_say_nothing(cell):
    assert read(cell) == ["VP", "NV1"]


def test_old_and_new_tone_marks_are_one_name():
    roster = Roster([Unit(code="SH", name="Tổ Số hoá", kind=DIVISION), Unit(code="UB", name="Uỷ ban", kind=OFFICE)])
    assert read("tổ số hóa; Ủy ban", roster) == ["SH", "UB"]


def test_text_in_brackets_is_the_actor():
    office, units = read_unit_cell("Văn phòng Sở (Kế toán Sở); Các đơn vị sự nghiệp trực thuộc Sở (Kế toán)", LANG_SON)
    assert (office.text, office.actor) == ("Văn phòng Sở", "Kế toán Sở")
    assert (units.text, units.actor) == ("Các đơn vị sự nghiệp trực thuộc Sở", "Kế toán")


@pytest.mark.parametrize(
    ("cell", "actor"),
    [
        ("Văn phòng Sở\n(Kế toán\nSở)", "Kế toán Sở"),
        ("Văn phòng Sở (Kế toán; Văn thư)", "Kế toán; Văn thư"),
        ("Văn phòng Sở (Kế toán (chính))", "Kế toán (chính)"),
        ("Văn phòng Sở [Kế toán] (Văn thư)", "Kế toán; Văn thư"),
        ("Văn phòng Sở (Kế toán", "Kế toán"),
        ("Văn phòng Sở (trừ Kế toán)", "trừ Kế toán"),
        ("Sở Nội vụ (Phòng CCHC)", "Phòng CCHC"),
    ],
)
def test_brackets_are_kept_however_they_stand(cell, actor):
    (mention,) = read_unit_cell(cell, LANG_SON)
    assert mention.actor == actor


def test_a_name_the_roster_uses_twice_is_not_decided():
    roster = Roster(
        [Unit(code="A", name="Phòng Một", aliases=("Phòng",)), Unit(code="B", name="Phòng Hai", aliases=("Phòng",))]
    )
    (mention,) = read_unit_cell("Phòng", roster)
    assert (mention.kind, mention.suggestions) == ("unknown", ("Phòng Một", "Phòng Hai"))


# Shortened lists


@pytest.mark.parametrize(
    ("cell", "named"),
    [
        ("Phòng Nghiệp vụ I, II", ["NV1", "NV2"]),
        ("Phòng Nghiệp vụ I và II", ["NV1", "NV2"]),
        ("Các Phòng Nghiệp vụ I, II; Văn phòng Sở", ["NV1", "NV2", "VP"]),
        ("Phòng Nghiệp vụ I; Nghiệp vụ II", ["NV1", "NV2"]),
        ("Phòng Công chứng số 1, số 2", ["CC1", "CC2"]),
        ("Phòng Công chứng số 1, 2 và 3", ["CC1", "CC2", "CC3"]),
        ("Phòng Công chứng số 1, số 9, số 3", ["CC1", "?số 9", "CC3"]),
        ("Phòng Công chứng số 1 (Tổ 1), số 2 (Tổ 2)", ["CC1", "CC2"]),
        ("Phòng Công chứng số 1\n- số 2", ["CC1", "CC2"]),
        ("Phòng Công chứng số 1 - 3", ["?Phòng Công chứng số 1 - 3"]),  # and number 2? not to be guessed
        ("Phòng Công chứng số 1–3; Văn phòng Sở", ["?Phòng Công chứng số 1–3", "VP"]),
        ("Văn phòng Sở, số 2", ["VP", "?số 2"]),
    ],
)
def test_shortened_lists_name_units_the_roster_has(cell, named):
    further = [Unit(code=f"CC{i}", name=f"Phòng Công chứng số {i}", kind=SERVICE) for i in (2, 3)]
    assert read(cell, Roster([*LANG_SON.units, *further], LANG_SON.groups)) == named


# Exceptions and remainders


@pytest.mark.parametrize(
    ("cell", "named"),
    [
        ("Các phòng, đơn vị thuộc Sở (trừ Văn phòng Sở)", [("NV1", "NV2", "TGPL", "CC1")]),
        ("Các phòng, đơn vị thuộc Sở trừ Văn phòng Sở", [("NV1", "NV2", "TGPL", "CC1")]),
        ("Các phòng, đơn vị thuộc Sở (ngoài Văn phòng Sở)", [("NV1", "NV2", "TGPL", "CC1")]),
        ("Các phòng, đơn vị thuộc Sở, ngoại trừ Phòng Nghiệp vụ I, II; Văn phòng Sở", [("VP", "TGPL", "CC1"), "VP"]),
        ("Các phòng, đơn vị thuộc Sở\n(không bao gồm các đơn vị trực thuộc Sở)", [("VP", "NV1", "NV2")]),
        ("Các phòng, đơn vị thuộc Sở (trừ Văn phòng Sở và Phòng lạ)", [ALL[1:], "?trừ Phòng lạ"]),
        ("Các phòng chuyên môn thuộc Sở (trừ Phòng Nghiệp vụ I, Phòng Nghiệp vụ II)", [()]),
        ("(Các phòng chuyên môn thuộc Sở trừ NV1), Văn phòng Sở", [("NV2",), "VP"]),
        # what an exception names beyond the group is told: it may have been meant as one more name
        ("Các phòng chuyên môn thuộc Sở, trừ NV1, Văn phòng Sở", [("NV2",), "?trừ Văn phòng Sở"]),
        (
            "Các phòng, đơn vị thuộc Sở, trừ VP, các cơ quan, đơn vị, tổ chức có liên quan",
            [ALL[1:], "!các cơ quan, đơn vị, tổ chức có liên quan"],
        ),
        # an exception without a group it could belong to names nobody
        ("trừ Văn phòng Sở, Phòng Nghiệp vụ I", ["?trừ Văn phòng Sở, Phòng Nghiệp vụ I"]),
        ("Các đơn vị lạ, trừ Phòng A, Văn phòng Sở", ["?Các đơn vị lạ, trừ Phòng A, Văn phòng Sở"]),
    ],
)
def test_exceptions_reduce_the_group(cell, named):
    assert read(cell) == named


def test_an_exception_is_kept_in_the_group_and_the_text():
    (mention,) = read_unit_cell("Các phòng chuyên môn thuộc Sở (trừ Phòng Nghiệp vụ I)", LANG_SON)
    assert mention.text == "Các phòng chuyên môn thuộc Sở (trừ Phòng Nghiệp vụ I)"
    assert mention.group.excepted == ("NV1",)
    assert mention.units == LANG_SON.members(mention.group)
    assert not mention.actor


@pytest.mark.parametrize(
    ("cell", "named"),
    [
        ("Văn phòng Sở; các phòng còn lại", ["VP", ("NV1", "NV2")]),
        ("Phòng Nghiệp vụ I; các phòng còn lại", ["NV1", ("VP", "NV2")]),
        ("Phòng Nghiệp vụ I; các phòng chuyên môn còn lại", ["NV1", ("NV2",)]),
        ("Văn phòng Sở và các phòng, đơn vị còn lại thuộc Sở", ["VP", ("NV1", "NV2", "TGPL", "CC1")]),
        ("Phòng Công chứng số 1; các đơn vị thuộc Sở còn lại", ["CC1", ("TGPL",)]),
        ("các đơn vị sự nghiệp còn lại; CC1", [("TGPL",), "CC1"]),
        ("Các đơn vị trực thuộc Sở; các phòng, đơn vị còn lại", [("TGPL", "CC1"), ("VP", "NV1", "NV2")]),
        ("Các phòng, đơn vị thuộc Sở còn lại; Văn phòng Sở", [ALL[1:], "VP"]),
        ("các phòng còn lại (trừ Phòng Nghiệp vụ II); VP", [("NV1",), "VP"]),
        ("Sở Nội vụ, các phòng còn lại; VP", ["?Sở Nội vụ", ("NV1", "NV2"), "VP"]),
        ("các phòng còn lại có liên quan", ["?các phòng còn lại có liên quan"]),
    ],
)
def test_remainders_are_the_kind_less_those_named_in_the_cell(cell, named):
    assert read(cell) == named


# Anything at all

names = [name for unit in LANG_SON.units for name in (unit.name, unit.code)] + [group.name for group in LANG_SON.groups]
separators = st.sampled_from(
    ["; ", ";", ", ", ",", "\n", "\r\n", " và ", " \n- ", ";\n+ ", ", và ", " . ", " • ", "\n\n"]
)


def disguise(name, chance):
    """The name in another Unicode form, case and spacing."""
    name = chance.choice([str, str.upper, str.lower])(name)
    name = re.sub(" ", lambda _: chance.choice([" ", "  ", "\u00a0", "\n", " \u200b"]), name)
    return unicodedata.normalize(chance.choice(["NFC", "NFD"]), name)


@given(st.lists(st.tuples(st.sampled_from(names), separators, st.randoms()), min_size=1, max_size=8))
def test_known_names_joined_in_any_way_are_read_back(parts):
    cell = "".join(disguise(name, chance) + separator for name, separator, chance in parts)
    mentions = read_unit_cell(cell, LANG_SON)
    expected = [LANG_SON.find(name)[0] for name, *_ in parts]
    assert [mention.kind for mention in mentions] == [
        "group" if isinstance(one, Group) else "outside" if one.is_outside else "unit" for one in expected
    ]
    for mention, one in zip(mentions, expected, strict=True):
        assert mention.group == one if isinstance(one, Group) else mention.units == (() if one.is_outside else (one,))


@given(st.sets(st.sampled_from(ALL), max_size=4), separators.filter(lambda text: ";" not in text and "\n" not in text))
def test_any_exception_leaves_the_others(excepted, separator):
    written = separator.join(LANG_SON.unit(code).name for code in sorted(excepted))
    cell = f"Các phòng, đơn vị thuộc Sở (trừ {written})"
    assert read(cell) == [tuple(code for code in ALL if code not in excepted)]


words = st.sampled_from(
    [
        *names,
        *("các phòng còn lại", "trừ", "và", "(", ")", ";", ",", "\n", "-", "1.", ".", ":", "số 2", "II", "với"),
        *("Sở Nội vụ", "lạ", "Phòng", "còn lại", "các", "tất cả", "không kể"),
    ]
)
SILENT = {"va", "voi", "tru", "khong", "ke", "1"}  # what joins, excepts and numbers


@given(st.one_of(st.text(), st.lists(words, max_size=20).map(" ".join)), st.sampled_from([LANG_SON, THAI_NGUYEN]))
def test_nothing_is_raised_nothing_is_made_up(cell, roster):
    for mention in read_unit_cell(cell, roster):
        assert mention.text
        assert set(mention.units) <= set(roster.units)
        assert not any(unit.is_outside for unit in mention.units)
        assert (mention.group is not None) == (mention.kind == "group")
        assert mention.kind != "unit" or len(mention.units) == 1
        assert mention.kind not in {"outside", "unknown"} or mention.units == ()


@given(st.lists(words, max_size=20).map(" ".join))
def test_nothing_is_dropped(cell):
    def said(text):
        return set(re.findall(r"\w+", unaccented(text)))

    mentions = read_unit_cell(cell, LANG_SON)
    kept = said(" ".join(f"{mention.text} {mention.actor}" for mention in mentions))
    assert said(cell) - kept <= SILENT


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "(",
            ")",
            "((a)),",
            "a(",
            "(a,",
            "VP ",
            "VP, ",
            "a;",
            "các,",
            "các phòng, ",
            "trừ ",
            "VP; các phòng còn lại; ",
        ),
        *("Phòng ", "Phòng\n", "Phòng Nghiệp vụ I và II ", " và II", "lạ, VP trừ ", "Các phòng, đơn vị thuộc Sở (trừ "),
        *("Các phòng, đơn vị thuộc Sở, trừ VP, ", "Các phòng, đơn vị thuộc Sở (trừ NV1), ", "a", "a\u0301\u0323\n"),
    ],
)
def test_a_cell_of_a_hundred_thousand_characters_is_read_in_a_second(piece):
    cell = "Phòng Nghiệp vụ I" + piece * (100_000 // len(piece))
    start = time.process_time()
    read_unit_cell(cell, LANG_SON)
    assert time.process_time() - start < 3  # it takes half a second; another process may share the core


def test_a_number_that_begins_nothing_is_kept():
    assert read("Văn phòng Sở; 2.") == ["VP", "?2"]
