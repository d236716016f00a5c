"""Every code that lib.stats emits has its sentence, and no sentence asks for a field that is not there."""

from __future__ import annotations

import inspect
import re
import string
import tomllib
from pathlib import Path

import pytest

from lib.core.records import Notice
from lib.stats import notes
from lib.stats._power import FORMULAS
from lib.stats.methods import ASSUMPTIONS

ROOT = Path(__file__).resolve().parents[2]
WORDS = tomllib.loads((ROOT / "lib/knowledge/locales/en/statistics.toml").read_text(encoding="utf-8"))
SAMPLE: dict[str, object] = {"str": "a", "float": 0.5, "int": 3}


def every_notice() -> list[Notice]:
    """Each function of ``notes`` called, with and without its optional arguments."""
    found = []
    for _, function in inspect.getmembers(notes, inspect.isfunction):
        parameters = inspect.signature(function).parameters.values()
        found.append(function(*(SAMPLE[str(p.annotation)] for p in parameters)))
        if all(p.default is not inspect.Parameter.empty for p in parameters):
            found.append(function())
    return found


@pytest.mark.parametrize("notice", every_notice(), ids=lambda notice: notice.code)
def test_notice_has_a_sentence(notice: Notice) -> None:
    section, name = notice.code.split(".")
    asked = {field for _, field, _, _ in string.Formatter().parse(WORDS[section][name]) if field}
    assert asked <= set(notice.fields)


@pytest.mark.parametrize("method", ASSUMPTIONS)
def test_method_has_name_reason_and_assumptions(method: str) -> None:
    assert set(WORDS["methods"][method]) == {"name", "why"}
    assert set(ASSUMPTIONS[method]) <= set(WORDS["assumptions"])


def test_every_interval_method_in_the_source_has_a_name() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "lib/stats").glob("*.py"))
    named = set(re.findall(r'(?:method|used)="([a-z_0-9]+)"', source)) | {"log_log", "bootstrap_bca"}
    named |= {"auto", "koopman", "katz_log", "adjusted_log", "conditional", "woolf", "gart", "independence_smoothed"}
    quantiles = {"higher", "lower", "inverted_cdf"}  # of numpy
    assert named - quantiles - set(WORDS["methods"]) == set()


def test_every_formula_has_a_name() -> None:
    assert {*FORMULAS, "t", "margin"} == set(WORDS["formulas"])


def test_no_sentence_is_left_over() -> None:
    assumed = {code for codes in ASSUMPTIONS.values() for code in codes}
    assert set(WORDS["assumptions"]) == assumed
    emitted = {notice.code for notice in every_notice()} | {"reasons.target"}
    assert {f"{part}.{code}" for part in ("reasons", "notes") for code in WORDS[part]} == emitted
