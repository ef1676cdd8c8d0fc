import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from xl.safe_names import safe_file_name, safe_sheet_name


def test_what_excel_refuses_in_a_sheet_name_goes():
    assert safe_sheet_name("Phiếu: VP/NV1 [2026]?*\\") == "Phiếu VP NV1 2026"
    assert safe_sheet_name("'Phòng'") == "Phòng"
    assert safe_sheet_name("") == safe_sheet_name("///") == "Sheet"
    assert safe_sheet_name("History") == "History_"
    assert safe_sheet_name("Phiếu " + "😀" * 20) == "Phiếu " + "😀" * 12


def test_sheet_names_that_collide_after_cutting_case_or_unicode_form_get_numbers():
    long = "Phòng Phổ biến, giáo dục pháp luật và theo dõi"
    first = safe_sheet_name(long)
    assert len(first) == 31
    second = safe_sheet_name(long + " thi hành", [first])
    assert second.endswith(" (2)")
    assert len(second) <= 31
    assert safe_sheet_name("phòng", ["PHÒNG"]) == "phòng (2)"
    assert safe_sheet_name(unicodedata.normalize("NFD", "Phòng"), ["Phòng"]) == "Phòng (2)"


def test_names_that_windows_keeps_for_itself_are_changed():
    assert safe_file_name("CON") == "_CON"
    assert safe_file_name("com1.xlsx") == "_com1.xlsx"
    assert safe_file_name("..\\..\\etc/passwd") == "etc passwd"
    assert safe_file_name("tên. . ") == "tên"
    assert safe_file_name("\u202egpj.exe") == "gpj.exe"


@given(st.text(), st.lists(st.text(), max_size=5))
def test_any_text_gives_a_sheet_name_excel_takes(text, others):
    taken = []
    for source in (text, *others, text):
        name = safe_sheet_name(source, taken)
        assert 1 <= len(name.encode("utf-16-le")) // 2 <= 31  # as Excel counts
        assert not set(name) & set("\\/?*[]:")
        assert not name.startswith("'")
        assert not name.endswith("'")
        assert name.casefold() not in {other.casefold() for other in taken}
        name.encode()
        taken.append(name)


@given(st.text())
def test_any_text_gives_a_file_name(text):
    name = safe_file_name(text)
    assert 0 < len(name.encode()) <= 160
    assert not set(name) & set('<>:"/\\|?*')
    assert name not in (".", "..")
    assert not name.endswith((".", " "))
