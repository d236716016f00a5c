"""The shapes of data that can tell awareness: open answers, lists of brands, marks of yes and no, or totals."""

from __future__ import annotations

from functools import reduce
from operator import and_
from typing import Any

from lib.core.indicator import Option, Role, RowRule, Shape, Values
from lib.indicators._awareness_panel import RESPONDENT, panel_of_answers, panel_of_marks
from lib.indicators._awareness_rows import brands, coding, measure_answers, measure_marks, measure_totals


def _no_answers(t: Any, options: Values) -> Any:
    asked = [t[role].isnull() for role in ("first_brand", "unaided", "aided") if role in t.columns]
    return reduce(and_, asked)


_RULES = (
    RowRule(
        "awareness.rules.blank_left_out",
        lambda t, o: _no_answers(t, o) & (o["blank_answers"] == "left_out"),
    ),
    RowRule(
        "awareness.rules.blank_counted",
        lambda t, o: _no_answers(t, o) & (o["blank_answers"] != "left_out"),
        leave_out=False,
    ),
)
_WEIGHTS = RowRule("awareness.rules.weight", lambda t, o: t.weight.isnull() | (t.weight <= 0), ("weight",))
_WEIGHT = Role("weight", "number", required=False)
_DATE = Role("date", "date", required=False)
_OPTIONS = (
    Option("brand", "", kind="text"),
    Option("also", "", kind="text"),
    Option("never", "", kind="text"),
    Option("decoy", "", kind="text"),
    Option("spelling", "near", choices=("near", "exact"), kind="choice"),
    Option("blank_answers", "unaware", choices=("unaware", "left_out"), kind="choice"),
)
_OPEN = Role("unaided", "text", nullable=True)
_FIRST = Role("first_brand", "text", required=False)
_LIST = Role("aided", "text", nullable=True)
_FAKE = Role("fake_yes", "flag", required=False)
_RESPONDENT = Role(RESPONDENT, "identifier", required=False)
_EXTRAS = {"brands": brands, "coding": coding, "panel": panel_of_answers}
SHAPES = (
    Shape(
        "open_answers",
        (_OPEN, _FIRST, Role("aided", "text", required=False, nullable=True), _FAKE, _WEIGHT, _RESPONDENT, _DATE),
        measure_answers,
        "awareness_survey.csv",
        ("unaided", "top_of_mind", "total", "aided", "aided_corrected", "share_of_mind"),
        period_role="date",
        options=_OPTIONS,
        rules=(*_RULES, _WEIGHTS),
        extras=_EXTRAS,
    ),
    Shape(
        "brand_lists",
        (_LIST, _FAKE, _WEIGHT, _RESPONDENT, _DATE),
        measure_answers,
        "awareness_survey.csv",
        ("aided", "aided_corrected", "total"),
        period_role="date",
        options=_OPTIONS,
        rules=(*_RULES, _WEIGHTS),
        extras={"coding": coding, "panel": panel_of_answers},
    ),
    Shape(
        "marks",
        (
            Role("aided_yes", "flag"),
            Role("unaided_yes", "flag", required=False),
            Role("first_yes", "flag", required=False),
            _FAKE,
            _WEIGHT,
            _RESPONDENT,
            _DATE,
        ),
        measure_marks,
        "awareness_marks.csv",
        ("total", "aided", "unaided", "top_of_mind", "aided_corrected"),
        period_role="date",
        rules=(_WEIGHTS,),
        extras={"panel": panel_of_marks},
    ),
    Shape(
        "totals",
        (
            Role("asked", "number"),
            Role("aware", "number", required=False),
            Role("named", "number", required=False),
            Role("first_named", "number", required=False),
            Role("recognised", "number", required=False),
            Role("fake_recognised", "number", required=False),
            _DATE,
        ),
        measure_totals,
        "awareness_waves.csv",
        ("total", "unaided", "top_of_mind", "aided", "aided_corrected"),
        period_role="date",
    ),
)
