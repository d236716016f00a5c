"""What a page measures from rows: each measurement once, kept under the content of the data set."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from weakref import ref

import pandas as pd
import streamlit as st

from lib.core import Notice
from lib.core.indicator import Indicator, Shape
from lib.data import Dataset, read
from lib.data.measure import inputs_of, measure
from lib.experiments.rows import EXPERIMENT
from lib.indicators import INDICATORS
from lib.ui.notebook import Measured, Notebook

# What rows can be measured for.
READ: Mapping[str, Indicator] = {**INDICATORS, EXPERIMENT.slug: EXPERIMENT}
SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"


@cache
def sample(file: str) -> Dataset:
    """A sample data set; the same for everybody, read once."""
    return read(SAMPLES / file, name=file)


def measure_all(
    ds: Dataset,
    ind: Indicator,
    roles: Mapping[str, str],
    shape: Shape,
    *,
    by: str | None,
    period: str | None,
    options: Mapping[str, Any],
) -> Measured:
    """Measures the whole, the groups and the trend; each is kept under the content of the data set.

    Raises:
        FifteenError: when the roles cannot be filled.
    """
    roles = {role: column for role, column in roles.items() if role in {item.name for item in shape.roles}}
    keep = _for_all if ds is _sample_or_none(shape) else _for_one
    call = (ds.content_hash, ind.slug, tuple(sorted(roles.items())), shape.name, tuple(sorted(options.items())))
    overall = keep(ds, *call, None, None)
    groups = keep(ds, *call, by, None) if by else None
    trend = keep(ds, *call, None, period) if period and shape.period_role in roles else None
    notices = _notices(overall, groups)
    first = inputs_of(overall.iloc[0].to_dict(), ind) if len(overall) else {}
    return Measured(ds, roles, shape, dict(options), first, groups, trend, by, period, notices)


def measure_extra(page: Notebook, name: str) -> pd.DataFrame:
    """A further measurement of the data, empty where they cannot supply it; of the chosen group where it is by group."""
    found = page.measured
    if found is None or name not in found.shape.extras:
        return pd.DataFrame()
    frame = _measure_again(page, found, found.by, name)
    kind, _, label = found.focus.partition(":")
    if kind == "group" and "group" in frame.columns:
        return frame[frame["group"] == label]
    return frame


def measure_whole(page: Notebook, name: str) -> pd.DataFrame:
    """A further measurement of everything at once, or of the chosen group; for figures that do not add up over groups."""
    found = page.measured
    if found is None or found.focus.startswith("group:"):
        return measure_extra(page, name)
    return pd.DataFrame() if name not in found.shape.extras else _measure_again(page, found, None, name)


def measure_groups(page: Notebook, column: str) -> pd.DataFrame:
    """The page's data by a column of its own, whatever the visitor compares by."""
    found = page.measured
    if found is None:
        return pd.DataFrame()
    if found.by == column and found.groups is not None:
        return found.groups
    return _measure_again(page, found, column, None)


def measure_pairs(page: Notebook, name: str, mode: str) -> pd.DataFrame:
    """A further measurement of all pairs of groups, or of periods; empty where nothing is compared by them."""
    found = page.measured
    if found is None or (found.by if mode == "groups" else found.period) is None:
        return pd.DataFrame()
    return _measure_again(
        page, found, found.by if mode == "groups" else None, name, None if mode == "groups" else found.period
    )


def _measure_again(
    page: Notebook, found: Measured, by: str | None, extra: str | None, period: str | None = None
) -> pd.DataFrame:
    keep = _for_all if found.ds is _sample_or_none(found.shape) else _for_one
    return keep(
        found.ds,
        found.ds.content_hash,
        page.slug,
        tuple(sorted(found.roles.items())),
        found.shape.name,
        tuple(sorted(found.options.items())),
        by,
        period,
        extra,
    )


def frame_of(
    ds: Dataset,
    slug: str,
    roles: Mapping[str, str],
    shape: Shape,
    options: Mapping[str, Any],
    *,
    by: str | None = None,
    period: str | None = None,
    extra: str | None = None,
) -> pd.DataFrame:
    """One measurement, kept under the content of the data set.

    Raises:
        FifteenError: when the roles cannot be filled.
    """
    keep = _for_all if ds is _sample_or_none(shape) else _for_one
    known = {role.name for role in shape.roles}
    named = tuple(sorted((role, column) for role, column in roles.items() if role in known))
    return keep(ds, ds.content_hash, slug, named, shape.name, tuple(sorted(options.items())), by, period, extra)


def records(frame: pd.DataFrame | None) -> list[dict[str, Any]]:
    """The rows of a frame as plain values, to be read and not changed: a frame that is kept has them worked out once.

    Example:
        >>> records(pd.DataFrame({"group": ["a", "b"], "lost": [3, 5]}))
        [{'group': 'a', 'lost': 3}, {'group': 'b', 'lost': 5}]
    """
    if frame is None:
        return []
    place = id(frame)
    known = _records.get(place)
    if known is None or known[0]() is not frame:
        # By columns, in a third of the time of pandas' own way; without notices, which it would copy with each column.
        bare = pd.DataFrame(frame, copy=False)
        bare.attrs = {}
        names = [str(name) for name in bare.columns]
        columns = [cells.tolist() for _, cells in bare.items()]
        rows = [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
        known = (ref(frame, lambda _: _records.pop(place, None)), rows)
        _records[place] = known
    return known[1]


# A moved slider asks for the rows of the same frame several times, and again with the next move.
_records: dict[int, tuple[ref[pd.DataFrame], list[dict[str, Any]]]] = {}


def _sample_or_none(shape: Shape) -> Dataset | None:
    return sample(shape.sample) if (SAMPLES / shape.sample).exists() else None


def _notices(*frames: pd.DataFrame | None) -> tuple[Notice, ...]:
    found: list[Notice] = []
    for frame in frames:
        for item in () if frame is None else frame.attrs.get("notices", ()):
            if item not in found:
                found.append(item)
    return tuple(found)


def _measured(
    _ds: Dataset,
    content_hash: str,
    slug: str,
    roles: tuple[tuple[str, str], ...],
    shape: str,
    options: tuple[tuple[str, Any], ...],
    by: str | None,
    period: str | None,
    extra: str | None = None,
) -> pd.DataFrame:
    return measure(_ds, READ[slug], dict(roles), by, period=period, shape=shape, extra=extra, **dict(options))


# Keyed on the content hash, never on rows. Samples are the same for everybody; a visitor's numbers stay in the visitor's session.
_for_all = lru_cache(maxsize=512)(_measured)
_for_one = st.cache_data(show_spinner=False, max_entries=64, scope="session")(_measured)
