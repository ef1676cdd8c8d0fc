"""Both published plans as text, Word and PDF, broken over pages in every way, give exactly the same rows."""

from itertools import product
from pathlib import Path

import pytest

from cchc_macros.errors import PlanError
from cchc_macros.plans import Plan, read_plans
from cchc_macros.plans.plan_files import read_file
from tests.plans.papers import DATA, NAMES, write_docx, write_pages
from tests.programs import require_libreoffice
from xl.libreoffice import convert


def as_text(name: str) -> Plan:
    return read_plans(read_file(DATA / f"{name}.txt").lines)[0]


def essence(plan: Plan) -> tuple[object, ...]:
    rows = [(row.code, row.heading, dict(sorted(row.cells.items()))) for row in plan.rows]
    around = (
        plan.kind,
        plan.number,
        plan.date,
        plan.title,
        plan.agency,
        plan.province,
        plan.year_assessed,
        plan.year_plan,
    )
    return (rows, around, plan.stated)


def joined(plan: Plan) -> int:
    return sum(found.code == "IMPORT_JOINED" for found in plan.report)


@pytest.mark.parametrize("name", NAMES)
def test_a_word_file_gives_the_rows_of_the_text(name: str, tmp_path: Path):
    plan = as_text(name)
    path = write_docx(plan, tmp_path / "a.docx")
    assert essence(read_plans(read_file(path).lines)[0]) == essence(plan)


@pytest.mark.parametrize("name", NAMES)
def test_a_word_file_converted_page_by_page_gives_the_rows_of_the_text(name: str, tmp_path: Path):
    path = write_pages((DATA / f"{name}.txt").read_text(encoding="utf-8"), tmp_path / "a.docx")
    assert essence(read_plans(read_file(path).lines)[0]) == essence(as_text(name))


LAYOUTS = (
    *product(NAMES, ("repeated", "once"), ("wide", "narrow")),
    ("lang-son-2026", "repeated", "banded"),  # every second row without lines between its cells
    ("thai-nguyen-2026", "repeated", "banded"),
)
UNRULED = ("lang-son-2026", "once", "unruled")
STYLES = {"banded": "Light List", "unruled": "Normal Table"}


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str, str], Path]:
    """Every layout as PDF, printed in one run of LibreOffice Writer."""
    require_libreoffice()
    folder = tmp_path_factory.mktemp("pdf")
    papers = [
        write_docx(
            as_text(name), folder / f"{name}-{header}-{page}.docx",
            repeat_header=header == "repeated", margin=3.3 if page == "narrow" else 2.0,
            style=STYLES.get(page, "Table Grid"),
        )
        for name, header, page in (*LAYOUTS, UNRULED)
    ]  # fmt: skip
    return dict(zip((*LAYOUTS, UNRULED), convert(papers, folder), strict=True))


@pytest.mark.parametrize("layout", LAYOUTS, ids="-".join)
def test_a_pdf_with_rows_broken_by_its_pages_gives_the_rows_of_the_text(
    layout: tuple[str, str, str], printed: dict[tuple[str, str, str], Path]
):
    plan = read_plans(read_file(printed[layout]).lines)[0]
    assert essence(plan) == essence(as_text(layout[0]))
    assert layout[0] == "lang-son-2026" or joined(plan) >= 4


def test_a_pdf_without_any_lines_is_refused_with_the_next_step(printed: dict[tuple[str, str, str], Path]):
    with pytest.raises(PlanError, match=r"không có bảng kẻ khung nào .* Dùng tệp Word"):
        read_file(printed[UNRULED])
