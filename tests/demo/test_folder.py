"""The demo's folder: made anew as a whole, or left as it is."""

import pytest

from cchc_macros.demo import folder
from cchc_macros.errors import FileError


@pytest.fixture
def made(tmp_path):
    """What an earlier demo left, in short."""
    (tmp_path / folder.MADE_BY).touch()
    for name in ("a/so.xlsx", "b/so.xlsx", "b/thư/VP.eml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    return tmp_path


def files(place):
    return sorted(path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file())


def test_an_earlier_demo_is_cleared_away(made):
    folder.clear(made)
    assert files(made) == [folder.MADE_BY]


def test_with_a_workbook_of_it_open_nothing_is_touched(made):
    (made / "b" / "~$so.xlsx").write_bytes(b"")
    before = files(made)
    with pytest.raises(FileError, match=r"so\.xlsx đang mở trong Excel"):
        folder.clear(made)
    assert files(made) == before


def test_with_another_file_of_it_held_everything_is_put_back(made, monkeypatch):
    rename = type(made).rename

    def held(self, target):
        if self == made / "b":
            raise PermissionError(13, "used by another process", str(self))
        return rename(self, target)

    monkeypatch.setattr(type(made), "rename", held)
    before = files(made)
    with pytest.raises(FileError, match=r"b: không có quyền ghi, hoặc tệp đang mở"):
        folder.clear(made)
    assert files(made) == before


def test_a_folder_with_other_files_is_refused(tmp_path):
    (tmp_path / "của tôi.txt").write_bytes(b"x")
    with pytest.raises(FileError, match="đã có tệp khác"):
        folder.clear(tmp_path)
    assert files(tmp_path) == ["của tôi.txt"]
