"""Is the experiment sound? Health checks before any result, and what cleaning changed."""

from __future__ import annotations

import streamlit as st

from lib.experiments import Experiment, compare_arms, value_of
from lib.ui import words
from lib.ui.cells.common import heading, tell
from lib.ui.experiment.page import Trial
from lib.ui.words import plain, say, value


def checks(page: Trial) -> None:
    """Is the experiment sound? Shown before any result."""
    if page.experiment is None:
        return
    heading(page, "health", own=True)
    found = page.checks()
    tell(found)
    codes = {one.code for one in found}
    if codes & {"experiment.health.split_alarm", "experiment.health.split_watch"}:
        with st.expander(say("experiment.health.causes.heading"), icon=":material/troubleshoot:"):
            st.markdown("\n".join(f"- {line}" for line in words.lines("experiment.health.causes.list")))

    _cleaning(page)


def _cleaning(page: Trial) -> None:
    """What the numbers were with every row as it stands in the file, and why they differ."""
    raw, clean = page.raw, page.experiment
    if raw is None or clean is None or set(raw.labels) != set(clean.labels):
        return
    others = clean.labels[1:]
    with st.expander(say("experiment.cleaning.heading"), icon=":material/cleaning_services:"):
        facts = clean.facts
        st.markdown(
            say(
                "experiment.cleaning.explain",
                rows=facts.rows,
                mismatched=facts.mismatched,
                several=facts.in_several_arms,
                repeated=facts.repeated,
            )
        )
        lines = [
            _cleaned(page, name, found, label) for name, found in (("raw", raw), ("clean", clean)) for label in others
        ]
        st.markdown("\n".join(f"- {line}" for line in lines))


def _cleaned(page: Trial, name: str, found: Experiment, label: str) -> str:
    """One arm against the control, with the rows as they stand or as they are used."""
    assert page.experiment is not None
    arms = {arm.label: arm for arm in found.arms}
    a, b = arms[page.experiment.control.label], arms[label]
    against = compare_arms(found.kind, a, b, level=page.choices.level)
    return say(
        "experiment.cleaning.line",
        which=plain(f"experiment.cleaning.{name}"),
        a=a.label,
        value_a=value(value_of(found.kind, a).estimate, page.unit),
        n_a=a.n,
        b=b.label,
        value_b=value(value_of(found.kind, b).estimate, page.unit),
        n_b=b.n,
        effect=words.effect(against.estimate, against, page.unit),
        p=against.p_value,
    )
