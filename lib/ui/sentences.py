"""What a statistician would sign about a comparison: the rules are in ``lib.experiments.verdict``, the words in the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lib.core import Comparison, Unit
from lib.experiments.verdict import Tone, Verdict, judge
from lib.ui import words
from lib.ui.words import say


def conclusion(
    found: Comparison,
    unit: Unit,
    name_a: str,
    name_b: str,
    better: str | None,
    *,
    corrected: float | None = None,
    pairs: int = 0,
    smallest: float | None = None,
    trusted: bool = True,
    randomised: bool = False,
) -> tuple[str, Tone]:
    """What may be said, and in which colour.

    Args:
        found: the comparison, b minus a.
        unit: of the values.
        name_a: of the first group.
        name_b: of the second group.
        better: ``higher``, ``lower`` or None.
        corrected: p-value corrected for all pairs looked at, where there are several.
        pairs: how many those are.
        smallest: smallest effect that matters, None for none.
        trusted: False where a health check forbids conclusions.
        randomised: whether chance put people into the groups, so that the difference has a cause that is known.
    """
    found_verdict = judge(found, better=better, smallest=smallest, corrected=corrected, trusted=trusted)
    fields = {"a": name_a, "b": name_b, "corrected": corrected, "count": pairs, **_numbers(found, unit)}
    said = [say(f"sentence.{_key(found_verdict, found)}", **fields)]
    if found_verdict.code in {"higher", "lower"}:
        said.append(say("sentence.cause.change" if randomised else "sentence.cause.unknown"))
    if found_verdict.size:
        said.append(say(f"sentence.size.{found_verdict.size}", **fields, smallest=_smallest(smallest, found, unit)))
    return " ".join(said), found_verdict.tone


def _key(verdict: Verdict, found: Comparison) -> str:
    apart = verdict.code in {"higher", "lower"}
    return f"{verdict.code}_ratio" if apart and found.effect == "ratio" else verdict.code


def _smallest(smallest: float | None, found: Comparison, unit: Unit) -> str:
    size = smallest or 0.0
    return words.effect(1 + size if found.effect == "ratio" else size, found, unit)


def _numbers(found: Comparison, unit: Unit) -> Mapping[str, Any]:
    if found.estimate is None or found.interval is None:
        return {}
    size = found.estimate if found.effect == "ratio" else abs(found.estimate)
    return {
        "difference": words.effect(size, found, unit),
        "low": words.effect(found.interval.low, found, unit),
        "high": words.effect(found.interval.high, found, unit),
        "level": found.interval.level,
        "p": found.p_value,
    }
