"""From a few lines of CSV to the inputs of an indicator, for the tests of measurement."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from lib.core import Notice
from lib.core.indicator import Indicator
from lib.data import read
from lib.data.measure import inputs_of, measure, prepare

Found = TypeVar("Found")


def known(found: Found | None) -> Found:
    """What was found, where a test takes for granted that there is something."""
    assert found is not None
    return found


def limits(ind: Indicator, *, variant: str | None = None, level: float = 0.95, **inputs: Any) -> tuple[float, float]:
    """Both limits of the interval."""
    interval = known(ind.interval(variant=variant, level=level, **inputs))
    return interval.low, interval.high


def value(ind: Indicator, *, variant: str | None = None, **inputs: Any) -> float:
    """The value, where there must be one."""
    return known(ind.compute(variant=variant, **inputs).value)


def each(frame: pd.DataFrame, ind: Indicator) -> list[dict[str, Any]]:
    """The inputs in every row of a measured frame."""
    return [inputs_of({str(name): value for name, value in row.items()}, ind) for row in frame.to_dict("records")]


def measured(
    source: str | Path, ind: Indicator, roles: dict[str, str], **options: Any
) -> tuple[dict[str, Any], dict[str, Notice]]:
    """The inputs over all rows, and what was said about them by code."""
    content = source.encode() if isinstance(source, str) else source
    name = "small.csv" if isinstance(source, str) else source.name
    frame = measure(read(content, name=name), ind, roles, **options)
    return each(frame, ind)[0], {notice.code: notice for notice in frame.attrs["notices"]}


def grouped(source: str | Path, ind: Indicator, roles: dict[str, str], by: str, **options: Any) -> dict[str, Any]:
    """The inputs per group, by the group's label."""
    content = source.encode() if isinstance(source, str) else source
    frame = measure(read(content, name="small.csv"), ind, roles, by=by, **options)
    return dict(zip(frame["group"], each(frame, ind), strict=True))


def extra(source: str | Path, ind: Indicator, roles: dict[str, str], name: str, **options: Any) -> pd.DataFrame:
    """A further measurement of the shape as the engine gives it."""
    content = source.encode() if isinstance(source, str) else source
    ds = read(content, name="small.csv")
    ready = prepare(ds, ind, roles, **options)
    frame: pd.DataFrame = ready.shape.extras[name](ready.table, (), ready.options).execute()
    return frame
