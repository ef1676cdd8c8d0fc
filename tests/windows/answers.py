"""All commands on both example plans, each in a process of its own: `python -m tests.windows.answers TO [pipe|file]`.

Writes `TO/answers.json`: the exit code and answer of every command and the files it made, with nothing of this machine
in it, so that two systems, or two code pages, can be held against each other.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from cchc_macros.registry import EXAMPLES

PLANS = Path(__file__).parents[2] / "workbook_templates" / "data"
ADDIN = ("build --to {to}/cchc.xlam", "status", "install", "status", "uninstall", "status")


def commands(example: str) -> list[list[str]]:
    """The year's work on one example, in order."""
    book, folder = f"{example}/sổ & 100%.xlsx", f"{example}/thư mục"
    lines = [
        ["new", book, "--example", example],
        ["import", str(PLANS / f"{example}.txt"), book],
        *([verb, book] for verb in ("recalculate", "flag", "audit", "assign")),
        ["export", book, "--to", f"{folder}/sổ đơn vị"],
        ["email", book, "--via", "eml", "--to", f"{folder}/thư"],
        ["collect", book, f"{folder}/sổ đơn vị"],
        ["remind", book, "--on", "30/12/2026", "--to", f"{folder}/nhắc"],
        ["report", book, "--to", f"{folder}/báo cáo.docx"],
        ["print", book, "--to", f"{folder}/bản in"],
        ["gather", example, "--to", f"{folder}/so sánh.xlsx"],
        ["guide", book],
        ["upgrade", book],
        ["undo", book],
        ["audit", f"{example}/không có.xlsx"],
    ]
    return [[*line, "--json"] for line in lines]


def main(to: Path, way: str) -> None:
    """Run them all in the folder, and write down what came of it."""
    to.mkdir(parents=True, exist_ok=True)
    os.chdir(to)
    found = {}
    for example in EXAMPLES:
        for line in commands(example):
            found[" ".join([example, line[0], Path(line[1]).name])] = answer(line, way)
    found["addin"] = [answer(["addin", *line.format(to=".").split(), "--json"], way) for line in ADDIN]
    found["about"] = answer(["about"], way)["code"]
    files = [str(path.relative_to(".").as_posix()) for path in Path().rglob("*") if path.is_file()]
    found["files"] = sorted(neutral(name) for name in files if not name.startswith("said"))
    Path("answers.json").write_text(json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")


def answer(line: list[str], way: str) -> dict[str, Any]:
    """Run one command with its output into a pipe, or into files."""
    command = [sys.executable, "-m", "cchc_macros.cli", *line]
    environment = os.environ | {"CCHC_SOFFICE": str(Path("no-such-program").absolute()), "CCHC_PLATFORM": "win32"}
    environment |= {"APPDATA": str(Path("AppData").absolute())}
    if way == "pipe":
        done = subprocess.run(command, capture_output=True, env=environment, check=False)
        said, error = done.stdout, done.stderr
    else:
        with Path("said-out").open("wb") as out, Path("said-err").open("wb") as err:
            done = subprocess.run(command, stdout=out, stderr=err, env=environment, check=False)
        said, error = Path("said-out").read_bytes(), Path("said-err").read_bytes()
    return {"code": done.returncode, "said": neutral(said.decode()), "error": neutral(error.decode())}


def neutral(text: str) -> str:
    """Take the machine, its way of writing paths, and the time out of a text."""
    text = text.replace("\r\n", "\n").replace("\\\\", "/").replace("\\", "/")
    for place, name in ((Path.cwd(), "HERE"), (Path(sys.executable).parent, "PYTHON"), (PLANS, "PLANS")):
        text = text.replace(place.as_posix(), name)
    text = re.sub(r"PYTHON/python[\w.]*", "PYTHON/python", text)
    return re.sub(r"\d{8}-\d{6}|\d\d:\d\d(:\d\d)?( ngày)? \d\d?/\d\d?/\d{4}|\d{4}-\d\d-\d\dT[\d:.+]+", "TIME", text)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "pipe")
