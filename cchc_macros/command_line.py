"""A command as it is typed on this machine: `cchc` itself is on no Windows user's path."""

import sys
from pathlib import Path


def command_line(line: str) -> str:
    """Return the whole line that runs `cchc line`, with the Python that runs now."""
    if sys.platform != "win32":
        return f"cchc {line}"
    return f'"{Path(sys.executable).with_name("python.exe")}" -m cchc_macros.cli {line}'
