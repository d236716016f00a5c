"""Speed as ratios within one run: ``make bench``. Seconds on a shared machine mean little; their ratio means more."""

from __future__ import annotations

from benchmarks import pages, reading


def main() -> None:
    """Runs every benchmark and prints a line each: what, ours, the yardstick, the ratio."""
    print("| what | ours | yardstick | ratio |\n|---|---|---|---|")
    for part in (reading, pages):
        for name, ours, yardstick, unit in part.run():
            print(f"| {name} | {ours:.4g} {unit} | {yardstick:.4g} {unit} | {ours / yardstick:.2f} |")


if __name__ == "__main__":
    main()
