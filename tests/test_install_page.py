"""The install page says what the programs do."""

import re
from pathlib import Path

import pytest

from cchc_macros.cli import build_parser
from cchc_macros.registry import BUTTONS, GROUPS
from cchc_macros.ribbon.place import NAME
from xl import backups, folders, kept
from xl.log import _OLDER_FILES

DOCS = Path(__file__).parent.parent / "docs"
PAGE = (DOCS / "cai-dat.md").read_text("utf-8")
CHECKLIST = (DOCS / "engineers" / "excel-check.md").read_text("utf-8")


def test_its_commands_are_commands():
    commands = set(re.findall(r"cchc_macros\.cli (addin \w+)", PAGE))
    assert commands == {"addin install", "addin status", "addin uninstall"}
    for command in commands:
        assert build_parser().parse_args(command.split())


@pytest.mark.parametrize(
    "fact",
    [
        f"XLSTART\\{NAME}",
        f"Logs\\{folders.log_file().name}",
        folders.kept_folder().name,
        f"giữ {kept.MOST_DAYS} ngày",
        backups.folder(Path("<tên sổ>.xlsx")).name,
        f"giữ {backups.KEPT} bản gần nhất",
    ],
)
def test_its_facts_are_the_programs(fact):
    assert fact in PAGE


def test_the_logs_it_speaks_of():
    assert "nhiều nhất ba tệp" in PAGE
    assert 1 + _OLDER_FILES == 3


def test_the_checklist_counts_the_buttons():
    labels = [button.label for button in BUTTONS if button.label]
    assert f"Đủ {len(labels)} nút, {len(GROUPS)} nhóm" in CHECKLIST
    for page in (PAGE, CHECKLIST):
        named = set(re.findall(r"\*\*(?:CCHC > )?([^*]+)\*\*", page)) & set(labels)
        assert named
