"""Speed as ratios within one run: ``make bench``. Seconds on a shared machine mean little; their ratio means more."""

from __future__ import annotations

import sys
from importlib import import_module

PARTS = ("reading", "measuring", "bootstrap", "risk", "customers", "slider", "hand", "clients")


def main() -> None:
    """Runs the named benchmarks, all without names, and prints a line each: what, ours, the yardstick, the ratio."""
    print("| what | ours | yardstick | ratio |\n|---|---|---|---|", flush=True)
    for part in sys.argv[1:] or PARTS:
        for name, ours, yardstick, unit in import_module(f"benchmarks.{part}").run():
            print(f"| {name} | {ours:.4g} {unit} | {yardstick:.4g} {unit} | {ours / yardstick:.2f} |", flush=True)


if __name__ == "__main__":
    main()
