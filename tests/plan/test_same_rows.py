"""Both published plans as text, Word and PDF, broken over pages in every way, give exactly the same rows."""

from itertools import product
from pathlib import Path

import pytest

from cchc_macros.macros.plan_files import read_file
from cchc_macros.plan import Plan, read_plans
from tests.plan.papers import DATA, NAMES, office, write_docx, write_pages
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


LAYOUTS = tuple(product(NAMES, ("repeated", "once"), ("wide", "narrow")))


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str, str], Path]:
    """Every layout as PDF, printed in one run of LibreOffice Writer."""
    office()
    folder = tmp_path_factory.mktemp("pdf")
    papers = [
        write_docx(
            as_text(name), folder / f"{name}-{header}-{page}.docx",
            repeat_header=header == "repeated", margin=2.0 if page == "wide" else 3.3,
        )
        for name, header, page in LAYOUTS
    ]  # fmt: skip
    return dict(zip(LAYOUTS, convert(papers, folder), strict=True))


@pytest.mark.parametrize("layout", LAYOUTS, ids="-".join)
def test_a_pdf_with_rows_broken_by_its_pages_gives_the_rows_of_the_text(
    layout: tuple[str, str, str], printed: dict[tuple[str, str, str], Path]
):
    plan = read_plans(read_file(printed[layout]).lines)[0]
    assert essence(plan) == essence(as_text(layout[0]))
    assert layout[0] == "lang-son-2026" or joined(plan) >= 4
