"""The report of `cchc selftest`: one file that needs no network, to be read by staff and sent to whoever helps."""

import platform
from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from itertools import groupby

from cchc_macros import __version__
from cchc_macros.selftest.attempts import Attempt
from xl.late import regex

SEND = "Gửi tệp báo cáo này cho người đã đưa bộ cài CCHC; trong đó chỉ có số liệu của sổ ví dụ."
_MOST = 40  # differences shown of one trial
_WORDS = {
    "sheets": "thứ tự sheet", "names": "tên vùng", "tables": "bảng", "table_names": "tên bảng", "cells": "ô",
    "results": "kết quả công thức", "formats": "định dạng số", "hidden": "dòng ẩn", "filters": "bộ lọc",
    "checks": "danh sách chọn",
}  # fmt: skip
_KINDS = {"number": "số", "text": "chữ", "formula": "công thức", "bool": "đúng/sai", "error": "lỗi"}
_CELL = regex(rf"\('({'|'.join(_KINDS)})', (.*?)\)(?=,|$)")
_STYLE = """
body { font: 16px/1.5 "Segoe UI", "Noto Sans", sans-serif; color: #1f2933; max-width: 1080px; margin: 2em auto; padding: 0 1em; }
h1, h2 { color: #1f4e79; }
table { border-collapse: collapse; width: 100%; } td, th { border: 1px solid #9aa5b1; padding: .2em .5em; text-align: left; vertical-align: top; }
td:nth-child(2), td:nth-child(3) { white-space: nowrap; }
.failed { background: #fde8e8; } .verdict { font-size: 1.2em; font-weight: bold; } code { overflow-wrap: anywhere; }
"""  # noqa: E501
_PAGE = """<!DOCTYPE html>
<html lang="vi">
<head><meta charset="utf-8"><title>CCHC: thử các nút trong Excel</title><style>{style}</style></head>
<body>
<h1>Thử các nút CCHC trong Excel của máy này</h1>
<p class="verdict">{verdict}</p>
<p>Mỗi nút được bấm trong một Excel riêng, trên bản sao của sổ ví dụ, rồi sổ được đối chiếu với sổ do phần mềm tự làm
không qua Excel: giá trị, loại ô, công thức và kết quả, định dạng, bảng, tên, sheet, bộ lọc. Sổ của người dùng không bị
đụng tới.</p>
<p><strong>Làm gì tiếp:</strong> {send}</p>
<h2>Máy thử</h2>
<table>{facts}</table>
{parts}
<h2>Phần máy không tự thử được</h2>
<ul>
<li>Nhấp đúp vào một ô cho hiện con trỏ rồi bấm <em>Tính lại điểm</em>: có thông báo Excel đang bận, sổ không đổi.</li>
<li>Chép một sổ vào thư mục OneDrive, mở từ đó, bấm <em>Tính lại điểm</em> rồi <em>Lùi một bước</em>: làm được, sổ vẫn ở
OneDrive.</li>
</ul>
<h2>Dòng ghi vào cuối trang kiểm tra</h2>
<p><code>{row}</code></p>
</body>
</html>
"""


def page(attempts: Sequence[Attempt], facts: Mapping[str, str]) -> str:
    """Return the report as a web page."""
    failed = [one for one in attempts if one.problems]
    verdict = f"{len(failed)} trong {len(attempts)} mục KHÔNG đạt" if failed else f"Cả {len(attempts)} mục đều đạt"
    told = {
        "CCHC": __version__,
        "Excel": facts["version"],
        "Windows": facts["system"],
        "Python": platform.python_version(),
        "Máy in": "có" if facts["printer"] else "không có",
        "Thời điểm": f"{datetime.now().astimezone():%H:%M ngày %d/%m/%Y}",
        "Thời gian chạy": f"{sum(one.seconds for one in attempts) / 60:.1f} phút bấm nút".replace(".", ","),
    }
    return _PAGE.format(
        style=_STYLE,
        verdict=verdict,
        send=escape(SEND),
        facts="".join(f"<tr><th>{name}</th><td>{escape(text)}</td></tr>" for name, text in told.items()),
        parts="\n".join(
            _part(title, list(group)) for title, group in groupby(attempts, lambda one: one.trial.state.title)
        ),
        row=escape(check_row(attempts, facts)),
    )


def check_row(attempts: Sequence[Attempt], facts: Mapping[str, str]) -> str:
    """The line for the table at the end of the page of checks."""
    failed = "; ".join(f"{one.trial.state.title}: {one.trial.title}" for one in attempts if one.problems)
    tried = f"{len(attempts)} mục tự thử"
    return (
        f"| {__version__} | {facts['system']}, Excel {facts['version']} | cchc selftest, "
        f"{datetime.now().astimezone():%d/%m/%Y} | {tried}: {failed or 'đều đạt'} |"
    )


def _part(title: str, attempts: Sequence[Attempt]) -> str:
    rows = "".join(map(_row, attempts))
    return f"<h2>{escape(title)}</h2>\n<table><tr><th>Nút</th><th>Kết quả</th><th>Giây</th></tr>{rows}</table>"


def _row(one: Attempt) -> str:
    told = [one.trial.title, "KHÔNG đạt" if one.problems else "đạt", f"{one.seconds:.1f}".replace(".", ",")]
    cells = "".join(f"<td>{escape(text)}</td>" for text in told)
    if not one.problems:
        return f"<tr>{cells}</tr>"
    problems = [*map(_in_words, one.problems[:_MOST]), *(f"Nút nói: {text}" for text in one.said)]
    more = len(one.problems) - _MOST
    if more > 0:
        problems.append(f"… và {more} điều khác nữa")
    listed = "".join(f"<li><code>{escape(text)}</code></li>" for text in problems)
    return f'<tr class="failed">{cells}</tr><tr><td colspan="3"><ul>{listed}</ul></td></tr>'


def _in_words(problem: str) -> str:
    what, _, rest = problem.partition(" ")
    if what not in _WORDS:
        return problem
    return f"{_WORDS[what]} " + _CELL.sub(lambda cell: f"{cell[2]} ({_KINDS[cell[1]]})", rest)
