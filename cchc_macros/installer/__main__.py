"""`python -m cchc_macros.installer`: make the setup program, the zip and the checksums."""

import argparse
import sys
import tomllib
import urllib.request
from pathlib import Path

from cchc_macros import __version__
from cchc_macros.installer import pack
from cchc_macros.installer.tree import make_tree, size

WANTED = tomllib.loads((pack.HERE / "python.toml").read_text(encoding="utf-8"))
MEGA = 1_000_000


def main() -> None:
    """Make everything and say how large it is."""
    parser = argparse.ArgumentParser(prog="cchc_macros.installer", description=__doc__)
    parser.add_argument("--python", type=Path, help="python.org's embeddable package; downloaded if not given")
    parser.add_argument("--stand-in", action="store_true", help="take that file whatever its hash: never for a release")
    parser.add_argument("--to", type=Path, default=Path("dist"), help="folder of what is made")
    asked = parser.parse_args()
    asked.to.mkdir(parents=True, exist_ok=True)
    python = asked.python or _download(asked.to)
    if pack.checksum(python) != WANTED["sha256"] and not asked.stand_in:
        sys.exit(f"{python} is not Python {WANTED['release']} as python.org published it: its SHA-256 differs")
    tree = make_tree(python, asked.to / "tree")
    made = [pack.make_setup(tree, __version__, asked.to), pack.make_zip(tree, __version__, asked.to)]
    pack.make_checksums(made, asked.to)
    sizes = {"installed": size(tree.app), "of it for comparing": size(tree.comparing)}
    for name, count in sizes.items() | {(file.name, file.stat().st_size) for file in made}:
        print(f"{name}: {count / MEGA:.1f} MB")  # noqa: T201


def _download(folder: Path) -> Path:
    url = str(WANTED["url"])
    target = folder / url.rpartition("/")[2]
    with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310  # https, from our own file
        target.write_bytes(answer.read())
    return target


if __name__ == "__main__":
    main()
