"""The command line: `cchc VERB BOOK`, made from the registry of buttons.

Exit code 0: done. 2: a one-line Vietnamese reason on standard error, nothing changed.
"""

import argparse
import errno
import gc
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from cchc_macros import __version__
from cchc_macros.buttons import Button, Option
from cchc_macros.errors import DataError, UnrecordedError, UserError, see
from cchc_macros.registry import BUTTONS, GROUPS
from cchc_macros.rules.text import first_few
from cchc_macros.summary import Summary
from xl.file_faults import met_in_passing, refuse_name
from xl.progress import shown

_CLOSED = (errno.EPIPE, errno.EINVAL)  # whoever read the pipe has seen enough; the second is what Windows says
_SHOWN = 5  # cells named in one line
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

Mỗi lệnh giống nút cùng tên trên tab CCHC của Excel; sổ được giữ một bản sao
trước mỗi lần ghi. Xem từng lệnh: cchc LỆNH --help. Phiên bản: cchc --version.
"""

_UNRECORDED = "Việc trên đã xong, nhưng sổ chưa ghi được. Sửa lỗi sau rồi chạy lại: phần mềm ghi bù, không làm lại."
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


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A Windows console's own code page has no Vietnamese; a file name may hold what UTF-8 has not.
            stream.reconfigure(encoding="utf-8", errors="replace")
    gc.disable()  # collecting amid the imports costs a click a tenth of its time
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        chosen = build_parser(given[0] if given else None).parse_args(given)
    except SystemExit:
        _print("", end="")  # a reader may have seen enough of a help text, too
        raise
    try:
        if chosen.json:
            summary = _run(chosen)
        else:
            with shown(f"cchc {chosen.verb}"):
                summary = _run(chosen)
    except UnrecordedError as error:
        done = error.outcome.message if isinstance(error.outcome, Summary) else ""
        return _fail(f"{done} {_UNRECORDED} {error} {see(error)}")
    except UserError as error:
        return _fail(f"{error} {error.command} {see(error)}")
    except KeyboardInterrupt:
        return _fail("Đã dừng theo yêu cầu; sổ giữ nguyên như trước. Chạy lại lệnh khi muốn làm tiếp.")
    except Exception as error:  # noqa: BLE001  a user never sees a traceback; the log file does
        if fault := met_in_passing(error):
            return _fail(f"{fault} Sổ giữ nguyên. {see(fault)}")
        from xl.log import log_error  # noqa: PLC0415  only when something broke

        return _fail(
            f"Lỗi ngoài dự kiến; sổ giữ nguyên. {see()} Gửi tệp nhật ký này cho người hỗ trợ: {log_error(chosen.verb)}"
        )
    told = "\n".join(filter(None, (summary.message, summary.command)))
    return _print(json.dumps(summary.data, ensure_ascii=False) if chosen.json else told)


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
    demo = verbs.add_parser("demo", help=_OTHER_VERBS["demo"])
    demo.add_argument("to", nargs="?", type=Path, default=Path("out"), metavar="OUT", help="thư mục ghi kết quả")
    _add_options(demo, _COMMON)
    selftest = verbs.add_parser("selftest", help=_OTHER_VERBS["selftest"])
    selftest.add_argument(
        "to",
        nargs="?",
        type=Path,
        default=Path("Thử CCHC trong Excel.html"),
        metavar="FILE",
        help="tệp báo cáo (.html)",
    )
    _add_options(selftest, _COMMON)
    addin = verbs.add_parser("addin", help=_OTHER_VERBS["addin"])
    addin.add_argument(
        "action", choices=_ADDIN_ACTIONS, metavar="|".join(_ADDIN_ACTIONS),
        help="; ".join(f"{name}: {text}" for name, text in _ADDIN_ACTIONS.items()),
    )  # fmt: skip
    _add_options(addin, (Option(name="--to", help="tệp .xlam sẽ ghi (lệnh build)", metavar="FILE"), *_COMMON))
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
    from cchc_macros.rules.dates import parse_date  # noqa: PLC0415  few verbs take a date

    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise argparse.ArgumentTypeError(f"'{text}' không phải là ngày, nhập ví dụ 31/5/2026")
    return day


def _run(chosen: argparse.Namespace) -> Summary:
    for given_path in vars(chosen).values():
        if isinstance(given_path, Path):
            refuse_name(given_path)
    if chosen.verb == "demo":
        from cchc_macros.demo import demo  # noqa: PLC0415  the demo alone needs everything

        return demo(chosen.to)
    if chosen.verb == "selftest":
        from cchc_macros.selftest.selftest import selftest  # noqa: PLC0415  it alone presses buttons

        return selftest(chosen.to)
    if chosen.verb == "addin":
        return _addin(chosen)
    button = next(button for button in BUTTONS if button.verb == chosen.verb)
    given = {option.keyword: getattr(chosen, option.keyword) for option in button.options}
    options = {name: value for name, value in given.items() if value not in (None, False)}
    preview = options.get("dry_run", False)
    if chosen.yes and button.reaches_out and ("dry_run" in given or button.book == "path"):
        options["yes"] = True  # such a verb asks at a terminal before it goes on
    if button.book == "none":
        return button.load()(**options)
    if button.book == "path":
        return button.load()(chosen.book, **options)
    from xl.session import run_on_file  # noqa: PLC0415  help and usage errors need no Excel engine

    macro = button.load() if chosen.yes or not button.warns else _asking_first(button)
    if options.get("each") and not preview:
        macro = _asking_each(button)
    gc.freeze()
    gc.enable()  # a workbook of thousands of rows makes garbage worth collecting
    kept: list[str] = []
    summary = run_on_file(
        chosen.book,
        macro,
        verb=button.verb,
        write=button.book == "write" and not preview,
        out=getattr(chosen, "out", None),
        kept=kept,
        **options,
    )
    return _with_kept(summary, kept) if kept else summary


def _with_kept(summary: Summary, cells: list[str]) -> Summary:
    """Tell of formulas that keep an old value."""
    shown = first_few(cells, _SHOWN)
    told = f"{len(cells)} công thức phần mềm không tự tính được nên giữ giá trị cũ ({shown}). Mở sổ bằng Excel để tính."
    return replace(
        summary, command=" ".join(filter(None, (summary.command, told))), data=summary.data | {"uncomputed": cells}
    )


def _asking_first(button: Button) -> Callable[..., Summary]:
    """A button's macro that tells at a terminal what of the workbook is still open, and goes on only on a yes."""
    from cchc_macros.mail import questions  # noqa: PLC0415  most verbs ask nothing

    def macro(book: Any, **options: Any) -> Summary:
        ask = questions.terminal()
        warning = button.warning(book) if ask else ""
        if ask and warning and not questions.agrees(ask, warning):
            raise DataError("Chưa ghi tệp nào, theo ý người dùng. Xử lý xong thì chạy lại.")
        return button.load()(book, **options)

    return macro


def _asking_each(button: Button) -> Callable[..., Summary]:
    """A button's macro that asks at a terminal what its preview asks, and does what was answered yes."""
    from cchc_macros.mail import questions  # noqa: PLC0415  most verbs ask nothing

    def macro(book: Any, **options: Any) -> Summary:
        ask = questions.terminal()
        if ask is None:
            raise DataError("--each cần người trả lời ở cửa sổ lệnh. Bỏ --each hoặc ghi rõ mã cần làm.")
        shown = button.load()(book, **options, dry_run=True)
        chosen = [question for question in shown.questions if questions.agrees(ask, question.text)]
        if not chosen:
            return shown
        given = {question.yes: ",".join(one.value for one in chosen) for question in chosen}
        return button.load()(book, **(options | given))

    return macro


def _addin(chosen: argparse.Namespace) -> Summary:
    from cchc_macros.ribbon import addin as commands  # noqa: PLC0415  only this verb builds add-ins

    if chosen.action == "build":
        if chosen.to is None:
            raise DataError("Thiếu nơi ghi tệp add-in. Thêm --to FILE, ví dụ: cchc addin build --to cchc.xlam.")
        return commands.build(chosen.to)
    act: Callable[[], Summary] = getattr(commands, chosen.action)
    return act()


def _print(answer: str, end: str = "\n") -> int:
    """Write to standard output; return the exit code."""
    try:
        print(answer, end=end, flush=True)  # noqa: T201
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what Python still flushes at its end
        if error.errno not in _CLOSED:
            return _fail(f"Đã làm xong nhưng không ghi được kết quả ra: {error.strerror}. Chọn nơi khác để ghi.")
    return 0


def _fail(message: str) -> int:
    try:
        print(" ".join(message.split()), file=sys.stderr)  # noqa: T201
    except OSError:  # nobody reads it: the exit code still tells
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    return 2


if __name__ == "__main__":
    raise SystemExit(main())
