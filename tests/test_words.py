"""One word for one thing in whatever staff read: the code's Vietnamese texts, the letters, the guide."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXTS = [
    path
    for pattern in (
        "cchc_macros/**/*.py",
        "workbook_templates/**/*.py",
        "workbook_templates/*.j2",
        "docs/*.md",
        "README.md",
    )
    for path in sorted(ROOT.glob(pattern))
]
OLD = 'c.CRITERIA: {"Hiện tại": c.CURRENT}'  # the upgrade knows the column's former name
INSTEAD = {
    "Hiện nay": "hiện tại",
    "sổ gửi về": "phiếu (các đơn vị |đơn vị )?gửi về|tệp phiếu|sổ trả về|phiếu trả về",
    "sổ đơn vị": "phiếu đơn vị|sổ con|tệp của đơn vị",
}


@pytest.mark.parametrize(("word", "others"), INSTEAD.items())
def test_one_thing_has_one_name(word, others):
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in TEXTS
        for match in re.finditer(rf"\b(?:{others})\b", path.read_text("utf-8").replace(OLD, ""), re.IGNORECASE)
    ]
    assert found == [], f"say '{word}'"
