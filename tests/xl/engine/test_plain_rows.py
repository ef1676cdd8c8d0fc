import pytest

from xl.engine.memory import plain_rows

ROOT = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def rows(data):
    """The rows of a part."""
    found = plain_rows.plain_rows(f"{ROOT}<sheetData>{data}</sheetData></worksheet>".encode())
    return None if found is None else list(found)


def test_plain_cells_are_read_from_the_text():
    (row,) = rows(
        '<row r="2" ht="15"><c r="A2" s="4" t="s"><v>7</v></c><c r="B2"/><c r="C2"><f>A2&amp;1</f><v>3</v></c></row>'
    )
    assert row.attributes == {"r": "2", "ht": "15"}
    assert row.cells() == [
        (b"A", b"2", b"4", b"s", None, b"7"), (b"B", b"2", None, None, None, None),
        (b"C", b"2", None, None, b"A2&amp;1", b"3"),
    ]  # fmt: skip


@pytest.mark.parametrize("cell", [
    '<c r="A2" cm="1"><v>1</v></c>', '<c r="A3"><v>1</v></c>', "<c><v>1</v></c>",
    '<c r="A2"><f t="shared" si="0"/></c>', '<c r="A2" t="inlineStr"><is><t>x</t></is></c>',
    '<c r="A2" s="a>b"/><c r="B2"/>', ' <c r="A2"/>', '<x r="A2"/>',
])  # fmt: skip
def test_other_cells_are_left_to_a_parser(cell):
    (row,) = rows(f'<row r="2">{cell}</row>')
    assert row.cells() is None
    assert next(element.tag.rpartition("}")[2] for element in row.elements()) in ("c", "x")


@pytest.mark.parametrize("data", [
    '<row r="1"><c r="A1"><v><!-- 1 -->2</v></c></row>', '<row r="1"><c r="A1"><v>&#49;</v></c></row>',
    '<row r="1"><c r="A1" t="str"><v>a\rb</v></c></row>', '<row r="1"/><other/><row r="2"/>',
])  # fmt: skip
def test_odd_parts_are_left_to_a_parser(data):
    assert rows(data) is None


def test_a_damaged_part_is_no_rows():
    with pytest.raises(Exception, match="mismatched tag"):
        rows('<row r="1"><c r="A1"><v>1</c></row>')
