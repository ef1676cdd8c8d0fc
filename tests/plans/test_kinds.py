"""Kinds of tables as offices publish them, in many wordings: `kinds.txt` has each with what must come out."""

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from openpyxl import Workbook

from cchc_macros.plans import Line, read_plans
from cchc_macros.plans.plan_files import read_file

KINDS = Path(__file__).with_name("kinds.txt").read_text(encoding="utf-8")
CASES = [case.strip().split("\n", 1) for case in KINDS.split("## ")[1:]]
Pages = list[list[list[str]]]


def write_text(pages: Pages, path: Path) -> Path:
    path = path.with_suffix(".txt")
    path.write_text("\n\n".join("\n".join("\t".join(row) for row in page) for page in pages), encoding="utf-8")
    return path


def write_xlsx(pages: Pages, path: Path) -> Path:
    book = Workbook()
    for page in pages:
        for row in page:
            book.active.append(row)
        book.active.append([])
    path = path.with_suffix(".xlsx")
    book.save(path)
    return path


def write_docx(pages: Pages, path: Path) -> Path:
    document = docx.Document()
    for page in pages:
        table = document.add_table(0, max(map(len, page)))
        for row in page:
            for cell, text in zip(table.add_row().cells, row, strict=False):
                cell.text = text
    path = path.with_suffix(".docx")
    document.save(str(path))
    return path


def lines_of(table: str, write: Callable[[Pages, Path], Path], folder: Path) -> tuple[Line, ...]:
    pages = [[row.split("|") for row in page.split("\n")] for page in table.strip().split("\n\n")]
    return read_file(write(pages, folder / "bang")).lines


@pytest.mark.parametrize("write", [write_text, write_xlsx, write_docx])
@pytest.mark.parametrize("case", [body for _, body in CASES], ids=[name.strip() for name, _ in CASES])
def test_a_kind_of_table_is_read(case: str, write: Callable[[Pages, Path], Path], tmp_path: Path):
    table, _, wanted = case.partition("=> ")
    first, *rows = wanted.strip().split("\n")
    columns = first.split("|")
    (plan,) = read_plans(lines_of(table, write, tmp_path))
    found = [[row.code, *(" ".join(row.cells.get(column, "").split()) for column in columns)] for row in plan.rows]
    assert found == [row.split("|") for row in rows]
