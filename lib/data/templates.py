"""Files to start from: for each shape of data a small table of the right columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from lib.core.indicator import Indicator, Role, RoleKind, Shape
from lib.data.role_names import lexicon

_EXAMPLES: Mapping[RoleKind, tuple[str, str, str]] = {
    "identifier": ("A001", "A002", "A003"),
    "date": ("2026-01-05", "2026-01-06", "2026-02-02"),
    "number": ("12", "8", "15"),
    "money": ("120.00", "98.50", "143.20"),
    "flag": ("yes", "no", "no"),
    "category": ("North", "South", "North"),
    "text": ("first", "second", "third"),
}


def template(ind: Indicator, shape: Shape) -> str:
    """A small CSV file of the right shape: the roles as headers, and three rows as an example.

    Args:
        ind: the indicator.
        shape: one of its shapes.

    Example:
        >>> from lib.indicators import INDICATORS
        >>> print(template(INDICATORS["churn"], INDICATORS["churn"].shape("snapshot")).splitlines()[0])
        churned,customer,tenure,revenue,revenue_end
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([role.name for role in shape.roles])
    writer.writerows(zip(*(_examples(ind.slug, role) for role in shape.roles), strict=True))
    return out.getvalue()


def _examples(slug: str, role: Role) -> tuple[str, ...]:
    entry = lexicon().role(slug, role.name)
    given = entry.examples if entry else ()
    # One role can be a yes or no in one shape and a count in another.
    fits = (given[:1] in {("yes",), ("no",)}) == (role.kind == "flag")
    return given if len(given) == 3 and fits else _EXAMPLES[role.kind]
