"""Lines of a PDF with a text layer, read in a process of its own: a hostile PDF may take time and memory for ever."""

from cchc_macros.errors import FileError, PlanError
from cchc_macros.plans.model import Document, Line, Place
from cchc_macros.plans.readers.scan.reading import read_scan
from xl.child import ask

TIME_LIMIT = 120.0  # seconds; a plan of 20 pages takes two
_HEAVY = "có trang quá phức tạp để đọc. In lại trang phụ lục ra PDF mới, hoặc dùng tệp .docx."
_REASONS = {
    "password": "có mật khẩu. Bỏ mật khẩu hoặc xin bản không khóa rồi nhập.",
    "unruled": "không có bảng kẻ khung nào nên không biết chữ thuộc ô nào. Dùng tệp Word (.docx) của văn bản, "
    "hoặc chép bảng dán vào sheet Dán.",
    "pages": "có quá nhiều trang. Tách riêng các trang phụ lục rồi nhập.",
    "heavy": _HEAVY,
    "slow": _HEAVY,
    "broken": "đã hỏng hoặc không phải PDF. Tải lại tệp, hoặc dùng tệp .docx.",
}


def read_pdf(content: bytes, name: str) -> Document:
    """Return the lines of a PDF.

    Raises:
        PlanError: its pages are pictures, or hold no table.
        FileError: it is damaged, has a password, or takes too long to read.
    """
    answer = ask("cchc_macros.plans.readers.pdf_pages", content, TIME_LIMIT)
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
