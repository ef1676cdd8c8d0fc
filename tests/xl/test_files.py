import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cchc_macros.errors import FileError
from xl import files

ROOT = Path(__file__).parents[2]  # a test before may have left this process elsewhere


def leftovers(folder):
    return [entry.name for entry in folder.iterdir() if entry.name.startswith(files.short_lived())]


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
    [
        (errno.ENOSPC, "đĩa đã đầy"),
        (errno.EDQUOT, "dung lượng"),
        (errno.EROFS, "chỉ cho đọc"),
        (errno.EFBIG, "nơi này"),
        (errno.EIO, "Thử lại"),
    ],
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
        "import os, sys, cchc_macros\nfrom pathlib import Path\nfrom tests.killing import end_this_process\n"
        "from xl import files\n"
        "os.fsync = lambda handle: end_this_process()\n"
        "files.write_atomic(Path(sys.argv[1]), b'new')\n"
    )
    path.write_bytes(b"old")
    subprocess.run([sys.executable, "-c", script, str(path)], cwd=ROOT, check=False)
    assert path.read_bytes() == b"old"
    assert len(leftovers(tmp_path)) == 1
    files._tidied.clear()
    files.write_atomic(path, b"newer")
    assert path.read_bytes() == b"newer"
    assert leftovers(tmp_path) == []


def test_the_file_of_a_run_that_still_works_is_left_alone(tmp_path, living_process):
    other = tmp_path / f"{files.short_lived()}00000000-{files.host()[:16]}-{living_process}.tmp"
    stranger = tmp_path / f"{files.short_lived()}00000000-maykhac-1.tmp"
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
