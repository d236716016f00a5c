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


# What people call a control when they do not call it control; the earlier, the likelier.
_LIKELY = ("control", "ctrl", "kontrol", "контрол", "holdout", "hold", "baseline", "base", "before", "old")
_MOST_ARMS = 20
GUESSED = "control_guessed"


def settle_control(t: Any, options: Values) -> Values:
    """Which label is the control where none of the usual names is among them: a likely one, or A of A and B.

    A guess is said on screen and can be overruled by typing a label. Labels that give no hint are left alone: taking any group for
    the control would turn the effect around.
    """
    if "arm" not in t.columns or options[CONTROL.name] != CONTROL.default:
        return options
    counted = t.group_by(arm=t.arm.lower()).aggregate(n=t.count()).limit(_MOST_ARMS + 1).execute()
    labels = sorted(str(one) for one in counted["arm"].dropna())
    named = {part.strip() for part in str(CONTROL.default).split(",")}
    if len(labels) < 2 or len(labels) > _MOST_ARMS or named & set(labels):
        return options
    likely = [label for word in _LIKELY for label in labels if word in label]
    guess = likely[0] if likely else "a" if "a" in labels else None
    return options if guess is None else {**options, CONTROL.name: guess, GUESSED: True}


def rules(slug: str) -> tuple[RowRule, ...]:
    """Rows without an arm are left out; rows of the control group are reported, and whether it was guessed."""
    return (
        RowRule(f"{slug}.rules.blank_arm", lambda t, o: t.arm.isnull(), ("arm",)),
        RowRule(f"{slug}.rules.control_rows", is_control, ("arm",), leave_out=False),
        RowRule("common.rules.control_guessed", _guessed, ("arm",), leave_out=False, says=(CONTROL.name,)),
    )


def _guessed(t: Any, options: Values) -> Any:
    return is_control(t, options) & bool(options.get(GUESSED))
