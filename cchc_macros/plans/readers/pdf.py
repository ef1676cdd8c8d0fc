"""Lines of a PDF with a text layer, read in a process of its own: a hostile PDF may take time and memory for ever."""

import json
import subprocess
import sys
from typing import Any

from cchc_macros.errors import FileError, PlanError
from cchc_macros.plans.model import Document, Line, Place
from cchc_macros.plans.readers.scan.reading import read_scan

TIME_LIMIT = 120.0  # seconds; a plan of 20 pages takes two
_REASONS = {
    "password": "có mật khẩu. Bỏ mật khẩu hoặc xin bản không khóa rồi nhập.",
    "unruled": "không có bảng kẻ khung nào nên không biết chữ thuộc ô nào. Dùng tệp Word (.docx) của văn bản, "
    "hoặc chép bảng dán vào sheet Dán.",
    "pages": "có quá nhiều trang. Tách riêng các trang phụ lục rồi nhập.",
    "heavy": "có trang quá phức tạp để đọc. In lại trang phụ lục ra PDF mới, hoặc dùng tệp .docx.",
    "broken": "đã hỏng hoặc không phải PDF. Tải lại tệp, hoặc dùng tệp .docx.",
}
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # no black window over Excel on Windows


def read_pdf(content: bytes, name: str) -> Document:
    """Return the lines of a PDF.

    Raises:
        PlanError: its pages are pictures, or hold no table.
        FileError: it is damaged, has a password, or takes too long to read.
    """
    try:
        child = subprocess.run(
            [sys.executable, "-I", "-m", "cchc_macros.plans.readers.pdf_pages"],
            input=content, capture_output=True, timeout=TIME_LIMIT, check=False, creationflags=_NO_WINDOW,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise FileError(f"'{name}' {_REASONS['heavy']}") from error
    answer: dict[str, Any] = {"reason": "broken"}
    if child.returncode == 0 and child.stdout:
        answer = json.loads(child.stdout)
    if answer.get("reason") == "picture":
        return read_scan(content, name)
    if "reason" in answer:
        raise FileError(f"'{name}' {_REASONS[answer['reason']]}")
    if not any(table for *_, table, _ in answer["lines"]):
        raise PlanError(f"'{name}' {_REASONS['unruled']}")
    lines = (
        Line(tuple(cells), Place(where, number), table, fresh) for cells, where, number, table, fresh in answer["lines"]
    )
    return Document(tuple(lines), tuple(answer["remarks"]))
