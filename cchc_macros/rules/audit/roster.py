"""The audit of the roster: codes, kinds, members of groups, mail addresses."""

from collections.abc import Iterator
from functools import partial

from cchc_macros import contract as c
from cchc_macros.rules.findings import ERROR, WARNING, Finding, row_finding
from cchc_macros.rules.tasks.assign import Assignment
from cchc_macros.rules.text import fold
from cchc_macros.rules.units.addresses import split_addresses, valid_address
from cchc_macros.rules.units.roster import Group, Roster

_KINDS = {fold(kind) for kind in c.KINDS}
_unit = partial(row_finding, table=c.UNITS)


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
        yield _unit(problem[0], ERROR, unit, c.UNIT_CODE, problem[1], "Đặt mã riêng, ví dụ VP.")


def audit_groups(roster: Roster) -> Iterator[Finding]:
    """What keeps a unit out of the groups it belongs to: a kind that is none, a member nobody knows."""
    for unit in roster.units:
        if fold(unit.kind) not in _KINDS:
            problem = f"loại '{unit.kind}' không có trong danh sách" if unit.kind else "chưa có loại"
            yield _unit(
                "UNIT_KIND_UNKNOWN", WARNING, unit, c.UNIT_KIND,
                f"{unit.name or unit.code}: {problem} nên các nhóm theo loại không gồm đơn vị này.",
                f"Chọn một loại: {', '.join(c.KINDS)}.",
            )  # fmt: skip
    for group in roster.groups:
        for kind in group.kinds:
            if fold(kind) not in _KINDS:
                yield _member(
                    group, c.GROUP_KINDS, f"không có loại đơn vị '{kind}'.", f"Chọn loại: {', '.join(c.KINDS)}."
                )
        for column, names in ((c.GROUP_UNITS, group.units), (c.GROUP_EXCEPT, group.excepted)):
            for name in roster.strangers(names):
                guess = next((f"Có phải '{meant}'? " for meant in roster.suggest(name)), "")
                yield _member(
                    group, column, f"sheet Đơn vị không có đơn vị '{name}'.",
                    f"{guess}Ghi mã hoặc tên đơn vị như ở bảng bên trái; nhiều đơn vị cách nhau bằng dấu chấm phẩy.",
                )  # fmt: skip


def _member(group: Group, column: str, what: str, hint: str) -> Finding:
    return Finding(
        code="GROUP_MEMBER_UNKNOWN", level=WARNING, message=f"Nhóm '{group.name}': {what}", hint=hint,
        table=c.GROUPS.name, row=group.row, column=column, row_code=group.name,
    )  # fmt: skip


def sharing(roster: Roster) -> dict[str, list[str]]:
    """The addresses in the column Email that several units have, folded, with the units' names."""
    owners: dict[str, list[str]] = {}
    for unit in roster.units:
        for address in dict.fromkeys(map(fold, split_addresses(unit.email))):
            owners.setdefault(address, []).append(unit.name or unit.code)
    return {address: names for address, names in owners.items() if len(names) > 1}


def audit_shared(roster: Roster) -> Iterator[Finding]:
    """Units with one address: by a slip in it one unit is sent another's workbook."""
    shared = sharing(roster)
    for unit in roster.units:
        for address in split_addresses(unit.email):
            others = [name for name in shared.get(fold(address), ()) if name != (unit.name or unit.code)]
            if others:
                yield _unit(
                    "EMAIL_SHARED", WARNING, unit, c.UNIT_EMAIL,
                    f"{unit.name or unit.code}: địa chỉ {address} cũng là của {', '.join(others)}.",
                    "Sửa nếu gõ nhầm; dùng chung một hộp thư thì giữ nguyên.",
                )  # fmt: skip


def audit_addresses(assignment: Assignment, roster: Roster) -> Iterator[Finding]:
    """Units with work but no mail address, and addresses that cannot be right."""
    busy = {sheet.code for sheet in assignment.sheets if sheet.unit is not None}
    for unit in roster.units:
        if unit.code in busy and not unit.email:
            message = f"{unit.name or unit.code} có phiếu giao việc nhưng chưa có địa chỉ email."
            yield _unit("EMAIL_MISSING", WARNING, unit, c.UNIT_EMAIL, message, "Điền cột Email.")
        for column, value in ((c.UNIT_EMAIL, unit.email), (c.UNIT_CC, "; ".join(unit.cc))):
            for address in split_addresses(value):
                if not valid_address(address):
                    yield _unit(
                        "EMAIL_INVALID", ERROR, unit, column,
                        f"{unit.name or unit.code}: '{address}' không phải địa chỉ email.",
                        "Nhập dạng ten@donvi.vn; nhiều địa chỉ cách nhau bằng dấu chấm phẩy.",
                    )  # fmt: skip
