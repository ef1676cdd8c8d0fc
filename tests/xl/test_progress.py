"""The line that says a command is at work; and what Ctrl-C leaves behind."""

import io
import os
import re
import signal
import subprocess
import sys
import time
from itertools import count

import pytest

from cchc_macros import cli
from cchc_macros.demo import MADE_BY
from xl import backups
from xl.progress import each, paused, shown, watched


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_long_command_says_what_it_does_and_clears_its_line():
    terminal = Terminal()
    with shown("cchc collect", terminal, every=0.01):
        time.sleep(0.1)
    assert "cchc collect: đang làm… 0 giây" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_the_terminal_says_how_many_of_how_many():
    terminal = Terminal()
    with shown("cchc export", terminal, every=0.01):
        for _ in each("ghi sổ đơn vị", ["VP", "NV1"]):
            time.sleep(0.05)
        time.sleep(0.05)
    said = re.findall(r"cchc export: ([^…]+)…", terminal.getvalue())
    assert list(dict.fromkeys(said)) == ["ghi sổ đơn vị 1/2", "ghi sổ đơn vị 2/2", "đang làm"]


def test_saving_is_told_too(workbook):
    told = []
    with watched(told.append, every=-1):
        assert cli.main(["recalculate", str(workbook("lang-son-2026"))]) == 0
    assert told == ["lưu sổ"]


def test_a_watcher_is_told_once_a_second_however_many_things_there_are(monkeypatch):
    clock = count(0, 0.01)  # a look at the clock per thing: 10 s of work
    monkeypatch.setattr("xl.progress.time.monotonic", lambda: next(clock))
    told = []
    with watched(told.append):
        assert list(each("đọc phiếu", range(999))) == list(range(999))
    assert len(told) in range(8, 11)
    assert told[0] == "đọc phiếu 100/999"
    list(each("đọc phiếu", range(999)))
    assert len(told) < 11


def test_a_quick_command_shows_nothing():
    terminal = Terminal()
    with shown("…", terminal, every=30):
        pass
    assert terminal.getvalue() == ""


def test_nothing_is_written_where_nobody_watches():
    stream = io.StringIO()
    with shown("…", stream, every=0.001):
        time.sleep(0.02)
    assert stream.getvalue() == ""


def test_a_question_stands_alone_in_the_terminal():
    terminal = Terminal()
    with shown("…", terminal, every=0.005):
        with paused(terminal):
            before = len(terminal.getvalue())
            time.sleep(0.05)
            assert len(terminal.getvalue()) == before
        time.sleep(0.05)
    assert len(terminal.getvalue()) > before


def test_the_error_of_a_command_passes_through():
    with pytest.raises(KeyboardInterrupt), shown("…", Terminal(), every=0.001):
        raise KeyboardInterrupt


SLOW_SAVE = """
import signal, sys, time
from cchc_macros import buttons, cli
from cchc_macros.scores.recalculate import recalculate

def slow(book):
    summary = recalculate(book)
    book.sheets["Bảng điểm"].range("B8").value = "đổi"
    print("đang làm", flush=True)
    time.sleep(60)
    return summary

signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs the tests may ignore it
buttons.Button.load = lambda button: slow
sys.exit(cli.main())
"""


@pytest.mark.skipif(os.name != "posix", reason="Windows has no SIGINT for one process")
def test_ctrl_c_leaves_the_workbook_as_it_was_and_says_so_in_one_line(workbook, tmp_path):
    book = workbook("lang-son-2026")
    before = book.read_bytes()
    command = [sys.executable, "-c", SLOW_SAVE, "recalculate", str(book)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout.readline().decode() == "đang làm\n"
        running.send_signal(signal.SIGINT)
        _, error = running.communicate(timeout=30)
    assert running.returncode == 2
    assert error.decode() == "Đã dừng theo yêu cầu; sổ giữ nguyên như trước. Chạy lại lệnh khi muốn làm tiếp.\n"
    assert book.read_bytes() == before
    assert list(tmp_path.iterdir()) == [book]


LONG = {
    "assign": (["{book}"], "lập phiếu 3/5"),
    "export": (["{book}", "--to", "{to}"], "ghi sổ đơn vị 3/5"),
    "email": (["{book}", "--to", "{to}"], "ghi sổ đơn vị 3/5"),  # what was sent is tests/mail/test_outbox.py's
    "collect": (["{book}", "{returned}"], "đọc phiếu 3/5"),
    "print": (["{book}", "--to", "{to}"], "chuẩn bị trang in 3/5"),
    "gather": (["{folder}", "--to", "{to}/So sánh.xlsx"], "đọc sổ 1/1"),
}


@pytest.mark.parametrize("verb", LONG)
def test_a_long_command_that_is_stopped_leaves_all_in_order_and_can_be_run_again(
    verb, workbook, tmp_path, capsys, monkeypatch
):
    (folder := tmp_path / "cơ quan").mkdir()
    book = workbook("lang-son-2026", "cơ quan/Sổ.xlsx")
    places = {"book": book, "folder": folder, "to": tmp_path / "ra", "returned": tmp_path / "gửi về"}
    arguments, moment = LONG[verb]
    command = [verb, *(argument.format(**places) for argument in arguments)]
    if verb == "collect":
        assert cli.main(["export", str(book), "--to", str(places["returned"])]) == 0
    if verb == "print":
        monkeypatch.setattr("xl.libreoffice.find_libreoffice", lambda: None)  # it takes seconds
    before = book.read_bytes()
    kept = backups.copies(book)

    def stop(text):
        if text == moment:
            raise KeyboardInterrupt

    with watched(stop, every=-1):
        assert cli.main(command) == 2
    assert capsys.readouterr().err.startswith("Đã dừng theo yêu cầu; sổ giữ nguyên như trước.")
    assert book.read_bytes() == before
    assert backups.copies(book) == kept
    strays = [path.name for path in tmp_path.rglob("*") if path.name.startswith((".", "~"))]
    assert strays == []
    assert cli.main(command) == 0, capsys.readouterr().err


def test_a_demo_that_is_stopped_leaves_a_folder_that_the_next_one_may_empty(tmp_path):
    def stop(text):
        raise KeyboardInterrupt

    with watched(stop, every=-1):
        assert cli.main(["demo", str(tmp_path / "ra")]) == 2
    assert (tmp_path / "ra" / MADE_BY).exists()
