"""Tạo sổ mới: a workbook from the template, one of the two examples, or next year's from this year's."""

from pathlib import Path

from cchc_macros.errors import DataError, FileError, WorkbookError
from cchc_macros.registry import EXAMPLES
from cchc_macros.stock import STOCK
from cchc_macros.summary import Summary
from xl.files import make_folder, write_atomic
from xl.locks import locked

BLANK = "so-cchc"


def new(out: Path, example: str | None = None, from_: Path | None = None) -> Summary:
    """Write a new workbook, filled with a published plan as `example` or from last year's; no file is overwritten.

    Raises:
        FileError: the file exists, is no .xlsx name, or cannot be written; or last year's cannot be read.
        WorkbookError: last year's workbook lacks a table or column.
    """
    if example is not None and from_ is not None:
        raise FileError("Chỉ chọn một trong --example và --from.")
    if example is not None and example not in EXAMPLES:
        raise FileError(f"Không có sổ ví dụ '{example}'. Chọn một trong: {', '.join(EXAMPLES)}.")
    if out.suffix.casefold() != ".xlsx":
        raise FileError(f"'{out.name}' không có đuôi .xlsx. Đặt tên tệp mới, ví dụ 'So CCHC 2026.xlsx'.")
    make_folder(out.parent)
    with locked(out):  # of two clerks who make one at once, the second is told
        if out.exists():
            raise FileError(f"Đã có tệp '{out.name}'. Chọn tên khác để không ghi đè sổ đang có.")
        if from_ is not None:
            return _next_year(out, from_)
        write_atomic(out, template_bytes(example or BLANK))
    message = (
        f"Đã tạo sổ ví dụ {example}: {out}. Mở sổ rồi bấm các nút từ trái sang phải."
        if example
        else f"Đã tạo sổ trống: {out}. Mở sổ và điền sheet Thông tin trước."
    )
    return Summary(message=message, data={"path": str(out)})


def _next_year(out: Path, old: Path) -> Summary:
    from cchc_macros.books.next_year import carry_over, in_words  # noqa: PLC0415 - a blank workbook needs no engine
    from xl.engine import open_book  # noqa: PLC0415 - as above

    book = open_book(STOCK / f"{BLANK}.xlsx")
    try:
        carried = carry_over(open_book(old), book)
    except (WorkbookError, DataError) as error:
        raise type(error)(f"{old.name}: {error}") from error
    book.save(str(out))
    message = " ".join([in_words(carried.counts), *carried.remarks, f"Sổ mới: {out}."])
    return Summary(message=message, data={"path": str(out), "carried": carried.counts, "remarks": carried.remarks})


def template_bytes(name: str) -> bytes:
    """A committed template workbook."""
    return (STOCK / f"{name}.xlsx").read_bytes()
