"""Tổng hợp nhiều cơ quan: the workbooks of a folder side by side in one new workbook."""

import os
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from cchc_macros.agencies.compare import Comparison, compare
from cchc_macros.agencies.figures import Agency
from cchc_macros.errors import FileError, ToolError, UserError
from cchc_macros.returns.folder import name_in, returned_paths
from cchc_macros.rules.numbers import as_float
from cchc_macros.rules.text import first_few
from cchc_macros.scores.recalculate import totals_data
from cchc_macros.summary import Summary
from xl.files import make_folder, write_atomic
from xl.locks import locked
from xl.progress import each
from xl.workers import Fault, in_processes

Rejected = dict[str, str]  # file -> why
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
TIME_LIMIT = 60.0  # seconds for one workbook; one with 10,000 tasks takes three
_ALONE = 50  # files that one process reads sooner than a second one has started
_PROCESSES = 2
_SHOWN = 3
_NOT_INSTALLED = (
    "Phần So sánh cơ quan chưa được cài trên máy này. "
    "Chạy lại bộ cài CCHC, đánh dấu phần 'So sánh cơ quan', rồi bấm lại."
)
_FAULTS = {
    Fault.SLOW: "Đọc quá lâu nên đã bỏ qua. Mở sổ bằng Excel, lưu lại rồi làm lại.",
    Fault.DIED: "Sổ làm hỏng chương trình đọc nên đã bỏ qua. Mở sổ bằng Excel, lưu lại rồi làm lại.",
}


def gather(dir: Path, to: Path) -> Summary:  # noqa: A002  the option's name
    """Read every agency's workbook in a folder and its subfolders, and write a view of all; none of them is changed.

    A file `to` that exists is never overwritten.

    Raises:
        FileError: there is no such folder, or no workbook in it; or the file exists, is no .xlsx name, or cannot
            be written.
        ToolError: this part of CCHC is not installed.
    """
    if find_spec("pandas") is None:
        raise ToolError(_NOT_INSTALLED)
    if to.suffix.casefold() != ".xlsx":
        raise FileError(f"'{to.name}' không có đuôi .xlsx. Đặt tên tệp mới, ví dụ 'So sanh 2026.xlsx'.")
    paths = _workbook_paths(dir)
    make_folder(to.parent)
    with locked(to):  # of two who gather into one file at once, the second is told
        if to.exists():
            raise FileError(f"Đã có tệp '{to.name}'. Chọn tên khác để không ghi đè tệp đang có.")
        agencies, rejected = _read_all(dir, paths)
        comparison = compare(_tell_twins(agencies))
        from cchc_macros.agencies.agency_view import view_bytes  # noqa: PLC0415  the processes that read workbooks write nothing

        write_atomic(to, view_bytes(comparison, rejected))
    return _summary(comparison, rejected, to)


def _workbook_paths(folder: Path) -> list[Path]:
    """The workbooks below a folder, whatever their kind: what cannot be read is told later."""
    if not folder.is_dir():
        raise FileError(f"Không thấy thư mục {folder}. Chọn thư mục chứa sổ của các cơ quan.")
    paths = [path for path in returned_paths(folder) if path.suffix.casefold() in _WORKBOOKS]
    if not paths:
        raise FileError(f"Thư mục {folder} không có sổ .xlsx nào. Chọn thư mục chứa sổ của các cơ quan.")
    return paths


def _read_all(folder: Path, paths: Sequence[Path]) -> tuple[list[Agency], Rejected]:
    processes = 1 if len(paths) <= _ALONE else min(_PROCESSES, os.cpu_count() or 1)
    answers = in_processes(partial(_read_one, folder), each("đọc sổ", paths), processes, TIME_LIMIT)
    agencies: list[Agency] = []
    rejected: Rejected = {}
    for path, answer in zip(paths, answers, strict=True):
        if isinstance(answer, Agency):
            agencies.append(answer)
        else:
            rejected[name_in(folder, path)] = _FAULTS[answer] if isinstance(answer, Fault) else answer
    return agencies, rejected


def _read_one(folder: Path, path: Path) -> Agency | str:
    """Read a workbook, or say why that cannot be done."""
    from cchc_macros.agencies.agency import read_agency  # noqa: PLC0415  # the click itself reads none: no openpyxl

    try:
        return read_agency(path, name_in(folder, path))
    except UserError as error:
        return str(error)
    except MemoryError:
        return "Sổ cần quá nhiều bộ nhớ để đọc. Xóa bớt dữ liệu thừa trong sổ rồi làm lại."
    except Exception:  # noqa: BLE001  one strange file must not cost all the others
        from xl.log import log_error  # noqa: PLC0415  only when something broke

        return f"Lỗi ngoài dự kiến khi đọc tệp. Gửi tệp nhật ký này cho người hỗ trợ: {log_error('gather')}"


def _tell_twins(agencies: Sequence[Agency]) -> list[Agency]:
    """Say so where several workbooks are of one agency and year: which of them counts people must decide."""
    files = defaultdict(list)
    for agency in agencies:
        files[agency.identity].append(agency.file)
    told = []
    for agency in agencies:
        others = [file for file in files[agency.identity] if file != agency.file]
        remark = (f"Cùng cơ quan, cùng năm với tệp {first_few(others, _SHOWN)}.",) if others else ()
        told.append(replace(agency, remarks=agency.remarks + remark))
    return told


def _summary(comparison: Comparison, rejected: Rejected, to: Path) -> Summary:
    agencies = comparison.agencies
    message = f"Đã đặt sổ của {len(agencies)} cơ quan cạnh nhau: {to}."
    years = Counter(agency.year_assessed for agency in agencies if agency.index is not None)
    if len(years) > 1:
        message += f" Có {len(years)} năm đánh giá khác nhau; xếp hạng riêng từng năm."
    remarks = [f"{agency.file}: {' '.join(agency.remarks)}" for agency in agencies if agency.remarks]
    if remarks:
        message += f" Lưu ý {len(remarks)} sổ (xem cột Lưu ý): {first_few(remarks, _SHOWN, '; ')}"
    if rejected:
        reasons = [f"{file}: {reason}" for file, reason in rejected.items()]
        message += f" Không đọc được {len(rejected)} tệp (xem sheet Không đọc được): {first_few(reasons, _SHOWN, '; ')}"
    data = {
        "path": str(to),
        "agencies": [_agency(*pair) for pair in zip(agencies, comparison.ranks, strict=True)],
        "rejected": [{"file": file, "reason": reason} for file, reason in rejected.items()],
    }
    return Summary(message=message, data=data)


def _agency(agency: Agency, rank: int | None) -> dict[str, Any]:
    progress = agency.progress
    return {
        "file": agency.file,
        "agency": agency.name,
        "province": agency.province,
        "year_assessed": agency.year_assessed,
        "year_plan": agency.year_plan,
        **totals_data(agency.total),
        "lost": as_float(agency.total.lost),
        "domains": [{"name": name, "lost": float(points)} for name, points in agency.lost],
        "tasks": {"total": progress.work, "done": progress.done, "doing": progress.doing, "late": progress.late},
        "rank": rank,
        "band": agency.band or None,
        "remarks": list(agency.remarks),
    }
