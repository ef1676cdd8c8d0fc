"""Modes and groups of new files; needs an account that may give files away, which tests as root have."""

import os
import stat

import pytest

from xl import files
from xl.access import access_of, make_folder_like

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has rights of folders instead")
OTHER = 4321  # a group this process is not in


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_file_is_for_the_same_people_from_its_first_byte_on(tmp_path, monkeypatch):
    model, new = tmp_path / "a", tmp_path / "b"
    model.touch()
    model.chmod(0o660)
    seen = []
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: seen.append(stat.S_IMODE(os.fstat(handle).st_mode)) or real(handle))
    before = os.umask(0o077)
    try:
        files.write_atomic(new, b"x", like=model)
    finally:
        os.umask(before)
    assert mode(new) == seen[0] == 0o660


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root gives files to other groups")
def test_group_and_owner_are_kept_where_they_may(tmp_path):
    model = tmp_path / "a"
    model.touch()
    os.chown(model, OTHER, OTHER)
    model.chmod(0o640)
    files.write_atomic(model, b"x")
    files.write_atomic(tmp_path / "b", b"x", like=model)
    for path in (model, tmp_path / "b"):
        assert (path.stat().st_gid, path.stat().st_uid, mode(path)) == (OTHER, OTHER, 0o640)


def test_a_group_we_are_not_in_gets_no_more_than_everybody(tmp_path, monkeypatch):
    model, new = tmp_path / "a", tmp_path / "b"
    model.touch()
    model.chmod(0o664)
    access = access_of(model)

    def refuse(path, owner, group):
        raise PermissionError

    monkeypatch.setattr(os, "chown", refuse)
    os.close(access.create(new, os.O_WRONLY))
    assert mode(new) == 0o644
    model.chmod(0o660)
    access_of(model).give(new)
    assert mode(new) == 0o600


@pytest.mark.parametrize(
    ("file", "around", "folder"),
    [(0o600, 0o755, 0o700), (0o644, 0o2775, 0o2775), (0o660, 0o2770, 0o2770), (0o644, 0o755, 0o755)],
)
def test_a_folder_of_copies_is_open_to_who_reads_the_file_and_works_beside_it(tmp_path, file, around, folder):
    place = tmp_path / "chung"
    place.mkdir()
    place.chmod(around)
    (place / "a").touch()
    (place / "a").chmod(file)
    make_folder_like(place / "a.sao-luu", place / "a")
    assert mode(place / "a.sao-luu") == folder
