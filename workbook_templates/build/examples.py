"""The two example workbooks: the published plans, imported by the same macros that staff use."""

from dataclasses import dataclass
from datetime import datetime
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory

import xl.engine  # must come before xlwings
from cchc_macros import contract as c
from cchc_macros.book.settings import write_settings
from cchc_macros.book.workbook import Workbook
from cchc_macros.handing_out.assign import make_assignment
from cchc_macros.plans.import_plan import import_plan
from cchc_macros.scores.recalculate import recalculate
from workbook_templates.build.files import settled

_INSIDE = "văn phòng; phòng chuyên môn; đơn vị sự nghiệp"


@dataclass(frozen=True, slots=True)
class Example:
    """A published plan and what its workbook needs beside the plan's own table.

    `units` are (code, name, other names, kind); `groups` are (name, kinds, units, excepted).
    """

    name: str
    settings: dict[str, object]
    units: tuple[tuple[str, str, str, str], ...]
    groups: tuple[tuple[str, str, str, str], ...]


LANG_SON = Example(
    "lang-son-2026",
    {
        c.AGENCY: "Sở Tư pháp",
        c.PROVINCE: "tỉnh Lạng Sơn",
        c.YEAR_ASSESSED: 2025,
        c.YEAR_PLAN: 2026,
        c.PLAN_ID: "lang-son-2026",
        c.PLAN_NUMBER: "31/KH-STP",
        c.PLAN_DATE: datetime(2026, 2, 3),  # noqa: DTZ001  Excel's dates have no time zone
        c.REPLY_TO: "vp@stp.example",
    },
    (
        ("VP", "Văn phòng Sở", "", "văn phòng"),
        ("NV1", "Phòng Nghiệp vụ I", "", "phòng chuyên môn"),
        ("NV2", "Phòng Nghiệp vụ II", "", "phòng chuyên môn"),
        ("TGPL", "Trung tâm Trợ giúp pháp lý nhà nước", "", "đơn vị sự nghiệp"),
        ("CC1", "Phòng Công chứng số 1", "", "đơn vị sự nghiệp"),
        ("NGOAI", "Các cơ quan, đơn vị, tổ chức có liên quan", "", c.OUTSIDE),
    ),
    (
        ("Các phòng, đơn vị thuộc Sở", _INSIDE, "", ""),
        ("Các phòng, đơn vị trực thuộc Sở Tư pháp", _INSIDE, "", ""),
        ("Các phòng chuyên môn thuộc Sở", "phòng chuyên môn", "", ""),
        ("Các đơn vị trực thuộc Sở", "đơn vị sự nghiệp", "", ""),
        ("Các đơn vị sự nghiệp trực thuộc Sở", "đơn vị sự nghiệp", "", ""),
    ),
)

THAI_NGUYEN = Example(
    "thai-nguyen-2026",
    {
        c.AGENCY: "Sở Tư pháp",
        c.PROVINCE: "tỉnh Thái Nguyên",
        c.YEAR_ASSESSED: 2025,
        c.YEAR_PLAN: 2026,
        c.PLAN_ID: "thai-nguyen-2026",
        c.PLAN_DATE: "/4/2026",  # a draft: the day is still open
        c.REPLY_TO: "vp@stp.example",
    },
    (
        ("VP", "Văn phòng Sở", "", "văn phòng"),
        ("PBPL", "Phòng Phổ biến, giáo dục pháp luật và theo dõi thi hành pháp luật", "", "phòng chuyên môn"),
        ("XDVB", "Phòng Xây dựng và kiểm tra văn bản QPPL", "", "phòng chuyên môn"),
        ("TNTKQ", "Bộ phận tiếp nhận và trả kết quả giải quyết TTHC", "", "bộ phận"),
        ("SNDP", "Các sở, ban, ngành, địa phương", "", c.OUTSIDE),
        ("XA", "UBND cấp xã", "", c.OUTSIDE),
    ),
    (
        ("Các phòng, đơn vị thuộc Sở", _INSIDE, "", ""),
        ("Các phòng chuyên môn thuộc Sở", "phòng chuyên môn", "", ""),
        ("Các phòng, đơn vị giải quyết TTHC", "", "", ""),
        ("Các đơn vị sự nghiệp trực thuộc Sở", "đơn vị sự nghiệp", "", ""),
    ),
)

EXAMPLES = (LANG_SON, THAI_NGUYEN)


def example_bytes(example: Example, blank: Path) -> bytes:
    """A copy of the blank workbook filled from a published plan, the same bytes each time."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / f"{example.name}.xlsx"
        _build(example, blank, out)
        return settled(out)


def _build(example: Example, blank: Path, out: Path) -> None:
    book = xl.engine.open_book(blank)
    workbook = Workbook(book)
    write_settings(workbook.settings, example.settings)
    workbook.table(c.UNITS).replace([_unit_row(*unit) for unit in example.units])
    headings = (c.GROUP_NAME, c.GROUP_KINDS, c.GROUP_UNITS, c.GROUP_EXCEPT)
    workbook.table(c.GROUPS).replace(
        [dict(zip(headings, (text or None for text in group), strict=True)) for group in example.groups]
    )
    with as_file(files("workbook_templates").joinpath("data", f"{example.name}.txt")) as plan:
        import_plan(book, plan=plan)
    recalculate(book)
    workbook = Workbook(book)
    make_assignment(workbook)  # due dates and who leads, so that `Tổng quan` shows something
    for spec in (c.FINDINGS, c.LOG):  # what the import reported is not part of the example
        workbook.table(spec).replace([])
    book.save(str(out))


def _unit_row(code: str, name: str, aliases: str, kind: str) -> dict[str, object]:
    return {
        c.UNIT_CODE: code,
        c.UNIT_NAME: name,
        c.UNIT_ALIASES: aliases or None,
        c.UNIT_KIND: kind,
        c.UNIT_EMAIL: None if kind == c.OUTSIDE else f"{code.lower()}@stp.example",
    }
