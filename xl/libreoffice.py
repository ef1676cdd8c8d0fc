"""LibreOffice as a converter: found where each system installs it, one run for all files, never beyond a time limit."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from xl.child import NO_WINDOW
from xl.errors import ToolError
from xl.product import product
from xl.scratch import scratch_folder

OVERRIDE = "SOFFICE"  # our environment variable: the program to use, for an installation in an unusual place
TIME_LIMIT = 180.0  # seconds to start, and as much again for every `_FILES_PER_LIMIT` files
_FILES_PER_LIMIT = 20
_MISSING = (
    "Không thấy LibreOffice trên máy này nên chưa tạo được PDF. Cài LibreOffice (miễn phí, "
    "https://vi.libreoffice.org/download/) rồi chạy lại, hoặc in bằng nút trong Excel."
)
# A fresh profile would greet, ask and look for updates; numbers and dates are shown the Vietnamese way.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>vi-VN</value></prop></item>
<item oor:path="/org.openoffice.Setup/Office"><prop oor:name="ooSetupInstCompleted" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="FirstRun" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>1</value></prop></item>
</oor:items>
"""  # noqa: E501  one setting a line, as LibreOffice writes them


def find_libreoffice() -> Path | None:
    """The LibreOffice of this machine: the override, the search path, then the places of each system."""
    chosen = os.environ.get(product.variable(OVERRIDE))
    if chosen:
        return Path(chosen) if Path(chosen).is_file() else None
    for name in ("soffice", "libreoffice"):
        found = shutil.which(name)
        if found:
            return Path(found)
    return next((place for place in _usual_places() if place.is_file()), None)


def require() -> Path:
    """The LibreOffice of this machine.

    Raises:
        ToolError: there is none; the message says where to get it.
    """
    program = find_libreoffice()
    if program is None:
        raise ToolError(_MISSING)
    return program


def _usual_places() -> Iterator[Path]:
    if sys.platform == "win32":
        for variable in ("ProgramW6432", "ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"):
            base = os.environ.get(variable)
            if base:
                program = Path(base, *(("Programs",) if variable == "LOCALAPPDATA" else ()), "LibreOffice", "program")
                yield program / "soffice.com"  # the console program waits for the conversion; soffice.exe need not
                yield program / "soffice.exe"
    elif sys.platform == "darwin":
        for base in (Path("/Applications"), Path.home() / "Applications"):
            yield base / "LibreOffice.app" / "Contents" / "MacOS" / "soffice"
    else:
        yield from sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)
        yield from (Path("/usr/local/bin/soffice"), Path("/usr/lib/libreoffice/program/soffice"))
        yield from (Path("/snap/bin/libreoffice"), Path("/usr/lib64/libreoffice/program/soffice"))


def convert(files: Sequence[Path], to: Path, kind: str = "pdf", *, time_limit: float | None = None) -> list[Path]:
    """Convert files in one run of LibreOffice, in a profile of its own that is thrown away.

    Args:
        files: What to convert; their names must differ, without the ending.
        to: The folder of the results, which must exist.
        kind: The ending of the wanted format, "pdf" or "xlsx".
        time_limit: Seconds after which LibreOffice is stopped, by default some minutes.

    Returns:
        The results, in the order of `files`.

    Raises:
        ToolError: LibreOffice is missing, failed, or took too long.
    """
    program = require()
    limit = time_limit or TIME_LIMIT * (1 + len(files) // _FILES_PER_LIMIT)
    results = [to / f"{file.stem}.{kind}" for file in files]
    for result in results:
        result.unlink(missing_ok=True)  # what is there afterwards is this run's
    with scratch_folder() as profile:
        settings = profile / "user" / "registrymodifications.xcu"
        settings.parent.mkdir()
        settings.write_text(_PROFILE, encoding="utf-8")
        command = [
            str(program), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
            "--nolockcheck", "--nologo", "--convert-to", kind, "--outdir", str(to), *map(str, files),
        ]  # fmt: skip
        said = _run(command, limit)
    missing = [file.name for file, result in zip(files, results, strict=True) if not result.is_file()]
    if missing:
        reason = f" LibreOffice báo: {said[-1].rstrip('.')}." if said else ""
        raise ToolError(
            f"LibreOffice không chuyển được {missing[0]}.{reason} Mở thử tệp bằng LibreOffice rồi chạy lại."
        )
    return results


def _run(command: list[str], limit: float) -> list[str]:
    """Run to the end and return what was said; at the limit, end the program and all it started."""
    started = subprocess.Popen(  # noqa: S603  our own program list, no shell
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=os.name == "posix",  # a group of its own, which can be ended as a whole
        creationflags=NO_WINDOW,
    )
    try:
        output, _ = started.communicate(timeout=limit)
    except subprocess.TimeoutExpired as error:
        _end(started)
        raise ToolError(
            f"LibreOffice không xong sau {limit:.0f} giây nên đã bị dừng. Đóng bớt chương trình rồi chạy lại."
        ) from error
    except BaseException:
        _end(started)  # Ctrl+C: leave nothing running
        raise
    return output.decode("utf-8", "replace").strip().splitlines()


def _end(started: "subprocess.Popen[bytes]") -> None:
    """End a program and what it started: soffice itself only launches the one that works."""
    if sys.platform == "win32":
        taskkill = str(Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32", "taskkill.exe"))
        subprocess.run([taskkill, "/F", "/T", "/PID", str(started.pid)], capture_output=True, check=False)  # noqa: S603
    else:
        os.killpg(started.pid, signal.SIGKILL)
    started.communicate()
