"""Commands run in forks of one warm process, and killed there: a cold start per kill would take minutes.

A process of its own, since pytest's has threads and forking those is unsafe. It reads a line of JSON per run:
`{"arguments": [...], "kill_at": step}`, or `"kill_after"` with seconds, or neither; `"temporary"` may name the folder
for temporary files; `"fail"` with a folder, a number and an error has `faulty.c`, preloaded, fail calls. It answers
with a line: `{"code": exit code or -9, "steps": n, "seconds": s, "error": standard error}`. A step is anything the
command asks of the file system (Python's audit events), before it happens; so are both sides of fsync, the moments
around which a file is half written.
"""

import contextlib
import ctypes
import importlib
import io
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from cchc_macros.cli import main as cchc
from cchc_macros.registry import BUTTONS

ROOT = Path(__file__).parents[2]
_EVENTS = ("open", "os.", "shutil.", "sqlite3.", "tempfile.", "fcntl.")


class Warm:
    """The warm process, seen from a test."""

    def __init__(self, **environment):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.trust.warm"],
            cwd=ROOT,
            env=os.environ | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def run(self, *arguments, **order):
        """Run a command, perhaps to its death; return the answer."""
        self.start(*arguments, **order)
        return self.answer()

    def start(self, *arguments, **order):
        self.process.stdin.write(json.dumps({"arguments": [*map(str, arguments)], **order}) + "\n")
        self.process.stdin.flush()

    def answer(self):
        return json.loads(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(30)


def serve():
    for button in BUTTONS:
        with contextlib.suppress(ModuleNotFoundError):
            button.load()
    for module in (
        "xl.session",
        "xl.engine.editing.copying",
        "xl.formulas.calculator",
        "cchc_macros.returns.readers.xlsx",
        "xl.log",
    ):
        importlib.import_module(module)
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_run(json.loads(line))) + "\n")
        sys.stdout.flush()


def _run(order):
    start = time.perf_counter()
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        _child(order, writer)
    os.close(writer)
    if "kill_after" in order:
        select.select([reader], [], [], order["kill_after"])  # it becomes readable when the child is done
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    with os.fdopen(reader) as pipe:
        said = pipe.read()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    answer = json.loads(said) if said.endswith("}") and code != -signal.SIGKILL else {"steps": 0, "error": ""}
    return answer | {"code": code, "seconds": time.perf_counter() - start}


def _child(order, writer):
    steps = 0
    deadly = order.get("kill_at")

    def step(event, _arguments=None):
        nonlocal steps
        if event.startswith(_EVENTS):
            steps += 1
            if steps == deadly:
                os.kill(os.getpid(), signal.SIGKILL)

    sync = os.fsync

    def stepping(handle):
        step("os.fsync")
        sync(handle)
        step("os.fsync")

    os.fsync = stepping
    tempfile.tempdir = order.get("temporary")
    os.chdir("/")
    said = io.StringIO()
    sys.addaudithook(step)
    answer = {}
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said), _failing(answer, order):
        code = cchc(order["arguments"])
    os.write(writer, json.dumps(answer | {"steps": steps, "error": said.getvalue()}).encode())
    os._exit(code)


@contextlib.contextmanager
def _failing(answer, order):
    if "fail" not in order:
        yield
        return
    folder, number, error = order["fail"]
    library = ctypes.CDLL(None)
    library.fail_at(folder.encode(), number, error)
    yield
    answer["calls"] = library.calls_made()
    library.fail_at(b"", 0, 0)


if __name__ == "__main__":
    serve()
