"""The page "Can I trust this?": what was simulated, what was found, and what the numbers were checked against."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from lib.charts import nominal_dots
from lib.knowledge.calibration import Row, calibration
from lib.knowledge.checks import checks
from lib.ui import words
from lib.ui.address import choose
from lib.ui.cells.common import chart
from lib.ui.words import plain, say

# What a method name says before its colon where the family alone does not tell what is estimated.
_EFFECTS: Final = ("difference", "risk_ratio", "odds_ratio")
_OUTCOMES: Final = ("within", "safe", "short")
# Where the axis of each measure ends; dots beyond stand at the edge, and the table has their value.
_DOMAINS: Final = {"coverage": (0.8, 1.0), "false_positive": (0.0, 0.15), "power": (0.0, 1.0)}
# Failures worth knowing: family, population, n, a, method, measure.
_FAILURES: Final = (
    ("share", "binomial", 20, 0.02, "wald", "coverage"),
    ("ratios", "users", 500, 0.2, "naive:visits", "false_positive"),
    ("arms", "binomial", 500, 0.1, "pairs:none", "false_positive"),
    ("looks", "normal", 1000, 0.0, "naive:looks", "false_positive"),
    ("means", "unequal", 50, 0.0, "student", "false_positive"),
    ("mean", "lognormal", 10, 0.0, "student_one_sample", "coverage"),
)


def title() -> None:
    """Name of the page and what it is about."""
    st.title(say("trust.title"), anchor=False)
    st.markdown(say("trust.lead", replications=calibration()[0].replications))


def explanation() -> None:
    """What coverage and false alarms are, and what methods promise of them."""
    st.subheader(say("trust.how.heading"), anchor="how")
    st.markdown(say("trust.how.text"))
    with st.expander(say("trust.promises.heading"), icon=":material/handshake:"):
        for promise in ("exact", "at_least", "on_average", "asymptotic", "nothing"):
            st.markdown(say(f"trust.promises.{promise}"))


def coverage() -> None:
    """The simulated figures as a chart, and as the table behind it."""
    st.subheader(say("trust.results.heading"), anchor="results")
    topic_column, measure_column, size_column = st.columns(3)
    topics = list(dict.fromkeys(topic_of(row) for row in calibration()))
    topic = choose(
        topic_column.selectbox, say("trust.results.topic"), topics, key="topic", default=topics[0], label_of=_topic_name
    )
    rows = [row for row in calibration() if topic_of(row) == topic and row.value is not None]
    measures = list(dict.fromkeys(row.measure for row in rows))
    measure = choose(
        measure_column.selectbox,
        say("trust.results.measure"),
        measures,
        key="measure",
        default=measures[0],
        label_of=lambda name: plain(f"trust.measures.{name}"),
    )
    rows = [row for row in rows if row.measure == measure]
    sizes = sorted({row.n for row in rows})
    size = choose(size_column.selectbox, say("trust.results.size"), sizes, key="size", default=sizes[len(sizes) > 1])
    _draw([row for row in rows if row.n == size], measure, rows)


def _draw(rows: list[Row], measure: str, every: list[Row]) -> None:
    low, high = _DOMAINS[measure]
    label = {row.method: method_name(row.method) for row in rows}
    points = [
        {
            "label": label[row.method],
            "value": row.value,
            "shown": min(high, max(low, row.value or 0.0)),
            "kind": plain(f"trust.outcomes.{measure}.{row.outcome or 'power'}"),
            "where": where(row),
        }
        for row in sorted(rows, key=lambda row: list(label).index(row.method))
    ]
    wanted = [name for name in _OUTCOMES if any(row.outcome == name for row in rows)] or ["power"]
    kinds = [plain(f"trust.outcomes.{measure}.{name}") for name in wanted]
    claims = [(row.nominal, row.band) for row in rows if row.nominal is not None and row.band is not None]
    claim = {"value": claims[0][0], "low": claims[0][1][0], "high": claims[0][1][1]} if claims else None
    worst = min(rows, key=_merit)
    alt = plain(
        f"trust.alt.{measure}",
        count=len(rows),
        within=sum(row.outcome == "within" for row in rows),
        safe=sum(row.outcome == "safe" for row in rows),
        short=sum(row.outcome == "short" for row in rows),
        method=label[worst.method],
        value=words.number(worst.value, "percent"),
        where=where(worst),
    )
    spec = nominal_dots(points, x=plain(f"trust.measures.{measure}"), kinds=kinds, domain=(low, high), nominal=claim)
    chart(spec, key="trust_chart", alt=alt, table=_table(every))
    if any(point["shown"] != point["value"] for point in points):
        st.caption(say("trust.results.beyond", low=low, high=high))


def _merit(row: Row) -> float:
    """High is good: coverage and power, and few false alarms."""
    return -(row.value or 0.0) if row.measure == "false_positive" else row.value or 0.0


def _table(rows: list[Row]) -> pd.DataFrame:
    columns = ("method", "where", "size", "value", "exact", "promise", "outcome", "unanswered")
    found = [
        (
            method_name(row.method),
            where(row),
            row.n,
            words.number(row.value, "percent"),
            "" if row.exact is None else words.number(row.exact, "percent"),
            plain(f"trust.promise_names.{row.promise}") if row.promise else "",
            plain(f"trust.outcomes.{row.measure}.{row.outcome}") if row.outcome else "",
            words.number(row.unanswered, "percent"),
        )
        for row in rows
    ]
    return pd.DataFrame(found, columns=[plain(f"trust.columns.{name}") for name in columns])


def failures() -> None:
    """Where a method in wide use goes wrong, with its figures."""
    st.subheader(say("trust.failures.heading"), anchor="failures")
    st.markdown(say("trust.failures.lead"))
    known = {(row.family, row.population, row.n, row.a, row.method, row.measure): row for row in calibration()}
    for place in _FAILURES:
        row = known[place]
        key = "_".join((row.method.replace(":", "_"), row.population))
        st.markdown(say(f"trust.failures.{key}", value=row.value, n=row.n, share=row.a, nominal=row.nominal))


def checked() -> None:
    """Every table of reference values, with tool and version."""
    st.subheader(say("trust.checked.heading"), anchor="checked")
    st.markdown(say("trust.checked.lead", count=sum(one.cases for one in checks())))
    rows = [
        (plain(f"trust.checked.{one.code}"), one.against, words.number(one.cases, "count"), one.where)
        for one in checks()
    ]
    columns = [plain(f"trust.checked.{name}") for name in ("what", "against", "cases", "where")]
    # A table wraps what a data frame would cut off.
    frame = pd.DataFrame(rows, columns=columns)
    st.table(frame.set_index(frame.columns[0]))
    st.caption(say("trust.checked.again"))


def topic_of(row: Row) -> str:
    """What is estimated or compared."""
    effect = row.method.split(":")[0]
    return effect if effect in _EFFECTS else row.family


def method_name(method: str) -> str:
    """A method as the catalogue calls it."""
    own = f"trust.methods.{method.replace(':', '_')}"
    return plain(own) if words.has(own) else plain(f"methods.{method.rsplit(':', maxsplit=1)[-1]}.name")


def where(row: Row) -> str:
    """The population in words, with its parameters."""
    one = row.b is None or row.family == "ratios"
    return plain(f"trust.populations.{row.family}_{row.population}", a=row.a, b=row.a if one else row.b)


def _topic_name(topic: str) -> str:
    return plain(f"trust.topics.{topic}")
