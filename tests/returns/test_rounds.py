"""Four rounds, eight units, sloppy answers: nothing said in a round is lost, doubled or mixed with another's."""

import shutil
from collections import Counter
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cchc_macros import contract as c
from cchc_macros import unit_contract as u
from cchc_macros.book.cells import text_of
from cchc_macros.errors import DataError
from cchc_macros.handing_out.export import export
from cchc_macros.mail.remind import remind
from cchc_macros.returns.collect import collect
from cchc_macros.rules.days.rounds import starting_rounds
from cchc_macros.scores.audit import audit
from tests.conftest import TEMPLATES
from tests.returns.make import fill, find_headings, stamp
from tests.returns.test_random_edits import write
from tests.tables import read_table, write_column, write_rows
from xl.engine import open_book

ROUNDS = [one.name for one in starting_rounds(2026)]
MORE = (("A1", "Phòng Nghiệp vụ III"), ("A2", "Phòng Nghiệp vụ IV"), ("A3", "Phòng Nghiệp vụ V"))
FIELDS = (c.STATUS, c.PROGRESS, c.RESULT, c.PROOF, c.NOTE)
FIRST = datetime(2026, 3, 1, tzinfo=UTC)
said = st.fixed_dictionaries(
    {},
    optional={
        c.STATUS: st.sampled_from([*c.STATUSES, "đã xong", "KPS", "tốt"]),
        c.PROGRESS: st.sampled_from(["50%", 0.3, "100", "nhiều", None]),
        c.RESULT: st.sampled_from(["Đã họp", "=1+1", "12 hồ sơ", ""]),
        c.NOTE: st.sampled_from(["Chờ hướng dẫn", "Người phụ trách: Trần B", None]),
    },
)
answers = st.fixed_dictionaries(
    {
        "how": st.sampled_from(["plain", "plain", "plain", "lost identity", "twice", "late"]),
        "rows": st.dictionaries(st.integers(0, 7), said, max_size=3),
        "dropped": st.sets(st.integers(0, 7), max_size=2),
    }
)


def open_round(book, name):
    table = read_table(book, c.ROUNDS)
    names = [text_of(value) for value in table.values(c.PERIOD)]
    write_column(table, c.STATUS, [c.ROUND_OPEN if one == name else None for one in names])


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A workbook of eight units that all lead eight criteria, and each unit's sheet as lines, headings, rows."""
    folder = tmp_path_factory.mktemp("office")
    path = shutil.copy(TEMPLATES / "lang-son-2026.xlsx", folder / "book.xlsx")
    book = open_book(path)
    units = read_table(book, c.UNITS)
    old = [row for _, row in units.rows()]
    added = [{c.UNIT_CODE: code, c.UNIT_NAME: name, c.UNIT_KIND: "phòng chuyên môn"} for code, name in MORE]
    write_rows(units, [*old, *added])
    criteria = read_table(book, c.CRITERIA)
    write_column(criteria, c.LEAD, ["Các phòng, đơn vị thuộc Sở"] * len(criteria.body))
    write_column(criteria, c.SUPPORT, [None] * len(criteria.body))
    sheets = {}
    for name in ROUNDS:
        open_round(book, name)
        export(book, folder / "out")
        for file in sorted((folder / "out").glob("*.xlsx")):
            source = openpyxl.load_workbook(file)
            sheet = source.worksheets[0]
            top, columns = find_headings(sheet)
            heads, *rows = (
                [cell.value for cell in row[: max(columns.values())]] for row in sheet.iter_rows(min_row=top)
            )
            properties = {item.name: item.value for item in source.custom_doc_props.props}
            above = [row[0].value for row in sheet.iter_rows(max_row=top - 1)]
            sheets[name, properties[u.PROP_UNIT]] = (above, heads, rows, properties)
    book.save(str(path))
    assert len({unit for _, unit in sheets}) == 8
    return path, sheets


def send(folder, name, sheet, answer, saved):
    """A unit's answer as a file."""
    above, heads, rows, properties = sheet
    page = []
    for i, row in enumerate(rows):
        if i not in answer["dropped"]:
            filled = dict(zip(heads, row, strict=True)) | answer["rows"].get(i, {})
            page.append([filled[head] for head in heads])
    path = folder / f"{name}.xlsx"
    write(path, above, heads, page, {} if answer["how"] == "lost identity" else properties, 0)
    stamp(path, saved)


def progress_of(book):
    return [{h: text_of(v) for h, v in row.items()} for _, row in read_table(book, c.PROGRESS_TABLE).rows()]


def by_key(rows):
    return {(row[c.STT], row[c.UNIT], row[c.PERIOD]): {h: row[h] for h in (*FIELDS, c.SOURCE)} for row in rows}


@settings(
    max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate)
)
@given(st.data())
def test_nothing_of_a_round_is_lost_doubled_or_mixed(office, tmp_path_factory, data):
    path, sheets = office
    units = sorted({unit for _, unit in sheets})
    book, late = open_book(path), []
    for number, name in enumerate(ROUNDS):
        open_round(book, name)
        folder = tmp_path_factory.mktemp("returns")
        before, touched = by_key(progress_of(book)), {name}
        sent = {}
        for unit in units:
            answer = data.draw(st.none() | answers, label=f"{name} {unit}")
            if answer is None:
                continue
            saved = FIRST + timedelta(days=90 * number)
            if answer["how"] == "late":
                late.append((name, unit, answer, saved))
                continue
            send(folder, unit, sheets[name, unit], answer, saved)
            sent[unit] = answer
            if answer["how"] == "twice":
                shutil.copy(folder / f"{unit}.xlsx", folder / f"{unit} (1).xlsx")
        for period, unit, answer, saved in [one for one in late if one[0] != name]:
            send(folder, f"muộn {unit} {period[:3]}", sheets[period, unit], answer, saved)
            touched.add(period)
            late.remove((period, unit, answer, saved))
        found = collect(book, folder).data
        assert found["rejected"] == []
        rows = progress_of(book)
        assert max(Counter((r[c.STT], r[c.UNIT], r[c.PERIOD]) for r in rows).values(), default=1) == 1
        after = by_key(rows)
        for key, values in before.items():  # what was said in other rounds stays, whatever comes now
            assert key[2] in touched or after[key] == values
        for unit, answer in sent.items():
            arrived(answer, unit, name, sheets[name, unit], after, found)
        held = Counter((r[c.STT], r[c.UNIT]) for r in rows if r[c.SUPERSEDED] != "x")
        assert set(held.values()) <= {1}
        assert len(held) == len({(r[c.STT], r[c.UNIT]) for r in rows})
        assert set(found["missing"]) == set(units) - {"VP"} - returned(book, name)
        again = collect(book, folder).data
        assert (again["merged"], by_key(progress_of(book))) == ([], after)


def test_what_the_office_decided_in_a_round_counts_and_stays_when_late_sheets_come(tmp_path):
    book = open_book(shutil.copy(TEMPLATES / "thai-nguyen-2026.xlsx", tmp_path / "book.xlsx"))
    first, second = ROUNDS[:2]
    open_round(book, first)
    export(book, tmp_path / "out")
    tasks = read_table(book, c.TASKS)
    led = {row[c.STT]: text_of(row[c.LEAD]) for _, row in tasks.rows()}
    by_office, by_desk, late = (
        next(stt for stt, lead in led.items() if lead.startswith(name)) for name in ("Phòng Xây dựng", "Văn phòng Sở",
        "Phòng Phổ biến")
    )  # fmt: skip

    def answer(unit, stt, to):
        (path,) = (tmp_path / "out").glob(f"{unit} - *.xlsx")
        fill(path, {stt: {c.STATUS: c.DONE}}, tmp_path / to / path.name)
        collect(book, tmp_path / to)
        return {row[c.PERIOD]: row[c.ROUND_DONE] for _, row in read_table(book, c.ROUNDS).rows()}

    assert answer("VP", by_desk, "một")[first] == 1
    write_column(tasks, c.STATUS, [c.DONE if stt in (by_office, by_desk) else None for stt in led])
    (tmp_path / "hai").mkdir()
    collect(book, tmp_path / "hai")
    open_round(book, second)
    assert answer("PBPL", late, "ba") == {first: 3, second: 3, ROUNDS[2]: None, ROUNDS[3]: None}


def returned(book, period):
    rows = [row for _, row in read_table(book, c.RETURNS).rows()]
    return {
        text_of(row[c.UNIT])
        for row in rows
        if text_of(row[c.RESULT]) == c.RETURN_MERGED and text_of(row[c.PERIOD]) == period
    }


def arrived(answer, unit, period, sheet, after, found):
    """What a unit typed is in its round, in its cell, or is told."""
    _, heads, rows, _ = sheet
    stt = heads.index(c.STT)
    notes = " ".join(note["message"] for one in found["merged"] for note in one["notes"])
    for i, values in answer["rows"].items():
        if i in answer["dropped"]:
            continue
        row = after.get((str(rows[i][stt]), unit, period), {})
        for heading in (c.RESULT, c.NOTE):
            if values.get(heading):
                assert row[heading] == values[heading]
        if values.get(c.STATUS) == "tốt":
            assert "'tốt'" in notes
        elif values.get(c.STATUS) in c.STATUSES:
            assert row.get(c.STATUS, c.TODO) == values[c.STATUS] or values[c.STATUS] == c.TODO


def test_a_sheet_that_says_no_status_is_not_taken_for_a_change_by_the_office_later(tmp_path):
    book = open_book(shutil.copy(TEMPLATES / "thai-nguyen-2026.xlsx", tmp_path / "book.xlsx"))
    stt = next(text_of(row[c.STT]) for _, row in read_table(book, c.TASKS).rows() if row[c.LEAD] == "Văn phòng Sở")

    def said(name, **cells):
        open_round(book, name)
        export(book, tmp_path / name)
        (path,) = (tmp_path / name).glob("VP - *.xlsx")
        fill(path, {stt: {c.STATUS: None, c.PROGRESS: None} | cells}, tmp_path / f"{name} về" / path.name)
        answer = collect(book, tmp_path / f"{name} về").data
        row = next(row for _, row in read_table(book, c.TASKS).rows() if text_of(row[c.STT]) == stt)
        return len(answer["conflicts"]), row[c.STATUS], row[c.PROGRESS]

    names = ("một", "hai", "ba", "bốn")
    write_column(read_table(book, c.ROUNDS), c.PERIOD, names)
    assert said("một", **{c.STATUS: c.DOING, c.PROGRESS: "50%"}) == (0, c.DOING, 0.5)
    assert said("hai", **{c.STATUS: "chưa rõ", c.RESULT: "Chờ"}) == (0, c.DOING, 0.5)
    assert said("ba", **{c.STATUS: c.DOING}) == (0, c.DOING, None)
    assert said("bốn", **{c.STATUS: c.DONE, c.PROGRESS: "100%"}) == (0, c.DONE, 1)


def test_a_round_renamed_after_sheets_came_is_told_by_the_clicks_that_ask_for_them_again(tmp_path):
    path = shutil.copy(TEMPLATES / "thai-nguyen-2026.xlsx", tmp_path / "book.xlsx")
    book = open_book(path)
    open_round(book, ROUNDS[0])
    export(book, tmp_path / "đi")
    stt = next(text_of(row[c.STT]) for _, row in read_table(book, c.TASKS).rows() if row[c.LEAD] == "Văn phòng Sở")
    (file,) = (tmp_path / "đi").glob("VP - *.xlsx")
    fill(file, {stt: {c.STATUS: c.DONE}}, tmp_path / "về" / file.name)
    assert "Lưu ý" not in collect(book, tmp_path / "về").message
    write_column(read_table(book, c.ROUNDS), c.PERIOD, ["Quý 1", *ROUNDS[1:]])
    (tmp_path / "không").mkdir()
    told = f"Lưu ý: đã có phiếu của kỳ '{ROUNDS[0]}' mà sheet Kỳ báo cáo không có; nếu kỳ đã đổi tên, gõ lại tên cũ"
    assert told in collect(book, tmp_path / "không").message
    assert told in remind(book, on="16/3/2026", dry_run=True).message
    (finding,) = [one for one in audit(book).data["findings"] if one["code"] == "ROUND_UNCLEAR"]
    assert (finding["sheet"], finding["row_code"]) == (c.ROUNDS_SHEET, ROUNDS[0])


def test_a_day_of_the_open_round_that_is_none_stops_what_would_never_remind(tmp_path):
    book = open_book(shutil.copy(TEMPLATES / "thai-nguyen-2026.xlsx", tmp_path / "book.xlsx"))
    open_round(book, ROUNDS[0])
    write_column(read_table(book, c.ROUNDS), c.ROUND_RETURN, ["17/3", "không rõ", None, None])
    with pytest.raises(DataError, match=r"^Kỳ báo cáo!D7: '17/3' không phải là ngày\. Nhập ngày/tháng/năm"):
        remind(book, on="16/3/2026", dry_run=True)
