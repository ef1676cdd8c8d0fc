"""Giới thiệu: the version, and where the log and the copies are."""

import platform
import sys

from cchc_macros import __version__
from cchc_macros.summary import Summary
from xl.folders import kept_folder, log_file


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
    return Summary(message, {"version": __version__, "log": str(log), "kept": str(kept), "python": sys.executable})
