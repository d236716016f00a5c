"""Who was treated and who was held back as control, from a column of labels."""

from __future__ import annotations

from typing import Any

from lib.core.indicator import Option, RowRule, Values

# Labels are compared without case and outer spaces; a visitor whose control is called "A" types that.
CONTROL = Option("control_label", "control, holdout, hold-out, no e-mail, no offer, none, 0, false", kind="text")


def is_control(t: Any, options: Values) -> Any:
    """Boolean column: the row belongs to the control group."""
    names = [part.strip().lower() for part in str(options[CONTROL.name]).split(",") if part.strip()]
    return t.arm.lower().isin(names).fill_null(False)


def rules(slug: str) -> tuple[RowRule, ...]:
    """Rows without an arm are left out; rows of the control group are reported."""
    return (
        RowRule(f"{slug}.rules.blank_arm", lambda t, o: t.arm.isnull(), ("arm",)),
        RowRule(f"{slug}.rules.control_rows", is_control, ("arm",), leave_out=False),
    )
