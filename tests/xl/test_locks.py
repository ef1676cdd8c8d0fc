import re
import subprocess
import sys
import time

import pytest

from cchc_macros.errors import FileError
from tests.xl.test_files import leftovers
from xl import locks

HOLD = """
import sys, time, cchc_macros
from pathlib import Path
from xl import locks
with locks.locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def holding(path, seconds):
    command = [sys.executable, "-c", HOLD, str(path), str(seconds)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8")
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_clerk_waits_for_the_first(tmp_path):
    path = tmp_path / "so.xlsx"
    process = holding(path, 0.4)
    start = time.monotonic()
    with locks.locked(path, wait=5):
        assert time.monotonic() - start > 0.2
    process.wait()
    process.stdout.close()
    assert leftovers(tmp_path) == []


def test_a_second_clerk_is_told_who_holds_the_workbook(tmp_path):
    path = tmp_path / "so.xlsx"
    process = holding(path, 30)
    try:
        with pytest.raises(FileError) as caught, locks.locked(path, wait=0.2):
            pass
        assert re.search(r"so\.xlsx đang được \S.*@\S+ lúc \d\d:\d\d:\d\d ngày .* xử lý\. Đợi", str(caught.value))
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    with locks.locked(path, wait=0.2):  # the lock of a dead process is free
        pass
    assert leftovers(tmp_path) == []


def test_many_runs_at_once_each_get_their_turn(tmp_path):
    path, count = tmp_path / "so.xlsx", tmp_path / "đếm"
    count.write_text("0", encoding="utf-8")
    script = (
        "import sys, cchc_macros\nfrom pathlib import Path\nfrom xl import locks\n"
        "for _ in range(60):\n"
        "    with locks.locked(Path(sys.argv[1]), wait=60):\n"
        "        place = Path(sys.argv[2])\n"
        "        place.write_text(str(int(place.read_text()) + 1))\n"
    )
    runs = [subprocess.Popen([sys.executable, "-c", script, str(path), str(count)]) for _ in range(4)]
    assert [run.wait() for run in runs] == [0] * 4
    assert count.read_text(encoding="utf-8") == "240"


def test_a_workbook_open_in_excel_is_not_touched(tmp_path):
    path = tmp_path / "so.xlsx"
    name = "Nguyễn Thị Lan"
    ansi, wide = b"Nguyen", name.encode("utf-16-le")
    owner = bytes([len(ansi)]) + ansi.ljust(54) + len(name).to_bytes(2, "little") + wide.ljust(108)
    (tmp_path / "~$so.xlsx").write_bytes(owner)
    with (
        pytest.raises(FileError, match=r"đang mở trong Excel \(người dùng Nguyễn Thị Lan\).*~\$so\.xlsx"),
        locks.locked(path),
    ):
        pass


def test_a_workbook_open_in_libreoffice_is_not_touched(tmp_path):
    (tmp_path / ".~lock.so.xlsx#").write_text("Trần Văn Bình,binh,may-1,01.03.2026 08:00,file:///x;", encoding="utf-8")
    with pytest.raises(FileError, match=r"LibreOffice \(người dùng Trần Văn Bình\)"):
        locks.refuse_if_open(tmp_path / "so.xlsx")


def test_a_strange_owner_file_names_nobody(tmp_path):
    (tmp_path / "~$so.xlsx").write_bytes(b"\xff" * 200)
    with pytest.raises(FileError, match="đang mở trong Excel"):
        locks.refuse_if_open(tmp_path / "so.xlsx")
