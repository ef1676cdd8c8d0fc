import pytest

from xl import installed


@pytest.fixture
def program(tmp_path):
    """A program folder with the list that a setup program leaves."""
    (tmp_path / "Lib" / "comparing").mkdir(parents=True)
    for name in ("python.exe", "Lib/a.py"):
        (tmp_path / name).write_bytes(b"12345")
    (tmp_path / "files.txt").write_text("5 python.exe\n5 Lib/a.py\n", encoding="utf-8")
    return tmp_path


def test_a_whole_installation_lacks_nothing(program):
    assert installed.taken_away(program) == []


def test_what_was_removed_or_cut_is_named(program):
    (program / "python.exe").unlink()
    (program / "Lib" / "a.py").write_bytes(b"")
    assert installed.taken_away(program) == ["python.exe", "Lib/a.py"]


def test_a_part_that_was_left_out_is_not_missed_and_one_that_is_there_is_looked_at(program):
    (program / "Lib" / "comparing" / "files.txt").write_text("9 Lib/comparing/pandas.py\n", encoding="utf-8")
    assert installed.taken_away(program) == ["Lib/comparing/pandas.py"]


def test_where_no_setup_program_was_nothing_is_missed(tmp_path):
    assert installed.taken_away(tmp_path) == []
    assert installed.taken_away() == []


def test_the_newest_of_newer_setup_programs_is_found(tmp_path):
    for version in ("0.9.0", "1.2.0", "1.10.0", "2"):
        (tmp_path / f"CCHC-{version}-setup.exe").touch()
    (tmp_path / "CCHC-9.0-setup.exe.crdownload").touch()
    (tmp_path / "Khac-9.0-setup.exe").touch()
    assert installed.newer_setup("CCHC", "1.9.0", [tmp_path / "none", tmp_path]).name == "CCHC-2-setup.exe"
    assert installed.newer_setup("CCHC", "2.0", [tmp_path]) is None


def test_a_folder_that_does_not_answer_is_not_waited_for(tmp_path, monkeypatch):
    class Slow(type(tmp_path)):
        def iterdir(self):
            installed.threading.Event().wait(5)
            return iter(())

    monkeypatch.setattr(installed, "_PATIENCE", 0.05)
    assert installed.newer_setup("CCHC", "1.0", [Slow(tmp_path)]) is None
