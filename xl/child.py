"""A module run as a process of its own, which hostile bytes may hang or kill: bytes go in, JSON comes out."""

import json
import subprocess
import sys
from typing import Any

NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # no black window over Excel on Windows


def ask(module: str, content: bytes, seconds: float) -> dict[str, Any]:
    """Return what a module says about a file.

    Where it says nothing, its "reason" is "slow" when the time was up, else "broken": whatever ended it, the file is
    at fault.
    """
    try:
        child = subprocess.run(  # noqa: S603  our own module
            [sys.executable, "-I", "-m", module],
            input=content, capture_output=True, timeout=seconds, check=False, creationflags=NO_WINDOW,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return {"reason": "slow"}
    answer: dict[str, Any] = (
        json.loads(child.stdout) if child.returncode == 0 and child.stdout else {"reason": "broken"}
    )
    return answer
