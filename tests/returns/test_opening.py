"""Returned files opened by one process or two: what comes of it is the same."""

import shutil

import pytest

import xl.helping
from cchc_macros import contract as c
from cchc_macros.returns import opening
from cchc_macros.returns.folder import Arrived, arrived, digest_of, returned_paths
from cchc_macros.returns.opening import open_one, opened
from tests.packages import repacked
from tests.returns.test_collect import DOING, DONE, NV1, NV2, VP, Office, exported  # noqa: F401

_MOMENTS = (c.TIME, c.COLLECTED)


@pytest.fixture
def office(exported, tmp_path, cchc):  # noqa: F811
    """An office to whose folder came good files, twice the same, contradictory ones, and what nobody can read."""
    office = Office(exported, tmp_path, cchc)
    office.returned(VP, {"1": {c.STATUS: DONE}, "3": {c.PROGRESS: "62,5%"}})
    office.returned(VP, {"1": {c.STATUS: DOING, c.PROGRESS: 0.5}}, "khác.xlsx", day=1)
    office.returned(NV1, {}, day=2)
    office.returned(NV2, {"7": {c.RESULT: "#N/A"}}, day=3)
    bomb = {"xl/worksheets/sheet1.xml": b"<worksheet>" + b" " * 13_000_000}
    repacked(office.returns / VP, office.returns / "bom.xlsx", bomb.get)
    (office.returns / "cụt.xlsx").write_bytes((office.returns / VP).read_bytes()[:5_000])
    (office.returns / "trống.xlsx").touch()
    (office.returns / "ảnh.png").write_bytes(b"x")
    for number in range(20):
        shutil.copy(
            office.returns / (VP, NV1, NV2, "bom.xlsx", "cụt.xlsx")[number % 5], office.returns / f"{number}.xlsx"
        )
    return office


@pytest.fixture
def two_processes(monkeypatch):
    """Let even a few files be read by two processes; returns how often that was done."""
    done = []

    def helped(*given):
        done.append(given)
        return real(*given)

    real = xl.helping.helped
    monkeypatch.setattr(xl.helping, "helped", helped)
    monkeypatch.setattr(xl.helping, "_PART", 3)
    monkeypatch.setattr(opening, "_ALONE", 5)
    monkeypatch.setattr(opening, "_cores", lambda: 2)
    return done


def test_files_are_opened_alike_and_in_the_same_order(office, two_processes):
    files = arrived(office.returns, returned_paths(office.returns), office.returns)
    known = [digest_of((office.returns / NV1).read_bytes())]
    with opened(files, known) as contents:
        found = [shown(one) for one in contents]
    assert found == [shown(open_one(known, one)) for one in files]
    assert len(two_processes) == 1
    assert sum(error is not None for *_, error in found) == 12
    assert sum(file is None and error is None for *_, file, error in found) == 5  # the known one and its copies


def shown(one):
    return one.digest, one.file, one.error and (type(one.error), str(one.error))


def test_what_is_collected_is_the_same(office, two_processes, exported, tmp_path_factory, cchc, monkeypatch):  # noqa: F811
    alone = Office(exported, tmp_path_factory.mktemp("alone"), cchc)
    shutil.copytree(office.returns, alone.returns, dirs_exist_ok=True)
    told = office.collect()
    assert len(two_processes) == 1
    monkeypatch.setattr(opening, "_cores", lambda: 1)
    assert alone.collect() == told
    assert len(two_processes) == 1
    assert len(told["merged"]) == 4
    assert timeless(alone) == timeless(office)


def timeless(office):
    return {
        name: [{heading: value for heading, value in row.items() if heading not in _MOMENTS} for row in rows]
        for name, rows in office.snapshot().items()
    }


def test_a_few_files_are_read_by_one_process(office, monkeypatch):
    monkeypatch.setattr(xl.helping, "helped", None)
    files = arrived(office.returns, returned_paths(office.returns), office.returns)
    with opened(files, []) as contents:
        assert len(list(contents)) == len(files) == 28


def test_what_the_system_does_not_hand_out_is_told(tmp_path):
    told = open_one([], Arrived(tmp_path / "mất.xlsx", "con/mất.xlsx"))
    assert (told.digest, told.file) == ("", None)
    assert "không đọc được" in str(told.error)
