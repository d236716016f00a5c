"""How fast the customer model is fitted: equal histories grouped first, against one row per customer.

    python -m benchmarks.customers [--rival PYTHON] [--sizes 100000 1000000]

The rival is the ``lifetimes`` package (0.11.3), which needs older pandas and numpy than the app: ``--rival`` names the Python of an
environment that has it. It fits the same rows, written to a temporary file, with its own defaults and no penalty.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lib.models import fit_bg_nbd, histories

Array = NDArray[np.float64]
# CDNOW's parameters (Fader, Hardie and Lee 2005): what a shop's customers may look like. Time in weeks, seen by the day.
_TRUE = (0.243, 4.414, 0.793, 2.426)
_NEEDED = {100_000: 3.0, 1_000_000: 20.0}
_RIVAL = """
import json, sys, time
import numpy as np
from lifetimes import BetaGeoFitter
rows = np.load(sys.argv[1])
begun = time.perf_counter()
fitted = BetaGeoFitter(penalizer_coef=0.0).fit(rows[0], rows[1], rows[2])
print(json.dumps({"seconds": time.perf_counter() - begun, "parameters": [fitted.params_[n] for n in ("r", "alpha", "a", "b")]}))
"""


def customers(count: int, seed: int = 15) -> tuple[Array, Array, Array]:
    """Histories of customers who buy and leave as the model says, won over 12 weeks and watched to week 39."""
    r, alpha, a, b = _TRUE
    rng = np.random.default_rng(seed)
    watched = np.floor(rng.uniform(27 * 7, 39 * 7, count)) / 7
    rate, leave = rng.gamma(r, 1 / alpha, count), rng.beta(a, b, count)
    repeats, last = np.zeros(count), np.zeros(count)
    here = np.arange(count)
    at = np.zeros(count)
    while here.size:
        at[here] += rng.exponential(1 / np.maximum(rate[here], 1e-12))
        here = here[at[here] <= watched[here]]
        repeats[here] += 1
        last[here] = np.minimum(np.ceil(at[here] * 7) / 7, watched[here])
        here = here[rng.random(here.size) >= leave[here]]
    return repeats, last, watched


def own(rows: tuple[Array, Array, Array]) -> tuple[float, list[float]]:
    """Seconds with the grouping, and parameters."""
    begun = time.perf_counter()
    days = [rows[0], np.rint(rows[1] * 7), np.rint(rows[2] * 7)]
    grouped = histories(*days)
    fitted = fit_bg_nbd(grouped)
    seconds = time.perf_counter() - begun
    return seconds, [fitted.r, fitted.alpha / 7, fitted.a, fitted.b]


def rival(python: str, rows: tuple[Array, Array, Array]) -> tuple[float, list[float]]:
    """Seconds of the fit alone, and parameters."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.npy"
        np.save(path, np.stack(rows))
        said = subprocess.run([python, "-c", _RIVAL, str(path)], check=True, capture_output=True, text=True)
    found = json.loads(said.stdout.strip().splitlines()[-1])
    return float(found["seconds"]), list(found["parameters"])


def main() -> None:
    """Prints a line per size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rival", default="")
    parser.add_argument("--sizes", nargs="*", type=int, default=list(_NEEDED))
    asked = parser.parse_args()
    own(customers(1000))  # imports
    for size in asked.sizes:
        rows = customers(size)
        seconds, parameters = own(rows)
        print(f"{size:>9,} customers: {seconds:.2f} s, {np.round(parameters, 5).tolist()}")
        if asked.rival:
            other, theirs = rival(asked.rival, rows)
            apart = float(np.max(np.abs(np.array(parameters) / np.array(theirs) - 1)))
            needed = _NEEDED.get(size, 1.0)
            verdict = "ok" if other / seconds >= needed and apart < 5e-4 else "NOT MET"
            print(f"          lifetimes: {other:.2f} s, {np.round(theirs, 5).tolist()}")
            print(
                f"          {other / seconds:.1f} times faster (goal {needed:g}), parameters apart {apart:.1e}: {verdict}"
            )


if __name__ == "__main__":
    main()
