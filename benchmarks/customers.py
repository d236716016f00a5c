"""How fast the customer model is fitted: equal histories grouped first, against one row per customer.

The rival is the ``lifetimes`` package (0.11.3), which needs older pandas, numpy and scipy than the app: it has an environment of its
own, whose Python ``LIFETIMES`` names. It fits the same rows, written to a temporary file, with its own defaults and no penalty; only
its fit is timed, ours with the grouping, in processor time, because other work takes turns with seconds.

    python3 -m venv rival && rival/bin/pip install lifetimes==0.11.3 "numpy<2" "pandas<2.3" "scipy<1.14"
    LIFETIMES=rival/bin/python python -m benchmarks customers
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lib.models import fit_bg_nbd, histories

Array = NDArray[np.float64]
# CDNOW's parameters (Fader, Hardie and Lee 2005): what a shop's customers may look like. Time in weeks, seen by the day.
_TRUE = (0.243, 4.414, 0.793, 2.426)
SIZES = (100_000, 1_000_000)
# Of ours, which is over in a second; the rival is fitted once.
ROUNDS = 3
# The two stop at slightly different places of a flat likelihood; to four digits they are the same.
APART = 5e-4
_ABSENT = "customers: left out, as LIFETIMES names no Python that has the package lifetimes (see benchmarks/README.md)"
_RIVAL = """
import json, sys, time
import numpy as np
from lifetimes import BetaGeoFitter
rows = np.load(sys.argv[1])
begun = time.process_time()
fitted = BetaGeoFitter(penalizer_coef=0.0).fit(rows[0], rows[1], rows[2])
print(json.dumps({"seconds": time.process_time() - begun, "parameters": [fitted.params_[n] for n in ("r", "alpha", "a", "b")]}))
"""


def run() -> Iterator[tuple[str, float, float, str]]:
    """Processor time of a fit, ours with the grouping and the rival's without; both must come to the same parameters."""
    python = os.environ.get("LIFETIMES")
    if not python:
        print(_ABSENT, file=sys.stderr)
        return
    own(customers(1000))  # imports, which are not the fit
    for size in SIZES:
        rows = customers(size)
        taken, parameters = zip(*(own(rows) for _ in range(ROUNDS)), strict=True)
        other, theirs = rival(python, rows)
        np.testing.assert_allclose(parameters[0], theirs, rtol=APART)
        yield f"fit BG/NBD to {size:,} customers, against lifetimes", statistics.median(taken), other, "s"


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
    begun = time.process_time()
    days = [rows[0], np.rint(rows[1] * 7), np.rint(rows[2] * 7)]
    grouped = histories(*days)
    fitted = fit_bg_nbd(grouped)
    seconds = time.process_time() - begun
    return seconds, [fitted.r, fitted.alpha / 7, fitted.a, fitted.b]


def rival(python: str, rows: tuple[Array, Array, Array]) -> tuple[float, list[float]]:
    """Seconds of the fit alone, and parameters."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.npy"
        np.save(path, np.stack(rows))
        said = subprocess.run([python, "-c", _RIVAL, str(path)], check=True, stdout=subprocess.PIPE, text=True)
    found = json.loads(said.stdout.strip().splitlines()[-1])
    return float(found["seconds"]), list(found["parameters"])
