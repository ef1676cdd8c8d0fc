"""Four rounds, eight units, sloppy answers: nothing said in a round is lost, doubled or mixed with another's."""

import os
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
from cchc_macros.returns.proposed_work import HEADING_CODE
from cchc_macros.rules.days.rounds import starting_rounds
from cchc_macros.rules.text import clean
from cchc_macros.rules.typed_values import Unreadable, in_words, read_text
from cchc_macros.scores.audit import audit
from tests.conftest import TEMPLATES
from tests.returns.make import fill, find_headings
from tests.returns.sloppy import answers, said_in, send
from tests.returns.test_random_edits import READERS
from tests.tables import read_table, write_column, write_rows
from xl.engine import open_book

ROUNDS = [one.name for one in starting_rounds(2026)]
MORE = (("A1", "Phòng Nghiệp vụ III"), ("A2", "Phòng Nghiệp vụ IV"), ("A3", "Phòng Nghiệp vụ V"))
FIELDS = (c.STATUS, c.PROGRESS, c.RESULT, c.PROOF, c.NOTE)
FIRST = datetime(2026, 3, 1, tzinfo=UTC)
YEARS = int(os.environ.get("CCHC_YEARS", "12"))


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
    return lambda: (path, sheets)  # what hypothesis shows of it stays short


def progress_of(book):
    return [
        {h: in_words(h, v) if h in FIELDS else text_of(v) for h, v in row.items()}
        for _, row in read_table(book, c.PROGRESS_TABLE).rows()
    ]


def by_key(rows):
    return {(row[c.STT], row[c.UNIT], row[c.PERIOD]): {h: row[h] for h in (*FIELDS, c.SOURCE)} for row in rows}


# An example is a whole year in a workbook, one or two seconds: few in the suite (`CCHC_YEARS=300` runs more),
# no limit of time, none made smaller once one fails, and no health check that is about speed or size. The workbook and
# the folders are made anew in each from fixtures that nothing writes to.
@pytest.mark.timeout(120 + 10 * YEARS)
@settings(
    max_examples=YEARS,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=(
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
        HealthCheck.function_scoped_fixture,
    ),
)
@given(
    st.lists(st.none() | answers, min_size=32, max_size=32),
    st.lists(st.sampled_from([None, c.ACCEPT, c.DECLINE]), min_size=4, max_size=4),
)
def test_nothing_of_a_round_is_lost_doubled_or_mixed(office, tmp_path_factory, drawn, decisions):
    path, sheets = office()
    units = sorted({unit for _, unit in sheets})
    book, late, drawn = open_book(path), [], iter(drawn)
    for number, name in enumerate(ROUNDS):
        open_round(book, name)
        folder = tmp_path_factory.mktemp("returns")
        before, came = by_key(progress_of(book)), []
        saved = FIRST + timedelta(days=90 * number)
        coming, late = late, []
        for unit in units:
            answer = next(drawn)
            if answer is not None:
                (late if "late" in answer["habits"] else came).append((name, unit, answer, saved))
        came += coming
        for period, unit, answer, when in came:
            send(
                folder,
                unit,
                sheets[period, unit],
                answer,
                when,
                "Văn phòng Sở" if unit != "VP" else "Phòng Nghiệp vụ I",
            )
        found = collect(book, folder).data
        rows = progress_of(book)
        assert max(Counter((r[c.STT], r[c.UNIT], r[c.PERIOD]) for r in rows).values(), default=1) == 1
        after = by_key(rows)
        touched = {(unit, period) for period, unit, _, _ in came}
        for key, values in before.items():  # what others said, and in other rounds, stays, whatever comes now
            assert key[1:] in touched or after[key] == values
        new = {key for key in after if key not in before and key[1:] not in touched}
        assert {key for key in new if not key[0].startswith(HEADING_CODE)} == set()
        assert all(told["file"].startswith(("Văn phòng Sở", "Phòng Nghiệp vụ I")) for told in found["rejected"])
        for period, unit, answer, _ in came:
            if "another's name" not in answer["habits"]:
                arrived(answer, unit, period, sheets[period, unit], after, found)
        held = Counter((r[c.STT], r[c.UNIT]) for r in rows if r[c.SUPERSEDED] != "x")
        assert set(held.values()) <= {1}
        assert len(held) == len({(r[c.STT], r[c.UNIT]) for r in rows})
        assert set(found["missing"]) == set(units) - {"VP"} - returned(book, name)
        again = collect(book, folder).data
        assert (again["merged"], by_key(progress_of(book))) == ([], after)
        if decisions[number]:
            chosen = read_table(book, c.PROPOSALS)
            write_column(chosen, c.CHOICE, [text_of(one) or decisions[number] for one in chosen.values(c.CHOICE)])
    decided_once(book, tmp_path_factory.mktemp("none"))


def decided_once(book, nothing):
    """What units proposed stands once a round, was decided once, and is one task of its unit where it was accepted."""
    collect(book, nothing)
    choices, tasks = {}, {}
    proposed = [row for _, row in read_table(book, c.PROPOSALS).rows()]
    assert max(Counter((row[c.UNIT], row[c.PERIOD]) for row in proposed).values(), default=1) == 1
    for row in proposed:
        choices.setdefault(row[c.UNIT], set()).add(row[c.CHOICE])
        tasks.setdefault(row[c.UNIT], set()).add(row[c.STT])
    assert all(len(told) == 1 for told in (*choices.values(), *tasks.values()))
    accepted = [code for (code,) in tasks.values() if code]
    assert len(accepted) == len(set(accepted)) == sum(told == {c.ACCEPT} for told in choices.values())
    made = [row for _, row in read_table(book, c.TASKS).rows() if text_of(row[c.STT]).startswith(f"{HEADING_CODE}.")]
    assert sorted(text_of(row[c.STT]) for row in made) == sorted(accepted)


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
    """What a unit typed is in its round and cell, or asked about, or told."""
    _, heads, rows, _ = sheet
    stt = heads.index(c.STT)
    notes = " ".join(note["message"] for one in found["merged"] for note in one["notes"])
    for i, heading, value in said_in(answer):
        seen, label = float(value) if type(value) is int else value, str(rows[i][stt])
        told = f"{heading}: {clean(read_text(seen))}" in notes  # a row that cannot be told is listed with its values
        told |= heading == c.RESULT and "merged" in answer["habits"] and "Ô gộp" in notes
        try:
            wanted = READERS.get(heading, read_text)(seen)
        except Unreadable as refused:
            assert told or str(refused) in notes  # noqa: PT017
            continue
        cell = after.get((label, unit, period), {}).get(heading, "")
        asked = [
            one
            for one in found["conflicts"]
            if (one["code"], one["unit"], one["column"]) == (label, unit, heading) and one["table"].endswith(period)
        ]
        is_there = cell == wanted or (wanted == c.TODO and not cell)
        assert not wanted or is_there or asked or told, (unit, period, label, heading, value, cell)


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


def test_a_sheet_of_before_the_round_was_opened_is_merged_and_told_not_to_be_the_round_s(tmp_path):
    book = open_book(shutil.copy(TEMPLATES / "thai-nguyen-2026.xlsx", tmp_path / "book.xlsx"))
    stt = next(
        text_of(row[c.STT])
        for _, row in read_table(book, c.TASKS).rows()
        if text_of(row[c.LEAD]).startswith("Phòng Phổ")
    )
    export(book, tmp_path / "đi")
    (file,) = (tmp_path / "đi").glob("PBPL - *.xlsx")
    fill(file, {stt: {c.STATUS: c.DONE, c.RESULT: "Đã họp"}}, tmp_path / "về" / file.name)
    open_round(book, ROUNDS[0])
    answer = collect(book, tmp_path / "về").data
    assert "PBPL" in answer["missing"]
    (told,) = [note["message"] for note in answer["merged"][0]["notes"]]
    assert told.startswith(f"Phiếu xuất khi chưa mở kỳ: đã ghép, nhưng chưa tính là đã gửi kỳ {ROUNDS[0]}.")
    (row,) = [row for row in progress_of(book) if row[c.STATUS] == c.DONE]
    assert (row[c.PERIOD], row[c.RESULT]) == ("", "Đã họp")
