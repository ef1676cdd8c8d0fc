"""The folder of what came back: which files are looked at, and what those are that are no workbooks."""

import os
from pathlib import Path

import pytest

from cchc_macros.errors import FileError
from cchc_macros.returns.folder import Arrived, about_other_kinds, arrived, returned_paths


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
    [
        *((f"a.{kind}", "Giải nén") for kind in ("ZIP", "rar", "7z")),
        *((f"thư.{kind}", "lưu tệp đính kèm") for kind in ("eml", "MSG")),
        *((f"a.{kind}", "sổ đã nhận") for kind in ["pdf", "doc", "docx", "txt", "csv", "jpg", "jpeg", "png", "HEIC"]),
        ("a.xlsx", None),
        ("a", None),
    ],
)
def test_what_is_no_workbook_by_its_ending_is_told_with_the_next_step(name, next_step):
    told = about_other_kinds(Path("Đợt 1", name))
    assert (told is None) is (next_step is None)
    assert next_step is None or (str(told).startswith(f"{name} ") and next_step in str(told))


def test_a_mail_gives_way_to_the_workbooks_and_archives_attached_to_it(tmp_path, monkeypatch):
    names = ("a.XLSX", "a.xls", "a.xlsm", "a.xlsb", "a.ods", "a.zip", "a.rar", "a.7z")
    brought = [Arrived(tmp_path / "ra" / name, name, "nv1@stp.example") for name in (*names, "logo.png", "a.pdf")]
    monkeypatch.setattr("xl.mails.attachments_of", lambda mails, _: [brought, brought[-2:], None][: len(mails)])
    paths = [tmp_path / name for name in ("thư.eml", "chỉ ảnh.eml", "hỏng.MSG", "b.xlsx")]
    found = arrived(tmp_path, paths, tmp_path / "ra")
    assert [(one.name, one.sender) for one in found] == [
        *((f"thư.eml/{name}", "nv1@stp.example") for name in names),
        *((path.name, "") for path in paths[1:]),
    ]


def test_a_folder_that_is_not_there_is_told():
    with pytest.raises(FileError, match="Không thấy thư mục"):
        returned_paths(Path("/không/có"))
