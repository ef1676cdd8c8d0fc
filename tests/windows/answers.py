"""All commands on both example plans, each in a process of its own: `python -m tests.windows.answers TO`.

What a command says goes into a pipe on one plan and into files on the other, turn by turn. Writes `TO/answers.json`:
the exit code and answer of every command and what is in the files it made, with nothing of
this machine in it, so that two systems, or two code pages, can be held against each other.
"""

import email
import email.policy
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from io import BytesIO
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any
from zlib import crc32

from PIL import Image

import xl.light  # noqa: F401  # must come before what imports xlwings
from cchc_macros import contract as c
from cchc_macros.book.settings import write_settings
from cchc_macros.book.workbook import Workbook
from cchc_macros.demo.filling import fill_in
from cchc_macros.registry import EXAMPLES
from tests.windows.wine import open_desktop
from xl.kept import kept_folder
from xl.log import log_file
from xl.session import run_on_file

PLANS = Path(__file__).parents[2] / "workbook_templates" / "data"
ADDIN = ("build --to cchc.xlam", "status", "install", "status", "install", "uninstall", "uninstall", "status")
# Of another time in each run.
ANEW = re.compile(
    r"\d{8}[-T]\d{6}|\d\d:\d\d(:\d\d)?( ngày)? \d\d?/\d\d?/\d{4}|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[\d:.+Z]*"
    r"|<v>4\d{4}\.\d+</v>|D:\d{14}\S*|[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}|\b[0-9a-f]{16,64}\b",
    re.IGNORECASE,
)
INDEX = re.compile(rb't="s"><v>(\d+)</v>')  # two texts with a time in them may be one, or two
Way = Callable[[list[str], dict[str, str]], tuple[int, bytes, bytes]]
LEFT_OUT = (".sqlite", ".pdf", ".png", ".html")  # their bytes are of the time, or of this machine's libraries


def handed_out(example: str) -> list[list[str]]:
    """The year's work on one example until the units have their workbooks."""
    book, folder = f"{example}/sổ & 100%.xlsx", f"{example}/thư mục"
    return [
        ["new", f"{example}/trống.xlsx"],
        ["import", str(PLANS / f"{example}.txt"), f"{example}/trống.xlsx", "--add-units", "--table", "1"],
        ["new", book, "--example", example],
        ["import", str(PLANS / f"{example}.txt"), book, "--dry-run"],
        *([verb, book] for verb in ("recalculate", "flag", "audit", "assign")),
        ["export", book, "--to", f"{folder}/sổ đơn vị"],
        ["email", book, "--via", "eml", "--dry-run"],
        ["email", book, "--via", "eml", "--to", f"{folder}/thư"],
        ["sent", book, "--dry-run"],
        ["sent", book, "--units", "VP"],
    ]


def taken_back(example: str) -> list[list[str]]:
    """What follows when the units have answered."""
    book, folder = f"{example}/sổ & 100%.xlsx", f"{example}/thư mục"
    return [
        ["collect", book, f"{folder}/gửi về"],
        ["remedy", book],
        ["remind", book, "--via", "eml", "--to", f"{folder}/nhắc"],
        *(["letters", book, "--kind", kind, "--to", f"{folder}/{kind}"] for kind in ("urge", "progress", "assign")),
        ["letters", book, "--to", f"{folder}/mẫu riêng", "--template", f"{example}/mẫu công văn.docx"],
        ["report", book, "--to", f"{folder}/báo cáo.docx"],
        ["report", book, "--to", f"{folder}/báo cáo riêng.docx", "--template", f"{example}/mẫu báo cáo.docx"],
        ["print", book, "--to", f"{folder}/bản in", "--out", f"{example}/sổ đã in.xlsx"],
        ["evidence", book, f"{folder}/bản in", "--to", f"{folder}/hồ sơ"],
        ["dossier", book, "--to", f"{folder}/hồ sơ nộp", "--evidence", f"{folder}/hồ sơ"],
        ["compare", book, f"{example}/sổ đã in.xlsx"],
        ["new", f"{example}/sổ năm sau.xlsx", "--from", book],
        ["gather", example, "--to", f"{folder}/so sánh.xlsx"],
        ["guide", book],
        ["upgrade", book],
        ["undo", book],
        ["about"],
        ["audit", f"{example}/không có.xlsx"],
    ]


def main(to: Path) -> None:
    """Run them all in the folder, and write down what came of it."""
    open_desktop()
    to.mkdir(parents=True, exist_ok=True)
    os.chdir(to)
    found: dict[str, Any] = {}
    for number, example in enumerate(EXAMPLES):
        ways = cycle([into_pipe, into_files] if number else [into_files, into_pipe])
        found[example] = [answer(line, next(ways)) for line in handed_out(example)]
        folder = Path(example, "thư mục")
        list(fill_in(folder / "sổ đơn vị", folder / "gửi về", number))
        run_on_file(Path(example, "sổ & 100%.xlsx"), write_remedies, verb="remedies")
        found[example] += [answer(line, next(ways)) for line in taken_back(example)]
    found["demo"] = answer(["demo", "làm thử"], into_pipe)
    found["addin"] = [answer(["addin", *line.split()], way) for way in (into_pipe, into_files) for line in ADDIN]
    found["files"] = {neutral(path.as_posix()): content(path) for path in sorted(Path().rglob("*")) if path.is_file()}
    lines = json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True)
    Path("answers.json").write_text(lines, encoding="utf-8", newline="\n")


def write_remedies(book: Any) -> None:
    """Say of each criterion that lost points what will be done; a month later."""
    workbook = Workbook(book)
    write_settings(workbook.settings, {c.TODAY: date(2026, 12, 30)})
    table = workbook.table(c.CRITERIA)
    table.update({row: {c.REMEDY: f"Rà soát, khắc phục {said[c.STT]}"} for row, said in table.rows() if said[c.LOST]})


def answer(line: list[str], way: Way) -> dict[str, Any]:
    """Run one command and say what it said."""
    environment = os.environ | {"CCHC_SOFFICE": str(Path("no-such-program").absolute()), "CCHC_PLATFORM": "win32"}
    environment |= {"APPDATA": str(Path("AppData").absolute()), "LOGNAME": "Nguyễn Văn Ễ"}
    code, *said = way([sys.executable, "-m", "cchc_macros.cli", *line, "--json"], environment)
    told = [neutral(text.decode()).splitlines() for text in said]
    return {"line": [neutral(word) for word in line], "code": code, "said": told[0], "error": told[1]}


def into_pipe(command: list[str], environment: dict[str, str]) -> tuple[int, bytes, bytes]:
    """Run it with its output into pipes."""
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    return done.returncode, done.stdout, done.stderr


def into_files(command: list[str], environment: dict[str, str]) -> tuple[int, bytes, bytes]:
    """Run it with its output into files."""
    with TemporaryFile() as out, TemporaryFile() as err:
        done = subprocess.run(command, stdout=out, stderr=err, env=environment, check=False)
        out.seek(0)
        err.seek(0)
        return done.returncode, out.read(), err.read()


def content(path: Path) -> Any:
    """Say what is in a file: of a package the sum of each part, of a letter its words."""
    if path.suffix in LEFT_OUT:
        return None
    data = path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as package:
            parts = {name: package.read(name) for name in sorted(package.namelist())}
        texts = re.findall(rb"<si>.*?</si>", parts.pop("xl/sharedStrings.xml", b""), re.DOTALL)
        return {name: total(INDEX.sub(lambda found: texts[int(found[1])], part)) for name, part in parts.items()}
    if path.suffix == ".eml":
        letter = email.message_from_bytes(data, policy=email.policy.default)
        return [letter["To"], letter["Subject"], *(neutral(text) for text in words(letter))]
    return total(data)


def words(letter: Any) -> Iterator[str]:
    """Return the texts of a letter and the names of what is attached."""
    for part in letter.walk():
        if part.get_content_maintype() == "text":
            yield part.get_content()
        elif part.get_filename():
            yield part.get_filename()


def total(data: bytes) -> int:
    """Return a sum of a file's bytes, less what is of this machine or the time; of a picture, of its dots."""
    if data.startswith(b"\x89PNG"):
        with Image.open(BytesIO(data)) as picture:
            return crc32(picture.tobytes())
    return crc32(neutral(data.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape"))


def neutral(text: str) -> str:
    """Take the machine, its way of writing paths, and the time out of a text."""
    text = text.replace("\r\n", "\n").replace("\\\\", "/").replace("\\", "/")
    for name, place in places().items():
        text = text.replace(place.as_posix(), name)
    text = re.sub(r"PYTHON/python[\w.]*", "PYTHON/python", text)
    return ANEW.sub("TIME", text)


@cache
def places() -> dict[str, Path]:
    """Return what differs between machines by name."""
    python = Path(sys.executable).parent
    return {"HERE": Path.cwd(), "PYTHON": python, "PLANS": PLANS, "LOG": log_file(), "KEPT": kept_folder()}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
