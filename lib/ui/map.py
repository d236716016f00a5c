"""The map: the indicators as one system, in which any number can be given and the rest follows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import streamlit as st

from lib.charts import number_map
from lib.core import FifteenError, Unit
from lib.data.measure import inputs_of, measure
from lib.indicators import INDICATORS
from lib.ui import visitor
from lib.ui.address import preset
from lib.ui.cells.common import chart, columns_of, show_table
from lib.ui.words import plain, say, value
from lib.whatif.system import IDENTITIES, NUMBERS, Solved, solve

# The totals of a published case: Jeffery, Air France internet marketing, Kellogg KEL319.
_CASE = {"clicks": 512849.0, "cost": 755315.92, "orders": 3939.0, "revenue": 4661912.55}
# Not in the case; invented, so that the whole map is filled.
_INVENTED = {
    "impressions": 4e7, "margin": 0.3, "overhead": 20.0, "wom": 1.5, "retention": 0.6, "discount": 0.1, "period_margin": 300.0,
}  # fmt: skip
_RATES = {"ctr", "tcr", "take_rate", "margin", "roa", "retention", "churn", "discount", "irr"}
_COUNTS = {"impressions", "clicks", "orders"}
# The price of a click is told to four figures, as bids are.
_PLAIN = {"roas": Unit.RATIO, "wom": Unit.RATIO, "payback": Unit.PERIODS, "cpc": Unit.RATIO, "cpc_with_wom": Unit.RATIO}
_GRID = (
    ("impressions", "ctr", "take_rate"),
    ("clicks", "cpc", "wom"),
    ("tcr", "cost", "cpc_with_wom"),
    ("orders", "cpa", "overhead"),
    ("order_value", "roas", "cac"),
    ("revenue", "roa", "payback"),
    ("margin", "period_margin", "irr"),
    ("gross", "retention", "npv"),
    ("profit", "churn", "lifetime_value"),
    ("", "discount", ""),
)
_STARTED = "map__started"
_TAKEN = "map__taken"  # the file and the numbers that were taken from it
_SUPPLY = ("impressions", "clicks", "cost", "orders", "revenue")


def unit_of(name: str) -> Unit:
    """The unit of a number on the map."""
    if name in _RATES:
        return Unit.RATE
    return Unit.COUNT if name in _COUNTS else _PLAIN.get(name, Unit.MONEY)


def system_map() -> None:
    """The page: what it is for, the fields, what follows, and the picture."""
    st.title(say("map.title"))
    st.markdown(say("map.explain"))
    _start()
    _fill()
    above = st.container()
    given = _fields()
    found = solve(given)
    with above:
        _contradictions(found)
        _picture(given, found)
    _table(given, found)


def _contradictions(found: Solved) -> None:
    for broken in found.contradictions:
        fields = {
            "identity": plain(f"map.identities.{broken.identity}"),
            "number": plain(f"map.numbers.{broken.number}"),
            "given": value(broken.given, unit_of(broken.number)),
            "follows": value(broken.follows, unit_of(broken.number)),
            "among": ", ".join(plain(f"map.numbers.{name}") for name in broken.among),
        }
        st.error(say("map.contradiction", **fields), icon=":material/block:")


def _key(name: str) -> str:
    return f"map_{name}"


def _screen(name: str, number: float) -> float:
    return float(f"{number * (100 if name in _RATES else 1):.10g}")


def _start() -> None:
    """Opens on the case, unless a link or the visitor says otherwise. A field with a default of its own could not be emptied."""
    if st.session_state.setdefault(_STARTED, any(_key(name) in st.query_params for name in NUMBERS)):
        return
    st.session_state[_STARTED] = True
    for name, number in {**_CASE, **_INVENTED}.items():
        preset(_key(name), _screen(name, number))


def _fields() -> dict[str, float]:
    """One field per number; what stands in a field is given, an empty one is solved for."""
    st.caption(say("map.fields"))
    st.caption(say("cells.parameters.point"))
    given = {}
    with st.expander(say("map.give"), icon=":material/edit:", expanded=True):
        for place, name in enumerate(NUMBERS):
            if place % 4 == 0:
                row = st.columns(4)
            unit = plain(f"units.{unit_of(name)}")
            label = plain(f"map.numbers.{name}")
            typed = row[place % 4].number_input(
                plain("map.label", name=label, unit=unit) if unit else label,
                value=None,
                key=_key(name),
                format="%.10g",
                placeholder=plain("map.follows"),
                bind="query-params",
            )
            if typed is not None:
                given[name] = typed / 100 if name in _RATES else float(typed)
    return given


def _fill() -> None:
    """Takes the campaign's totals from the loaded file, where its columns can play the roles."""
    columns = st.columns([1, 1, 2])
    columns[0].button(say("map.clear"), on_click=_empty, icon=":material/backspace:", width="stretch", key="map_clear")
    ds = visitor.dataset()
    if ds is None:
        columns[2].caption(say("map.no_file"))
        return
    columns[1].button(
        say("map.from_file"), on_click=_take_file, icon=":material/table_rows:", width="stretch", key="map_from_file"
    )
    columns[2].caption(say("map.file", name=ds.name))
    _say_taken(ds.name)


def _empty() -> None:
    st.session_state.pop(_TAKEN, None)
    for name in NUMBERS:
        st.session_state[_key(name)] = None


def _say_taken(file: str) -> None:
    """What the file gave, what it has no column for, and that what else stands in the fields is not from it."""
    name, totals = st.session_state.get(_TAKEN, ("", {}))
    if name != file:
        return
    if not totals:
        st.warning(say("map.nothing_taken", name=file, numbers=_called(_SUPPLY)), icon=":material/block:")
        return
    st.success(say("map.taken", name=file, numbers=_called(totals)), icon=":material/check:")
    missing = [name for name in _SUPPLY if name not in totals]
    if missing:
        st.caption(say("map.not_in_file", count=len(missing), numbers=_called(missing)))
    others = [name for name in _INVENTED if name not in totals and st.session_state.get(_key(name)) is not None]
    if others:
        st.caption(say("map.not_from_file", count=len(others), numbers=_called(others)))


def _called(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(plain(f"map.numbers.{name}") for name in names)


def _take_file() -> None:
    found = campaign_totals()
    ds = visitor.dataset()
    assert ds is not None
    st.session_state[_TAKEN] = (ds.name, found)
    if not found:
        return
    for name in NUMBERS:
        if name in found:
            preset(_key(name), _screen(name, found[name]))
        elif name not in _INVENTED or name == "impressions":
            st.session_state[_key(name)] = None


def campaign_totals() -> dict[str, float]:
    """Clicks, cost, orders and revenue of the loaded file, as far as the pages of these indicators can measure them."""
    ds = visitor.dataset()
    totals: dict[str, float] = {}
    if ds is None:
        return totals
    for slug in ("cpc", "tcr", "roa"):
        ind = INDICATORS[slug]
        try:
            frame = measure(ds, ind, visitor.roles(ind, ds, own=True))
        except FifteenError:
            continue
        measured: dict[str, Any] = inputs_of(frame.iloc[0].to_dict(), ind) if len(frame) else {}
        for name in _SUPPLY:
            if isinstance(measured.get(name), float):
                totals.setdefault(name, measured[name])
    return totals


def _picture(given: dict[str, float], found: Solved) -> None:
    kinds = {name: plain(f"map.kinds.{name}") for name in ("given", "found", "open")}
    places = {name: (x, y) for y, line in enumerate(_GRID) for x, name in enumerate(line) if name}
    nodes = [{"x": x, "y": y, **_node(name, given, found, kinds)} for name, (x, y) in places.items()]
    links = [
        {
            "x": places[one][0], "y": places[one][1], "x2": places[other][0], "y2": places[other][1],
            "label": plain(f"map.identities.{identity.name}"),
        }
        for identity in IDENTITIES
        for one, other in zip(list(identity.solve)[1:], [next(iter(identity.solve))] * 4, strict=False)
    ]  # fmt: skip
    spec = number_map(nodes, links, kinds=list(kinds.values()), columns=3, rows=len(_GRID))
    alt = plain("map.alt", known=len(found.values), all=len(NUMBERS), given=len(given))
    chart(spec, key="map__picture", alt=alt)


def _node(name: str, given: dict[str, float], found: Solved, kinds: dict[str, str]) -> dict[str, str]:
    kind = kinds["given" if name in given else "found" if name in found.values else "open"]
    label, text = plain(f"map.numbers.{name}"), value(found.values.get(name), unit_of(name))
    return {"label": label, "text": text, "kind": kind, "about": plain("map.node", name=label, value=text, kind=kind)}


def _table(given: dict[str, float], found: Solved) -> None:
    rows = [
        {
            "number": plain(f"map.numbers.{name}"),
            "value": value(found.values.get(name), unit_of(name)),
            "why": plain("map.kinds.given")
            if name in given
            else plain(f"map.identities.{found.found[name]}")
            if name in found.found
            else plain("map.kinds.open"),
        }
        for name in NUMBERS
    ]
    labels = {name: f"map.columns.{name}" for name in ("number", "value", "why")}
    st.subheader(say("map.how"), anchor="how")
    show_table(columns_of(rows, labels), key="map__table")
