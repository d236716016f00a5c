"""A comparison on screen: its interval and p-value with their methods, and why this test was taken."""

from __future__ import annotations

import streamlit as st

from lib.core import Comparison, Unit
from lib.experiments.verdict import Tone
from lib.ui import words
from lib.ui.words import plain, say


def alert(sentence: str, tone: Tone) -> None:
    """A verdict in the colour that belongs to it."""
    {"good": st.success, "bad": st.warning, "neutral": st.info, "stop": st.error}[tone](sentence)


def numbers(found: Comparison, unit: Unit) -> str:
    """Interval and p-value, each with the name of its method; empty without a test."""
    if found.p_value is None or found.interval is None:
        return ""
    return say(
        f"cells.significance.numbers_{found.effect}",
        low=words.effect(found.interval.low, found, unit),
        high=words.effect(found.interval.high, found, unit),
        level=found.interval.level,
        interval_method=plain(f"methods.{found.interval.method}.name"),
        p=found.p_value,
        method=plain(f"methods.{found.method}.name"),
    )


def why(found: Comparison) -> None:
    """The reason for the test, and what it takes for granted."""
    with st.expander(say("cells.significance.why"), icon=":material/help_center:"):
        if found.reason is not None:
            st.markdown(words.notice(found.reason))
        elif words.has(f"methods.{found.method}.why"):
            name, reason = plain(f"methods.{found.method}.name"), plain(f"methods.{found.method}.why")
            st.markdown(say("cells.significance.why_method", method=name, why=reason))
        for code in found.assumptions:
            st.markdown(f"- {say(f'assumptions.{code}')}")
