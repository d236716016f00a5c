"""Data apart from the picture: what a browser need not compile again when only numbers have changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any, Final

from lib.charts.specs import Row, Spec

# The parameter under which a picture says what it is like, apart from its rows and its other parameters.
LIKENESS: Final = "like"
# Where a picture is put together of others.
PARTS: Final = ("layer", "hconcat", "vconcat")


def with_named_data(spec: Mapping[str, Any]) -> Spec:
    """The same chart with its rows in ``datasets``, by names that depend on their place only.

    A picture whose specification is the one before gets the new rows and is not built anew. Layers that stand for no row keep theirs.

    Args:
        spec: Vega-Lite, with rows under ``data`` of the whole and of its layers.

    Example:
        >>> with_named_data({"data": {"values": [{"x": 1}]}, "layer": [{"data": {"values": [{"x": 2}]}, "mark": "point"}]})
        {'data': {'name': 'rows'}, 'layer': [{'data': {'name': 'rows_0'}, 'mark': 'point'}], \
'datasets': {'rows': [{'x': 1}], 'rows_0': [{'x': 2}]}}
    """
    sets: dict[str, list[Row]] = {}

    def apart(part: Any, name: str) -> Any:
        if not isinstance(part, Mapping):
            return part
        found = dict(part)
        values = found.get("data", {}).get("values")
        if isinstance(values, list) and any(values):
            sets[name], found["data"] = values, {"name": name}
        for inner in PARTS:
            if inner in found:
                found[inner] = [apart(one, f"{name}_{place}") for place, one in enumerate(found[inner])]
        return found

    whole: Spec = apart(spec, "rows")
    return {**whole, "datasets": sets} if sets else whole


def with_rows_inline(spec: Mapping[str, Any], sets: Mapping[str, Sequence[Row]]) -> Spec:
    """The reverse: rows back where their names stand, so that the picture needs nothing besides.

    Example:
        >>> with_rows_inline({"layer": [{"data": {"name": "rows_0"}, "mark": "point"}]}, {"rows_0": [{"x": 2}]})
        {'layer': [{'data': {'values': [{'x': 2}]}, 'mark': 'point'}]}
    """
    found = dict(spec)
    name = found.get("data", {}).get("name")
    if name in sets:
        found["data"] = {"values": list(sets[name])}
    for inner in PARTS:
        if inner in found:
            found[inner] = [with_rows_inline(one, sets) for one in found[inner]]
    return found


def axis_titles(spec: Mapping[str, Any]) -> tuple[str, ...]:
    """What the horizontal and the vertical axis say, as far as they say anything.

    Example:
        >>> axis_titles({"layer": [{"encoding": {"y": {"field": "b", "title": None}, "x": {"field": "a", "title": "Size"}}}]})
        ('Size',)
    """
    found: dict[str, str] = {}

    def look(part: Mapping[str, Any]) -> None:
        for channel in ("x", "y"):
            title = part.get("encoding", {}).get(channel, {}).get("title")
            if title:
                found.setdefault(channel, str(title))
        for inner in PARTS:
            for one in part.get(inner, ()):
                look(one)

    look(spec)
    return tuple(found[channel] for channel in ("x", "y") if channel in found)


def with_named_formats(spec: Mapping[str, Any]) -> Spec:
    """The same chart with the formats of its axes as parameters: a digit more does not make it another picture.

    Example:
        >>> axis = {"encoding": {"x": {"field": "v", "type": "quantitative", "axis": {"format": ".1%"}}}}
        >>> found = with_named_formats({"layer": [axis]})
        >>> found["params"], found["layer"][0]["encoding"]["x"]["axis"]
        ([{'name': 'format_x', 'value': '.1%'}], {'labelExpr': 'format(datum.value, format_x)'})
    """
    formats: dict[str, set[str]] = {"x": set(), "y": set()}
    for channel, axis in _axes(spec):
        formats[channel].add(axis["format"])
    only = {channel: found.pop() for channel, found in formats.items() if len(found) == 1}

    def named(part: Any) -> Any:
        if isinstance(part, list):
            return [named(one) for one in part]
        if not isinstance(part, Mapping):
            return part
        found = dict(part)
        for channel in only:
            given = found.get("encoding", {}).get(channel, {})
            if _has_format(given):
                axis = {name: one for name, one in given["axis"].items() if name != "format"}
                axis["labelExpr"] = f"format(datum.value, format_{channel})"
                found["encoding"] = {**found["encoding"], channel: {**given, "axis": axis}}
        return found | {inner: named(found[inner]) for inner in PARTS if inner in found}

    whole: Spec = named(spec)
    parameters = [{"name": f"format_{channel}", "value": one} for channel, one in only.items()]
    return {**whole, "params": [*spec.get("params", ()), *parameters]} if parameters else whole


def _axes(part: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for channel in ("x", "y"):
        given = part.get("encoding", {}).get(channel, {})
        if _has_format(given):
            yield channel, given["axis"]
    for inner in PARTS:
        for one in part.get(inner, ()):
            yield from _axes(one)


def _has_format(channel: Mapping[str, Any]) -> bool:
    axis = channel.get("axis") or {}
    return channel.get("type") == "quantitative" and "format" in axis and "labelExpr" not in axis


def with_rows_apart(spec: Mapping[str, Any]) -> Spec:
    """The chart as the page draws it: rows and formats by name."""
    return with_named_formats(with_named_data(spec))


def likeness(spec: Mapping[str, Any]) -> str:
    """What two pictures have in common whose rows and whose parameters' values alone differ.

    Args:
        spec: with its rows in ``datasets``.

    Example:
        >>> one = {"mark": "bar", "data": {"name": "rows"}, "datasets": {"rows": [{"x": 1}]}}
        >>> likeness(one) == likeness({**one, "datasets": {"rows": [{"x": 2}]}}), likeness(one) == likeness({**one, "mark": "line"})
        (True, False)
    """
    rest = _without_tips({name: part for name, part in spec.items() if name not in {"datasets", "params"}})
    names = [sorted(spec.get("datasets", ())), [one["name"] for one in spec.get("params", ())]]
    return blake2b(json.dumps([rest, names], default=str).encode(), digest_size=8).hexdigest()


def with_likeness(spec: Mapping[str, Any], key: str) -> Spec:
    """The same picture, which says what it is and what it is like: rows for another one must not be put into it.

    Example:
        >>> with_likeness({"mark": "bar"}, "churn__trend")["params"][0]["value"].partition(" ")[0]
        'churn__trend'
    """
    return {**spec, "params": [*spec.get("params", ()), {"name": LIKENESS, "value": f"{key} {likeness(spec)}"}]}


def _without_tips(part: Any) -> Any:
    """What pointing at a mark says is not seen while a slider is held, and may have a digit less."""
    if isinstance(part, list):
        return [_without_tips(one) for one in part]
    if isinstance(part, Mapping):
        return {name: _without_tips(one) for name, one in part.items() if name != "tooltip"}
    return part
