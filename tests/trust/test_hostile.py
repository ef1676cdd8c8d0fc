"""Input from strangers: text stays text, names stay names, broken files are told, in bounded time."""

import re
import time
import unicodedata

import openpyxl
import pytest
from openpyxl.cell.cell import MergedCell

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from tests.conftest import TEMPLATES
from tests.packages import parts, repacked
from tests.tables import read_table
from xl.engine import open_book

PAYLOADS = (
    "=cmd|' /C calc'!A0",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    '=HYPERLINK("http://calc.example","x")',
    "'=1+cmd|calc",
    "\t=cmd|calc",
    "<script>calc</script>&amp;]]>",
)
RESERVED = {"con", "prn", "aux", "nul", *(f"{device}{n}" for device in ("com", "lpt") for n in range(1, 10))}


def office(path, *, units, tasks, criteria=()):
    """A workbook with these rows, every text as a person would have typed it."""
    book = open_book(TEMPLATES / "so-cchc.xlsx")
    for spec, rows in ((c.UNITS, units), (c.TASKS, tasks), (c.CRITERIA, criteria)):
        if rows:
            read_table(book, spec).replace(rows)
    book.save(str(path))
    return path


def unit(code, name, **more):
    return {c.UNIT_CODE: code, c.UNIT_NAME: name, c.UNIT_KIND: c.KINDS[1], **more}


def task(number, lead, **more):
    return {c.STT: str(number), c.TASK_NAME: f"Việc {number}", c.TASK_DEADLINE: "31/12/2026", c.LEAD: lead, **more}


def formulas(path):
    """Every formula in any part of a workbook."""
    xml = [data.decode() for name, data in parts(path).items() if name.endswith(".xml")]
    return [text for part in xml for text in re.findall(r"<(?:\w+:)?f(?:ormula\d?)?(?:\s[^>]*)?>([^<]*)", part)]


def test_formulas_in_every_text_field_stay_text(tmp_path, cchc):
    units = [
        unit(f"P{i}", f"{text} {i}", **{c.UNIT_ALIASES: text, c.UNIT_CONTACT: text, c.UNIT_EMAIL: f"p{i}@stp.example"})
        for i, text in enumerate(PAYLOADS)
    ]
    tasks = [
        task(
            i, units[i][c.UNIT_NAME], **{c.TASK_NAME: text, c.REQUIREMENT: text, c.SUPPORT: text, c.TASK_DEADLINE: text}
        )
        for i, text in enumerate(PAYLOADS)
    ]
    criteria = [
        {
            c.STT: str(i + 1), c.CRITERION_NAME: text, c.MAX_SCORE: 5, c.RESULT: 3, c.NOTE: text, c.LEAD: "P0",
            c.CRITERION_DEADLINE: text, c.EVIDENCE: text, c.SUPPORT: text,
        }
        for i, text in enumerate(PAYLOADS)
    ]  # fmt: skip
    book = office(tmp_path / "Sổ.xlsx", units=units, tasks=tasks, criteria=criteria)
    for verb in ("recalculate", "flag", "audit", "assign"):
        cchc(verb, book)
    files = [item["path"] for item in cchc("export", book, "--to", tmp_path / "ra")["files"]]
    assert len(files) >= len(PAYLOADS)
    for path in files:  # the units answer with formulas too
        answer = openpyxl.load_workbook(path)
        for row in answer[u.UNIT_WORKBOOK_SHEET].iter_rows(min_row=2):
            for cell in row[9:11]:
                if not isinstance(cell, MergedCell):
                    cell.value, cell.data_type = PAYLOADS[0], "s"
        answer.save(path)
    cchc("collect", book, tmp_path / "ra")
    for path in (book, *files):
        bad = [text for text in formulas(path) if "calc" in text or "cmd" in text]
        assert not bad, (path, bad)
    texts = {cell for row in openpyxl.load_workbook(book)["Nhiệm vụ"].values for cell in row if isinstance(cell, str)}
    assert "=cmd|' /C calc'!A0" in texts


CODES = (
    "A/B:C*?[x]\\",
    "Phòng chuyên môn nghiệp vụ số một",
    "Phòng chuyên môn nghiệp vụ số mười",
    "vp", "VP.", "'quoted'", "CON", "nul.txt", "History",
    unicodedata.normalize("NFD", "Điểm") + " ", "điểm.",
    "..\\..\\Windows", "../../etc/passwd", "😀" * 20, "mẫu", "\u202exslx.exe",
)  # fmt: skip


def test_hostile_unit_codes_give_names_that_excel_and_windows_accept(tmp_path, cchc):
    units = [unit(code, f"Đơn vị thứ {i} của Sở") for i, code in enumerate(CODES)]
    tasks = [task(i + 1, row[c.UNIT_NAME]) for i, row in enumerate(units)]
    book = office(tmp_path / "Sổ.xlsx", units=units, tasks=tasks)
    given_units = cchc("assign", book)["units"]
    names = openpyxl.load_workbook(book).sheetnames
    sheets = [name for name in names if name.startswith("Phiếu ") and name != "Phiếu mẫu"]
    assert len(sheets) == len(given_units)
    assert len({unicodedata.normalize("NFKC", name).casefold() for name in names}) == len(names)
    for name in names:
        assert len(name.encode("utf-16-le")) // 2 <= 31  # as Excel counts
        assert not set(name) & set("\\/?*[]:")
        assert not name.startswith("'")
        assert not name.endswith("'")
    to = tmp_path / "ra"
    files = cchc("export", book, "--to", to)["files"]
    assert {path.resolve().parent for path in to.rglob("*") if path.is_file()} == {to.resolve()}
    stems = [path.stem for path in to.iterdir()]
    assert len(stems) == len(files) == len(given_units)
    assert len({unicodedata.normalize("NFKC", stem).casefold() for stem in stems}) == len(stems)
    for stem in stems:
        assert not set(stem) & set('<>:"/\\|?*')
        assert not re.search(r"[\x00-\x1f\u200e\u200f\u202a-\u202e]", stem)
        assert stem.split(".")[0].strip().casefold() not in RESERVED
        assert not stem.endswith((" ", "."))
    assert not cchc("collect", book, to)["rejected"]


# Bytes and text that only attacks or accidents make

BOMB = b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;'>]><x>&b;</x>"
OUTSIDE = b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>"


def in_part(wanted, data):
    return lambda name, old: data if name.endswith(wanted) else old


UNKNOWN_TEXT = b"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" t="s"><v>99999</v></c></row></sheetData></worksheet>"""


def in_styles(pattern, by):
    """Replace a pattern in the part of styles."""
    return lambda name, old: re.sub(pattern, by, old) if "styles" in name else old


HOSTILE_FILES = {
    "thực thể": in_part("sheet1.xml", BOMB),
    "thực thể trong chuỗi": in_part("sharedStrings.xml", BOMB),
    "thực thể ngoài": in_part("xl/workbook.xml", OUTSIDE),
    "thực thể UTF-16": in_part("sheet1.xml", BOMB.decode().encode("utf-16")),
    "bom zip": in_part("sheet1.xml", b"<worksheet>" + b" " * 300_000_000),
    "không phải XML": in_part("xl/workbook.xml", b"\0\1\2"),
    "thiếu sổ": lambda name, old: None if name == "xl/workbook.xml" else old,
    "loại ô không có": lambda name, old: re.sub(rb' t="s"', b' t="1e999"', old) if "sheet" in name else old,
    "bảng thiếu cột": lambda name, old: (
        re.sub(rb"<tableColumn [^>]*?/>", b"", old, count=1) if "/tables/" in name else old
    ),
    "chữ không có": lambda name, old: re.sub(rb' t="s"><v>\d+', b' t="s"><v>99999', old) if "sheet" in name else old,
    "chữ không có ở sheet khác": in_part("sheet17.xml", UNKNOWN_TEXT),
    "lồng sâu": in_part("sharedStrings.xml", b"<a>" * 200_000),
}


@pytest.mark.parametrize("kind", HOSTILE_FILES)
def test_a_hostile_package_is_refused_in_a_line_and_quickly(kind, tmp_path, refused, workbook, cchc):
    bad = repacked(TEMPLATES / "lang-son-2026.xlsx", tmp_path / f"{kind}.xlsx", HOSTILE_FILES[kind])
    before = bad.read_bytes()
    start = time.process_time()
    for verb in ("recalculate", "audit", "assign"):
        assert "Lỗi ngoài dự kiến" not in refused(verb, bad)
    assert bad.read_bytes() == before
    folder = tmp_path / "gửi về"
    folder.mkdir()
    repacked(TEMPLATES / "so-don-vi.xlsx", folder / "VP.xlsx", HOSTILE_FILES[kind])
    answer = cchc("collect", workbook("lang-son-2026", to="Sổ.xlsx"), folder)
    assert [item["file"] for item in answer["rejected"]] == ["VP.xlsx"]
    assert time.process_time() - start < 30


def test_scores_whose_number_formats_are_all_one_of_dates_are_told_with_their_cell(tmp_path, refused):
    ids, codes = in_styles(rb'numFmtId="\d+"', b'numFmtId="999"'), in_styles(rb'Code="[^"]*"', b'Code="dd/mm/yyyy"')
    odd = repacked(
        TEMPLATES / "lang-son-2026.xlsx", tmp_path / "so.xlsx", lambda name, old: codes(name, ids(name, old))
    )
    assert "Bảng điểm!D8: '11/01/1900' không phải là số" in refused("recalculate", odd)


@pytest.mark.parametrize(
    "argument", ["", ".", "\udced\udca0", "x" * 300, "x" * 10_000, "a/../../b", "CON", "\\\\may\\chung\\so.xlsx"]
)
def test_the_command_line_answers_any_argument_in_a_line(argument, refused):
    for verb in ("recalculate", "undo", "export"):
        line = refused(verb, argument, *(["--to", "ra"] if verb == "export" else []))
        assert "Lỗi ngoài dự kiến" not in line, line
