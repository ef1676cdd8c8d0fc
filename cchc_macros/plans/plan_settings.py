"""What published plans say for the sheet `Thông tin`: written where it is blank, told where the workbook differs."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from cchc_macros import contract as c
from cchc_macros.book.cells import is_blank
from cchc_macros.book.settings import Settings
from cchc_macros.errors import DataError
from cchc_macros.plans import Plan
from cchc_macros.plans.merging import same, short
from cchc_macros.rules.findings import INFO, WARNING, Finding, setting_finding

_STATED = {
    "max": c.STATED_MAX, "result": c.STATED_RESULT, "target": c.STATED_TARGET,
    "index": c.STATED_INDEX, "target_index": c.STATED_TARGET_INDEX,
}  # fmt: skip
_FACTS = {
    c.AGENCY: "agency", c.PROVINCE: "province", c.YEAR_ASSESSED: "year_assessed", c.YEAR_PLAN: "year_plan",
    c.PLAN_NUMBER: "number", c.PLAN_DATE: "date", c.PLAN_TITLE: "title",
}  # fmt: skip
_SHARES = (c.STATED_INDEX, c.STATED_TARGET_INDEX)
_LEFT_BLANK = (c.PLAN_NUMBER, c.PLAN_DATE)  # in a draft, until it is signed
_PERCENT = 100


def merge_settings(plans: Sequence[Plan], settings: Settings) -> tuple[dict[str, Any], list[Finding]]:
    """Return the settings to write, and what a person should know of them.

    Totals that a plan states follow the plan; all else is written only where the setting is blank. Where several
    plans of one document say the same thing, the first counts.
    """
    said: dict[str, Any] = {}
    for plan in plans:
        said = {key: value for key, name in _FACTS.items() if (value := getattr(plan, name))} | said
    stated = {_STATED[key]: _figure(key, value) for plan in plans for key, value in plan.stated.items()}
    findings = []
    for key, value in (said | stated).items():
        old = _cell(settings, key)
        if not is_blank(old) and not same(old, value):
            findings.append(_difference(key, old, value, follows=key in stated))
    blank = [key for key in _LEFT_BLANK if key not in said and is_blank(settings.raw(key))]
    if blank:
        findings.append(_left_blank(blank))
    return {key: value for key, value in said.items() if is_blank(settings.raw(key))} | stated, findings


def _cell(settings: Settings, key: str) -> Any:
    """What the setting holds; a share as a number, however it is typed."""
    try:
        percent = settings.percent(key) if key in _SHARES else None
    except DataError:
        percent = None
    return settings.raw(key) if percent is None else float(percent / _PERCENT)


def _shown(key: str, value: object) -> str:
    return f"{short(value * _PERCENT)} %" if key in _SHARES and isinstance(value, float) else short(value)


def _figure(key: str, value: Decimal) -> float:
    return float(value / _PERCENT if "index" in key else value)


def _difference(key: str, old: object, new: object, *, follows: bool) -> Finding:
    both = f"{key}: sổ ghi '{_shown(key, old)}', văn bản ghi '{_shown(key, new)}'"
    if follows:
        told = f"{both}; đã lấy theo văn bản."
        return setting_finding("IMPORT_CHANGED", INFO, key, told, "Bấm Lùi một bước nếu sổ mới đúng.")
    hint = "Sửa tay nếu văn bản mới đúng; xem có nhập nhầm văn bản không."
    return setting_finding("IMPORT_KEPT", WARNING, key, f"{both}; giữ giá trị trong sổ.", hint)


def _left_blank(keys: Sequence[str]) -> Finding:
    message = f"Không đọc được {' và '.join(key.lower() for key in keys)} từ văn bản."
    hint = "Điền ở sheet Thông tin khi kế hoạch đã ký."
    return setting_finding("IMPORT_BLANK", INFO, keys[0], message, hint)
