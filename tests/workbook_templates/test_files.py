"""The committed templates are what the builder makes, and Excel would open them as they are."""

from io import BytesIO

from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator

from tests.packages import parts
from tests.workbook_templates.conftest import BUILDERS
from tests.workbook_templates.content import content
from workbook_templates.build.files import to_bytes


def test_the_committed_template_is_what_the_builder_makes(template):
    path, built = template
    assert content(load_workbook(path)) == content(load_workbook(BytesIO(built)))


def test_building_twice_gives_the_same_bytes(template):
    path, built = template
    assert to_bytes(BUILDERS[path.name]()) == built


def test_excel_would_not_repair_the_template(template):
    path, _ = template
    result = OpenXmlValidator().validate(path)
    assert [str(error) for error in result.errors] == []


def test_texts_are_shared_strings_as_excel_keeps_them(template):
    _, built = template
    sheets = [data for name, data in parts(built).items() if name.startswith("xl/worksheets/sheet")]
    assert sheets
    assert not any(b"inlineStr" in sheet for sheet in sheets)


def test_no_person_and_no_hour_stand_in_the_properties(template):
    path, _ = template
    properties = load_workbook(path).properties
    assert (properties.creator, properties.lastModifiedBy) == ("CCHC", "CCHC")
    assert properties.created == properties.modified
