"""An experiment as one line of text, for a link: sums per arm, no rows, so that the receiver sees the sender's numbers."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote, unquote

from lib.core.errors import InputError
from lib.experiments.records import KINDS, SUMS, Arm, Experiment, check_arms

_FIELDS: Final = (*SUMS, "largest")
_LEAST: Final = 2
_MOST: Final = 4000


def to_text(experiment: Experiment) -> str | None:
    """Kind, arms and their sums; None for times, whose table is as long as the data.

    Example:
        >>> to_text(Experiment("binary", (Arm("old page", 10, 10, 3), Arm("new", 9, 9, 4))))
        'binary;old%20page~10~10~3;new~9~9~4'
    """
    if experiment.kind == "survival":
        return None
    text = ";".join((experiment.kind, *(_arm_text(arm) for arm in experiment.arms)))
    return text if len(text) <= _MOST else None


def from_text(text: str) -> Experiment:
    """The experiment that a line of text holds.

    Args:
        text: from ``to_text``; a person may have damaged it.

    Raises:
        InputError: when it is none.

    Example:
        >>> from_text("binary;old%20page~10~10~3;new~9~9~4").arms[0]
        Arm(label='old page', assigned=10.0, n=10.0, total=3.0, squares=0.0, base=0.0, base_squares=0.0, products=0.0, \
before=0.0, before_squares=0.0, before_products=0.0, largest=0.0, table=None)
    """
    kind, *arms = text[:_MOST].split(";")
    known = {name: name for name in KINDS if name != "survival"}
    if kind not in known:
        raise _damaged(text)
    found = check_arms(tuple(_arm(part, text) for part in arms))
    return Experiment(known[kind], found, has_before=any(arm.before_squares > 0 for arm in found))


def _arm_text(arm: Arm) -> str:
    numbers = [_written(getattr(arm, name)) for name in _FIELDS]
    while len(numbers) > _LEAST and numbers[-1] == "0":
        numbers.pop()
    return "~".join((quote(arm.label, safe=" ").replace(" ", "%20").replace("~", "%7E"), *numbers))


def _written(number: float) -> str:
    return str(int(number)) if float(number).is_integer() and abs(number) < 1e15 else repr(float(number))


def _arm(part: str, text: str) -> Arm:
    label, *numbers = part.split("~")
    try:
        values = [float(number) for number in numbers]
    except ValueError:
        raise _damaged(text) from None
    if len(values) < _LEAST or len(values) > len(_FIELDS) or not all(abs(value) < 1e300 for value in values):
        raise _damaged(text)
    sums: dict[str, Any] = dict(zip(_FIELDS, values, strict=False))
    arm = Arm(unquote(label), **sums)
    if not 0 <= arm.n <= arm.assigned or arm.squares < 0 or arm.base_squares < 0:
        raise _damaged(text)
    return arm


def _damaged(text: str) -> InputError:
    return InputError("experiment_damaged", "this is no experiment", name="sums", value=text[:60])
