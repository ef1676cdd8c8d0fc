"""The command line: `cchc VERB BOOK`, made from the registry of buttons.

Exit code 0: done. 2: a one-line Vietnamese reason on standard error, nothing changed.
"""

import argparse
import errno
import gc
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from cchc_macros.arguments import build_parser
from cchc_macros.buttons import Button
from cchc_macros.errors import DataError, UnrecordedError, UserError, see
from cchc_macros.registry import BUTTONS
from cchc_macros.rules.text import first_few
from cchc_macros.summary import Summary
from xl.file_faults import met_in_passing, refuse_name
from xl.progress import shown

_CLOSED = (errno.EPIPE, errno.EINVAL)  # whoever read the pipe has seen enough; the second is what Windows says
_SHOWN = 5  # cells named in one line
_UNRECORDED = "Việc trên đã xong, nhưng sổ chưa ghi được. Sửa lỗi sau rồi chạy lại: phần mềm ghi bù, không làm lại."


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
    return _run_button(next(button for button in BUTTONS if button.verb == chosen.verb), chosen)


def _run_button(button: Button, chosen: argparse.Namespace) -> Summary:
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

    macro = button.load()
    if (button.warns and not chosen.yes) or (options.get("each") and not preview):
        from cchc_macros.terminal import asking_each, asking_first  # noqa: PLC0415  most verbs ask nothing

        macro = asking_each(button) if "each" in options else asking_first(button)
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
