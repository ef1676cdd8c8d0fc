"""The folder of what came back: which files are looked at, and what those are that are no workbooks."""

import os
from pathlib import Path

import pytest

from cchc_macros.errors import FileError
from cchc_macros.returns.folder import about_other_kinds, returned_paths


def test_litter_is_passed_over_and_subfolders_are_read(tmp_path):
    for name in ("b.xlsx", "trong/a.xlsx", "~$b.xlsx", ".~lock.b.xlsx#", "Thumbs.db", ".ẩn/c.xlsx", "trong/không đuôi"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "ống")
    assert [path.relative_to(tmp_path).as_posix() for path in returned_paths(tmp_path)] == [
        "b.xlsx", "trong/a.xlsx", "trong/không đuôi",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "next_step"),
    [("a.ZIP", "Giải nén"), ("thư.eml", "lưu tệp đính kèm"), ("ảnh.HEIC", "sổ đã nhận"), ("a.xlsx", None), ("a", None)],
)
def test_what_is_no_workbook_by_its_ending_is_told_with_the_next_step(name, next_step):
    told = about_other_kinds(Path("Đợt 1", name))
    assert (told is None) is (next_step is None)
    assert next_step is None or (str(told).startswith(f"{name} ") and next_step in str(told))


def test_a_folder_that_is_not_there_is_told():
    with pytest.raises(FileError, match="Không thấy thư mục"):
        returned_paths(Path("/không/có"))
