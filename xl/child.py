"""A module run as a process of its own, which hostile bytes may hang or kill: bytes go in, JSON comes out."""

import json
import subprocess
import sys
from typing import Any

NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # no black window over Excel on Windows


_STARTING = 60.0  # seconds until the module reads what it is given, on a slow machine with an antivirus
_TIME_IS_UP = b"Timeout ("  # what Python's watchdog says


def ask(module: str, content: bytes, seconds: float) -> dict[str, Any]:
    """Return what a module's `main` says about a file; the start of its process is not counted.

    Where it says nothing, its "reason" is "slow" when the time was up, else "broken": whatever ended it, the file is
    at fault.
    """
    code = f"import faulthandler, {module} as m; faulthandler.dump_traceback_later({seconds}, exit=True); m.main()"
    try:
        child = subprocess.run(  # noqa: S603  our own module
            [sys.executable, "-I", "-c", code],
            input=content, capture_output=True, timeout=_STARTING + seconds, check=False, creationflags=NO_WINDOW,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return {"reason": "slow"}
    if child.returncode == 0 and child.stdout:
        answer: dict[str, Any] = json.loads(child.stdout)
        return answer
    return {"reason": "slow" if _TIME_IS_UP in child.stderr else "broken"}
