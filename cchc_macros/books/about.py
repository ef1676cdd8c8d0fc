"""Giới thiệu: the version, and where the log and the copies are."""

import platform
import sys
from typing import Any

from cchc_macros import __version__
from cchc_macros.summary import Summary
from xl.folders import kept_folder, log_file
from xl.installed import newer_setup, taken_away

_GONE = (
    "Thiếu {count} tệp của CCHC (tệp đầu tiên: {first}), thường do phần mềm diệt virus xóa. "
    "Nhờ bộ phận tin học cho phép thư mục của CCHC trong phần mềm diệt virus, rồi chạy lại bộ cài."
)
_NEWER = "Có bản CCHC mới hơn ở máy này: {path}. Đóng Excel rồi bấm đúp tệp đó để nâng cấp."


def about() -> Summary:
    """Say what this is and where a helper would look."""
    log, kept = log_file(), kept_folder()
    message = (
        f"CCHC {__version__}: công việc hằng năm về Chỉ số cải cách hành chính, trên một sổ Excel.\n\n"
        f"Nhật ký lỗi: {log}\n"
        "Bản sao lưu: thư mục '<tên sổ>.sao-luu' cạnh sổ\n"
        f"Bản sao lưu của sổ chưa lưu lần nào: {kept}\n"
        f"Python {platform.python_version()}: {sys.executable}"
    )
    news, more = installation_news()
    data = {"version": __version__, "log": str(log), "kept": str(kept), "python": sys.executable}
    return Summary(message="\n\n".join([message, *news]), data=data | more)


def installation_news() -> tuple[list[str], dict[str, Any]]:
    """Tell what is wrong with, or newer than, what the setup program installed: in words, and as data."""
    gone, newer = taken_away(), newer_setup("CCHC", __version__)
    told = []
    if gone:
        told.append(_GONE.format(count=len(gone), first=gone[0]))
    if newer:
        told.append(_NEWER.format(path=newer))
    return told, {"gone": gone, "newer": str(newer) if newer else None}
