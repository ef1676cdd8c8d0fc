"""Tạo sổ mới: a workbook from the template, or one of the two examples."""

from importlib.resources import files
from pathlib import Path

from cchc_macros.errors import FileError
from cchc_macros.registry import EXAMPLES
from cchc_macros.summary import Summary
from xl.files import write_atomic

BLANK = "so-cchc"


def new(out: Path, example: str | None = None) -> Summary:
    """Write a new workbook; an existing file is never overwritten.

    Raises:
        FileError: the file exists, is no .xlsx name, or cannot be written.
    """
    if example is not None and example not in EXAMPLES:
        raise FileError(f"Không có sổ ví dụ '{example}'. Chọn một trong: {', '.join(EXAMPLES)}.")
    if out.suffix.casefold() != ".xlsx":
        raise FileError(f"'{out.name}' không có đuôi .xlsx. Đặt tên tệp mới, ví dụ 'So CCHC 2026.xlsx'.")
    if out.exists():
        raise FileError(f"Đã có tệp '{out.name}'. Chọn tên khác để không ghi đè sổ đang có.")
    out.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(out, template_bytes(example or BLANK))
    what = f"sổ ví dụ {example}" if example else "sổ trống"
    return Summary(f"Đã tạo {what}: {out}. Mở sổ và điền sheet Thông tin trước.", {"path": str(out)})


def template_bytes(name: str) -> bytes:
    """A committed template workbook."""
    return files("workbook_templates").joinpath(f"{name}.xlsx").read_bytes()
