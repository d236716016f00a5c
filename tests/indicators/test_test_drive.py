"""Test-drive: values, degenerate cases, windows and late trials, a control, files of sales, real trials."""

from __future__ import annotations

import json
import math

import pytest

from lib.core import InputError
from lib.data import read
from lib.data.measure import inputs_of, measure
from lib.indicators.test_drive import INDICATOR
from lib.stats import survival_curve
from tests.indicators.rows_helpers import each, extra, grouped, known, limits, measured, value
from tests.shared import ROOT, needs_shared, shared_path

SAMPLES = ROOT / "sample_data"
TRIALS = {"trial_date": "trial_date", "purchase_date": "purchase_date", "cost": "cost"}
# By hand, file ends on 2024-03-31, window 30 days: d (7 days old) and e (bought at once, but 11 days old) are set aside.
SMALL = """id,tried_on,bought_on,shop
a,2024-01-01,2024-01-31,North
b,2024-01-01,2024-02-01,North
c,2024-02-01,,South
d,2024-03-24,,South
e,2024-03-20,2024-03-20,South
f,2024-02-10,2024-02-05,South
g,2024-01-15,2024-03-31,North
"""
DATES = {"trial_date": "tried_on", "purchase_date": "bought_on"}


@pytest.mark.parametrize(
    ("variant", "inputs", "expected"),
    [
        pytest.param("conversion", {"bought": 45, "tried": 300}, 0.15, id="45 / 300 by hand"),
        pytest.param("conversion", {"bought": 0, "tried": 20}, 0.0, id="nobody"),
        pytest.param("conversion", {"bought": 5, "tried": 5}, 1.0, id="everybody, typed"),
        pytest.param("conversion", {"bought": 1e308, "tried": 1e308}, 1.0, id="huge"),
        pytest.param("trial_rate", {"triers": 300, "target": 2000}, 0.15, id="300 / 2000 by hand"),
        pytest.param(
            "incremental",
            {"offered_bought": 90, "offered": 600, "control_bought": 60, "control": 600},
            0.05,
            id="0.15 - 0.10",
        ),
        pytest.param(
            "incremental",
            {"offered_bought": 1, "offered": 10, "control_bought": 3, "control": 10},
            -0.2,
            id="the control did better",
        ),
        # Cost per trial over conversion: 12 / 0.15
        pytest.param("cost_per_sale", {"cost_per_trial": 12, "bought": 45, "tried": 300}, 80, id="12 / 0.15"),
        pytest.param("cost_per_sale", {"cost_per_trial": 0, "bought": 45, "tried": 300}, 0, id="free trials"),
    ],
)
def test_values(variant, inputs, expected):
    result = INDICATOR.compute(variant=variant, **inputs)
    assert result.value == pytest.approx(expected)
    assert result.steps
    assert result.no_answer is None


@pytest.mark.parametrize(
    ("variant", "inputs", "code"),
    [
        pytest.param("conversion", {"bought": 0, "tried": 0}, "test_drive.no_answer.nobody_tried", id="0/0"),
        pytest.param(
            "conversion",
            {"bought": 90, "tried": 90, "losses_in_file": 0},
            "test_drive.no_answer.only_sales",
            id="file of sales",
        ),
        pytest.param(
            "cost_per_sale",
            {"cost_per_trial": 3, "bought": 9, "tried": 9, "losses_in_file": 0},
            "test_drive.no_answer.only_sales",
            id="cost from a file of sales",
        ),
        pytest.param("trial_rate", {"triers": 0, "target": 0}, "test_drive.no_answer.no_target", id="no target"),
        pytest.param(
            "incremental",
            {"offered_bought": 0, "offered": 0, "control_bought": 1, "control": 9},
            "test_drive.no_answer.empty_group",
            id="nobody offered",
        ),
        pytest.param(
            "incremental",
            {"offered_bought": 1, "offered": 9, "control_bought": 0, "control": 0},
            "test_drive.no_answer.empty_group",
            id="no control",
        ),
        pytest.param(
            "cost_per_sale",
            {"cost_per_trial": 12, "bought": 0, "tried": 30},
            "test_drive.no_answer.no_sales",
            id="no sales",
        ),
        pytest.param(
            "cost_per_sale",
            {"cost_per_trial": 1e308, "bought": 1, "tried": 30},
            "common.no_answer.too_large",
            id="huge cost",
        ),
    ],
)
def test_no_answer(variant, inputs, code):
    result = INDICATOR.compute(variant=variant, **inputs)
    assert result.value is None
    assert known(result.no_answer).code == code
    assert INDICATOR.interval(variant=variant, **inputs) is None


def test_file_of_sales_stops():
    result = INDICATOR.compute(bought=90, tried=90, losses_in_file=0)
    assert known(result.no_answer).severity == "stop"


@pytest.mark.parametrize(
    ("variant", "inputs", "match"),
    [
        pytest.param("conversion", {"bought": 5, "tried": 4}, "bought must be at most tried", id="too many"),
        pytest.param("conversion", {"bought": -1, "tried": 4}, "bought must be at least 0", id="negative"),
        pytest.param("conversion", {"bought": math.nan, "tried": 4}, "bought must be a finite number", id="nan"),
        pytest.param("trial_rate", {"triers": 3, "target": math.inf}, "target must be a finite number", id="infinite"),
        pytest.param("trial_rate", {"triers": 3, "target": 2}, "triers must be at most target", id="more than invited"),
        pytest.param("cost_per_sale", {"bought": 3, "tried": 4}, "cost_per_trial is missing", id="missing"),
        pytest.param(
            "incremental",
            {"offered_bought": 1, "offered": 9, "control_bought": 3, "control": 2},
            "control_bought must be at most control",
            id="control",
        ),
    ],
)
def test_impossible_inputs(variant, inputs, match):
    with pytest.raises(InputError, match=match):
        INDICATOR.compute(variant=variant, **inputs)


def test_interval_is_wilson():
    # Newcombe (1998), Statistics in Medicine 17, 857-872, Table I, method 3
    assert limits(INDICATOR, bought=15, tried=148) == pytest.approx((0.0624, 0.1605), abs=5e-5)


def test_incremental_interval_is_newcombe():
    # Newcombe (1998), Statistics in Medicine 17, 873-890, Table II, method 10: 56/70 less 48/80
    found = limits(INDICATOR, variant="incremental", offered_bought=56, offered=70, control_bought=48, control=80)
    assert found == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_cost_per_sale_turns_the_interval_over():
    low, high = limits(INDICATOR, bought=45, tried=300)
    found = limits(INDICATOR, variant="cost_per_sale", cost_per_trial=12, bought=45, tried=300)
    assert found == pytest.approx((12 / high, 12 / low))


def test_details_of_the_effect():
    result = INDICATOR.compute(variant="incremental", offered_bought=90, offered=600, control_bought=60, control=600)
    # 30 of 600 more than without; 1 / 0.05 offers for one sale more; half as much again as the control
    assert result.details["extra_buyers"] == pytest.approx(30)
    assert result.details["offers_per_extra_sale"] == pytest.approx(20)
    assert result.details["relative"] == pytest.approx(0.5)


def test_small_file_by_hand():
    inputs, said = measured(SMALL, INDICATOR, DATES)
    # a bought on day 30; b on day 31, g on day 76: too late; c never; d and e set aside; f left out
    assert (inputs["tried"], inputs["bought"], inputs["set_aside"], inputs["losses_in_file"]) == (4, 1, 2, 2)
    assert said["test_drive.rules.set_aside"].fields["count"] == 2
    assert said["test_drive.rules.set_aside"].severity == "info"
    assert said["test_drive.rules.bought_before"].fields["count"] == 1
    assert INDICATOR.compute(**inputs).details["set_aside"] == 2


def test_the_window_moves_the_answer():
    wide, _ = measured(SMALL, INDICATOR, DATES, window_days=31)
    assert (wide["tried"], wide["bought"]) == (4, 2)
    short, _ = measured(SMALL, INDICATOR, DATES, window_days=5)
    assert (short["tried"], short["bought"], short["set_aside"]) == (6, 1, 0)
    long, _ = measured(SMALL, INDICATOR, DATES, window_days=365)
    assert INDICATOR.compute(**long).no_answer is not None


def test_the_end_of_the_file_is_that_of_all_groups():
    groups = grouped(SMALL, INDICATOR, DATES, "shop")
    assert (groups["North"]["tried"], groups["North"]["bought"], groups["North"]["set_aside"]) == (3, 1, 0)
    assert (groups["South"]["tried"], groups["South"]["bought"], groups["South"]["set_aside"]) == (1, 0, 2)
    # North sold to everybody, but the file knows of people who did not buy: no file of sales
    assert groups["North"]["losses_in_file"] == 2


def test_file_in_which_everybody_bought():
    text = "tried_on,bought_on\n2024-01-01,2024-01-03\n2024-01-02,2024-01-09\n2024-03-01,2024-03-02\n"
    inputs, _ = measured(text, INDICATOR, DATES)
    assert known(INDICATOR.compute(**inputs).no_answer).code == "test_drive.no_answer.only_sales"
    flags, _ = measured("bought\nyes\nyes\n", INDICATOR, {"bought": "bought"})
    assert known(INDICATOR.compute(**flags).no_answer).code == "test_drive.no_answer.only_sales"


def test_trials_in_the_future_are_left_out():
    text = SMALL + "h,2124-01-01,,North\ni,2024-02-01,2124-01-01,North\n"
    inputs, said = measured(text, INDICATOR, DATES)
    assert said["test_drive.rules.future_trial"].fields["count"] == 1
    assert said["test_drive.rules.future_purchase"].fields["count"] == 1
    assert (inputs["tried"], inputs["bought"]) == (5, 1)


def test_time_to_purchase_counts_recent_trials_as_censored():
    found = extra(SMALL, INDICATOR, DATES, "time_to_purchase")
    rows = {int(t): (int(e), int(c)) for t, e, c in zip(found["time"], found["events"], found["censored"], strict=True)}
    # Days watched by hand: e bought on 0, d 7 days, a on 30, b on 31, c 59 days, g on 76
    assert rows == {0: (1, 0), 7: (0, 1), 30: (1, 0), 31: (1, 0), 59: (0, 1), 76: (1, 0)}
    curve = survival_curve([0, 7, 30, 31, 59, 76], [1, 0, 1, 1, 0, 1])
    # 1 - (5/6)(3/4)(2/3) = 0.5833: more than the naive 3 of 6, since d was never watched so long
    assert 1 - curve.survival[list(curve.times).index(31)] == pytest.approx(1 - 5 / 6 * 3 / 4 * 2 / 3)


def test_experiment_by_hand():
    text = "arm,tried,bought\ntrial,yes,yes\ntrial,no,yes\ntrial,yes,no\ncontrol,no,no\nControl ,no,yes\n,yes,yes\n"
    inputs, said = measured(text, INDICATOR, {"arm": "arm", "bought": "bought", "tried": "tried"})
    assert (inputs["offered"], inputs["offered_bought"]) == (3, 2)
    assert (inputs["control"], inputs["control_bought"]) == (2, 1)
    assert (inputs["tried"], inputs["bought"], inputs["target"]) == (2, 1, 3)
    assert said["test_drive.rules.blank_arm"].fields["count"] == 1


def test_people_by_hand():
    text = "tried,bought,cost\nyes,yes,10\nyes,no,20\nno,yes,\nyes,no,30\n"
    inputs, _ = measured(text, INDICATOR, {"tried": "tried", "bought": "bought", "cost": "cost"})
    assert (inputs["tried"], inputs["bought"], inputs["target"], inputs["losses_in_file"]) == (3, 1, 4, 2)
    assert value(INDICATOR, variant="cost_per_sale", **inputs) == pytest.approx(60)


def test_totals_are_added_never_averaged():
    text = "d,tried,bought,asked,cost\n2024-01-01,100,50,200,100\n2024-01-02,300,30,300,500\n2024-01-03,-1,0,5,0\n"
    roles = {"tried_count": "tried", "bought_count": "bought", "invited_count": "asked", "cost": "cost"}
    inputs, said = measured(text, INDICATOR, roles)
    # 80 / 400 = 0.2, while the mean of 50 % and 10 % is 30 %
    assert value(INDICATOR, **inputs) == 0.2
    assert value(INDICATOR, variant="trial_rate", **inputs) == 0.8
    assert value(INDICATOR, variant="cost_per_sale", **inputs) == pytest.approx(600 / 80)
    assert said["test_drive.rules.negative"].fields["count"] == 1


def test_sample_gives_the_defaults():
    inputs, _ = measured(SAMPLES / "test_drives.csv", INDICATOR, TRIALS)
    for name in ("bought", "tried", "cost_per_trial"):
        assert inputs[name] == pytest.approx(INDICATOR.input(name).default), name
    roles = {"arm": "arm", "bought": "bought", "tried": "tried"}
    inputs, _ = measured(SAMPLES / "trial_experiment.csv", INDICATOR, roles)
    for name in ("offered", "offered_bought", "control", "control_bought", "triers", "target"):
        assert inputs[name] == pytest.approx(INDICATOR.input(name).default), name


def test_segments_and_periods_add_up():
    ds = read((SAMPLES / "test_drives.csv").read_bytes(), name="test_drives.csv")
    whole = each(measure(ds, INDICATOR, TRIALS), INDICATOR)[0]
    for frame in (measure(ds, INDICATOR, TRIALS, by="place"), measure(ds, INDICATOR, TRIALS, period="month")):
        for name in ("tried", "bought", "set_aside"):
            assert frame[name].sum() == whole[name]
    places = dict(zip(("dealer", "home"), each(measure(ds, INDICATOR, TRIALS, by="place"), INDICATOR), strict=True))
    compared = INDICATOR.compare(places["dealer"], places["home"])
    assert known(compared.estimate) > 0
    assert known(compared.p_value) < 0.05
    cost = INDICATOR.compare(places["dealer"], places["home"], variant="cost_per_sale")
    assert cost.effect == "ratio"
    assert known(cost.estimate) < 1


def test_the_experiment_tells_what_the_conversion_does_not():
    roles = {"arm": "arm", "bought": "bought", "tried": "tried"}
    inputs, _ = measured(SAMPLES / "trial_experiment.csv", INDICATOR, roles)
    effect = value(INDICATOR, variant="incremental", **inputs)
    assert 0 < effect < value(INDICATOR, **inputs) / 2
    against = INDICATOR.compare_to_target(inputs, 0, variant="incremental")
    assert known(against.p_value) < 0.01


@pytest.mark.parametrize("shape", [shape.name for shape in INDICATOR.shapes])
def test_every_shape_measures_its_sample(shape):
    chosen = INDICATOR.shape(shape)
    columns = {
        "trials": TRIALS,
        "experiment": {"arm": "arm", "bought": "bought", "tried": "tried"},
        "people": {"bought": "bought", "tried": "tried"},
        "totals": {"tried_count": "trial_lessons", "bought_count": "memberships", "invited_count": "invited"},
    }[shape]
    inputs, _ = measured(SAMPLES / chosen.sample, INDICATOR, columns, shape=shape)
    assert 0 < value(INDICATOR, variant=chosen.variants[0], **inputs) < 1


@needs_shared("data", "udacity_free_trial_control.csv")
def test_real_free_trial():
    # ground_truth.json: payments per enrolment and enrolments per click over the 23 days with outcomes
    truth = json.loads(shared_path("data", "ground_truth.json").read_text())["udacity"]
    roles = {"tried_count": "Enrollments", "bought_count": "Payments", "invited_count": "Clicks"}
    arms = []
    for arm in ("control", "experiment"):
        inputs, said = measured(shared_path("data", f"udacity_free_trial_{arm}.csv"), INDICATOR, roles)
        assert said["common.rules.missing_role"].fields["count"] == 14
        arms.append(inputs)
    a, b = arms
    assert (a["bought"], a["tried"]) == (truth["retention"]["xa"], truth["retention"]["na"])
    assert value(INDICATOR, **b) == pytest.approx(truth["retention"]["pB"])
    gross = INDICATOR.compare(a, b, variant="trial_rate")
    assert gross.estimate == pytest.approx(truth["gross_conversion"]["diff"])
    assert gross.p_value == pytest.approx(truth["gross_conversion"]["p"])
    assert INDICATOR.compare(a, b).estimate == pytest.approx(truth["retention"]["diff"])


@needs_shared("nasty", "A02_ab_zero_conversions.csv")
def test_nasty_control_without_buyers():
    # Manifest: 0 of 50 against 3 of 50; Fisher's two-sided p is 0.2424
    path = shared_path("nasty", "A02_ab_zero_conversions.csv")
    ds = read(path, name=path.name)
    arm, bought = next(c.name for c in ds.columns if c.name in {"variant", "group", "arm"}), ds.columns[-1].name
    inputs, _ = measured(path, INDICATOR, {"arm": arm, "bought": bought}, control_label="A")
    assert (inputs["control_bought"], inputs["control"], inputs["offered_bought"], inputs["offered"]) == (0, 50, 3, 50)
    against = INDICATOR.compare_to_target(inputs, 0, variant="incremental")
    assert against.p_value == pytest.approx(0.24242424242424243)
    assert "relative" not in INDICATOR.compute(variant="incremental", **inputs).details


@pytest.mark.parametrize(
    ("treated", "held_back", "found"),
    [
        pytest.param("B", "A", True, id="A of A and B is taken for the control, and said"),
        pytest.param("new page", "old page", True, id="an old page is likelier the control than a new one"),
        pytest.param("Offer", "Control", False, id="a control by name is no guess"),
    ],
)
def test_a_control_under_another_name(treated, held_back, found):
    # Of four with the offer three bought, of four without it one: 3/4 - 1/4 = 0.5 by hand.
    lines = ["person,arm,bought"]
    lines += [f"t{place},{treated},{'yes' if place < 3 else 'no'}" for place in range(4)]
    lines += [f"c{place},{held_back},{'yes' if place < 1 else 'no'}" for place in range(4)]
    ds = read("\n".join(lines).encode() + b"\n", name="arms.csv")
    ind = INDICATOR
    frame = measure(ds, ind, {"arm": "arm", "bought": "bought"}, shape="experiment")
    value = ind.compute(variant="incremental", **inputs_of(frame.iloc[0].to_dict(), ind)).value
    assert value == pytest.approx(0.5)
    said = [notice.code for notice in frame.attrs["notices"]]
    assert ("common.rules.control_guessed" in said) is found


def test_groups_that_give_no_hint_have_no_control():
    ds = read(b"person,arm,bought\n1,red,yes\n2,blue,no\n", name="arms.csv")
    ind = INDICATOR
    frame = measure(ds, ind, {"arm": "arm", "bought": "bought"}, shape="experiment")
    found = ind.compute(variant="incremental", **inputs_of(frame.iloc[0].to_dict(), ind))
    assert found.value is None
