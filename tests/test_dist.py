"""The wheel and the sdist hold all that the product needs, and work where nothing else of ours is.

The slow one installs the wheel with its dependencies into a new environment: `pytest -m slow tests/test_dist.py`.
"""

import json
import os
import re
import subprocess
import sys
import tarfile
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

import cchc_macros

ROOT = Path(__file__).parent.parent
PACKAGES = ("cchc_macros", "xl", "workbook_templates")
NOT_SHIPPED = {"ruff.toml", "installer"}  # the linter's, and what makes the setup program


def run(*command, cwd):
    clean = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    return subprocess.run(
        list(map(str, command)), check=True, capture_output=True, encoding="utf-8", cwd=cwd, env=clean
    )


@pytest.fixture(scope="module")
def dist(tmp_path_factory):
    """The folder with the wheel and the sdist, built from what git knows of."""
    folder = tmp_path_factory.mktemp("dist")
    source = folder / "source"
    tracked = run("git", "ls-files", "-z", cwd=ROOT).stdout.split("\0")
    for name in filter(None, tracked):
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((ROOT / name).read_bytes())
    run(sys.executable, "-m", "build", "--outdir", folder, source, cwd=folder)
    return folder


def shipped_files():
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts and not NOT_SHIPPED & set(path.parts):
                yield path.relative_to(ROOT).as_posix()


def test_the_version_stands_in_one_place():
    assert re.fullmatch(r"\d+\.\d+\.\d+", cchc_macros.__version__)
    stating = re.compile(r'^(__)?version(__)? = "', re.MULTILINE)
    modules = (path for folder in (*PACKAGES, "docs", "tests") for path in (ROOT / folder).rglob("*.py"))
    stated = [path for path in (*ROOT.glob("*.toml"), *modules) if stating.search(path.read_text("utf-8"))]
    assert stated == [ROOT / "cchc_macros" / "__init__.py"]


def test_the_changelog_tells_of_this_version_or_of_what_comes():
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings[0] == "Unreleased" or headings[0].startswith(cchc_macros.__version__)


def test_the_workflow_runs_what_a_change_must_pass_on_both_systems():
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8")
    assert {"ubuntu-latest", "windows-latest"} <= set(re.findall(r"runs-on: (\S+)", workflow))
    assert "- run: .ci/run" in workflow


@pytest.mark.slow
def test_wheel_and_sdist_hold_every_file_of_the_packages(dist):
    (wheel,), (sdist,) = dist.glob("*.whl"), dist.glob("*.tar.gz")
    tracked = set(run("git", "ls-files", *PACKAGES, cwd=ROOT).stdout.split())
    wanted = {name for name in shipped_files() if name in tracked}
    with ZipFile(wheel) as file:
        assert wanted <= set(file.namelist())
        assert not [name for name in file.namelist() if name.startswith("tests")]
    with tarfile.open(sdist) as file:
        inside = {name.partition("/")[2] for name in file.getnames()}
    assert wanted <= inside
    assert {"README.md", "LICENSE", "pyproject.toml"} <= inside


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_wheel_works_alone_in_a_new_environment(dist, tmp_path):
    environment = tmp_path / "môi trường"
    venv.create(environment, with_pip=True)
    scripts = environment / ("Scripts" if os.name == "nt" else "bin")
    (wheel,) = dist.glob("*.whl")
    run(scripts / "python", "-m", "pip", "install", "-q", wheel, cwd=tmp_path)
    work = tmp_path / "việc"
    work.mkdir()

    def cchc(*arguments):
        return json.loads(run(scripts / "cchc", *arguments, "--json", cwd=work).stdout)

    assert cchc("new", "sổ.xlsx", "--example", "lang-son-2026")["path"] == "sổ.xlsx"
    assert cchc("recalculate", "sổ.xlsx")["index"]["result"] == 91.0
    assert len(cchc("export", "sổ.xlsx", "--to", "đơn vị")["files"]) == 5
    assert len(cchc("email", "sổ.xlsx", "--via", "eml", "--to", "thư", "--yes")["sent"]) == 4
    assert cchc("import", Path(cchc_macros.__file__).parent.parent / "workbook_templates/data/thai-nguyen-2026.txt",
                "sổ.xlsx")["tasks"] == 38  # fmt: skip
    assert (work / cchc("addin", "build", "--to", "cchc.xlam")["path"]).stat().st_size > 5_000
    assert cchc_macros.__version__ in run(scripts / "cchc", "--version", cwd=work).stdout
