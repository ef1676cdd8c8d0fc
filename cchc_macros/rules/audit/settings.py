"""The audit of the settings: what cannot be read, a province that papers could not print."""

from collections.abc import Iterator, Mapping

from cchc_macros import contract as c
from cchc_macros.rules.findings import ERROR, INFO, WARNING, Finding, setting_finding
from cchc_macros.rules.provinces import full_name, is_exact, is_known


def audit_settings(problems: Mapping[str, str], province: str) -> Iterator[Finding]:
    """Yield what is wrong: `problems` by key, as sentences that end in an example, and the province as typed."""
    for key, problem in problems.items():
        message, _, example = problem.partition(". ")
        yield setting_finding("SETTING_UNREADABLE", ERROR, key, f"{message}.", example)
    if province and not is_known(province):
        yield setting_finding(
            "PROVINCE_UNKNOWN", WARNING, c.PROVINCE, f"'{province}' không có trong 34 tỉnh, thành phố từ 01/7/2025.",
            "Ghi đủ, ví dụ tỉnh Thái Nguyên; tên mới đặt thì để nguyên.",
        )  # fmt: skip
    elif province and not is_exact(province):
        yield setting_finding(
            "PROVINCE_UNKNOWN", INFO, c.PROVINCE, f"'{province}' được in là '{full_name(province)}'.",
            f"Ghi '{full_name(province)}' để sheet và bản in như nhau.",
        )  # fmt: skip
