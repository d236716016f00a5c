"""The what-if tools on every definition of every indicator: compute of the slowest one, against the limit of each tool."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

from lib.core.indicator import Indicator, Variant
from lib.indicators import INDICATORS
from lib.whatif import goal_near, monte_carlo, number_at, plausible, tornado, two_way, what_it_takes

DRAWS: Final = 100_000
SEED: Final = 15
_TURNS: Final = 3
# What a visitor does not notice as waiting: a tenth of a second for what is recomputed on every move, 300 ms for draws.
_LIMITS: Final = {
    "draws": 300.0,
    "draws that move together": 300.0,
    "goal seek": 100.0,
    "tornado": 100.0,
    "pair": 100.0,
}
# Inputs that have no default, so that the long sums are measured too.
_LONG: Final = {"horizon": 120.0}


def run() -> Iterator[tuple[str, float, float, str]]:
    """What, ours, the yardstick, unit: the slowest definition of each tool; all of them go to the error output."""
    slowest: dict[str, tuple[float, str]] = {}
    for name, ind, variant, inputs in _definitions():
        for tool, call in _tools(ind, variant, inputs).items():
            spent = _milliseconds(call)
            print(f"{tool:26} {spent:8.1f} ms  {name}", file=sys.stderr)
            slowest[tool] = max(slowest.get(tool, (0.0, "")), (spent, name))
    for tool, (spent, name) in slowest.items():
        yield f"{tool}, slowest: {name}", spent, _LIMITS[tool], "ms"


def _definitions() -> Iterator[tuple[str, Indicator, Variant, dict[str, Any]]]:
    for ind in INDICATORS.values():
        for variant in ind.variants:
            wanted = (*variant.inputs, *variant.optional)
            inputs = {name: ind.defaults[name] for name in wanted if name in ind.defaults}
            yield f"{ind.slug} {variant.name}", ind, variant, inputs
            longer = {name: number for name, number in _LONG.items() if name in wanted}
            if longer:
                yield f"{ind.slug} {variant.name}, {next(iter(longer))}", ind, variant, {**inputs, **longer}


def _tools(ind: Indicator, variant: Variant, inputs: dict[str, Any]) -> dict[str, Callable[[], object]]:
    chosen = {"variant": variant.name}
    guessed = plausible(ind, inputs, **chosen)
    laws = {name: law for name, one in guessed.items() if (law := one.law()) is not None}
    if not laws:
        return {}
    names = list(laws)
    value = ind.compute(**chosen, **inputs).value
    goal = goal_near(value or 0.0, better=variant.better or ind.better, unit=variant.unit)
    draw: dict[str, Any] = {**chosen, "draws": DRAWS, "seed": SEED, "goal": goal}
    found: dict[str, Callable[[], object]] = {
        "draws": lambda: monte_carlo(ind, inputs, laws, **draw),
        "goal seek": lambda: what_it_takes(ind, inputs, goal, **chosen),
        "tornado": lambda: tornado(ind, inputs, **chosen),
    }
    if len(names) > 1:
        x, y = names[:2]
        ends = [(number_at(inputs, name) * 0.8, number_at(inputs, name) * 1.2) for name in (x, y)]
        across, down = (tuple(sorted(end)) for end in ends)
        found["draws that move together"] = lambda: monte_carlo(ind, inputs, laws, correlation={(x, y): 0.5}, **draw)
        found["pair"] = lambda: two_way(ind, inputs, x, y, x_range=across, y_range=down, steps=9, **chosen)
    return found


def _milliseconds(call: Callable[[], object]) -> float:
    """Processor time of the best of three turns: other work on the machine does not count."""
    spent = []
    for _ in range(_TURNS):
        start = time.process_time()
        call()
        spent.append(time.process_time() - start)
    return min(spent) * 1e3
