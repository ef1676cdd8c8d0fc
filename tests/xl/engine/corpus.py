"""Workbooks with parts that openpyxl does not know, as Excel writes them (by XlsxWriter, the rarest by hand)."""

import struct
import zlib

import xlsxwriter

from tests.packages import packed, parts

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def picture():
    """A one-pixel PNG."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0\xff\0\0")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def rich_workbook(path, tmp_path):  # noqa: PLR0915  # one statement for each thing
    """A workbook with about everything a user adds to a sheet."""
    image = tmp_path / "anh.png"
    image.write_bytes(picture())
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"title": "Sổ", "company": "Sở Tư pháp", "manager": "Giám đốc"})
    book.set_custom_property("CCHC.Plan", "LS-2026")
    book.set_calc_mode("auto")
    bold, red = book.add_format({"bold": True, "num_format": "#,##0.00"}), book.add_format({"font_color": "#FF0000"})
    unlocked = book.add_format({"locked": False})
    sheet = book.add_worksheet("Bảng điểm")
    sheet.write_row("A1", ["STT", "Điểm", "Tên"], bold)
    for row in range(1, 9):
        sheet.write_row(row, 0, [row, row * 1.5, f"tiêu chí {row}"])
    sheet.write_rich_string("D1", "Chữ ", red, "đỏ", " và ", bold, "đậm")
    sheet.write_formula("B11", "=SUM(B2:B9)", None, 54)
    sheet.write_dynamic_array_formula("F2:F9", "=SORT(B2:B9)", None, 1.5)
    sheet.write_array_formula("G2:G3", "{=B2:B3*2}", None, 3)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='Bảng điểm'!$B$2:$B$9", "categories": "='Bảng điểm'!$C$2:$C$9", "name": "Điểm"})
    chart.set_title({"name": "='Bảng điểm'!$B$1"})
    sheet.insert_chart("I2", chart)
    sheet.insert_image("I20", str(image), {"description": "dấu", "url": "https://stp.example/"})
    sheet.insert_textbox("M2", "Ghi chú trong khung", {"width": 200, "height": 60})
    sheet.insert_textbox("M8", "", {"textlink": "='Bảng điểm'!$B$1"})
    sheet.insert_checkbox("H2", True)
    sheet.insert_button("M12", {"macro": "Chay", "caption": "Chạy"})
    sheet.write_comment("B3", "Xem lại\nđiểm này", {"author": "Lan", "visible": True, "x_scale": 2})
    sheet.add_sparkline("E2", {"range": "'Bảng điểm'!B2:B9"})
    sheet.conditional_format("B2:B9", {"type": "data_bar", "bar_solid": True, "min_length": 10})
    sheet.conditional_format("C2:C9", {"type": "text", "criteria": "containing", "value": "3", "format": red})
    sheet.conditional_format("A2:A9", {"type": "formula", "criteria": "=$B2>5", "format": red, "stop_if_true": True})
    sheet.conditional_format("A2:B9", {"type": "icon_set", "icon_style": "3_flags"})
    sheet.data_validation(
        "C2:C9", {"validate": "list", "source": ["a", "b"], "input_title": "Chọn", "input_message": "một"}
    )
    sheet.data_validation("B2:B9", {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 20})
    sheet.ignore_errors({"number_stored_as_text": "A2:A9"})
    sheet.protect("mat-khau", {"sort": True})
    sheet.unprotect_range("B2:B9", "Điểm", "khac")
    sheet.write_url("A20", "https://stp.example/?a=1&b=2", string="Trang Sở", tip="mở trang")
    sheet.write_url("A21", "internal:'Hai'!A1")
    sheet.set_header("&C&G", {"image_center": str(image)})
    sheet.set_footer("&L&D&RTrang &P/&N")
    sheet.set_background(str(image))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.print_area("A1:H20")
    sheet.set_margins(1.2, 0.6, 0.8, 0.8)
    sheet.freeze_panes(1, 2)
    sheet.set_tab_color("#00B050")
    sheet.set_row(3, 30)
    sheet.set_row(4, None, None, {"level": 1, "hidden": True})
    sheet.set_column("C:D", 25, unlocked)
    sheet.set_h_pagebreaks([15])
    sheet.merge_range("A13:C13", "Gộp", bold)
    sheet.autofilter("A1:C9")
    two = book.add_worksheet("Hai")
    columns = [
        {"header": "STT"},
        {"header": "Điểm", "total_function": "sum"},
        {"header": "Gấp đôi", "formula": "=[@Điểm]*2"},
    ]
    data = [["1", 2], ["2", 3]]
    two.add_table("B2:D5", {"name": "Criteria", "total_row": True, "columns": columns, "data": data})
    two.write_formula("D3", "=Criteria[[#This Row],[Điểm]]*2", None, 4)
    two.write_formula("D4", "=Criteria[[#This Row],[Điểm]]*2", None, 6)
    two.write_formula("C5", "=SUBTOTAL(109,[Điểm])", None, 5)
    two.write_formula("F1", "='Bảng điểm'!B11*2", None, 108)
    hidden = book.add_worksheet("Ẩn")
    hidden.very_hidden()
    hidden.write("A1", "bí mật")
    alone = book.add_chartsheet("Biểu đồ")
    line = book.add_chart({"type": "line"})
    line.add_series({"values": "='Bảng điểm'!$B$2:$B$9"})
    alone.set_chart(line)
    book.define_name("Total_Max", "='Bảng điểm'!$B$11")
    book.define_name("Hai!Rieng", "=Hai!$B$2")
    book.close()
    return path


def with_parts(source, target, added, relations=(), sheet_relations=(), sheet_tail=""):
    """Copy a workbook with parts added by hand.

    Args:
        source: The workbook.
        target: The copy.
        added: {name: (content, content type)}.
        relations: (type, target) added to the workbook part.
        sheet_relations: (type, target) added to the first sheet.
        sheet_tail: XML put at the end of the first sheet.
    """
    types = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, (_, kind) in added.items())
    contents = parts(source)
    for name, root, more in (
        ("[Content_Types].xml", b"</Types>", types),
        ("xl/_rels/workbook.xml.rels", b"</Relationships>", _entries(relations)),
        ("xl/worksheets/_rels/sheet1.xml.rels", b"</Relationships>", _entries(sheet_relations)),
        ("xl/worksheets/sheet1.xml", b"</worksheet>", sheet_tail),
    ):
        if more:
            contents[name] = contents[name].replace(root, more.encode() + root)
    return packed(target, contents | {part: content for part, (content, _) in added.items()})


def _entries(relations):
    return "".join(
        f'<Relationship Id="x{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(relations, 1)
    )
