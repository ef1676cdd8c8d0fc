"""Fuzzing guided by coverage, seeded and bounded: `python -m tests.fuzz [TARGET]`, all targets by default.

What it finds is left in a file whose name it prints; `python -m tests.fuzz TARGET FILE` runs that again.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["cchc_macros", "xl"]):
    from tests.fuzz.targets import TARGETS

SEED = 20260331
SECONDS, MEGABYTES = 20, 2_048  # for one input


def main(arguments):
    if not arguments:
        runs = [subprocess.run([sys.executable, "-m", "tests.fuzz", one.__name__], check=False) for one in TARGETS]
        return max(abs(run.returncode) for run in runs)
    target = next(target for target in TARGETS if target.__name__ == arguments[0])
    seeds, runs, longest = TARGETS[target]
    if arguments[1:]:
        target(Path(arguments[1]).read_bytes())
        return 0
    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(seeds):
            Path(corpus, f"{number:03}").write_bytes(seed)
        limits = [f"-timeout={SECONDS}", f"-rss_limit_mb={MEGABYTES}", f"-max_len={longest}", "-print_final_stats=1"]
        limits += [f"-report_slow_units={SECONDS}", f"-artifact_prefix={tempfile.gettempdir()}/"]
        atheris.Setup([target.__name__, corpus, f"-runs={runs}", f"-seed={SEED}", *limits], target)
        atheris.Fuzz()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
