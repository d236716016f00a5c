"""Brand awareness: values, degenerate cases, open answers, weights, waves, over-claim, share of mind, real files."""

from __future__ import annotations

import json
import math

import pytest

from lib.core import InputError
from lib.data import read
from lib.data.measure import measure
from lib.indicators.awareness import INDICATOR
from tests.indicators.rows_helpers import each, extra, known, limits, measured, value
from tests.shared import ROOT, needs_shared, shared_path

SAMPLE = ROOT / "sample_data" / "awareness_survey.csv"
ROLES = {
    "unaided": "tea_houses_named",
    "aided": "tea_houses_recognised",
    "fake_yes": "knows_zarvand",
    "weight": "weight",
    "date": "date",
}
# Five people by hand: three name Korzinka (one first), four recognise it, one falls for the invented Zarvand.
SMALL = """id,said,ticked,weight
1,"Makro; korzinka","Korzinka, Makro",1
2,КОРЗИНКА va Havas,"Korzinka|Zarvand",1
3,don't know,Makro,2
4,,"KORZINKA; Havas",3
5,"Havas, karzinka, Makro",Korzinka,3
"""
TWO = {"unaided": "said", "aided": "ticked"}


@pytest.mark.parametrize(
    ("variant", "inputs", "expected"),
    [
        pytest.param("total", {"aware": 260, "asked": 400}, 0.65, id="260 / 400 by hand"),
        pytest.param("top_of_mind", {"first_named": 60, "asked": 400}, 0.15, id="60 / 400 by hand"),
        pytest.param("unaided", {"named": 140, "asked": 400}, 0.35, id="140 / 400 by hand"),
        pytest.param("aided", {"recognised": 250, "asked": 400}, 0.625, id="250 / 400 by hand"),
        pytest.param("total", {"aware": 0, "asked": 20}, 0.0, id="nobody"),
        pytest.param("total", {"aware": 29, "asked": 29}, 1.0, id="everybody"),
        pytest.param("total", {"aware": 1e308, "asked": 1e308}, 1.0, id="huge"),
        pytest.param(
            "aided_corrected", {"recognised": 250, "fake_recognised": 30, "asked": 400}, 0.55, id="(250 - 30) / 400"
        ),
        pytest.param(
            "aided_corrected", {"recognised": 30, "fake_recognised": 50, "asked": 400}, -0.05, id="(30 - 50) / 400"
        ),
        pytest.param("share_of_mind", {"brand_mentions": 140, "all_mentions": 700}, 0.2, id="140 / 700 by hand"),
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
        pytest.param("total", {"aware": 0, "asked": 0}, "nobody_asked", id="0/0 total"),
        pytest.param("top_of_mind", {"first_named": 0, "asked": 0}, "nobody_asked", id="0/0 top of mind"),
        pytest.param("unaided", {"named": 0, "asked": 0}, "nobody_asked", id="0/0 unaided"),
        pytest.param("aided", {"recognised": 0, "asked": 0}, "nobody_asked", id="0/0 aided"),
        pytest.param(
            "aided_corrected", {"recognised": 0, "fake_recognised": 0, "asked": 0}, "nobody_asked", id="0/0 corrected"
        ),
        pytest.param("share_of_mind", {"brand_mentions": 0, "all_mentions": 0}, "no_mentions", id="0/0 mentions"),
    ],
)
def test_no_answer(variant, inputs, code):
    result = INDICATOR.compute(variant=variant, **inputs)
    assert result.value is None
    assert result.no_answer is not None
    assert result.no_answer.code == f"awareness.no_answer.{code}"
    assert INDICATOR.interval(variant=variant, **inputs) is None
    assert INDICATOR.why_no_interval(variant=variant, **inputs) == result.no_answer


@pytest.mark.parametrize(
    ("variant", "inputs", "match"),
    [
        pytest.param("total", {"aware": 5, "asked": 4}, "aware must be at most asked", id="more than asked"),
        pytest.param("total", {"aware": -1, "asked": 4}, "aware must be at least 0", id="negative"),
        pytest.param("total", {"aware": math.nan, "asked": 4}, "aware must be a finite number", id="nan"),
        pytest.param("unaided", {"named": 1, "asked": math.inf}, "asked must be a finite number", id="infinite"),
        pytest.param("unaided", {"named": "many", "asked": 4}, "named must be a finite number", id="text"),
        pytest.param("total", {"aware": 1}, "asked is missing", id="missing"),
        pytest.param(
            "share_of_mind", {"brand_mentions": 3, "all_mentions": 2}, "brand_mentions must be at most", id="mentions"
        ),
        pytest.param("total", {"known": 1}, "known is not an input", id="unknown"),
    ],
)
def test_impossible_inputs(variant, inputs, match):
    with pytest.raises(InputError, match=match):
        INDICATOR.compute(variant=variant, **inputs)


def test_interval_is_wilson():
    # Newcombe (1998), Statistics in Medicine 17, 857-872, Table I, method 3
    assert limits(INDICATOR, aware=81, asked=263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert limits(INDICATOR, aware=0, asked=20)[1] == pytest.approx(0.1611, abs=5e-5)


def test_weights_shrink_the_size():
    # By hand: weights 1, 1, 2, 3, 3: sum 10, squares 24, effective size 100/24 = 4.1667
    result = INDICATOR.compute(aware=6, asked=10, weight_squares=24)
    assert result.details["effective_size"] == pytest.approx(100 / 24)
    low, high = limits(INDICATOR, aware=6, asked=10, weight_squares=24)
    plain = limits(INDICATOR, aware=6, asked=10)
    assert high - low > plain[1] - plain[0]
    # Wilson by hand with p = 0.6, n = 100/24: z^2/n = 0.921971
    z2n = 1.959963984540054**2 / (100 / 24)
    half = math.sqrt(z2n * 0.24 + z2n**2 / 4)
    assert low == pytest.approx((0.6 + z2n / 2 - half) / (1 + z2n))


def test_over_claim_interval_and_test():
    # Only those who ticked one of the two tell: 40 only ours, 10 only the invented one, of 100.
    inputs: dict[str, float] = {
        "recognised": 60,
        "fake_recognised": 30,
        "asked": 100,
        "only_brand": 40,
        "only_fake": 10,
    }
    # se of a paired difference by hand: sqrt((b + c - (b - c)^2 / n)) / n = sqrt(50 - 9) / 100
    half = 1.959963984540054 * math.sqrt(41) / 100
    assert limits(INDICATOR, variant="aided_corrected", **inputs) == pytest.approx((0.3 - half, 0.3 + half))
    none = INDICATOR.why_no_interval(variant="aided_corrected", recognised=60, fake_recognised=30, asked=100)
    assert known(none).code == "common.no_interval.needs_rows"
    other = {**inputs, "recognised": 50, "only_brand": 30}
    compared = INDICATOR.compare(inputs, other, variant="aided_corrected")
    assert compared.estimate == pytest.approx(-0.1)
    interval = known(compared.interval)
    assert interval.low < -0.1 < interval.high
    against = INDICATOR.compare_to_target(inputs, 0.2, variant="aided_corrected")
    assert against.estimate == pytest.approx(0.1)
    assert against.estimate_a == pytest.approx(0.2)


def test_guessing_is_corrected_in_the_details():
    # Abbott's formula by hand: (0.6 - 0.2) / (1 - 0.2) = 0.5
    result = INDICATOR.compute(variant="aided_corrected", recognised=60, fake_recognised=20, asked=100)
    assert result.details["guess_corrected"] == pytest.approx(0.5)
    assert [said.code for said in result.warnings] == ["awareness.warnings.over_claim"]
    none = INDICATOR.compute(variant="aided_corrected", recognised=20, fake_recognised=20, asked=100)
    assert [said.code for said in none.warnings] == ["awareness.warnings.no_better_than_fake"]


@pytest.mark.parametrize("method", ["auto", "fisher"])
def test_weighted_counts_say_why_the_z_test_is_taken(method):
    found = INDICATOR.compare({"aware": 48.5, "asked": 80}, {"aware": 56, "asked": 70}, method=method)
    assert found.method == "z_pooled"
    assert found.reason is not None
    assert found.reason.code == "reasons.weighted_counts"


def test_waves_are_compared_by_newcombe():
    # Newcombe (1998), Statistics in Medicine 17, 873-890, Table II, method 10: 56/70 against 48/80
    compared = INDICATOR.compare({"aware": 48, "asked": 80}, {"aware": 56, "asked": 70})
    assert compared.estimate == pytest.approx(0.2)
    interval = known(compared.interval)
    assert (interval.low, interval.high) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_small_table_by_hand():
    inputs, _ = measured(SMALL, INDICATOR, TWO, brand="Korzinka", decoy="Zarvand")
    counts = {name: inputs[name] for name in ("asked", "first_named", "named", "recognised", "aware")}
    assert counts == {"asked": 5, "first_named": 1, "named": 3, "recognised": 4, "aware": 4}
    assert (inputs["fake_recognised"], inputs["only_brand"], inputs["only_fake"]) == (1, 3, 0)
    # Mentions by hand: 2 + 2 + 0 + 0 + 3 = 7, of which 3 are Korzinka
    assert (inputs["brand_mentions"], inputs["all_mentions"]) == (3, 7)
    assert (inputs["all_mention_squares"], inputs["mention_products"]) == (17, 7)


def test_small_table_weighted_by_hand():
    inputs, _ = measured(SMALL, INDICATOR, {**TWO, "weight": "weight"}, brand="Korzinka")
    assert (inputs["asked"], inputs["weight_squares"]) == (10, 24)
    assert (inputs["named"], inputs["first_named"], inputs["recognised"]) == (5, 1, 8)
    assert "fake_recognised" not in inputs


def test_empty_brand_takes_the_commonest():
    inputs, _ = measured(SMALL, INDICATOR, {"unaided": "said"})
    assert inputs["named"] == 3
    assert "recognised" not in inputs
    assert "aware" not in inputs


def test_spelling_and_lists_of_names_overrule():
    exact, _ = measured(SMALL, INDICATOR, TWO, brand="Korzinka", spelling="exact")
    assert exact["named"] == 2
    never, _ = measured(SMALL, INDICATOR, TWO, brand="Korzinka", never="karzinka")
    assert never["named"] == 2
    also, _ = measured(SMALL, INDICATOR, TWO, brand="Korzinka", also="Havas")
    assert also["first_named"] == 2


def test_first_brand_in_a_column_of_its_own():
    text = "id,first,others,ticked\n1,Korzinka,Makro,Makro\n2,Makro,korzinka,Korzinka\n3,,,\n"
    inputs, _ = measured(
        text, INDICATOR, {"first_brand": "first", "unaided": "others", "aided": "ticked"}, brand="Korzinka"
    )
    assert (inputs["first_named"], inputs["named"], inputs["aware"], inputs["asked"]) == (1, 2, 2, 3)
    assert (inputs["brand_mentions"], inputs["all_mentions"]) == (2, 4)


def test_blank_answers_are_said_and_can_be_left_out():
    text = "id,said\n1,Korzinka\n2,Makro\n3, \n4,Makro\n5,\n"
    counted, said = measured(text, INDICATOR, {"unaided": "said"}, brand="Makro")
    assert said["awareness.rules.blank_counted"].fields["count"] == 2
    assert (counted["named"], counted["asked"]) == (2, 5)
    left, said = measured(text, INDICATOR, {"unaided": "said"}, brand="Makro", blank_answers="left_out")
    assert said["awareness.rules.blank_left_out"].severity == "warning"
    assert (left["named"], left["asked"]) == (2, 3)


def test_a_brand_that_nobody_names():
    inputs, _ = measured(SMALL, INDICATOR, TWO, brand="Quux")
    result = INDICATOR.compute(variant="unaided", **inputs)
    assert result.value == 0
    assert "awareness.warnings.nobody" in [said.code for said in result.warnings]


def test_lists_only():
    inputs, _ = measured(SMALL, INDICATOR, {"aided": "ticked"}, brand="Korzinka", decoy="Zarvand")
    assert (inputs["recognised"], inputs["fake_recognised"], inputs["asked"]) == (4, 1, 5)
    assert "named" not in inputs


def test_extras_show_the_coding_and_the_rivals():
    found = extra(SMALL, INDICATOR, TWO, "coding", brand="Korzinka").set_index("answer")
    assert found.loc["karzinka", "coded"]
    assert not found.loc["Makro", "coded"]
    # Written Korzinka twice, КОРЗИНКА, korzinka and KORZINKA once: the two scripts are two answers, and one brand.
    assert {name for name in found.index if found.loc[name, "coded"]} == {"Korzinka", "КОРЗИНКА", "karzinka"}
    rivals = extra(SMALL, INDICATOR, TWO, "brands", brand="Korzinka")
    # By hand: Korzinka 3 (1 first), Havas 2 (1 first), Makro 2 (1 first)
    # Three spellings of one brand, each once: the first in order stands for it.
    assert set(rivals["brand"]) == {"karzinka", "Havas", "Makro"}
    assert sorted(zip(rivals["named"], rivals["first_named"], strict=True), reverse=True) == [(3, 1), (2, 1), (2, 1)]


def test_marks():
    text = "aided,unaided,first,fake\nyes,yes,yes,no\nyes,no,no,yes\nno,no,no,no\nno,yes,no,no\n"
    roles = {"aided_yes": "aided", "unaided_yes": "unaided", "first_yes": "first", "fake_yes": "fake"}
    inputs, _ = measured(text, INDICATOR, roles)
    counts = {
        name: inputs[name] for name in ("asked", "first_named", "named", "recognised", "aware", "fake_recognised")
    }
    assert counts == {"asked": 4, "first_named": 1, "named": 2, "recognised": 2, "aware": 3, "fake_recognised": 1}


def test_totals_are_added_never_averaged():
    # (10 + 90) / (100 + 300) = 0.25, while the mean of 10 % and 30 % is 20 %
    inputs, _ = measured("asked,aware\n100,10\n300,90\n", INDICATOR, {"asked": "asked", "aware": "aware"})
    assert INDICATOR.compute(**inputs).value == 0.25


def test_sample_gives_the_defaults():
    inputs, _ = measured(SAMPLE, INDICATOR, ROLES)
    for item in INDICATOR.inputs:
        if not item.evidence:
            assert inputs[item.name] == pytest.approx(item.default), item.name
    for variant in INDICATOR.variants:
        low, high = limits(INDICATOR, variant=variant.name, **inputs)
        assert low < value(INDICATOR, variant=variant.name, **inputs) < high


def test_order_of_the_definitions():
    inputs, _ = measured(SAMPLE, INDICATOR, ROLES)
    first, named, anyhow = (value(INDICATOR, variant=v, **inputs) for v in ("top_of_mind", "unaided", "total"))
    assert first <= named <= anyhow
    assert inputs["recognised"] <= inputs["aware"]


def test_sample_by_city_and_by_wave():
    ds = read(SAMPLE.read_bytes(), name="awareness_survey.csv")
    cities = each(measure(ds, INDICATOR, ROLES, by="city"), INDICATOR)
    compared = INDICATOR.compare(cities[1], cities[0], variant="unaided")
    assert known(compared.estimate) > 0
    assert known(compared.p_value) < 0.01
    waves = measure(ds, INDICATOR, ROLES, period="quarter")
    assert len(waves) == 4
    whole, _ = measured(SAMPLE, INDICATOR, ROLES)
    for name in ("asked", "named", "aware", "weight_squares"):
        assert waves[name].sum() == pytest.approx(whole[name])


@pytest.mark.parametrize("shape", [shape.name for shape in INDICATOR.shapes])
def test_every_shape_measures_its_sample(shape):
    chosen = INDICATOR.shape(shape)
    columns = {
        "open_answers": ROLES,
        "brand_lists": {"aided": "tea_houses_recognised", "fake_yes": "knows_zarvand"},
        "marks": {
            "aided_yes": "recognised",
            "unaided_yes": "named",
            "first_yes": "named_first",
            "fake_yes": "recognised_invented",
        },
        "totals": {
            "asked": "asked",
            "aware": "aware",
            "named": "named",
            "first_named": "named_first",
            "recognised": "recognised",
        },
    }[shape]
    inputs, _ = measured(ROOT / "sample_data" / chosen.sample, INDICATOR, columns, shape=shape)
    assert 0 < value(INDICATOR, variant=chosen.variants[0], **inputs) < 1


@needs_shared("nasty", "A17_weighted_survey_multiselect.csv")
def test_nasty_multiselect():
    # Manifest of the nasty files: unweighted aided awareness of Cobalt is 3 of 5
    path = shared_path("nasty", "A17_weighted_survey_multiselect.csv")
    roles = {"unaided": "aware_unaided", "aided": "aware_aided"}
    inputs, _ = measured(path, INDICATOR, roles, brand="Cobalt")
    assert (inputs["recognised"], inputs["asked"]) == (3, 5)
    # Unaided by hand: "Damas; Cobalt", "COBALT", "kobalt, Matiz"
    assert (inputs["named"], inputs["first_named"]) == (3, 2)


def test_weights_of_zero_and_less_are_left_out():
    # Weights as in the survey of the nasty files: 0.8, 1.5, 0, -1 and none
    text = "said,weight\nDamas; Cobalt,0.8\nCOBALT,1.5\n,0\nkobalt,-1\ndon't know,\n"
    inputs, said = measured(text, INDICATOR, {"unaided": "said", "weight": "weight"}, brand="Cobalt")
    assert said["awareness.rules.weight"].fields["count"] == 3
    assert inputs["named"] == pytest.approx(2.3)
    assert inputs["asked"] == pytest.approx(2.3)


@needs_shared("data", "consider.parquet")
def test_consideration_survey():
    # pyrsm's description: 93 of 1,000 consider the brand; Wilson limits from ground_truth.json
    truth = json.loads(shared_path("data", "ground_truth.json").read_text())["consider"]["yes"]
    ds = read(shared_path("data", "consider.parquet"), name="consider.parquet")
    column = next(c.name for c in ds.columns if c.name.startswith("consider"))
    inputs = each(measure(ds, INDICATOR, {"aided_yes": column}), INDICATOR)[0]
    assert (inputs["aware"], inputs["asked"]) == (truth["x"], truth["n"])
    assert limits(INDICATOR, **inputs) == pytest.approx(truth["wilson95"])


@needs_shared("data", "starbucks_satisfaction_survey.csv")
def test_multiselect_of_a_real_survey():
    # ground_truth.json: 49 of 122 hear of promotions through friends; the list is parted by semicolons
    path = shared_path("data", "starbucks_satisfaction_survey.csv")
    ds = read(path, name=path.name)
    column = next(c.name for c in ds.columns if c.name.startswith("19."))
    frame = measure(ds, INDICATOR, {"aided": column}, brand="Through friends and word of mouth", spelling="exact")
    inputs = each(frame, INDICATOR)[0]
    assert (inputs["recognised"], inputs["asked"]) == (49, 122)


# Two waves of the same six people and one newcomer: by hand, two named it both times, one only in March, two only in April.
PANEL = """who,when,said
1,2024-03-01,Korzinka
2,2024-03-01,korzinka
3,2024-03-01,Korzinka
4,2024-03-01,Makro
5,2024-03-01,
6,2024-03-01,Makro
1,2024-04-01,Makro; Korzinka
2,2024-04-01,Korzinka
3,2024-04-01,Makro
4,2024-04-01,Korzinka
5,2024-04-01,korzinka
6,2024-04-01,Makro
7,2024-04-01,Korzinka
"""


@pytest.mark.parametrize("way", ["by month", "by a column of waves"])
def test_the_same_people_in_two_waves(way: str):
    roles = {"unaided": "said", "respondent": "who"} | ({"date": "when"} if way == "by month" else {})
    ds = read(PANEL.encode(), name="panel.csv")
    asked = {"period": "month"} if way == "by month" else {"by": "when"}
    frame = measure(ds, INDICATOR, roles, extra="panel", brand="Korzinka", **asked)
    (row,) = frame.to_dict("records")
    assert (str(row["first"])[:10], str(row["second"])[:10]) == ("2024-03-01", "2024-04-01")
    named = {part: row[f"named_{part}"] for part in ("both", "before", "after", "neither")}
    assert named == {"both": 2, "before": 1, "after": 2, "neither": 1}
    # Named first: 1, 2 and 3 before; 2, 4 and 5 after, for 1 says Makro first.
    assert (row["first_named_both"], row["first_named_before"], row["first_named_after"]) == (1, 2, 2)


def test_two_rows_of_a_person_in_a_wave_are_one_person():
    text = "who,when,aided\n1,a,no\n1,a,yes\n1,b,yes\n,a,yes\n,b,yes\n"
    roles = {"aided_yes": "aided", "respondent": "who"}
    frame = measure(read(text.encode(), name="panel.csv"), INDICATOR, roles, "when", extra="panel")
    (row,) = frame.to_dict("records")
    assert (row["recognised_both"], row["recognised_neither"], row["recognised_before"]) == (1, 0, 0)


def test_nobody_is_followed_without_an_identifier():
    ds = read(PANEL.encode(), name="panel.csv")
    assert measure(ds, INDICATOR, {"unaided": "said"}, "when", extra="panel").empty
