"""Amounts with the outermost ones drawn in, from sums that the engine makes: a sensitivity beside the result, never the result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from lib.experiments.records import Arm

# Parts per thousand of all units that are drawn in at either end; 10 is the usual hundredth.
CUTS: Final = (5, 10, 20, 50)
USUAL: Final = 10


@dataclass(frozen=True, slots=True)
class DrawnIn:
    """All arms once more, values beyond the limits set to the limits.

    Attributes:
        low: lowest value left, from all arms together.
        high: highest value left.
        changed: units that were drawn in.
        arms: their sums afterwards, by label.
    """

    low: float
    high: float
    changed: int
    arms: Mapping[str, Arm]


def measure_drawn_in(units: Any) -> Any:
    """Sums per arm for every share of ``CUTS``, from one row of ``arm`` and ``amount`` per unit.

    The limits are those of ``winsorised_means``: the k-th smallest and largest of all arms together, k = floor(share n) + 1.
    """
    import ibis

    known = units.filter(units.amount.notnull())
    everybody = known.mutate(
        _rank=ibis.row_number().over(order_by=known.amount), _all=known.count().over(ibis.window())
    )
    limits = everybody.aggregate(
        **{f"low_{cut}": everybody.amount.min(where=everybody._rank >= _beyond(everybody, cut)) for cut in CUTS},
        **{
            f"high_{cut}": everybody.amount.max(where=everybody._rank < everybody._all - _beyond(everybody, cut))
            for cut in CUTS
        },
    )
    both = known.cross_join(limits)
    sums: dict[str, Any] = {"n": both.count()}
    for cut in CUTS:
        low, high = both[f"low_{cut}"], both[f"high_{cut}"]
        drawn = ibis.least(ibis.greatest(both.amount, low), high)
        sums |= {
            f"total_{cut}": drawn.sum(),
            f"squares_{cut}": (drawn * drawn).sum(),
            f"changed_{cut}": (drawn != both.amount).cast("int64").sum(),
            f"least_{cut}": low.min(),
            f"most_{cut}": high.max(),
        }
    return both.group_by("arm").aggregate(**sums)


def _beyond(everybody: Any, cut: int) -> Any:
    return (everybody._all * cut / 1000).floor()


def drawn_in_of(rows: Iterable[Mapping[Any, Any]]) -> dict[int, DrawnIn]:
    """What was measured, by parts per thousand; empty without rows.

    Example:
        >>> row = {"arm": "a", "n": 2} | {f"{name}_{cut}": 3 for name in ("total", "squares", "changed") for cut in CUTS}
        >>> found = drawn_in_of([row | {f"{name}_{cut}": 1 for name in ("least", "most") for cut in CUTS}])[USUAL]
        >>> found.changed, found.high, found.arms["a"].total
        (3, 1.0, 3.0)
    """
    known = list(rows)
    if not known:
        return {}
    return {
        cut: DrawnIn(
            float(known[0][f"least_{cut}"]),
            float(known[0][f"most_{cut}"]),
            sum(int(row[f"changed_{cut}"]) for row in known),
            {
                str(row["arm"]): Arm(
                    str(row["arm"]),
                    float(row["n"]),
                    float(row["n"]),
                    float(row[f"total_{cut}"]),
                    float(row[f"squares_{cut}"]),
                )
                for row in known
            },
        )
        for cut in CUTS
    }
