"""What the report says: figures and rows, as text the Vietnamese way, under the names its template uses.

The names are Vietnamese without marks, because offices edit the template: `{{ co_quan }}`, `{{ chi_so.ket_qua }}`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from cchc_macros import contract as c
from cchc_macros.paper.appendix import NOT_SCORED_TEXT
from cchc_macros.reports.more_facts import NONE, against_round_before, figure, persons, years
from cchc_macros.reports.year import Year, YearStatus
from cchc_macros.rules.dates import format_date
from cchc_macros.rules.headings import Headings, with_last
from cchc_macros.rules.numbers import format_index, format_number, round_to
from cchc_macros.rules.scoring.scores import Node, Score, index
from cchc_macros.rules.scoring.so_far import ScoreField, so_far
from cchc_macros.rules.tasks.assign import TaskSheet
from cchc_macros.rules.tasks.tasks import WorkItem, with_headings
from cchc_macros.rules.text import initials
from cchc_macros.rules.titles import DOTS, PlanFacts, in_capitals, plan_name, plan_subject, year_text

Row = dict[str, str]


def report_facts(status: YearStatus) -> dict[str, Any]:
    """Everything the template may show but the charts."""
    year, total, lost = status.year, status.year.scores.total, status.year.scores.lost_leaves()
    over = Headings(node.criterion for node in year.scores.tree.nodes)
    return {
        **heading_facts(year.plan, year.on),
        "muc": _sections(
            {
                "diem": total.max, "mat": total.result is not None, "viec": year.items, "cham": status.late(),
                "phieu": year.sheets, "kien_nghi": any(_notes(status)),
            }
        ),
        "co_diem": bool(total.max), "diem": _points(total), "phan_muc_tieu": _targets(year),
        "chi_so": _indexes(total, year.plan.decimals), "da_cham": _so_far(year), "da_co": _so_far(year, "result"),
        "linh_vuc": [_domain(node, year) for node in year.scores.tree.roots],
        "mat_diem": [_lost(status, node, points, over) for node, points in lost],
        "so_mat_diem": count(len(lost)),
        "lay_lai": _to_win_back(status),
        "viec": progress_facts(status), "nhom_viec": _groups(status),
        "cham": [
            _late(status, item, item.due, above) for item, above in with_headings(status.late()) if item.due
        ],
        "phieu": _returns(year), "kien_nghi": list(_notes(status)),
        "ky": year.period, "so_ky_truoc": against_round_before(status),
        "nguoi_phu_trach": persons(status), "nam_truoc": years(year.years),
    }  # fmt: skip


def heading_facts(plan: PlanFacts, on: date) -> Row:
    """Who writes, when, about which years and plan, and who signs."""
    return {
        "co_quan": plan.agency or DOTS, "tinh": plan.province, "ky_hieu": initials(plan.agency),
        "dia_danh": _place(plan.province),
        "ngay": f"{on.day:02}", "thang": format_date(on).split("/")[1], "nam": str(on.year),
        "ngay_bao_cao": format_date(on),
        "nam_danh_gia": year_text(plan.year_assessed), "nam_ke_hoach": year_text(plan.year_plan),
        "ke_hoach": plan_name(plan), "ve_viec": plan_subject(plan),
        "chuc_vu_nguoi_ky": in_capitals(plan.signer_title) or "GIÁM ĐỐC", "nguoi_ky": plan.signer_name,
    }  # fmt: skip


def _place(province: str) -> str:
    """The place of the date line: "tỉnh Lạng Sơn" is Lạng Sơn."""
    return re.sub(r"(tỉnh|thành phố|tp\.?)\s+", "", province, count=1, flags=re.IGNORECASE) or DOTS


def _points(total: Score) -> Row:
    return {
        "toi_da": format_number(total.max), "ket_qua": figure(total.result), "muc_tieu": figure(total.target),
        "hien_nay": figure(total.current), "mat": figure(total.lost),
    }  # fmt: skip


def _indexes(total: Score, decimals: int) -> Row:
    shown = {}
    for name, points in (("ket_qua", total.result), ("muc_tieu", total.target), ("hien_nay", total.current)):
        shown[name] = format_index(index(points, total.max), decimals) or NONE
    return shown


def _targets(year: Year) -> str:
    """Of how many criteria the aim is known, where it is not all."""
    known = so_far(year.scores, "target").share
    return f" {known}" if known else ""


def _so_far(year: Year, of: ScoreField = "current") -> Row:
    """How much has been scored, so that a blank is not taken for 0."""
    done = so_far(year.scores, of)
    return {
        "so": str(done.count), "tren": str(done.of), "diem": format_number(done.points),
        "toi_da": format_number(done.max), "du": "đủ" if done.count == done.of else "",
        "chi_so": format_index(index(done.points, done.max), year.plan.decimals) or NONE,
    }  # fmt: skip


def _sections(shown: Mapping[str, object]) -> Row:
    """The Roman number of each section that has something to say; the others are left out."""
    numbers = iter(("I", "II", "III", "IV", "V", "VI"))
    return {name: next(numbers) if there_is else "" for name, there_is in shown.items()}


def _domain(node: Node, year: Year) -> Row:
    """A domain's sums, each with how many of its criteria it knows, where it is not all."""
    score = year.scores.of(node)
    sums: tuple[tuple[str, ScoreField], ...] = (
        ("ket_qua", "result"), ("mat", "lost"), ("muc_tieu", "target"), ("hien_nay", "current"),
    )  # fmt: skip
    return {
        "stt": node.criterion.code, "ten": node.criterion.name,
        "toi_da": format_number(score.max) if score.scored or year.scores.counting.keep_max else NOT_SCORED_TEXT,
        **{
            name: "\n".join(filter(None, (
                figure(getattr(score, of)), so_far(year.scores, of, node).share,
            )))
            for name, of in sums
        },
    }  # fmt: skip


def _lost(status: YearStatus, node: Node, lost: Decimal, over: Headings) -> Row:
    """A leaf that lost points, and what was done about it."""
    criterion, score = node.criterion, status.year.scores.of(node)
    work = status.serving(criterion.code)
    leads = "; ".join(dict.fromkeys(_leads(item) for item in work))
    return {
        "stt": criterion.code, "ten": with_last(criterion.name, over.above(criterion.code)), "mat": format_number(lost),
        "ket_qua": figure(score.result), "hien_nay": figure(score.current),
        "don_vi": leads or criterion.lead or NONE,
        "han": "; ".join(dict.fromkeys(deadline(item) for item in work)) or criterion.deadline or NONE,
        "da_lam": "\n".join(_done(status, item) for item in work) or "Chưa có nhiệm vụ khắc phục.",
    }  # fmt: skip


def _done(status: YearStatus, item: WorkItem) -> str:
    """What was done, in a line: how it stands, and the result."""
    state = status.states[item.id].status or c.TODO
    head = f"{item.code}. {item.name} ({state.lower()})" if item.is_task else state
    result = status.texts(item, "result")
    return f"{head}: {result}" if result else f"{head}."


def _to_win_back(status: YearStatus) -> list[Row]:
    """Lost points by lead unit with its first deadline, the most first: whom to ask for what."""
    points: dict[str, Decimal] = defaultdict(Decimal)
    codes: dict[str, list[str]] = defaultdict(list)
    due: dict[str, date] = {}
    for node, lost in status.year.scores.lost_leaves():
        work = status.serving(node.criterion.code)
        for item in work:
            for name in (sheet.name for sheet in status.leads[item.id]):
                if node.criterion.code not in codes[name]:
                    codes[name].append(node.criterion.code)
                    points[name] += lost
                if item.due:
                    due[name] = min(item.due, due.get(name, item.due))
    ranked = sorted(points, key=lambda name: (-points[name], due.get(name, date.max)))
    return [
        {
            "don_vi": name, "diem": format_number(points[name]), "tieu_chi": ", ".join(codes[name]),
            "han": format_date(due[name]) if name in due else NONE,
        }
        for name in ranked
    ]  # fmt: skip


def progress_facts(status: YearStatus) -> Row:
    """How much work there is and how it stands; what did not arise is no part of it."""
    counts = status.counts()
    total = sum(counts.values()) - counts[c.NOT_ARISEN]
    share = round_to(Decimal(counts[c.DONE] * 100) / total, 1) if total else Decimal(0)
    rest = total - counts[c.DONE] - counts[c.DOING] - counts[c.CANNOT]
    return {
        "tong": count(total), "hoan_thanh": count(counts[c.DONE]), "dang": count(counts[c.DOING]),
        "khong": count(counts[c.CANNOT]), "khong_phat_sinh": count(counts[c.NOT_ARISEN]), "chua": count(rest),
        "ty_le": f"{format_number(share)}%",
        "qua_han": count(len(status.late())), "sap_den_han": count(len(status.near())),
    }  # fmt: skip


def _groups(status: YearStatus) -> list[dict[str, Any]]:
    """The work by domain, in the order of the workbook; criteria that are work themselves are together."""
    found: dict[str, list[Row]] = {}
    for item, above in with_headings(status.year.items):
        name = (item.domain or item.name) if item.is_task else "Các tiêu chí trong Bảng điểm"
        inner = above[1:] if above[:1] == item.headings[:1] and item.is_task else above  # the first names the group
        found.setdefault(name, []).append(_work(status, item, inner))
    return [{"ten": name, "viec": rows} for name, rows in found.items()]


def _work(status: YearStatus, item: WorkItem, above: Iterable[str]) -> Row:
    """A piece of work, with the headings that begin at it."""
    state = status.states[item.id]
    return {
        "de_muc": "\n".join(above), "stt": item.code, "ten": item.name, "don_vi": _leads(item),
        "phoi_hop": _names(status.supports[item.id]) or NONE, "han": deadline(item),
        "trang_thai": state.status or c.TODO, "tien_do": state.progress or NONE,
        "ket_qua": status.texts(item, "result"), "minh_chung": status.texts(item, "proof"),
    }  # fmt: skip


def _late(status: YearStatus, item: WorkItem, due: date, above: Iterable[str]) -> Row:
    """Late work names the units themselves, where the plan names a group."""
    units = _names(status.leads[item.id]) or _leads(item)
    return _work(status, item, above) | {"don_vi": units, "so_ngay": str((status.year.on - due).days)}


def _notes(status: YearStatus) -> Iterator[Row]:
    """What units wrote of difficulties and proposals."""
    for item in status.year.items:
        for sheet in (*status.leads[item.id], *status.supports[item.id]):
            note = status.reported(item, sheet).note
            if note:
                yield {"don_vi": sheet.name, "stt": item.code, "noi_dung": note}


def _returns(year: Year) -> Row:
    missing = [sheet.name for sheet in year.sheets if sheet.code in year.awaited - year.returned]
    sent = sum(sheet.code in year.returned for sheet in year.sheets)
    return {
        "tong": count(sent + len(missing)), "da_gui": count(sent),
        "so_chua_gui": count(len(missing)), "chua_gui": "; ".join(missing),
    }  # fmt: skip


def count(number: int) -> str:
    """How many, as such reports write it: 04, 12, 0."""
    return f"{number:02}" if number else "0"


def _leads(item: WorkItem) -> str:
    """Who leads, as the plan says it: a group stays a group."""
    named = (f"{who.text} ({who.actor})" if who.actor else who.text for who in item.leads)
    return "; ".join(named) or NONE


def deadline(item: WorkItem) -> str:
    """When work is due, as the plan says it, else as a day."""
    return item.deadline.text or (format_date(item.due) if item.due else NONE)


def _names(sheets: Iterable[TaskSheet]) -> str:
    return "; ".join(dict.fromkeys(sheet.name for sheet in sheets))
