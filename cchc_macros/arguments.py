"""What can be typed after `cchc`, from the registry of buttons: argparse in Vietnamese."""

import argparse
import re
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from cchc_macros import __version__
from cchc_macros.buttons import Button, Option
from cchc_macros.registry import BUTTONS, GROUPS
from cchc_macros.rules.dates import parse_date

_PATHS = ("OUT", "PLAN", "DIR", "FILE", "OLD")
_ADDIN_ACTIONS = {
    "build": "dựng tệp add-in (.xlam) vào --to FILE",
    "install": "cài nút CCHC vào Excel của người dùng này",
    "uninstall": "gỡ nút CCHC khỏi Excel",
    "status": "cho biết add-in đã cài chưa, phiên bản và đường dẫn",
}
_COMMON = (
    Option(name="--json", help="in kết quả dạng JSON", flag=True),
    Option(name="--yes", help="không hỏi lại", flag=True),
)
_OUT = Option(name="--out", help="ghi ra tệp khác, giữ nguyên BOOK", metavar="FILE")
_OTHER_VERBS = {
    "demo": "Chạy công việc cả năm trên hai kế hoạch ví dụ",
    "addin": "Cài, gỡ, xem nút CCHC trong Excel",
    "selftest": "Thử mọi nút trong Excel của máy này, ghi báo cáo",
}
_GUIDE = """\
Công việc hằng năm về Chỉ số cải cách hành chính, trên một sổ Excel.

Cách dùng: cchc LỆNH SỔ.xlsx [tùy chọn]

Làm thử trên sổ ví dụ:
  cchc new so.xlsx --example lang-son-2026
  cchc recalculate so.xlsx
  cchc audit so.xlsx

{listed}

Mỗi lệnh, trừ nhóm cuối, làm đúng việc của một nút trên tab CCHC của Excel; sổ
được giữ một bản sao trước mỗi lần ghi. Xem từng lệnh: cchc LỆNH --help. Phiên bản: cchc --version.
"""
_ARGPARSE = (
    (r"the following arguments are required: ", "thiếu "),
    (r"unrecognized arguments: ", "thừa "),
    (r"argument (\S+): ", r"\1: "),
    (r"invalid choice: (.*) \(choose from (.*)\)", r"không có \1, chọn một trong \2"),
    (r"expected (one|at least one) argument", "cần một giá trị"),
    (r"ignored explicit argument (.*)", r"không nhận giá trị \1"),
)


class _Parser(argparse.ArgumentParser):
    """argparse in Vietnamese, with errors of one line."""

    def __init__(self, **options: Any) -> None:
        super().__init__(add_help=False, formatter_class=_Formatter, **options)
        self._positionals.title, self._optionals.title = "tham số", "tùy chọn"
        self.add_argument("-h", "--help", action="help", help="xem hướng dẫn này")

    def error(self, message: str) -> Any:
        usage = " ".join(self.format_usage().split())
        for english, vietnamese in _ARGPARSE:
            message = re.sub(english, vietnamese, message)
        print(f"Lệnh chưa đúng: {message}. {usage} Xem thêm: {self.prog} --help.", file=sys.stderr)  # noqa: T201
        raise SystemExit(2)


class _Guide(_Parser):
    """The parser of all verbs; its help lists them in the order of the year's work."""

    def format_help(self) -> str:
        groups = {name: [(b.verb, b.screentip) for b in BUTTONS if b.group == name] for name in GROUPS}
        groups["Ngoài các nút"] = [*((b.verb, b.screentip) for b in BUTTONS if b.group is None), *_OTHER_VERBS.items()]
        listed = "\n\n".join(
            "\n".join([f"{name}:", *(f"  {verb:<13}{tip}" for verb, tip in verbs)]) for name, verbs in groups.items()
        )
        return _GUIDE.format(listed=listed)


class _Formatter(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "Cách dùng: " if prefix is None else prefix)


def build_parser(verb: str | None = None) -> argparse.ArgumentParser:
    """The parser of all verbs, or of the one verb of the registry that was asked for."""
    parser = _Guide(prog="cchc")
    parser.add_argument("--version", action="version", version=f"cchc {__version__}", help="xem phiên bản")
    verbs = parser.add_subparsers(dest="verb", metavar="LỆNH", required=True, title="các lệnh", parser_class=_Parser)
    wanted = [button for button in BUTTONS if button.verb == verb] or BUTTONS
    for button in wanted:
        _add_verb(verbs, button)
    if wanted is not BUTTONS:
        return parser
    for name, default, metavar, told in (
        ("demo", "out", "OUT", "thư mục ghi kết quả; mặc định out"),
        ("selftest", "Thử CCHC trong Excel.html", "FILE", "tệp báo cáo (.html); mặc định 'Thử CCHC trong Excel.html'"),
    ):
        other = _add_other(verbs, name)
        other.add_argument("to", nargs="?", type=Path, default=Path(default), metavar=metavar, help=told)
        _add_options(other, _COMMON)
    addin = _add_other(verbs, "addin")
    addin.add_argument(
        "action", choices=_ADDIN_ACTIONS, metavar="|".join(_ADDIN_ACTIONS),
        help="; ".join(f"{name}: {text}" for name, text in _ADDIN_ACTIONS.items()),
    )  # fmt: skip
    _add_options(addin, (Option(name="--to", help="tệp .xlam sẽ ghi (lệnh build)", metavar="FILE"), *_COMMON))
    return parser


def _add_other(verbs: Any, verb: str) -> argparse.ArgumentParser:
    told = _OTHER_VERBS[verb]
    parser: argparse.ArgumentParser = verbs.add_parser(verb, help=told, description=f"{told}.")
    return parser


def _add_verb(verbs: Any, button: Button) -> None:
    parser = verbs.add_parser(button.verb, help=button.screentip, description=button.supertip)
    _add_options(parser, (option for option in button.options if option.before_book))
    if button.book != "none":
        parser.add_argument("book", type=Path, metavar="BOOK", help="sổ CCHC (.xlsx)")
    _add_options(parser, (option for option in button.options if not option.before_book))
    _add_options(parser, _COMMON if button.book != "write" else (_OUT, *_COMMON))


def _add_options(parser: argparse.ArgumentParser, options: Iterable[Option]) -> None:
    for option in options:
        details: dict[str, Any] = {"help": option.help}
        if option.flag:
            details["action"] = "store_true"
        else:
            kind = _to_date if option.metavar == "DATE" else Path if option.metavar in _PATHS else str
            details |= {"metavar": option.metavar, "type": kind, "choices": option.choices or None}
        if option.name.startswith("--"):
            details |= {"required": option.required, "dest": option.keyword}
        parser.add_argument(option.name, **details)


def _to_date(text: str) -> date:
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise argparse.ArgumentTypeError(f"'{text}' không phải là ngày, nhập ví dụ 31/5/2026")
    return day
