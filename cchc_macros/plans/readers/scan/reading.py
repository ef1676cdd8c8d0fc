"""A scanned plan read in a process of its own, page by page, with how far it is; what was read is mended."""

import importlib.util
import json
import subprocess
import sys
import threading
from contextlib import suppress
from functools import lru_cache
from typing import Any

from cchc_macros.errors import FileError, PlanError
from cchc_macros.plans.model import Document, Line, Piece, Place
from cchc_macros.plans.readers.scan.mending import mend
from xl.child import NO_WINDOW
from xl.progress import tell

PAGE_LIMIT = 180.0  # seconds; a page takes two, with Tesseract on a slow machine thirty times that
_REASONS = {
    "password": "có mật khẩu. Bỏ mật khẩu hoặc xin bản không khóa rồi nhập.",
    "pages": "có quá nhiều trang ảnh. Tách riêng các trang phụ lục rồi nhập.",
    "heavy": "có trang quá lớn để đọc. Quét lại trang phụ lục ở 200-300 dpi.",
    "broken": "đã hỏng hoặc không phải trang giấy quét. Quét lại, hoặc dùng tệp .docx.",
    "reader": "là ảnh quét, không có lớp chữ. Bộ đọc ảnh quét không chạy được trên máy này: cài lại cchc[scan]; "
    "hoặc nhận dạng chữ (OCR), lưu thành .docx rồi nhập.",
    "missing": 'là ảnh quét, không có lớp chữ. Muốn đọc ảnh quét, cài thêm bộ đọc: pip install "cchc[scan]", rồi nhập '
    "lại; hoặc nhận dạng chữ (OCR), lưu thành .docx rồi nhập.",
    "unruled": "là ảnh quét mà không thấy bảng kẻ khung nào. Dùng tệp Word (.docx) của văn bản.",
}


def read_scan(content: bytes, name: str) -> Document:
    """Return the lines of a scan, each row of a table with the piece of the page it was read from.

    Raises:
        PlanError: the extra that reads scans is not installed, or no table is found.
        FileError: the file is damaged, has a password, or is too much to read.
    """
    answer: dict[str, Any] = _answer(content) if can_read_scans() else {"reason": "missing"}
    if "reason" not in answer and not any(table for *_, table, _ in answer["lines"]):
        answer = {"reason": "unruled"}
    if "reason" in answer:
        kind = PlanError if answer["reason"] in {"missing", "reader", "unruled"} else FileError
        raise kind(f"'{name}' {_REASONS[answer['reason']]}")
    lines = [
        Line(tuple(cells), Place(where, number), table, fresh) for cells, where, number, table, fresh in answer["lines"]
    ]
    mended, doubts = mend(lines)
    pieces = {
        place: Piece(jpeg=piece["jpeg"], unsure=(*piece["unsure"], *doubts.get(place, ())))
        for place, piece in answer["pieces"].items()
    }
    return Document(tuple(mended), pieces=pieces)


def can_read_scans() -> bool:
    """Whether the extra that reads scans is installed."""
    return importlib.util.find_spec("cv2") is not None


def first_page(content: bytes) -> str:
    """What the first page of a scan says; "" where it cannot be read."""
    return "\n".join(" ".join(cells) for cells, *_ in _answer(content, 1).get("lines", ()))


@lru_cache(maxsize=1)  # a click first reads to say what it would do, then to do it
def _answer(content: bytes, pages: int | None = None) -> dict[str, Any]:
    """Let the other process read all or so many pages, and tell of each; stop it where one takes too long."""
    first = [str(pages)] if pages else []
    child = subprocess.Popen(  # noqa: S603 - our own module and a number
        [sys.executable, "-I", "-m", "cchc_macros.plans.readers.scan.pages", *first],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, creationflags=NO_WINDOW,
    )  # fmt: skip
    with child:
        threading.Thread(target=_feed, args=(child, content), daemon=True).start()
        answer: dict[str, Any] = {"reason": "broken"}
        while said := _next_line(child):
            answer = json.loads(said)
            if "page" in answer:
                tell("đọc ảnh trang", answer["page"], answer["count"])
    tell()
    return {"reason": "heavy"} if "page" in answer else answer  # it ended in the middle of a page


def _next_line(child: subprocess.Popen[bytes]) -> bytes:
    """What the process says next, nothing if it has ended or takes too long and is ended."""
    watch = threading.Timer(PAGE_LIMIT, child.kill)
    watch.start()
    said = child.stdout.readline() if child.stdout else b""
    watch.cancel()
    return said


def _feed(child: subprocess.Popen[bytes], content: bytes) -> None:
    with suppress(OSError, ValueError):  # it may end before it has read all
        if child.stdin:
            child.stdin.write(content)
            child.stdin.close()
