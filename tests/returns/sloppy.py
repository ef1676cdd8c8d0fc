"""Units' answers as they come in: sorted, cut, merged, copied, retyped, renamed, sent twice."""

import shutil
from datetime import timedelta

import openpyxl
from hypothesis import strategies as st

from cchc_macros import contract as c
from tests.returns.make import stamp

HABITS = (
    "lost identity", "late", "copied file", "second file", "sorted", "gaps", "own column", "shifted", "merged",
    "STT retyped", "STT gone", "STT swapped", "copied sheet", "renamed file", "another's name", "deadline retyped",
    "own work", "heading gone",
)  # fmt: skip
OWN_WORK = "Việc riêng phát sinh trong kỳ"
said = st.fixed_dictionaries(
    {},
    optional={
        c.STATUS: st.sampled_from([*c.STATUSES, "đã xong", "KPS", "tốt"]),
        c.PROGRESS: st.sampled_from(["50%", 0.3, "100", "nhiều", None]),
        c.RESULT: st.sampled_from(["Đã họp", "=1+1", "12 hồ sơ", ""]),
        c.NOTE: st.sampled_from(["Chờ hướng dẫn", "Người phụ trách: Trần B", None]),
    },
)
rows_said = st.dictionaries(st.integers(0, 7), said, max_size=3)
answers = st.fixed_dictionaries(
    {
        "habits": st.sets(st.sampled_from(HABITS), max_size=3),
        "rows": rows_said,
        "second": rows_said,
        "dropped": st.sets(st.integers(0, 7), max_size=2),
    }
)


def send(folder, unit, sheet, answer, saved, other):
    """Write a unit's answer as its files.

    Args:
        folder: Where to.
        unit: The unit's code.
        sheet: Its sheet as lines above the table, headings, rows, custom properties.
        answer: What it says and which habits it has.
        saved: When it saved the file.
        other: Another unit's name.
    """
    habits = answer["habits"]
    folder.mkdir(exist_ok=True)
    name = other if "another's name" in habits else "bao cao" if "renamed file" in habits else unit
    path = folder / f"{name}{len(list(folder.iterdir()))}.xlsx"
    _write(path, sheet, answer["rows"], answer["dropped"], habits)
    stamp(path, saved)
    if "copied file" in habits:
        shutil.copy(path, path.with_stem(f"{path.stem} (1)"))
    if "second file" in habits:
        second = path.with_stem(f"{path.stem} lần 2")
        _write(second, sheet, answer["second"], set(), habits - {"STT swapped", "STT gone"})
        stamp(second, saved + timedelta(days=1))


def said_in(answer):
    """What an answer says, as (place of the row, heading, value)."""
    yield from _said(answer["rows"], answer["dropped"], answer["habits"])
    if "second file" in answer["habits"]:
        yield from _said(answer["second"], set(), answer["habits"])


def _said(rows, dropped, habits):
    for i, values in rows.items():
        for heading, value in values.items():
            if i not in dropped and not (heading == c.NOTE and "heading gone" in habits):
                yield i, heading, value


def _write(path, sheet, said_here, dropped, habits):
    above, heads, rows, properties = sheet
    kept = [i for i in range(len(rows)) if i not in dropped]
    page = [dict(zip(heads, rows[i], strict=True)) | said_here.get(i, {}) for i in kept]
    _change_numbers(page, habits)
    if "deadline retyped" in habits:
        for row in page:
            row[c.DUE] = "31.12.2026"
    if "sorted" in habits:
        page.reverse()
    heads = [head for head in heads if not (head == c.NOTE and "heading gone" in habits)]
    if "own column" in habits:
        heads = [*heads[:3], "Ghi riêng", *heads[3:]]
        for row in page:
            row["Ghi riêng"] = "của tôi"
    if "own work" in habits:
        page.append({c.SHEET_TASK: OWN_WORK, c.STATUS: c.DOING})
    book = openpyxl.Workbook()
    _lay(book.active, above, heads, page, habits)
    if "copied sheet" in habits:
        _lay(book.create_sheet("Bản sao"), above, heads, page, habits)
    for name, value in ({} if "lost identity" in habits else properties).items():
        book.custom_doc_props.append(openpyxl.packaging.custom.StringProperty(name=name, value=value))
    book.save(path)


def _change_numbers(page, habits):
    if "STT retyped" in habits:
        for row in page:
            row[c.STT] = f" {row[c.STT]}. "
    if "STT gone" in habits:
        page[0][c.STT] = None
    if "STT swapped" in habits:
        page[0][c.STT], page[1][c.STT] = page[1][c.STT], page[0][c.STT]


def put(sheet, lines):
    """Put lines of values on a sheet, every text as such."""
    for r, line in enumerate(lines, 1):
        for k, value in enumerate(line, 1):
            cell = sheet.cell(r, k)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"


def _lay(sheet, above, heads, page, habits):
    shift = 2 * ("shifted" in habits)
    lines = [[text] for text in above] + [[None] * shift + heads]
    for row in page:
        lines += [[None] * shift + [row.get(head) for head in heads]] + [[]] * ("gaps" in habits)
    put(sheet, lines)
    if "merged" in habits:
        row, column = len(above) + 2, shift + heads.index(c.RESULT) + 1
        sheet.merge_cells(start_row=row, start_column=column, end_row=row + 1, end_column=column)
