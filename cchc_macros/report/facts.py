"""What the report says: figures and rows, as text the Vietnamese way, under the names its template uses.

The names are Vietnamese without marks, because offices edit the template: `{{ co_quan }}`, `{{ chi_so.ket_qua }}`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from cchc_macros import contract as c
from cchc_macros.domain.assign import TaskSheet
from cchc_macros.domain.audit import round_to
from cchc_macros.domain.dates import format_date
from cchc_macros.domain.numbers import format_number
from cchc_macros.domain.scores import Node, Score, index
from cchc_macros.domain.tasks import WorkItem
from cchc_macros.domain.text import initials
from cchc_macros.paper.titles import DOTS, Plan, plan_name, year_text
from cchc_macros.report.year import Standing, Year

Row = dict[str, str]
_NONE = "–"


def report_facts(standing: Standing) -> dict[str, Any]:
    """Everything the template may show but the charts."""
    year = standing.year
    return {
        **_heading(year.plan, year.on),
        "co_diem": bool(year.total.max), "diem": _points(year.total),
        "chi_so": _indexes(year.total, year.plan.decimals),
        "linh_vuc": [_domain(node, year.scores) for node in year.tree.roots],
        "mat_diem": [_lost(standing, node, lost) for node, lost in standing.lost()],
        "lay_lai": _to_win_back(standing),
        "viec": _counts(standing), "nhom_viec": _groups(standing),
        "cham": [
            _work(standing, item) | {"so_ngay": str((year.on - item.due).days)} for item in standing.late() if item.due
        ],
        "phieu": _returns(year), "kien_nghi": list(_notes(standing)),
    }  # fmt: skip


def _heading(plan: Plan, on: date) -> Row:
    return {
        "co_quan": plan.agency, "tinh": plan.province, "ky_hieu": initials(plan.agency),
        "dia_danh": _place(plan.province),
        "ngay": f"{on.day:02}", "thang": format_date(on).split("/")[1], "nam": str(on.year),
        "ngay_bao_cao": format_date(on),
        "nam_danh_gia": year_text(plan.year_assessed), "nam_ke_hoach": year_text(plan.year_plan),
        "ke_hoach": plan_name(plan), "chuc_vu_nguoi_ky": plan.signer_title or "GIÁM ĐỐC", "nguoi_ky": plan.signer_name,
    }  # fmt: skip


def _place(province: str) -> str:
    """The place of the date line: "tỉnh Lạng Sơn" is Lạng Sơn."""
    return province.removeprefix("tỉnh ").removeprefix("thành phố ").removeprefix("TP. ") or DOTS


def _points(total: Score) -> Row:
    return {
        "toi_da": format_number(total.max), "ket_qua": _number(total.result), "muc_tieu": _number(total.target),
        "hien_nay": _number(total.current), "mat": _number(total.lost),
    }  # fmt: skip


def _indexes(total: Score, decimals: int) -> Row:
    shown = {}
    for name, points in (("ket_qua", total.result), ("muc_tieu", total.target), ("hien_nay", total.current)):
        value = index(points, total.max)
        shown[name] = _NONE if value is None else f"{format_number(round_to(value, decimals), decimals)}%"
    return shown


def _domain(node: Node, scores: Mapping[int, Score]) -> Row:
    score = scores[node.criterion.row]
    return {
        "stt": node.criterion.code, "ten": node.criterion.name, "toi_da": format_number(score.max),
        "ket_qua": _number(score.result), "muc_tieu": _number(score.target), "hien_nay": _number(score.current),
        "mat": _number(score.lost),
    }  # fmt: skip


def _lost(standing: Standing, node: Node, lost: Decimal) -> Row:
    """A leaf that lost points, and what was done about it."""
    criterion, score = node.criterion, standing.year.scores[node.criterion.row]
    work = standing.serving(criterion.code)
    leads = _names(sheet for item in work for sheet in standing.leads[item.id])
    return {
        "stt": criterion.code, "ten": criterion.name, "mat": format_number(lost),
        "ket_qua": _number(score.result), "hien_nay": _number(score.current),
        "don_vi": leads or criterion.lead or _NONE,
        "han": "; ".join(dict.fromkeys(_deadline(item) for item in work)) or criterion.deadline or _NONE,
        "da_lam": "\n".join(_done(standing, item) for item in work) or "Chưa có nhiệm vụ khắc phục.",
    }  # fmt: skip


def _done(standing: Standing, item: WorkItem) -> str:
    """What was done, in a line: how it stands, and the result."""
    status = standing.states[item.id].status or c.TODO
    head = f"{item.code}. {item.name} ({status.lower()})" if item.is_task else status
    result = standing.texts(item, "result")
    return f"{head}: {result}" if result else f"{head}."


def _to_win_back(standing: Standing) -> list[Row]:
    """Lost points by lead unit with its first deadline, the most first: whom to ask for what."""
    points: dict[str, Decimal] = defaultdict(Decimal)
    codes: dict[str, list[str]] = defaultdict(list)
    due: dict[str, date] = {}
    for node, lost in standing.lost():
        work = standing.serving(node.criterion.code)
        for item in work:
            for name in (sheet.name for sheet in standing.leads[item.id]):
                if node.criterion.code not in codes[name]:
                    codes[name].append(node.criterion.code)
                    points[name] += lost
                if item.due:
                    due[name] = min(item.due, due.get(name, item.due))
    ranked = sorted(points, key=lambda name: (-points[name], due.get(name, date.max)))
    return [
        {
            "don_vi": name, "diem": format_number(points[name]), "tieu_chi": ", ".join(codes[name]),
            "han": format_date(due[name]) if name in due else _NONE,
        }
        for name in ranked
    ]  # fmt: skip


def _counts(standing: Standing) -> Row:
    counts = standing.counts()
    total = sum(counts.values())
    share = round_to(Decimal(counts[c.DONE] * 100) / total, 1) if total else Decimal(0)
    rest = total - counts[c.DONE] - counts[c.DOING] - counts[c.CANNOT]
    return {
        "tong": str(total), "hoan_thanh": str(counts[c.DONE]), "dang": str(counts[c.DOING]),
        "khong": str(counts[c.CANNOT]), "chua": str(rest), "ty_le": f"{format_number(share)}%",
        "qua_han": str(len(standing.late())), "sap_den_han": str(len(standing.near())),
    }  # fmt: skip


def _groups(standing: Standing) -> list[dict[str, Any]]:
    """The work by domain, in the order of the workbook; criteria that are work themselves stand together."""
    found: dict[str, list[Row]] = {}
    for item in standing.year.items:
        name = (item.domain or item.name) if item.is_task else "Các tiêu chí của Bảng điểm"
        found.setdefault(name, []).append(_work(standing, item))
    return [{"ten": name, "viec": rows} for name, rows in found.items()]


def _work(standing: Standing, item: WorkItem) -> Row:
    state = standing.states[item.id]
    return {
        "stt": item.code, "ten": item.name, "don_vi": _names(standing.leads[item.id]) or _NONE,
        "phoi_hop": _names(standing.supports[item.id]) or _NONE, "han": _deadline(item),
        "trang_thai": state.status or c.TODO, "tien_do": state.progress or _NONE,
        "ket_qua": standing.texts(item, "result") or _NONE, "minh_chung": standing.texts(item, "proof") or _NONE,
    }  # fmt: skip


def _notes(standing: Standing) -> Iterator[Row]:
    """What units wrote of difficulties and proposals."""
    for item in standing.year.items:
        for sheet in (*standing.leads[item.id], *standing.supports[item.id]):
            note = standing.reported(item, sheet).note
            if note:
                yield {"don_vi": sheet.name, "stt": item.code, "noi_dung": note}


def _returns(year: Year) -> Row:
    missing = [sheet.name for sheet in year.sheets if sheet.code not in year.returned]
    return {
        "tong": str(len(year.sheets)), "da_gui": str(len(year.sheets) - len(missing)),
        "so_chua_gui": str(len(missing)), "chua_gui": "; ".join(missing),
    }  # fmt: skip


def _number(value: Decimal | None) -> str:
    return _NONE if value is None else format_number(value)


def _deadline(item: WorkItem) -> str:
    return item.deadline.text or (format_date(item.due) if item.due else _NONE)


def _names(sheets: Iterable[TaskSheet]) -> str:
    return "; ".join(dict.fromkeys(sheet.name for sheet in sheets))
