"""Run the benchmarks and print them as a table; the exit code tells whether every limit held."""

import sys
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).parent
NOT_BENCHES = {"__init__", "__main__", "measure"}


def main(chosen: list[str]) -> int:
    """Run every module here, or those named; each has `ratios() -> Iterable[Ratio]`."""
    held = True
    print("| what | measured | at most | |\n|---|---|---|---|")
    for path in sorted(HERE.glob("*.py")):
        if path.stem in NOT_BENCHES or (chosen and path.stem not in chosen):
            continue
        for ratio in import_module(f"tests.bench.{path.stem}").ratios():
            held = held and ratio.holds
            verdict = "" if ratio.holds else "**over**"
            print(f"| {ratio.name} | {ratio.value:.3f} | {ratio.limit:g} | {verdict} {ratio.note} |", flush=True)
    return 0 if held else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
