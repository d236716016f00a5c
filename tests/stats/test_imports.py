"""What importing the statistics costs, and what it must not pull in."""

from __future__ import annotations

import subprocess
import sys

import lib.stats


def test_importing_leaves_heavy_modules_out() -> None:
    heavy = ("scipy.stats", "scipy.optimize", "pandas", "streamlit", "altair", "duckdb", "ibis", "statsmodels")
    code = f"import sys, lib.stats; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_public_name_is_there_and_documented() -> None:
    public = {name: getattr(lib.stats, name) for name in lib.stats.__all__}
    undocumented = {name for name, thing in public.items() if not thing.__doc__}
    assert undocumented == set()
    functions = {name: thing for name, thing in public.items() if callable(thing) and not isinstance(thing, type)}
    without_example = {name for name, thing in functions.items() if ">>>" not in (thing.__doc__ or "")}
    assert without_example == {"cohens_h"}
