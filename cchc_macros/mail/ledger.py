"""The ledger of the outbox: an SQLite file beside the workbook with one row per message.

It is opened by one run at a time (SQLite's own exclusive lock, which a killed process gives back). Every state is
written before the step it announces is taken, so that a killed process leaves it behind. For a power cut, what is
queued and each "sending" are also flushed to the disk before a byte that depends on them leaves; all that was
written before goes along. So no message goes out twice: what the ledger is unsure of is asked about.

In a long run over a fast line one flush is for all that leaves within `AHEAD_SECONDS`: one for each message would
take longer than to send it. The price is that after a cut just then the ledger is unsure of those few.
"""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from cchc_macros.errors import FileError
from cchc_macros.mail.entries import GIVEN_OUT, VIETNAM, Entry, EntryState, Subject
from xl.access import Access, access_of
from xl.file_faults import out_of_reach

VERSION = 1
BUSY_SECONDS = 2.0
AHEAD_SECONDS, EXACT = 0.1, 20  # the first messages of a run have a flush each
_TICK = 0.001  # seconds, no less than a coarse clock tells apart
_LOG_PAGES = 128  # of the write-ahead log before it begins anew: to write over old pages is quick to flush
_CANNOT_WRITE = (
    "Không ghi được sổ thư{name} ({why}). "
    "Chờ lượt gửi kia xong, hoặc xem lại chỗ trống và quyền ghi của thư mục, rồi bấm lại."
)
_SCHEMA = """
CREATE TABLE mail (
    id INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,      -- mail, eml, outlook-draft
    kind TEXT NOT NULL,         -- task, or remind with its day
    plan TEXT NOT NULL,
    unit TEXT NOT NULL,
    revision INTEGER NOT NULL,  -- 1, 2, ... : changed content is a new message
    recipients TEXT NOT NULL,   -- the unit's addresses, one a line
    digest TEXT NOT NULL,       -- of the content
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'unsure')),
    created INTEGER NOT NULL,   -- Unix time: the message's Date
    changed INTEGER NOT NULL,   -- Unix time of the last change of state
    reason TEXT NOT NULL DEFAULT '',
    UNIQUE (channel, kind, plan, unit, revision)
)
"""
_COLUMNS = "id, channel, kind, plan, unit, revision, recipients, digest, state, created, changed, reason"


class Ledger:
    """An open ledger. Use `open_ledger`."""

    def __init__(self, connection: sqlite3.Connection, clock: Callable[[], float] = time.time) -> None:
        self._db = connection
        self._clock = clock
        self._flushing = True
        self._order: list[int] = []
        self._ahead: set[int] = set()  # written as sending, and not yet begun
        self._begun, self._covered, self._covered_at = 0, 1, 0.0

    @contextmanager
    def transaction(self, *, keep: bool) -> Iterator[None]:
        """All of it or nothing; with `keep` False nothing, for a preview."""
        self._flush(now=True)
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT" if keep else "ROLLBACK")

    def recover(self) -> None:
        """Mark what a dead run had handed over without an answer as unsure."""
        self._db.execute(
            "UPDATE mail SET state = 'unsure', changed = ?, reason = ? WHERE state = 'sending'",
            (int(self._clock()), "lượt gửi trước bị ngắt giữa chừng"),
        )

    def enlist(self, subject: Subject, recipients: Sequence[str], digest: str) -> Entry:
        """The row of this content: the latest one where it is the same, else a new one, queued.

        A row that never went out gives way to the new content; one that did, or may have, stays and is followed by
        the next revision.
        """
        last = self._latest(subject)
        if last and last.recipients == tuple(recipients):
            whole = replace(last, digest=digest)
            if last.is_restored and last.is_of(whole.content):
                self._db.execute("UPDATE mail SET digest = ? WHERE id = ?", (digest, last.id))
                return whole
            if last.digest == digest:
                return last
        if last and last.state not in GIVEN_OUT:
            self._db.execute("DELETE FROM mail WHERE id = ?", (last.id,))
        revision = last.revision + (last.state in GIVEN_OUT) if last else 1
        return self.put(subject, revision, recipients, digest, "queued", self._clock())

    def put(
        self, subject: Subject, revision: int, recipients: Sequence[str], digest: str, state: EntryState, moment: float
    ) -> Entry:
        """Write a row, in the place of one with the same subject and revision."""
        about = (subject.channel, subject.kind, subject.plan, subject.unit, revision)
        self._db.execute(
            "INSERT OR REPLACE INTO mail"
            " (channel, kind, plan, unit, revision, recipients, digest, state, created, changed)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*about, "\n".join(recipients), digest, state, int(moment), int(moment)),
        )
        (entry,) = self._select("channel = ? AND kind = ? AND plan = ? AND unit = ? AND revision = ?", about)
        return entry

    def entries(self, channel: str, plan: str) -> list[Entry]:
        """Every row of a channel and plan."""
        return self._select("channel = ? AND plan = ?", (channel, plan))

    def mailed(self, plan: str) -> dict[tuple[str, str], Entry]:
        """The latest mail of a plan that went out, by kind and unit."""
        return {(one.subject.kind, one.subject.unit): one for one in self.entries("mail", plan) if one.state == "sent"}

    @contextmanager
    def sending(self, entries: Sequence[int]) -> Iterator[None]:
        """While the context lasts these messages leave, each marked "sending" in this order, unless it does not."""
        self._order = list(entries)
        try:
            yield
        finally:
            with suppress(FileError):  # then they are asked about
                for entry in sorted(self._ahead):
                    self.mark(entry, "queued")

    def mark(self, entry: int, state: EntryState, reason: str = "") -> None:
        """Write a state, which the process's own death cannot undo any more when this returns.

        Nor can a power cut, where the message may leave next ("sending").
        """
        if state == "sending" and not self._db.in_transaction:
            self._begin(entry)
            return
        self._flush(now=self._db.in_transaction)
        self._ahead.discard(entry)
        self._write([entry], state, reason)

    def _begin(self, entry: int) -> None:
        """Put on the disk that a message leaves, and those right behind it that will leave before long."""
        self._begun += 1
        if entry in self._ahead:
            self._ahead.discard(entry)
            return
        now = time.monotonic()
        pace = max(now - self._covered_at, _TICK) / self._covered  # seconds a message since the last flush
        most = 2 * self._covered if self._begun > EXACT else 1
        place = self._order.index(entry) if entry in self._order else len(self._order)
        behind = self._order[place + 1 : place + max(1, min(most, int(AHEAD_SECONDS / pace)))]
        self._covered, self._covered_at = 1 + len(behind), now
        self._flush(now=True)
        self._write([entry, *behind], "sending")
        self._ahead = set(behind)

    def _write(self, entries: Sequence[int], state: EntryState, reason: str = "") -> None:
        places = ", ".join("?" * len(entries))
        try:
            self._db.execute(
                f"UPDATE mail SET state = ?, changed = ?, reason = ? WHERE id IN ({places})",  # noqa: S608
                (state, int(self._clock()), reason, *entries),
            )
        except sqlite3.OperationalError as error:
            raise FileError(_CANNOT_WRITE.format(name="", why=_why(error))) from error

    def state(self, entry: int) -> EntryState:
        """The state of a row."""
        (state,) = self._db.execute("SELECT state FROM mail WHERE id = ?", (entry,)).fetchone()
        return state  # type: ignore[no-any-return]  # the table allows no other

    def given_out(self, plan: str) -> list[Entry]:
        """Everything that went out or may have, oldest first."""
        return self._select("plan = ? AND state IN ('sent', 'unsure') ORDER BY changed, id", (plan,))

    def _flush(self, *, now: bool) -> None:
        """Let the next commit wait for the disk, with all that came before it, or not."""
        if now != self._flushing:
            self._flushing = now
            self._db.execute(f"PRAGMA synchronous = {'FULL' if now else 'NORMAL'}")

    def _latest(self, subject: Subject) -> Entry | None:
        found = self._select(
            "channel = ? AND kind = ? AND plan = ? AND unit = ? ORDER BY revision DESC LIMIT 1",
            (subject.channel, subject.kind, subject.plan, subject.unit),
        )
        return found[0] if found else None

    def _select(self, condition: str, values: tuple[str | int, ...]) -> list[Entry]:
        # To an address that was corrected the same work is new: only what went to the same addresses is updated.
        update = (
            "EXISTS (SELECT 1 FROM mail AS old WHERE old.channel = mail.channel AND old.kind = mail.kind"
            " AND old.plan = mail.plan AND old.unit = mail.unit AND old.revision < mail.revision"
            " AND old.recipients = mail.recipients AND old.state IN ('sent', 'unsure'))"
        )
        rows = self._db.execute(f"SELECT {_COLUMNS}, {update} FROM mail WHERE {condition}", values)  # noqa: S608
        return [_entry(row) for row in rows]


def _entry(row: tuple[Any, ...]) -> Entry:
    number, *subject, revision, recipients, digest, state, created, changed, reason, update = row
    return Entry(
        id=number, subject=Subject(*subject), revision=revision, recipients=tuple(recipients.split("\n")),
        digest=digest, state=state,
        created=datetime.fromtimestamp(created, VIETNAM), changed=datetime.fromtimestamp(changed, VIETNAM),
        reason=reason, update=bool(update),
    )  # fmt: skip


@contextmanager
def open_ledger(path: Path, *, like: Path | None = None, preview: bool = False) -> Iterator[Ledger]:
    """Open the ledger, new where there is none and for the same people as `like`; a preview makes no file.

    Raises:
        FileError: another run holds it, or the file is no ledger or cannot be written.
    """
    name = path if path.exists() or not preview else ":memory:"
    connection = None
    try:
        if not preview:
            _make_like(path, like)
        connection = sqlite3.connect(name, timeout=BUSY_SECONDS, isolation_level=None)
        _prepare(connection)
        if access := access_of(like):
            _share_log(path, access)
        yield Ledger(connection)
    except sqlite3.OperationalError as error:
        if "no such" in str(error):
            raise _no_ledger(path) from error  # a database, but of something else
        cannot = FileError(_CANNOT_WRITE.format(name=f" '{path.name}'", why=_why(error)))
        raise out_of_reach(path) or cannot from error
    except sqlite3.DatabaseError as error:
        raise _no_ledger(path) from error
    finally:
        if connection:
            connection.close()


def _make_like(path: Path, like: Path | None) -> None:
    """Make the file of a new ledger, so that from its first byte on it is for the workbook's own people."""
    access = access_of(like)
    with suppress(OSError):  # it is there; or SQLite will say that it cannot be made
        if access:
            os.close(access.create(path, os.O_RDWR | os.O_EXCL))


def _share_log(path: Path, access: Access) -> None:
    """Give the write-ahead log to the same people: they take up what a killed run left."""
    log = path.with_name(f"{path.name}-wal")
    with suppress(OSError):
        if log.exists():
            access.give(log)


def _prepare(connection: sqlite3.Connection) -> None:
    """Take the file for this run alone, and make its table.

    With the lock held, the write-ahead log needs no shared memory, which network drives have none of.
    """
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("BEGIN EXCLUSIVE")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version == 0:
        connection.execute(_SCHEMA)
        connection.execute(f"PRAGMA user_version = {VERSION}")
    elif version != VERSION:
        raise sqlite3.DatabaseError(f"ledger version {version}")
    connection.execute("COMMIT")


def _no_ledger(path: Path) -> FileError:
    return FileError(
        f"'{path.name}' bị hỏng hoặc không phải sổ thư. Đổi tên tệp đó rồi bấm lại; "
        "đơn vị nào đã nhận thư thì phần mềm đọc từ sheet Nhật ký."
    )


def _why(error: sqlite3.OperationalError) -> str:
    reasons = {"locked": "một lượt gửi khác đang dùng", "full": "đĩa đầy", "readonly": "tệp chỉ đọc"}
    return next((words for sign, words in reasons.items() if sign in str(error)), "không mở được tệp")
