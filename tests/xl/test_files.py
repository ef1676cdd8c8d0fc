import errno
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cchc_macros.errors import FileError
from xl import files


def leftovers(folder):
    return [entry.name for entry in folder.iterdir() if entry.name.startswith(files.OURS)]


def test_a_file_is_replaced_whole_and_keeps_its_permissions(tmp_path):
    path = tmp_path / "sổ & 100%^'=.xlsx"
    path.write_bytes(b"old")
    path.chmod(0o640)  # of which Windows keeps only that it may be written
    before = path.stat().st_mode
    files.write_atomic(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode == before
    assert leftovers(tmp_path) == []


@pytest.mark.wine("its links are no links to Python")
def test_a_link_stays_a_link(tmp_path):
    real, link = tmp_path / "thật.xlsx", tmp_path / "tắt.xlsx"
    real.write_bytes(b"old")
    try:
        link.symlink_to(real)
    except OSError:
        pytest.skip("this user may make no links")
    files.write_atomic(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


def test_a_file_marked_read_only_is_not_replaced(tmp_path):
    path = tmp_path / "khóa.xlsx"
    path.write_bytes(b"old")
    path.chmod(0o444)
    with pytest.raises(FileError, match=r"chỉ cho đọc\. Bỏ thuộc tính chỉ đọc"):
        files.write_atomic(path, b"new")
    assert path.read_bytes() == b"old"
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize(
    ("code", "says"),
    [(errno.ENOSPC, "đĩa đã đầy"), (errno.EDQUOT, "dung lượng"), (errno.EROFS, "chỉ cho đọc"), (errno.EIO, "Thử lại")],
)
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, code, says):
    path = tmp_path / "so.xlsx"
    path.write_bytes(b"old")

    def fail(_handle):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(FileError, match=says):
        files.write_atomic(path, b"new")
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["so.xlsx"]


def test_a_full_disk_is_told_as_such(tmp_path):
    """The system's own error, where it has a device that is always full."""
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with pytest.raises(OSError, match="space") as caught, Path("/dev/full").open("wb", buffering=0) as full:
        full.write(b"x")
    assert "đĩa đã đầy" in str(files.explained(caught.value, tmp_path / "so.xlsx"))


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(FileError, match="Kiểm tra lại đường dẫn"):
        files.write_atomic(tmp_path / "không có" / "so.xlsx", b"x")


def test_a_path_that_is_too_long_is_told(tmp_path):
    with pytest.raises(FileError, match="quá dài"):
        files.write_atomic(tmp_path / ("x" * 300 + ".xlsx"), b"x")


def test_what_a_killed_run_left_goes_at_the_next_run(tmp_path):
    path = tmp_path / "so.xlsx"
    script = (
        "import os, sys\nfrom pathlib import Path\nfrom tests.killing import end_this_process\nfrom xl import files\n"
        "os.fsync = lambda handle: end_this_process()\n"
        "files.write_atomic(Path(sys.argv[1]), b'new')\n"
    )
    path.write_bytes(b"old")
    subprocess.run([sys.executable, "-c", script, str(path)], check=False)
    assert path.read_bytes() == b"old"
    assert len(leftovers(tmp_path)) == 1
    files._tidied.clear()
    files.write_atomic(path, b"newer")
    assert path.read_bytes() == b"newer"
    assert leftovers(tmp_path) == []


def test_the_file_of_a_run_that_still_works_is_left_alone(tmp_path):
    other = tmp_path / f"{files.OURS}00000000-{files._host()[:16]}-{os.getppid()}.tmp"
    stranger = tmp_path / f"{files.OURS}00000000-maykhac-1.tmp"
    for path in (other, stranger):
        path.write_bytes(b"x")
    files._tidied.clear()
    files.write_atomic(tmp_path / "so.xlsx", b"x")
    assert sorted(leftovers(tmp_path)) == sorted([other.name, stranger.name])
    old = time.time() - 2 * 24 * 3600
    os.utime(stranger, (old, old))
    files._tidied.clear()
    files.write_atomic(tmp_path / "so.xlsx", b"x")
    assert leftovers(tmp_path) == [other.name]


HOLD = """
import sys, time
from pathlib import Path
from xl import files
with files.locked(Path(sys.argv[1])):
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
    with files.locked(path, wait=5):
        assert time.monotonic() - start > 0.2
    process.wait()
    process.stdout.close()
    assert leftovers(tmp_path) == []


def test_a_second_clerk_is_told_who_holds_the_workbook(tmp_path):
    path = tmp_path / "so.xlsx"
    process = holding(path, 30)
    try:
        with pytest.raises(FileError) as caught, files.locked(path, wait=0.2):
            pass
        assert re.search(r"so\.xlsx đang được \S.*@\S+ lúc \d\d:\d\d:\d\d ngày .* xử lý\. Đợi", str(caught.value))
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    with files.locked(path, wait=0.2):  # the lock of a dead process is free
        pass
    assert leftovers(tmp_path) == []


def test_many_runs_at_once_each_get_their_turn(tmp_path):
    path, count = tmp_path / "so.xlsx", tmp_path / "đếm"
    count.write_text("0", encoding="utf-8")
    script = (
        "import sys\nfrom pathlib import Path\nfrom xl import files\n"
        "for _ in range(10):\n"
        "    with files.locked(Path(sys.argv[1]), wait=60):\n"
        "        place = Path(sys.argv[2])\n"
        "        place.write_text(str(int(place.read_text()) + 1))\n"
    )
    runs = [subprocess.Popen([sys.executable, "-c", script, str(path), str(count)]) for _ in range(4)]
    assert [run.wait() for run in runs] == [0] * 4
    assert count.read_text(encoding="utf-8") == "40"


def test_a_workbook_open_in_excel_is_not_touched(tmp_path):
    path = tmp_path / "so.xlsx"
    name = "Nguyễn Thị Lan"
    ansi, wide = b"Nguyen", name.encode("utf-16-le")
    owner = bytes([len(ansi)]) + ansi.ljust(54) + len(name).to_bytes(2, "little") + wide.ljust(108)
    (tmp_path / "~$so.xlsx").write_bytes(owner)
    with (
        pytest.raises(FileError, match=r"đang mở trong Excel \(người dùng Nguyễn Thị Lan\).*~\$so\.xlsx"),
        files.locked(path),
    ):
        pass


def test_a_workbook_open_in_libreoffice_is_not_touched(tmp_path):
    (tmp_path / ".~lock.so.xlsx#").write_text("Trần Văn Bình,binh,may-1,01.03.2026 08:00,file:///x;", encoding="utf-8")
    with pytest.raises(FileError, match=r"LibreOffice \(người dùng Trần Văn Bình\)"):
        files.refuse_if_open(tmp_path / "so.xlsx")


def test_a_strange_owner_file_names_nobody(tmp_path):
    (tmp_path / "~$so.xlsx").write_bytes(b"\xff" * 200)
    with pytest.raises(FileError, match="đang mở trong Excel"):
        files.refuse_if_open(tmp_path / "so.xlsx")
