import zipfile

import pytest

from cchc_macros.mail.attachment import mismatch, whose

PLAN, ROWS = "ke-hoach", ["T:1.1", "T:1.2", "C:3"]
HEAD = '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="x">'


@pytest.fixture
def workbook(tmp_path):
    def make(xml=None, **properties):
        properties = {
            "CCHC.Plan": PLAN,
            "CCHC.Unit": "VP",
            "CCHC.Rows.1": "T:1.1;T:1.2",
            "CCHC.Rows.2": "C:3",
        } | properties
        body = "".join(
            f'<property name="{name}"><vt:lpwstr>{value}</vt:lpwstr></property>' for name, value in properties.items()
        )
        path = tmp_path / "VP.xlsx"
        with zipfile.ZipFile(path, "w") as package:
            package.writestr("docProps/custom.xml", xml or f"{HEAD}{body}</Properties>")
        return path

    return make


def test_the_units_own_workbook_matches(workbook):
    assert mismatch(workbook(), PLAN, "VP", ROWS) is None


def test_another_units_workbook_does_not(workbook):
    assert "là sổ của 'NV1'" in mismatch(workbook(**{"CCHC.Unit": "NV1"}), PLAN, "VP", ROWS)


def test_another_plans_workbook_does_not(workbook):
    assert "kế hoạch" in mismatch(workbook(**{"CCHC.Plan": "cũ"}), PLAN, "VP", ROWS)


def test_a_workbook_with_more_or_less_work_does_not(workbook):
    assert mismatch(workbook(), PLAN, "VP", ROWS[:2])
    assert mismatch(workbook(), PLAN, "VP", [*ROWS, "T:9"])


@pytest.mark.parametrize("xml", ["<broken", " " * 1_000_001])
def test_a_damaged_file_belongs_to_nobody(workbook, xml):
    path = workbook(xml=xml)
    assert whose(path) == {}
    assert mismatch(path, PLAN, "VP", ROWS)


def test_an_entity_bomb_is_refused(workbook):
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = (
        f'<!DOCTYPE x [<!ENTITY l0 "lol">{levels}]><Properties><property name="CCHC.Plan">&l11;</property></Properties>'
    )
    assert whose(workbook(xml=bomb)) == {}


def test_a_file_that_is_no_package_belongs_to_nobody(tmp_path):
    (tmp_path / "a.xlsx").write_text("x", encoding="utf-8")
    assert whose(tmp_path / "a.xlsx") == {}
    assert whose(tmp_path / "missing.xlsx") == {}
