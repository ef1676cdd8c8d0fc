"""The guide says what there is: its buttons, its table of finding codes, its pictures and links."""

import ast
import re
import runpy
import shlex
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pypdfium2
import pytest
from docx import Document
from PIL import Image, ImageChops

from cchc_macros import errors
from cchc_macros.cli import build_parser
from cchc_macros.error_help import SECTIONS
from cchc_macros.registry import BUTTONS
from cchc_macros.rules.audit.finding_codes import EXPLANATIONS

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
GUIDE = (DOCS / "huong-dan.md").read_text("utf-8")
PAGES = [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]
CODE = re.compile(r"[A-Z]+(_[A-Z]+)+")
WRITER = runpy.run_path(str(DOCS / "write_guide.py"))
DOCX = Document(str(DOCS / "huong-dan" / "CCHC.docx"))
NO_FINDINGS = {
    "ALREADY_SENT",  # why a letter was left out, in the JSON of `email`
    "CREATE_NO_WINDOW",  # Windows' own word
}


def test_the_guide_that_staff_open_says_what_its_pages_say():
    made = WRITER["html"]([WRITER["read"](page) for page in WRITER["PAGES"]])
    folder = WRITER["FOLDER"]
    assert (folder / "CCHC.html").read_text("utf-8") == made, "run `make guide`"
    words = {paragraph.text for paragraph in DOCX.paragraphs}
    headings = [re.sub(r"<[^>]+>", "", text) for text in re.findall(r"<h\d[^>]*>(.*?)</h\d>", made)]
    assert {unescape(text) for text in headings} <= words
    assert (folder / "CCHC.pdf").read_bytes().startswith(b"%PDF")


def test_every_link_of_the_guide_that_staff_open_leads_to_its_heading():
    html = (DOCS / "huong-dan" / "CCHC.html").read_text("utf-8")
    places = re.findall(r' id="([^"]+)"', html)
    assert len(places) == len(set(places))
    links = [unquote(link) for link in re.findall(r'<a href="([^"]+)"', html)]
    assert len(links) > 10
    assert set(links) <= {f"#{place}" for place in places}

    marks = DOCX.element.xpath("//w:bookmarkStart/@w:name")
    assert len(marks) == len(set(marks)) == len(places)
    assert DOCX.element.xpath("//w:hyperlink/@w:anchor") == [WRITER["bookmark"](link[1:]) for link in links]
    numbers = DOCX.element.xpath("//w:bookmarkStart/@w:id")
    assert numbers == DOCX.element.xpath("//w:bookmarkEnd/@w:id")

    with pypdfium2.PdfDocument(DOCS / "huong-dan" / "CCHC.pdf") as pdf:
        assert len(list(pdf.get_toc())) == len(places)


def test_pictures_and_tables_of_the_guide_stay_within_the_edges_of_its_text():
    with pypdfium2.PdfDocument(DOCS / "huong-dan" / "CCHC.pdf") as pdf:
        for page in pdf:
            for drawn in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]):
                left, bottom, right, top = (place / 72 * 25.4 for place in drawn.get_bounds())
                assert 29.5 < left < right < 195.5
                assert top - bottom < 151
    for table in DOCX.tables:
        assert sum(column.width.mm for column in table.columns) == pytest.approx(165, abs=0.5)


def test_columns_are_as_wide_as_their_words_need():
    widths = WRITER["column_widths"]
    name, meaning = widths([["Tên", "Nghĩa là"], ["Tổng điểm lệch", "Tổng điểm mà văn bản khác tổng cộng." * 3]])
    assert name + meaning == pytest.approx(165)
    assert name < 60 < meaning
    long, short = widths([["Nơi", "Là gì"], ["CCHC_SMTP_SECURITY", "x " * 200]])
    assert long > 40
    assert long + short == pytest.approx(165)


def codes_in_code() -> set[str]:
    """Every text in the code that looks like a finding's code."""
    texts = {
        node.value
        for folder in ("rules", "plans", "book", "scores", "returns")
        for file in (ROOT / "cchc_macros" / folder).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and file.name != "finding_codes.py"
    }
    return {text for text in texts if CODE.fullmatch(text)} - NO_FINDINGS


def test_every_finding_code_is_explained_and_every_explained_code_exists():
    assert codes_in_code() == set(EXPLANATIONS)


def test_explanations_are_sentences():
    for code, explanation in EXPLANATIONS.items():
        for text in (explanation.meaning, explanation.mend):
            assert text.endswith("."), code
            assert "'" not in text, code  # the guide sets names in italics, the sheet as they are


WRITTEN = runpy.run_path(str(DOCS / "write_tables.py"))


@pytest.mark.parametrize(
    ("page", "mark", "table"), WRITTEN["TABLES"], ids=lambda part: part if isinstance(part, str) else ""
)
def test_the_tables_of_the_pages_come_from_the_code(page, mark, table):
    assert WRITTEN["between"](page, mark) == table(), "run: python docs/write_tables.py"


def test_the_guide_shows_every_button():
    named = set(re.findall(r"\*\*([^*]+)\*\*", GUIDE))
    labels = {button.label for button in BUTTONS if button.label and button.verb != "about"}
    assert named - {"CCHC"} == labels


def test_the_commands_of_the_guide_are_commands():
    commands = re.findall(r"cchc_macros\.cli ([^`\n]+)", GUIDE)
    assert commands
    for command in commands:
        assert build_parser().parse_args(shlex.split(command, posix=False))


def test_the_guide_has_the_section_that_every_kind_of_error_names():
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.UserError)]
    numbers = [section.number for section in SECTIONS]
    assert {*errors.SECTIONS.values(), errors.UNEXPECTED} == set(numbers)
    assert set(kinds) - set(errors.SECTIONS) == {errors.UserError}
    assert len(numbers) == len(set(numbers))
    assert all(
        errors.see(kind("Sai.")) == f"Xem thêm ở Hướng dẫn, mục {section}." for kind, section in errors.SECTIONS.items()
    )


def test_what_the_guide_quotes_of_messages_is_in_messages():
    source = "\n".join(
        file.read_text("utf-8")
        for folder in ("cchc_macros", "xl")
        for file in (ROOT / folder).rglob("*.py")
        if file.name != "error_help.py"
    )
    quoted = [part for section in SECTIONS for part, _ in section.advice]
    assert not [part for part in quoted if part not in source]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_pictures_lead_somewhere(page):
    for link in re.findall(r"\]\(([^)]+)\)", page.read_text("utf-8")):
        place, _, section = link.partition("#")
        if place.startswith("http"):
            continue
        target = page.parent / place if place else page
        assert target.exists(), link
        if section:
            headings = re.findall(r"^#+ (.+)$", target.read_text("utf-8"), re.MULTILINE)
            assert section in {heading.lower().replace(",", "").replace(" ", "-") for heading in headings}, link


def test_every_picture_is_shown_and_is_small():
    shown = "".join(page.read_text("utf-8") for page in PAGES)
    for picture in (DOCS / "hinh").glob("*.png"):
        assert f"hinh/{picture.name}" in shown, picture.name
        assert picture.stat().st_size < 150_000, picture.name


@pytest.mark.slow
def test_the_pictures_show_the_product_as_it_is(tmp_path):
    pictures = runpy.run_path(str(DOCS / "draw_pictures.py"))
    pictures["draw"](tmp_path)
    for name in pictures["PICTURES"]:
        with Image.open(tmp_path / f"{name}.png") as drawn, Image.open(DOCS / "hinh" / f"{name}.png") as kept:
            assert abs(drawn.height - kept.height) < 20, name
            both = [picture.convert("L").resize((60, 40)) for picture in (drawn, kept)]
            assert max(ImageChops.difference(*both).tobytes()) < 60, f"{name}: run python docs/draw_pictures.py"
