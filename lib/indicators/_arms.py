"""Who was treated and who was held back as control, from a column of labels."""

from __future__ import annotations

from typing import Any

from lib.core.indicator import AUTO, Option, RowRule, Values

# Labels are compared without case and outer spaces; a visitor whose control is called "A" chooses that.
CONTROL = Option(
    "control_label",
    AUTO,
    kind="label",
    role="arm",
    known=("control", "holdout", "hold-out", "no e-mail", "no offer", "none", "0", "false"),
)


def is_control(t: Any, options: Values) -> Any:
    """Boolean column: the row belongs to the control group; nobody does where it is not known which group that is."""
    chosen = options[CONTROL.name]
    return t.arm.lower().isin(CONTROL.known if chosen == AUTO else chosen).fill_null(False)


# What people call a control when they do not call it control; the earlier, the likelier.
_LIKELY = ("control", "ctrl", "kontrol", "контрол", "holdout", "hold", "baseline", "base", "before", "old")
_MOST_ARMS = 20
GUESSED = "control_guessed"
_UNKNOWN = "control_unknown"


def settle_control(t: Any, options: Values) -> Values:
    """Which label is the control where nobody chose: the usual names, else a likely one, or A of A and B.

    A guess is said on screen and can be overruled by choosing a label. Labels that give no hint are left alone, and that is said:
    taking any group for the control would turn the effect around.
    """
    if "arm" not in t.columns or options[CONTROL.name] != AUTO:
        return options
    spelled = _spelled(t)
    usual = tuple(label for label in CONTROL.known if label in spelled)
    if usual or len(spelled) < 2:
        return {**options, CONTROL.name: usual or CONTROL.known}
    likely = [label for word in _LIKELY for label in spelled if word in label]
    guess = likely[0] if likely else "a" if "a" in spelled else None
    if guess is None or len(spelled) > _MOST_ARMS:
        return {**options, CONTROL.name: CONTROL.known, _UNKNOWN: True}
    return {**options, CONTROL.name: (guess,), GUESSED: spelled[guess]}


def _spelled(t: Any) -> dict[str, str]:
    """The usual names that occur and the first few labels, in order, each with its commonest spelling."""
    label = t.arm.lower()
    counted = t.filter(t.arm.notnull()).group_by(arm=label).aggregate(written=t.arm.mode())
    wanted = counted.order_by([counted.arm.isin(CONTROL.known).desc(), counted.arm]).limit(_MOST_ARMS + 1).execute()
    return {str(one): str(written) for one, written in zip(wanted["arm"], wanted["written"], strict=True)}


def rules(slug: str) -> tuple[RowRule, ...]:
    """Rows without an arm are left out; rows of the control group are reported, and whether it was guessed or not found."""
    return (
        RowRule(f"{slug}.rules.blank_arm", lambda t, o: t.arm.isnull(), ("arm",)),
        RowRule(f"{slug}.rules.control_rows", is_control, ("arm",), leave_out=False),
        RowRule("common.rules.control_guessed", _guessed, ("arm",), leave_out=False, says=(GUESSED,)),
        RowRule("common.rules.control_unknown", _unknown, ("arm",), leave_out=False),
    )


def _guessed(t: Any, options: Values) -> Any:
    return is_control(t, options) & bool(options.get(GUESSED))


def _unknown(t: Any, options: Values) -> Any:
    return t.arm.notnull() & bool(options.get(_UNKNOWN))
