"""Write docs/engineers/licences.md: every package that comes along with CCHC, and its licence.

python docs/engineers/list_licences.py
"""

import re
import tomllib
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

PAGE = Path(__file__).with_name("licences.md")
PROJECT = Path(__file__).parents[2] / "pyproject.toml"
# Packages that other systems bring along, named here since they are not installed where this page is made.
ELSEWHERE = {
    "pywin32": ("PSF-2.0", "xlwings, trên Windows"),
    "pywin32-ctypes": ("BSD-3-Clause", "keyring, trên Windows"),
    "appscript": ("phạm vi công cộng", "xlwings, trên macOS"),
    "psutil": ("BSD-3-Clause", "xlwings, trên macOS"),
}
_SHORT = {
    "MIT License": "MIT", "BSD License": "BSD", "Python Software Foundation License": "PSF",
    "Apache Software License": "Apache-2.0", "3-Clause BSD License": "BSD-3-Clause",
}  # fmt: skip
_INTRODUCTION = """\
# Giấy phép của các gói đi kèm

CCHC theo giấy phép MIT. Bảng dưới do `python docs/engineers/list_licences.py` lập từ siêu dữ liệu của các gói đã cài
(không gồm gói chỉ dùng khi phát triển và kiểm thử).

Không gói nào theo GPL hay AGPL. **docxtpl** theo LGPL-2.1: dùng nguyên bản, cài riêng như một thư viện, nên không
ràng buộc CCHC hay tài liệu của cơ quan; chỉ khi sửa chính docxtpl rồi phát hành bản sửa mới phải công bố phần sửa.
Gói **xlwings** có kèm phần `xlwings/pro` theo giấy phép riêng, phi thương mại; CCHC không dùng phần đó.
Bộ đọc ảnh quét (trueocr, opencv, onnxruntime và các gói chúng cần) chỉ có khi cài thêm `cchc[scan]`.
Phông chữ **Tinos** (`xl/pages/fonts`, rút gọn) theo SIL OFL 1.1, kèm toàn văn giấy phép.

| gói | giấy phép | đi theo |
|---|---|---|
"""


@dataclass(frozen=True)
class Package:
    """A package that comes along."""

    name: str
    licence: str
    wanted_by: str


def packages() -> list[Package]:
    """The project's own dependencies and theirs, as installed here, by name."""
    found: dict[str, Package] = {}
    waiting = [(name, "CCHC") for name in declared()]
    while waiting:
        name, by = waiting.pop()
        key = normal(name)
        if key in found:
            continue
        try:
            installed = distribution(name)
        except PackageNotFoundError:
            continue  # for another system
        found[key] = Package(key, licence(installed), by)
        waiting += [(normal(needed), key) for needed in (installed.requires or []) if "extra ==" not in needed]
    return [found[key] for key in sorted(found)]


def declared(group: str | None = None) -> list[str]:
    """The names in the project's dependencies and extras, or in one of its dependency groups."""
    project = tomllib.loads(PROJECT.read_text("utf-8"))
    extras = project["project"]["optional-dependencies"]
    normally = [*project["project"]["dependencies"], *(name for extra in extras.values() for name in extra)]
    wanted = normally if group is None else project["dependency-groups"][group]
    return [normal(text) for text in wanted]


def normal(requirement: str) -> str:
    """A requirement's bare name, in the form in which names are compared."""
    bare = re.split(r"[\s<>=!~;\[(]", requirement, maxsplit=1)[0]
    return re.sub(r"[-_.]+", "-", bare).lower()


def licence(installed: Distribution) -> str:
    """A package's licence in a few words."""
    data = installed.metadata
    classifiers = [
        text.rpartition(" :: ")[2] for text in data.get_all("Classifier") or [] if text.startswith("License ::")
    ]
    named = [_SHORT.get(text, text) for text in classifiers if text != "OSI Approved"]
    said = next(iter((data.get("License") or "").splitlines()), "").strip()
    return data.get("License-Expression") or " ".join(named) or _SHORT.get(said, said)


def page() -> str:
    """The whole page."""
    rows = [(package.name, package.licence, package.wanted_by) for package in packages()]
    rows += [(name, terms, by) for name, (terms, by) in ELSEWHERE.items()]
    return _INTRODUCTION + "".join(f"| {name} | {terms} | {by} |\n" for name, terms, by in sorted(rows))


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
