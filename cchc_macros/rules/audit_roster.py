"""The audit of the roster: codes, kinds, members of groups, mail addresses."""

from collections.abc import Iterator

from cchc_macros import contract as c
from cchc_macros.rules.addresses import split_addresses, valid_address
from cchc_macros.rules.assign import Assignment
from cchc_macros.rules.findings import ERROR, WARNING, Finding
from cchc_macros.rules.roster import Roster
from cchc_macros.rules.text import fold

_KINDS = {fold(kind) for kind in c.KINDS}


def audit_codes(roster: Roster) -> Iterator[Finding]:
    """Units without a code of their own: with one code, two would be given, and mailed, each other's work."""
    owners: dict[str, str] = {}
    for unit in roster.units:
        code = fold(unit.code)
        if not code:
            problem = "UNIT_CODE_MISSING", f"'{unit.name}' chưa có mã."
        elif code in owners:
            problem = "UNIT_CODE_DUPLICATE", f"Mã '{unit.code}' của '{unit.name}' đã dùng cho '{owners[code]}'."
        else:
            owners[code] = unit.name
            continue
        yield Finding(
            problem[0], ERROR, problem[1], "Đặt mã riêng, ví dụ VP.", c.UNITS.name, unit.row, c.UNIT_CODE, unit.code
        )  # fmt: skip


def audit_groups(roster: Roster) -> Iterator[Finding]:
    """What keeps a unit out of the groups it belongs to: a kind that is none, a member nobody knows."""
    for unit in roster.units:
        if fold(unit.kind) not in _KINDS:
            problem = f"loại '{unit.kind}' không có trong danh sách" if unit.kind else "chưa có loại"
            yield Finding(
                "UNIT_KIND_UNKNOWN", WARNING,
                f"{unit.name or unit.code}: {problem} nên các nhóm theo loại không gồm đơn vị này.",
                f"Chọn một loại: {', '.join(c.KINDS)}.", c.UNITS.name, unit.row, c.UNIT_KIND, unit.code,
            )  # fmt: skip
    for group in roster.groups:
        for kind in group.kinds:
            if fold(kind) not in _KINDS:
                yield Finding(
                    "GROUP_MEMBER_UNKNOWN", WARNING, f"Nhóm '{group.name}': không có loại đơn vị '{kind}'.",
                    f"Chọn loại: {', '.join(c.KINDS)}.", c.GROUPS.name, group.row, c.GROUP_KINDS, group.name,
                )  # fmt: skip
        for column, names in ((c.GROUP_UNITS, group.units), (c.GROUP_EXCEPT, group.excepted)):
            for name in roster.strangers(names):
                yield Finding(
                    "GROUP_MEMBER_UNKNOWN", WARNING, f"Nhóm '{group.name}': sheet Đơn vị không có đơn vị '{name}'.",
                    "Ghi mã hoặc tên đơn vị như ở bảng bên trái; nhiều đơn vị cách nhau bằng dấu chấm phẩy.",
                    c.GROUPS.name, group.row, column, group.name,
                )  # fmt: skip


def audit_addresses(assignment: Assignment, roster: Roster) -> Iterator[Finding]:
    """Units with work but no mail address, and addresses that cannot be right."""
    busy = {sheet.code for sheet in assignment.sheets if sheet.unit is not None}
    for unit in roster.units:
        if unit.code in busy and not unit.email:
            yield Finding(
                "EMAIL_MISSING", WARNING, f"{unit.name or unit.code} có phiếu giao việc nhưng chưa có địa chỉ email.",
                "Điền cột Email.", c.UNITS.name, unit.row, c.UNIT_EMAIL, unit.code,
            )  # fmt: skip
        for column, value in ((c.UNIT_EMAIL, unit.email), (c.UNIT_CC, "; ".join(unit.cc))):
            for address in split_addresses(value):
                if not valid_address(address):
                    yield Finding(
                        "EMAIL_INVALID", ERROR, f"{unit.name or unit.code}: '{address}' không phải địa chỉ email.",
                        "Nhập dạng ten@donvi.vn; nhiều địa chỉ cách nhau bằng dấu chấm phẩy.",
                        c.UNITS.name, unit.row, column, unit.code,
                    )  # fmt: skip
