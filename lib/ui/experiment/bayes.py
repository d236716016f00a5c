"""The Bayesian view of two shares: how likely one is better, what choosing wrongly would cost, and how much the prior decides."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import streamlit as st

from lib.charts import curve
from lib.charts.effects import density_area
from lib.core import Unit
from lib.experiments import FEWEST_ARMS, Arm, Experiment
from lib.experiments.bayes import Prior, posterior_of, posterior_shape, prior_sensitivity
from lib.stats import Posterior, PosteriorMany, posterior_many_proportions, posterior_means
from lib.ui import words
from lib.ui.address import choose
from lib.ui.cells.common import chart, columns_of, heading, show_table, tell
from lib.ui.experiment.page import Trial
from lib.ui.words import number, plain, say, value

# How many imagined users the prior is worth; nought is the prior that takes every share as equally likely.
_SURE = 0.999
_STRENGTHS = (0, 10, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)


def bayes(page: Trial) -> None:
    """P(better), expected loss in rate and money, the posterior of the difference, and its answer to other priors."""
    found = page.experiment
    if found is None or found.kind not in {"binary", "mean"} or not all(arm.n for arm in found.arms):
        return
    heading(page, "bayes", own=True)
    if not page.sound:
        st.info(say("experiment.bayes.not_sound"), icon=":material/block:")
        return
    if found.kind == "mean":
        _means(page, found.control, _other(page))
        return
    st.markdown(say("experiment.bayes.explain"))
    a, b = found.control, _other(page)
    prior = _prior(page, a, b)
    known = _posterior(a.total, a.n, b.total, b.n, prior, page.choices.level)
    _numbers(page, a, b, known)
    left, right = st.columns(2, gap="medium")
    with left:
        _density(page, a, b, prior, known)
    with right:
        _sensitivity(page, a, b, prior)
    if len(found.arms) > FEWEST_ARMS:
        _best(page, found, prior)


def _means(page: Trial, a: Arm, b: Arm) -> None:
    """Two means under a flat prior: the data are all that is believed."""
    known = posterior_means(a.summary, b.summary, level=page.choices.level)
    if known.probability is None or known.interval is None or known.loss_a is None or known.loss_b is None:
        tell(known.notes)
        return
    st.markdown(say("experiment.bayes.explain_means"))
    higher = page.choices.better == "higher"
    loss_a, loss_b = (known.loss_a, known.loss_b) if higher else (known.loss_b, known.loss_a)
    one, two, three = st.columns(3)
    one.metric(
        say("experiment.bayes.chance", b=b.label), _chance(known.probability if higher else 1 - known.probability)
    )
    two.metric(say("experiment.bayes.loss", arm=b.label), words.gap(loss_b, page.unit))
    three.metric(say("experiment.bayes.loss", arm=a.label), words.gap(loss_a, page.unit))
    low, high = (words.gap(limit, page.unit) for limit in (known.interval.low, known.interval.high))
    st.markdown(say("experiment.bayes.interval", low=low, high=high, level=known.interval.level))
    tell(known.notes)


def _best(page: Trial, found: Experiment, prior: Prior) -> None:
    """Which of all arms is the best, and what choosing another would cost."""
    higher = page.choices.better == "higher"
    # The lowest share of yes is the highest share of no.
    totals = [arm.total if higher else arm.n - arm.total for arm in found.arms]
    first, second = prior.parameters
    known = _posterior_many(
        tuple(totals),
        tuple(arm.n for arm in found.arms),
        (first, second) if higher else (second, first),
        page.choices.level,
    )
    st.markdown(f"**{say('experiment.bayes.best')}**")
    rows = [
        {"group": arm.label, "chance": _chance(one.probability_best), "loss": words.gap(one.loss, Unit.RATE)}
        for arm, one in zip(found.arms, known.arms, strict=True)
    ]
    labels = {name: f"experiment.bayes.best_table.{name}" for name in rows[0]}
    show_table(columns_of(rows, labels))


@lru_cache(maxsize=64)
def _posterior_many(
    totals: tuple[float, ...], sizes: tuple[float, ...], prior: tuple[float, float], level: float
) -> PosteriorMany:
    return posterior_many_proportions(totals, sizes, prior=prior, level=level)


def _other(page: Trial) -> Arm:
    assert page.experiment is not None
    others = {arm.label: arm for arm in page.experiment.arms[1:]}
    if len(others) == 1:
        return next(iter(others.values()))
    label = choose(
        st.selectbox, say("experiment.bayes.arm"), list(others), key=page.key("bayes_arm"), default=next(iter(others))
    )
    return others[label]


def _prior(page: Trial, a: Arm, b: Arm) -> Prior:
    left, right = st.columns(2)
    strength = choose(
        left.select_slider,
        say("experiment.bayes.strength"),
        _STRENGTHS,
        key=page.key("prior"),
        default=0,
        label_of=lambda size: number(size, "count") if size else plain("experiment.bayes.flat"),
        help=say("experiment.bayes.strength_help"),
    )
    if not strength:
        return Prior()
    pooled = (a.total + b.total) / (a.n + b.n)
    given = right.number_input(
        say("experiment.bayes.centre"),
        min_value=0.01,
        max_value=99.99,
        value=min(99.99, max(0.01, round(pooled * 100, 2))),
        key=page.key("prior_centre"),
        bind="query-params",
        help=say("experiment.bayes.centre_help"),
        format="%.6g",
    )
    return Prior(float(strength), given / 100)


@lru_cache(maxsize=256)
def _posterior(x_a: float, n_a: float, x_b: float, n_b: float, prior: Prior, level: float) -> Posterior:
    return posterior_of(Arm("", n_a, n_a, x_a), Arm("", n_b, n_b, x_b), prior, level=level)


def _numbers(page: Trial, a: Arm, b: Arm, known: Posterior) -> None:
    higher = page.choices.better == "higher"
    chance = known.probability if higher else 1 - known.probability
    # The losses are those of missing the higher share; where lower is better the two change places.
    loss_a, loss_b = (known.loss_a, known.loss_b) if higher else (known.loss_b, known.loss_a)
    one, two, three = st.columns(3)
    one.metric(say("experiment.bayes.chance", b=b.label), _chance(chance))
    two.metric(say("experiment.bayes.loss", arm=b.label), words.gap(loss_b, Unit.RATE, short=True))
    three.metric(say("experiment.bayes.loss", arm=a.label), words.gap(loss_a, Unit.RATE, short=True))
    st.markdown(
        say(
            "experiment.bayes.interval",
            low=words.gap(known.interval.low, Unit.RATE),
            high=words.gap(known.interval.high, Unit.RATE),
            level=known.interval.level,
        )
    )
    worth = st.number_input(
        say("experiment.bayes.worth"),
        min_value=0.0,
        value=None,
        key=page.key("worth"),
        bind="query-params",
        placeholder=say("experiment.settings.none"),
        help=say("experiment.bayes.worth_help"),
        format="%.6g",
    )
    if worth:
        st.markdown(
            say(
                "experiment.bayes.money",
                a=a.label,
                b=b.label,
                loss_a=loss_a * worth * 1000,
                loss_b=loss_b * worth * 1000,
            )
        )


def _chance(chance: float) -> str:
    """A probability is never shown as certainty."""
    if chance > _SURE:
        return plain("experiment.bayes.above", limit=_SURE)
    return plain("experiment.bayes.below", limit=1 - _SURE) if chance < 1 - _SURE else number(chance, "percent")


def _density(page: Trial, a: Arm, b: Arm, prior: Prior, known: Posterior) -> None:
    points = posterior_shape(a, b, prior, known)
    sides = (plain("experiment.bayes.lower", b=b.label), plain("experiment.bayes.higher", b=b.label))
    rows: list[dict[str, Any]] = [
        {"x": 100 * point, "y": height, "side": sides[side]}
        for side in (0, 1)
        for point, height in points
        if (point > 0) == bool(side) or point == 0
    ]
    spec = density_area(rows, x=plain("experiment.kinds.binary.effect"))
    alt = plain(
        "experiment.bayes.density_alt",
        middle=words.gap(known.estimate, Unit.RATE),
        share=known.probability,
        b=b.label,
    )
    st.markdown(f"**{say('experiment.bayes.density')}**")
    table = [{"x": words.gap(x, Unit.RATE), "y": number(y)} for x, y in points]
    labels = {"x": "experiment.bayes.table.difference", "y": "experiment.bayes.table.height"}
    chart(spec, key="experiment__posterior", alt=alt, table=columns_of(table, labels))


def _sensitivity(page: Trial, a: Arm, b: Arm, prior: Prior) -> None:
    higher = page.choices.better == "higher"
    found = _chances(a.total, a.n, b.total, b.n, prior.centre)
    rows = [{"x": size, "y": chance if higher else 1 - chance} for size, chance in found]
    spec = curve(
        rows,
        x=plain("experiment.bayes.table.strength"),
        y=plain("experiment.bayes.table.chance", b=b.label),
        unit_y="rate",
    )
    alt = plain("experiment.bayes.sensitivity_alt", first=rows[0]["y"], last=rows[-1]["y"], size=rows[-1]["x"])
    st.markdown(f"**{say('experiment.bayes.sensitivity')}**")
    table = [{"x": number(row["x"], "count"), "y": value(row["y"], Unit.RATE)} for row in rows]
    labels = {"x": "experiment.bayes.table.strength", "y": "experiment.bayes.table.share"}
    chart(spec, key="experiment__prior", alt=alt, table=columns_of(table, labels))


@lru_cache(maxsize=64)
def _chances(x_a: float, n_a: float, x_b: float, n_b: float, centre: float | None) -> tuple[tuple[float, float], ...]:
    return prior_sensitivity(Arm("", n_a, n_a, x_a), Arm("", n_b, n_b, x_b), _STRENGTHS[1:], centre)
