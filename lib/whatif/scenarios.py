"""Scenarios side by side: the same indicator under several sets of inputs, each against a baseline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lib.core.checks import check_choice
from lib.core.errors import InputError
from lib.core.indicator import Indicator, Values, Variant
from lib.core.records import Result
from lib.whatif.many import placed
from lib.whatif.one_way import tornado


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named set of inputs.

    Attributes:
        name: as the visitor calls it; not empty.
        inputs: as for ``compute``.
        variant: name of the definition, None for the default one.
    """

    name: str
    inputs: Values
    variant: str | None = None

    def with_input(self, name: str, value: object) -> Scenario:
        """The same with one input changed."""
        return replace(self, inputs={**self.inputs, name: value})

    def renamed(self, name: str) -> Scenario:
        """A copy under another name."""
        return replace(self, name=name)


@dataclass(frozen=True, slots=True)
class Row:
    """One scenario beside the baseline.

    Attributes:
        scenario: the scenario.
        result: of its inputs; None where ``compute`` refuses them.
        problem: why there is no result.
        difference: value less that of the baseline; None where either has none or they count different things.
        relative: difference as a decimal share of the baseline's value; None for a baseline of 0.
        changed: names of the inputs that differ from the baseline's.
        baseline: whether this is the baseline.
    """

    scenario: Scenario
    result: Result | None
    problem: InputError | None
    difference: float | None
    relative: float | None
    changed: tuple[str, ...]
    baseline: bool


def scenario_table(ind: Indicator, scenarios: Sequence[Scenario], *, baseline: str | None = None) -> tuple[Row, ...]:
    """Every scenario computed, and what sets it apart from the baseline.

    difference = value - value of the baseline; relative = difference / |value of the baseline|

    Args:
        ind: the indicator.
        scenarios: at least one, each with a name of its own.
        baseline: name of the one to compare with, None for the first.

    Returns:
        One row per scenario, in their order.

    Raises:
        InputError: no scenario, a name twice, an unknown baseline.

    Example:
        >>> from lib.indicators import INDICATORS
        >>> now = Scenario("now", {"lost": 30, "customers_at_start": 400})
        >>> rows = scenario_table(INDICATORS["churn"], [now, now.renamed("saved ten").with_input("lost", 20)])
        >>> [(row.scenario.name, row.result.value, row.difference) for row in rows]
        [('now', 0.075, 0.0), ('saved ten', 0.05, -0.024999999999999994)]
    """
    if not scenarios:
        raise InputError.too_few("scenarios", 0, 1)
    names = [one.name for one in scenarios]
    for place, name in enumerate(names):
        if not name.strip() or name in names[:place]:
            raise InputError("scenario_name", f"scenario name {name!r} is empty or used twice", name="name", value=name)
    chosen = check_choice("baseline", names[0] if baseline is None else baseline, names)
    computed = [_computed(ind, one) for one in scenarios]
    at = names.index(chosen)
    return tuple(
        _row(one, found, scenarios[at], computed[at][0], baseline=place == at)
        for place, (one, found) in enumerate(zip(scenarios, computed, strict=True))
    )


def _computed(ind: Indicator, scenario: Scenario) -> tuple[Result | None, InputError | None]:
    try:
        return ind.compute(variant=scenario.variant, **scenario.inputs), None
    except InputError as error:
        return None, error


def _row(
    scenario: Scenario,
    found: tuple[Result | None, InputError | None],
    base: Scenario,
    base_result: Result | None,
    *,
    baseline: bool,
) -> Row:
    result, problem = found
    difference = relative = None
    if (
        result is not None
        and base_result is not None
        and result.value is not None
        and base_result.value is not None
        and result.unit is base_result.unit
    ):
        difference = result.value - base_result.value
        relative = difference / abs(base_result.value) if base_result.value else None
    names = {*scenario.inputs, *base.inputs}
    changed = tuple(sorted(name for name in names if scenario.inputs.get(name) != base.inputs.get(name)))
    return Row(scenario, result, problem, difference, relative, changed, baseline)


def ends(
    ind: Indicator, inputs: Values, *, share: float = 0.1, better: str | None = "higher", variant: str | None = None
) -> tuple[dict[str, object], dict[str, object]]:
    """The inputs of a worst and of a best case: every number moved by a share, each to the side that does the value harm or good.

    Args:
        ind: the indicator.
        inputs: as for ``compute``.
        share: how far, decimal share of each input, above 0.
        better: whether higher or lower is better; None counts as higher.
        variant: name of the definition, None for the default one.

    Returns:
        Worst and best; an input whose move the others do not allow stays where it is.

    Raises:
        InputError: for inputs that ``compute`` refuses.

    Example:
        >>> from lib.indicators import INDICATORS
        >>> ends(INDICATORS["churn"], {"lost": 30, "customers_at_start": 400}, better="lower")
        ({'lost': 33.0, 'customers_at_start': 360.0}, {'lost': 27.0, 'customers_at_start': 440.0})
    """
    chosen = ind.variant(variant)
    held = ind.checked(chosen, inputs)
    sign = -1 if better == "lower" else 1
    worst, best = dict(held), dict(held)
    for swing in tornado(ind, held, variant=chosen.name, share=share):
        if swing.value_low is None or swing.value_high is None or swing.width == 0:
            continue
        low, high = float(swing.low), float(swing.high)
        bad, good = (low, high) if sign * (swing.value_high - swing.value_low) > 0 else (high, low)
        worst, best = _moved(ind, chosen, worst, swing.name, bad), _moved(ind, chosen, best, swing.name, good)
    return worst, best


def _moved(ind: Indicator, variant: Variant, inputs: dict[str, object], name: str, value: float) -> dict[str, object]:
    moved = placed(inputs, name, value)
    try:
        ind.compute(variant=variant.name, **moved)
    except InputError:
        return inputs
    return moved
