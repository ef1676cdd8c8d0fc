import os
import re
import sqlite3
import stat
import time
from dataclasses import replace

import pytest

from cchc_macros.errors import FileError
from cchc_macros.mail import ledger as module
from cchc_macros.mail.entries import Subject
from cchc_macros.mail.ledger import open_ledger
from xl import file_faults

SUBJECT = Subject("mail", "task", "ke-hoach", "VP")
TO = ("vp@stp.example",)


def enlist(ledger, digest="A", to=TO, subject=SUBJECT):
    return ledger.enlist(subject, to, digest)


def test_the_same_content_is_one_message(ledger):
    first, second = enlist(ledger), enlist(ledger)
    assert first == second
    assert first.state == "queued"
    assert not first.update
    assert re.fullmatch(r"[0-9a-f]{4}-[0-9a-f]{10}-1", first.reference)


def test_content_changed_before_it_went_out_takes_the_place_of_the_old(ledger):
    old = enlist(ledger)
    new = enlist(ledger, "B")
    assert (new.revision, new.update) == (1, False)
    assert new.fingerprint != old.fingerprint
    assert ledger._db.execute("SELECT count(*) FROM mail").fetchone() == (1,)


@pytest.mark.parametrize("state", ["sent", "unsure"])
def test_content_changed_after_it_went_out_is_an_update(ledger, state):
    ledger.mark(enlist(ledger).id, state)
    new = enlist(ledger, "B")
    assert (new.revision, new.update, new.state) == (2, True, "queued")


def test_an_update_that_was_never_sent_gives_way_to_the_next(ledger):
    ledger.mark(enlist(ledger).id, "sent")
    enlist(ledger, "B")
    assert (enlist(ledger, "C").revision, enlist(ledger, "C").update) == (2, True)


def test_going_back_to_old_content_is_a_third_message_of_its_own(ledger):
    first = enlist(ledger)
    ledger.mark(first.id, "sent")
    ledger.mark(enlist(ledger, "B").id, "sent")
    third = enlist(ledger, "A")
    assert (third.revision, third.state, third.update) == (3, "queued", True)
    assert third.fingerprint != first.fingerprint


def test_a_corrected_address_gets_a_new_message_that_is_no_update(ledger):
    ledger.mark(enlist(ledger).id, "sent")
    new = enlist(ledger, to=("dung@stp.example",))
    assert (new.revision, new.state, new.update) == (2, "queued", False)


def test_a_failed_message_is_tried_again_as_itself(ledger):
    first = enlist(ledger)
    ledger.mark(first.id, "failed", "550")
    assert enlist(ledger).id == first.id


@pytest.mark.parametrize(
    "other",
    [
        Subject("eml", "task", "ke-hoach", "VP"),
        Subject("mail", "remind 2026-05-31", "ke-hoach", "VP"),
        Subject("mail", "task", "ke-hoach-khac", "VP"),
        Subject("mail", "task", "ke-hoach", "NV1"),
    ],
)
def test_channels_kinds_plans_and_units_are_kept_apart(ledger, other):
    ledger.mark(enlist(ledger).id, "sent")
    entry = enlist(ledger, subject=other)
    assert entry.state == "queued"
    assert not entry.update


def test_the_fingerprint_does_not_depend_on_the_day(ledger, tmp_path):
    with open_ledger(tmp_path / "khac.sqlite") as other:
        other._clock = lambda: time.time() + 9 * 86_400
        later = other.enlist(SUBJECT, TO, "A")
    assert later.fingerprint == enlist(ledger).fingerprint


def test_times_are_vietnams_wherever_the_program_runs(ledger):
    ledger._clock = lambda: 1_770_080_400.9  # 2026-02-03 01:00 UTC
    assert enlist(ledger).created.isoformat() == "2026-02-03T08:00:00+07:00"


def test_what_was_mailed_is_the_latest_that_went_out_by_mail(ledger):
    def sent(digest, **where):
        entry = enlist(ledger, digest, subject=replace(SUBJECT, **where))
        ledger.mark(entry.id, "sent")
        return ledger.state(entry.id) and entry.id

    sent("A")
    latest, other = sent("B"), sent("A", unit="NV1")
    enlist(ledger, "C")
    sent("A", unit="NV2", channel="eml")
    sent("A", unit="NV2", plan="ke-hoach-khac")
    assert {key: entry.id for key, entry in ledger.mailed("ke-hoach").items()} == {
        ("task", "VP"): latest,
        ("task", "NV1"): other,
    }


def test_what_a_dead_run_left_as_sending_is_unsure(ledger):
    entry = enlist(ledger)
    ledger.mark(entry.id, "sending")
    ledger.recover()
    assert enlist(ledger).state == "unsure"


def test_a_preview_leaves_no_file_and_no_row(tmp_path):
    path = tmp_path / "so.thu.sqlite"
    with open_ledger(path, preview=True) as ledger, ledger.transaction(keep=False):
        assert enlist(ledger).state == "queued"
    assert not list(tmp_path.iterdir())


def test_a_preview_of_a_ledger_changes_nothing(tmp_path):
    path = tmp_path / "so.thu.sqlite"
    with open_ledger(path) as ledger:
        ledger.mark(enlist(ledger).id, "sent")
    with open_ledger(path, preview=True) as ledger, ledger.transaction(keep=False):
        assert enlist(ledger, "B").update
    with open_ledger(path) as ledger:
        assert [entry.digest for entry in ledger.given_out("ke-hoach")] == ["A"]


def test_a_transaction_that_fails_leaves_nothing(ledger):
    def fail():
        with ledger.transaction(keep=True):
            enlist(ledger)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert ledger._db.execute("SELECT count(*) FROM mail").fetchone() == (0,)


def test_what_was_written_is_there_after_closing(tmp_path):
    path = tmp_path / "so.thu.sqlite"
    with open_ledger(path) as ledger:
        ledger.mark(enlist(ledger).id, "sent")
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
    with open_ledger(path) as ledger:
        assert enlist(ledger).state == "sent"


def test_a_second_run_is_told_that_another_is_under_way(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "BUSY_SECONDS", 0.05)
    path = tmp_path / "so.thu.sqlite"
    with open_ledger(path), pytest.raises(FileError, match="lượt gửi khác"), open_ledger(path):
        pass


@pytest.mark.parametrize("content", [b"not a database, but longer than a header of one" * 99, b"PK\x03\x04" * 999])
def test_a_file_that_is_no_ledger_is_refused_and_kept(tmp_path, content):
    path = tmp_path / "so.thu.sqlite"
    path.write_bytes(content)
    with pytest.raises(FileError, match="không phải sổ thư"), open_ledger(path):
        pass
    assert path.read_bytes() == content


def test_a_database_of_something_else_is_refused(tmp_path):
    path = tmp_path / "so.thu.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 1")
    connection.close()
    with pytest.raises(FileError, match="không phải sổ thư"), open_ledger(path) as ledger:
        ledger.recover()


def test_a_ledger_of_a_later_version_is_refused(tmp_path):
    path = tmp_path / "so.thu.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(FileError, match="Đổi tên"), open_ledger(path):
        pass


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(FileError, match="Không ghi được sổ thư"), open_ledger(tmp_path / "khong" / "so.thu.sqlite"):
        pass


def test_a_share_that_dropped_is_called_so(tmp_path, monkeypatch):
    monkeypatch.setattr(file_faults, "_WINDOWS", True)
    monkeypatch.setattr(file_faults, "_lost_place", lambda _: "Y:\\")
    with pytest.raises(FileError, match="mất kết nối"), open_ledger(tmp_path / "khong" / "so.thu.sqlite"):
        pass


@pytest.mark.parametrize(("seconds", "most"), [(0.001, 100), (0.03, 3), (0.3, 1)])
def test_each_message_is_on_the_disk_as_sending_before_it_leaves(ledger, monkeypatch, seconds, most):
    """However fast the line is; and where it is slow, nothing else is."""
    clock = 0.0
    monkeypatch.setattr(module.time, "monotonic", lambda: clock)
    with ledger.transaction(keep=True):
        entries = [enlist(ledger, subject=replace(SUBJECT, unit=f"DV{number}")).id for number in range(300)]
    on_disk, flushing, flushes = set(), True, 0

    def follow(statement):
        nonlocal flushing, flushes
        if statement.startswith("PRAGMA synchronous"):
            flushing = statement.endswith("FULL")
        elif statement.startswith("UPDATE") and flushing:
            flushes += 1
            on_disk.clear()
            on_disk.update(map(int, re.search(r"IN \((.*)\)", statement)[1].split(", ")))

    ledger._db.set_trace_callback(follow)
    with ledger.sending(entries):
        for number, entry in enumerate(entries):
            ledger.mark(entry, "sending")
            assert entry in on_disk
            assert len(on_disk) <= (1 if number < module.EXACT else most)
            assert ledger.state(entry) == "sending"
            ledger.mark(entry, "sent")
            clock += seconds
    assert flushes == 300 if most == 1 else flushes < 150


def test_what_was_to_leave_and_did_not_is_queued_again(ledger, monkeypatch):
    monkeypatch.setattr(module, "EXACT", 0)
    entries = [enlist(ledger, subject=replace(SUBJECT, unit=f"DV{number}")).id for number in range(9)]
    with ledger.sending(entries):
        for entry in entries[:4]:
            ledger.mark(entry, "sending")
            if entry != entries[3]:
                ledger.mark(entry, "sent")
        assert ledger.state(entries[4]) == "sending"  # it would have left right afterwards
    assert [ledger.state(entry) for entry in entries] == ["sent"] * 3 + ["sending"] + ["queued"] * 5


def test_a_preview_leaves_no_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with open_ledger(tmp_path / "so-thu.db", preview=True) as ledger:
        enlist(ledger)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        ("database is locked", "một lượt gửi khác đang dùng"), ("database or disk is full", "đĩa đầy"),
        ("attempt to write a readonly database", "tệp chỉ đọc"), ("disk I/O error", "không mở được tệp"),
    ],
)  # fmt: skip
def test_what_sqlite_says_is_told_in_words(error, reason):
    assert module._why(sqlite3.OperationalError(error)) == reason


@pytest.mark.skipif(os.name != "posix", reason="on Windows a new file has the rights of its folder")
def test_the_ledger_and_what_a_killed_run_left_of_it_are_for_who_may_use_the_workbook(tmp_path):
    book, path, log = (tmp_path / name for name in ("so.xlsx", "so.thu.sqlite", "so.thu.sqlite-wal"))
    book.touch(0o600)
    book.chmod(0o640)
    with open_ledger(path, like=book) as ledger:
        enlist(ledger)
        left = log.read_bytes()
    log.touch(0o600)
    log.write_bytes(left)
    with open_ledger(path, like=book) as ledger:
        assert ledger.entries(SUBJECT.channel, SUBJECT.plan)
        assert [stat.S_IMODE(one.stat().st_mode) for one in (path, log)] == [0o640, 0o640]
