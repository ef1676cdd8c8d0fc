"""Two clerks on one workbook: each waits for the other, and no write is lost."""

import os
import shutil
import time
from concurrent.futures import ThreadPoolExecutor

import openpyxl
import pytest

from tests.conftest import TEMPLATES
from tests.trust.content import ours_left
from tests.trust.verbs import VERBS
from tests.trust.warm import Warm
from xl.locks import locked

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the clerks are forks of warm processes")


def run_together(orders):
    """Run lists of commands, each list in a process of its own, at once; return the answers."""
    processes = [Warm() for _ in orders]
    try:
        with ThreadPoolExecutor() as pool:
            return list(pool.map(lambda process, own: [process.run(*order) for order in own], processes, orders))
    finally:
        for process in processes:
            process.close()


def logged(book):
    sheet = openpyxl.load_workbook(book)["Nhật ký"]
    return [cell for row in sheet.values for cell in row if isinstance(cell, str)]


@pytest.mark.parametrize("clerks", [2])
def test_no_log_line_of_two_clerks_is_lost(clerks, tmp_path):
    book = shutil.copy(TEMPLATES / "lang-son-2026.xlsx", tmp_path / "Sổ.xlsx")
    orders = [[("export", book, "--to", tmp_path / f"{clerk}")] * 10 for clerk in range(clerks)]
    answers = run_together(orders)
    assert [answer["code"] for answers_of_one in answers for answer in answers_of_one] == [0] * 10 * clerks, answers
    files = len(list((tmp_path / "0").glob("*.xlsx")))
    assert files == 5
    assert logged(book).count("Xuất sổ đơn vị") == 10 * clerks * files
    assert not ours_left(tmp_path)


def test_different_commands_at_once_all_leave_their_mark(tmp_path):
    book = shutil.copy(TEMPLATES / "lang-son-2026.xlsx", tmp_path / "Sổ.xlsx")
    first = [("flag", book), ("assign", book), ("audit", book)]
    second = [("recalculate", book), ("export", book, "--to", tmp_path / "ra"), ("recalculate", book)]
    answers = run_together([first, second])
    assert {answer["code"] for one in answers for answer in one} == {0}, answers
    workbook = openpyxl.load_workbook(book)
    assert "Phiếu VP" in workbook.sheetnames
    assert logged(book).count("Xuất sổ đơn vị") == 5
    findings = workbook["Kiểm tra"].tables["Findings"].ref
    assert len(workbook["Kiểm tra"][findings]) > 5
    flags = [cell for row in workbook["Bảng điểm"].values for cell in row if isinstance(cell, str)]
    assert any("trừ 3 điểm" in text for text in flags)


@pytest.mark.parametrize("verb", ["new", "new --from"])
def test_of_two_clerks_who_make_one_file_the_second_is_told(verb, tmp_path, warm):
    command = VERBS[verb]
    command.start(tmp_path, warm.run)
    made = command.main(tmp_path)
    with locked(made):
        warm.start(*command.order(tmp_path))
        time.sleep(0.5)  # it waits by now; were it slower still, it would see the file before it waits
        made.write_bytes(b"of the first")
    answer = warm.answer()
    assert answer["code"] == 2
    assert f"Đã có tệp '{made.name}'" in answer["error"]
    assert made.read_bytes() == b"of the first"
