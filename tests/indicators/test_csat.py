"""Satisfaction and recommendation: values, degenerate cases, stray codes, weights, definitions kept apart, real files."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from lib.core import InputError
from lib.data import read
from lib.data.measure import measure
from lib.indicators.csat import INDICATOR
from lib.knowledge.benchmarks import benchmarks, comparable
from tests.indicators.rows_helpers import each, extra, grouped, known, limits, measured, value
from tests.shared import ROOT, needs_shared, shared_path

SAMPLE = ROOT / "sample_data" / "satisfaction.csv"
Z = 1.959963984540054


@pytest.mark.parametrize(
    ("variant", "inputs", "expected"),
    [
        # The source's formula with numbers that give its benchmark: 153 of 200
        pytest.param("top_2_box", {"top_two": 153, "answers": 200}, 0.765, id="source: 76.5 %"),
        pytest.param("top_box", {"top": 60, "answers": 200}, 0.3, id="60 / 200 by hand"),
        pytest.param("bottom_2_box", {"bottom_two": 14, "answers": 200}, 0.07, id="14 / 200 by hand"),
        pytest.param("recommend_share", {"recommenders": 3, "answers": 4}, 0.75, id="3 / 4 by hand"),
        pytest.param("mean", {"score_sum": 780, "answers": 200}, 3.9, id="780 / 200 by hand"),
        pytest.param(
            "index", {"score_sum": 780, "answers": 200, "scale_min": 1, "scale_max": 5}, 72.5, id="(3.9 - 1) / 4"
        ),
        pytest.param("index", {"score_sum": 30, "answers": 6, "scale_min": 0, "scale_max": 10}, 50, id="5 of 0 to 10"),
        pytest.param("index", {"score_sum": 5, "answers": 5, "scale_min": 1, "scale_max": 5}, 0, id="all lowest"),
        pytest.param("index", {"score_sum": 25, "answers": 5, "scale_min": 1, "scale_max": 5}, 100, id="all highest"),
        pytest.param(
            "net_satisfaction", {"top_two": 150, "bottom_two": 20, "answers": 200}, 65, id="(150 - 20) / 200 by hand"
        ),
        # reference values, nps_top_box_example: 60, 25, 15 of 100
        pytest.param("nps", {"promoters": 60, "passives": 25, "detractors": 15}, 45, id="60 - 15"),
        pytest.param("nps", {"promoters": 3, "passives": 2, "detractors": 2}, 100 / 7, id="manifest A08: 14.2857"),
        pytest.param("nps", {"promoters": 0, "passives": 0, "detractors": 9}, -100, id="all against"),
        pytest.param("nps", {"promoters": 9, "passives": 0, "detractors": 0}, 100, id="all for"),
        pytest.param("nps", {"promoters": 0, "passives": 9, "detractors": 0}, 0, id="all between"),
        pytest.param("nps_from_one", {"promoters": 60, "passives": 25, "detractors": 15}, 45, id="1 to 10"),
        # 3.5 * 600 - 5 * 5 * 60 by hand
        pytest.param("word_of_mouth_balance", {"top_two": 600, "bottom_two": 60}, 600, id="balance"),
        pytest.param("word_of_mouth_balance", {"top_two": 100, "bottom_two": 14}, 0, id="break-even 0.14"),
        pytest.param(
            "word_of_mouth_balance", {"top_two": 0, "bottom_two": 1}, -25, id="one against is five times five"
        ),
    ],
)
def test_values(variant, inputs, expected):
    result = INDICATOR.compute(variant=variant, **inputs)
    assert result.value == pytest.approx(expected, abs=1e-12)
    assert result.steps
    assert result.no_answer is None


@pytest.mark.parametrize(
    ("variant", "inputs", "code"),
    [
        pytest.param("top_2_box", {"top_two": 0, "answers": 0}, "csat.no_answer.no_answers", id="0/0 two boxes"),
        pytest.param("top_box", {"top": 0, "answers": 0}, "csat.no_answer.no_answers", id="0/0 box"),
        pytest.param("bottom_2_box", {"bottom_two": 0, "answers": 0}, "csat.no_answer.no_answers", id="0/0 bottom"),
        pytest.param("recommend_share", {"recommenders": 0, "answers": 0}, "csat.no_answer.no_answers", id="0/0 yes"),
        pytest.param("mean", {"score_sum": 0, "answers": 0}, "csat.no_answer.no_answers", id="0/0 mean"),
        pytest.param(
            "index",
            {"score_sum": 0, "answers": 0, "scale_min": 1, "scale_max": 5},
            "csat.no_answer.no_answers",
            id="0/0 index",
        ),
        pytest.param(
            "net_satisfaction", {"top_two": 0, "bottom_two": 0, "answers": 0}, "csat.no_answer.no_answers", id="0/0 net"
        ),
        pytest.param(
            "nps", {"promoters": 0, "passives": 0, "detractors": 0}, "csat.no_answer.no_answers", id="0/0 NPS"
        ),
        pytest.param("mean", {"score_sum": 1e308, "answers": 1e-9}, "common.no_answer.too_large", id="huge mean"),
        pytest.param(
            "nps",
            {"promoters": 1e308, "passives": 1e308, "detractors": 1e308},
            "common.no_answer.too_large",
            id="huge NPS",
        ),
        pytest.param(
            "word_of_mouth_balance",
            {"top_two": 1e308, "bottom_two": 0},
            "common.no_answer.too_large",
            id="huge balance",
        ),
    ],
)
def test_no_answer(variant, inputs, code):
    result = INDICATOR.compute(variant=variant, **inputs)
    assert result.value is None
    assert known(result.no_answer).code == code
    assert INDICATOR.interval(variant=variant, **inputs) is None


@pytest.mark.parametrize(
    ("variant", "inputs", "match"),
    [
        pytest.param("top_2_box", {"top_two": 5, "answers": 4}, "top_two must be at most answers", id="too many"),
        pytest.param("top_2_box", {"top_two": -1, "answers": 4}, "top_two must be at least 0", id="negative"),
        pytest.param("top_box", {"top": math.nan, "answers": 4}, "top must be a finite number", id="nan"),
        pytest.param("mean", {"score_sum": math.inf, "answers": 4}, "score_sum must be a finite number", id="infinite"),
        pytest.param("nps", {"promoters": 1, "passives": 1}, "detractors is missing", id="missing"),
        pytest.param(
            "index", {"score_sum": 9, "answers": 3, "scale_min": 5, "scale_max": 5}, "scale_max must be", id="no width"
        ),
        pytest.param(
            "index", {"score_sum": 30, "answers": 3, "scale_min": 1, "scale_max": 5}, "score_sum must be", id="above"
        ),
        pytest.param(
            "index", {"score_sum": 2, "answers": 3, "scale_min": 1, "scale_max": 5}, "score_sum must be", id="below"
        ),
        pytest.param(
            "net_satisfaction", {"top_two": 3, "bottom_two": 3, "answers": 4}, "bottom_two must be at most", id="both"
        ),
        pytest.param(
            "word_of_mouth_balance",
            {"top_two": 3, "bottom_two": 3, "strength_of_warning": -1},
            "strength_of_warning must be at least 0",
            id="negative parameter",
        ),
    ],
)
def test_impossible_inputs(variant, inputs, match):
    with pytest.raises(InputError, match=match):
        INDICATOR.compute(variant=variant, **inputs)


def test_balance_has_its_break_even_and_buyers():
    # Source: 3.5 / (5 * 5) = 0.14; 600 left over / 5.5 needed = 109.09 buyers
    result = INDICATOR.compute(variant="word_of_mouth_balance", top_two=600, bottom_two=60)
    assert result.details["break_even"] == pytest.approx(0.14)
    assert result.details["ratio"] == pytest.approx(0.1)
    assert result.details["buyers"] == pytest.approx(109.0909, abs=1e-4)
    milder = INDICATOR.compute(variant="word_of_mouth_balance", top_two=600, bottom_two=60, strength_of_warning=1)
    assert milder.details["break_even"] == pytest.approx(0.7)
    assert milder.value == pytest.approx(1800)
    against = INDICATOR.compute(variant="word_of_mouth_balance", top_two=10, bottom_two=10)
    assert "csat.warnings.more_against" in [said.code for said in against.warnings]


def test_balance_has_no_interval_and_says_why():
    inputs = {"top_two": 600, "bottom_two": 60}
    assert INDICATOR.interval(variant="word_of_mouth_balance", **inputs) is None
    why = INDICATOR.why_no_interval(variant="word_of_mouth_balance", top_two=600, bottom_two=60)
    assert known(why).code == "csat.no_interval.model"
    compared = INDICATOR.compare(inputs, {"top_two": 600, "bottom_two": 59}, variant="word_of_mouth_balance")
    assert (compared.estimate, compared.p_value) == (25, None)


def test_interval_of_a_share_is_wilson():
    # ground_truth.json, Starbucks survey, top two boxes of service: 74 of 122
    assert limits(INDICATOR, top_two=74, answers=122) == pytest.approx((0.5178907917103079, 0.6887183833871156))


def test_interval_of_the_score():
    # reference values, nps_top_box_example: standard error 7.3993 points
    low, high = limits(INDICATOR, variant="nps", promoters=60, passives=25, detractors=15)
    assert (high - low) / 2 == pytest.approx(Z * 7.3993, abs=1e-3)
    assert (high + low) / 2 == pytest.approx(45)


def test_size_for_five_points():
    # Definitions, B4: for plus or minus 5 points with p = 0.5 and d = 0.2 the variance is 0.61 and n = 938
    n = 938
    low, high = limits(INDICATOR, variant="nps", promoters=0.5 * n, passives=0.3 * n, detractors=0.2 * n)
    assert (high - low) / 2 == pytest.approx(5, abs=0.01)


def test_few_and_unanimous_answers_still_have_width():
    low, high = limits(INDICATOR, variant="nps", promoters=9, passives=0, detractors=0)
    assert low < 100 == high
    low, high = limits(INDICATOR, variant="net_satisfaction", top_two=50, bottom_two=0, answers=50)
    assert low < 100 == high


def test_mean_needs_rows():
    assert INDICATOR.interval(variant="mean", score_sum=780, answers=200) is None
    why = INDICATOR.why_no_interval(variant="mean", score_sum=780, answers=200)
    assert known(why).code == "common.no_interval.needs_rows"


@pytest.mark.parametrize(
    ("sums", "code"),
    [
        pytest.param((150, 30, 750), "common.no_interval.no_variation", id="thirty times 5: never varies"),
        pytest.param((5, 1, 25), "common.no_interval.too_few_units", id="one answer"),
    ],
)
def test_mean_without_spread_says_why(sums, code):
    inputs: dict[str, Any] = dict(zip(("score_sum", "answers", "score_squares"), sums, strict=True))
    assert value(INDICATOR, variant="mean", **inputs) == 5
    assert INDICATOR.interval(variant="mean", **inputs) is None
    assert known(INDICATOR.why_no_interval(variant="mean", **inputs)).code == code
    assert INDICATOR.compare(inputs, inputs, variant="mean").p_value is None


def test_index_is_the_mean_on_another_scale():
    inputs = {"score_sum": 780, "answers": 200, "score_squares": 3200, "scale_min": 1, "scale_max": 5}
    low, high = limits(INDICATOR, variant="mean", **inputs)
    assert limits(INDICATOR, variant="index", **inputs) == pytest.approx((25 * (low - 1), 25 * (high - 1)))
    other = {**inputs, "score_sum": 700, "score_squares": 2700}
    of_mean = INDICATOR.compare(inputs, other, variant="mean")
    of_index = INDICATOR.compare(inputs, other, variant="index")
    assert of_index.estimate == pytest.approx(25 * known(of_mean.estimate))
    assert of_index.p_value == of_mean.p_value
    assert of_index.estimate_a == pytest.approx(72.5)
    target = INDICATOR.compare_to_target(inputs, 70, variant="index")
    assert target.estimate == pytest.approx(2.5)


def test_index_on_two_scales_is_not_tested():
    inputs = {"score_sum": 780, "answers": 200, "score_squares": 3200, "scale_min": 1, "scale_max": 5}
    other = {"score_sum": 1000, "answers": 200, "score_squares": 5600, "scale_min": 1, "scale_max": 7}
    compared = INDICATOR.compare(inputs, other, variant="index")
    assert compared.p_value is None
    assert compared.notes[0].code == "csat.no_interval.different_scales"


def test_scale_from_one_is_said_not_to_be_standard():
    result = INDICATOR.compute(variant="nps_from_one", promoters=60, passives=25, detractors=15)
    assert [said.code for said in result.warnings] == ["csat.warnings.not_standard"]
    assert comparable("csat", "nps_from_one") == ()
    zeros = INDICATOR.compute(variant="nps", promoters=60, passives=25, detractors=15, lowest_seen=1)
    assert [said.code for said in zeros.warnings] == ["csat.warnings.no_zeros"]


def test_no_definition_borrows_the_benchmark_of_another():
    assert all(row.variants in {(), ("nps",)} for row in benchmarks("csat"))
    assert all("Net promoter" in row.what or "net promoter" in row.what for row in comparable("csat", "nps"))
    assert comparable("csat", "top_2_box") == ()
    assert next(row for row in benchmarks("csat") if row.value == 76.5).reliability == "A"


def test_satisfaction_by_hand():
    text = "x\n5\n4\n4\n3\n1\n2\n"
    inputs, said = measured(text, INDICATOR, {"score": "x"})
    # 3 of 6 in the two highest boxes, 2 in the two lowest; sum 19, squares 71
    assert inputs == {
        "answers": 6,
        "top": 1,
        "top_two": 3,
        "bottom_two": 2,
        "score_sum": 19,
        "score_squares": 71,
        "scale_min": 1,
        "scale_max": 5,
    }
    assert said == {}


def test_the_scale_decides_what_counts():
    text = "x\n7\n6\n5\n10\n0\n"
    seven, said = measured(text, INDICATOR, {"score": "x"}, scale="1_7")
    assert (seven["answers"], seven["top_two"]) == (3, 2)
    assert said["csat.rules.out_of_range"].fields["count"] == 2
    ten, _ = measured(text, INDICATOR, {"score": "x"}, scale="0_10")
    assert (ten["answers"], ten["top_two"], ten["scale_max"]) == (5, 1, 10)


def test_weights_by_hand():
    text = "x,w\n5,2\n1,1\n4,1\n3,0\n2,\n"
    inputs, said = measured(text, INDICATOR, {"score": "x", "weight": "w"})
    # Weights 2, 1, 1: sum 4, squares 6; satisfied 3 of 4; sum of answers 15
    assert (inputs["answers"], inputs["top_two"], inputs["score_sum"], inputs["weight_squares"]) == (4, 3, 15, 6)
    assert said["csat.rules.weight"].fields["count"] == 2
    # Effective size 16/6: Wilson by hand with p = 0.75
    z2n = Z * Z / (16 / 6)
    half = math.sqrt(z2n * 0.1875 + z2n * z2n / 4)
    assert limits(INDICATOR, **inputs)[0] == pytest.approx((0.75 + z2n / 2 - half) / (1 + z2n))


def test_weighted_mean_uses_a_whole_effective_size():
    inputs = {"score_sum": 780, "answers": 200, "score_squares": 3200}
    plain = limits(INDICATOR, variant="mean", **inputs)
    same = limits(INDICATOR, variant="mean", **inputs, weight_squares=200)
    assert same == pytest.approx(plain)
    wide = limits(INDICATOR, variant="mean", **inputs, weight_squares=390)
    assert wide[1] - wide[0] > plain[1] - plain[0]
    assert sum(wide) / 2 == pytest.approx(3.9)


def test_weighted_score_has_a_wider_interval():
    inputs = {"promoters": 60, "passives": 25, "detractors": 15}
    plain = limits(INDICATOR, variant="nps", **inputs)
    wide = limits(INDICATOR, variant="nps", **inputs, weight_squares=200)
    assert (wide[1] - wide[0]) / (plain[1] - plain[0]) == pytest.approx(math.sqrt(2))


def test_tallies_give_what_single_answers_give():
    tallied, _ = measured("x,n\n5,3\n4,2\n1,4\n", INDICATOR, {"score": "x", "tally": "n"})
    single, _ = measured("x\n" + "5\n" * 3 + "4\n" * 2 + "1\n" * 4, INDICATOR, {"score": "x"})
    assert tallied == single


def test_yes_and_no():
    inputs, _ = measured("w\nyes\nno\nha\nда\n", INDICATOR, {"would_recommend": "w"})
    assert (inputs["recommenders"], inputs["answers"]) == (3, 4)


def test_totals_are_added_never_averaged():
    text = "promoters,passives,detractors\n50,30,20\n0,0,300\n"
    roles = {name: name for name in ("promoters", "passives", "detractors")}
    inputs, _ = measured(text, INDICATOR, roles)
    # (50 - 320) / 400 = -67.5, while the mean of 30 and -100 is -35
    assert value(INDICATOR, variant="nps", **inputs) == -67.5


def test_groups_and_periods_add_up():
    ds = read(SAMPLE.read_bytes(), name="satisfaction.csv")
    roles = {"score": "satisfaction", "date": "date"}
    whole = each(measure(ds, INDICATOR, roles), INDICATOR)[0]
    for frame in (measure(ds, INDICATOR, roles, by="branch"), measure(ds, INDICATOR, roles, period="quarter")):
        for name in ("answers", "top_two", "bottom_two", "score_sum"):
            assert frame[name].sum() == whole[name]
        assert set(frame["scale_max"]) == {5}


def test_sample_gives_the_defaults():
    inputs, said = measured(SAMPLE, INDICATOR, {"score": "satisfaction", "date": "date"})
    for name in INDICATOR.shapes[0].variants:
        for item in INDICATOR.variant(name).inputs:
            assert inputs[item] == pytest.approx(INDICATOR.input(item).default), item
    assert {"common.rules.missing_role", "csat.rules.out_of_range"} <= set(said)
    score, _ = measured(SAMPLE, INDICATOR, {"recommend": "recommend_0_to_10"})
    assert score["promoters"] == INDICATOR.input("promoters").default
    result = INDICATOR.compute(variant="nps", **score)
    assert "csat.warnings.no_zeros" not in [notice.code for notice in result.warnings]


def test_branches_differ_in_the_sample():
    groups = grouped(SAMPLE, INDICATOR, {"score": "satisfaction"}, "branch")
    compared = INDICATOR.compare(groups["Station"], groups["Riverside"])
    assert known(compared.estimate) > 0
    assert known(compared.p_value) < 0.05


@pytest.mark.parametrize("shape", [shape.name for shape in INDICATOR.shapes])
def test_every_shape_measures_its_sample(shape):
    chosen = INDICATOR.shape(shape)
    columns = {
        "satisfaction": {"score": "satisfaction"},
        "recommendation": {"recommend": "recommend_0_to_10"},
        "recommendation_from_one": {"recommend": "recommend_0_to_10"},
        "yes_no": {"would_recommend": "would_recommend"},
        "nps_totals": {name: name for name in ("promoters", "passives", "detractors")},
        "totals": {"answers": "answers", "top_two": "satisfied", "top": "very_satisfied", "bottom_two": "dissatisfied"},
    }[shape]
    inputs, _ = measured(ROOT / "sample_data" / chosen.sample, INDICATOR, columns, shape=shape)
    for variant in chosen.variants:
        assert INDICATOR.compute(variant=variant, **inputs).value is not None


def test_distribution_for_the_chart():
    found = extra("x\n5\n5\n1\n99\n", INDICATOR, {"score": "x"}, "distribution")
    assert dict(zip(found["answer"], found["answers"], strict=True)) == {1: 1, 5: 2}


@needs_shared("nasty", "A08_nps_out_of_range.csv")
def test_nasty_codes():
    # Manifest: 7 valid answers, 3 promoters, 2 passives, 2 detractors, NPS 14.2857; the rest is said and left out
    inputs, said = measured(shared_path("nasty", "A08_nps_out_of_range.csv"), INDICATOR, {"recommend": "score"})
    assert (inputs["promoters"], inputs["passives"], inputs["detractors"]) == (3, 2, 2)
    assert value(INDICATOR, variant="nps", **inputs) == pytest.approx(14.285714285714286)
    assert said["csat.rules.out_of_range"].fields["count"] == 3
    assert said["csat.rules.not_whole"].fields["count"] == 1


@needs_shared("data", "starbucks_satisfaction_survey.csv")
@pytest.mark.parametrize(("start", "name"), [("17.", "service"), ("13.", "price"), ("12.", "quality")])
def test_real_survey(start, name):
    # ground_truth.json: top two boxes, Wilson limits and means of the public Starbucks survey
    truth = json.loads(shared_path("data", "ground_truth.json").read_text())["starbucks"]
    path = shared_path("data", "starbucks_satisfaction_survey.csv")
    ds = read(path, name=path.name)
    column = next(c.name for c in ds.columns if c.name.startswith(start))
    inputs = each(measure(ds, INDICATOR, {"score": column}), INDICATOR)[0]
    assert (inputs["top_two"], inputs["answers"]) == (truth["top2"][name]["x"], 122)
    assert limits(INDICATOR, **inputs) == pytest.approx(truth["top2"][name]["wilson95"])
    assert value(INDICATOR, variant="mean", **inputs) == pytest.approx(truth["means"][name])


@needs_shared("data", "starbucks_satisfaction_survey.csv")
def test_real_survey_yes_and_no():
    # ground_truth.json: 94 of 122 will continue buying
    path = shared_path("data", "starbucks_satisfaction_survey.csv")
    ds = read(path, name=path.name)
    column = next(c.name for c in ds.columns if c.name.startswith("20."))
    inputs = each(measure(ds, INDICATOR, {"would_recommend": column}), INDICATOR)[0]
    assert value(INDICATOR, variant="recommend_share", **inputs) == pytest.approx(94 / 122)


# Words of surveys in use: five and seven steps; the steps are those of the order in which surveys print them.
FIVE = {
    "english": (
        "Very dissatisfied",
        "dissatisfied",
        "Neither satisfied nor dissatisfied",
        "Satisfied",
        "VERY SATISFIED",
    ),
    "somewhat": (
        "Extremely dissatisfied",
        "Somewhat dissatisfied",
        "Neutral",
        "somewhat satisfied",
        "Extremely satisfied",
    ),
    "russian": (
        "Совершенно не удовлетворён",
        "Скорее недоволен",
        "Ни доволен, ни недоволен",
        "Доволен",
        "Очень доволен",
    ),
    "uzbek": ("Juda norozi", "norozi", "Betaraf", "Mamnun", "Juda mamnunman"),
    "uzbek cyrillic": ("Жуда норози", "Норози", "Бетараф", "Мамнун", "Жуда мамнун"),
    "armenian": ("Շատ դժգոհ", "Դժգոհ եմ", "Չեզոք", "Գոհ", "Շատ գոհ"),
}
SEVEN = {
    "english": (
        *("Completely dissatisfied", "Dissatisfied", "Somewhat dissatisfied", "Neutral"),
        *("Somewhat satisfied", "Satisfied", "Completely satisfied"),
    ),
    "russian": (
        *("полностью недоволен", "недоволен", "скорее недоволен", "нейтрально"),
        *("скорее доволен", "доволен", "полностью доволен"),
    ),
    "uzbek": ("mutlaqo norozi", "norozi", "biroz norozi", "neytral", "biroz mamnun", "mamnun", "to‘liq mamnun"),
    "armenian": ("շատ դժգոհ", "դժգոհ", "մի փոքր դժգոհ", "չեզոք", "մի փոքր գոհ", "գոհ", "շատ գոհ"),
}


def in_words(words: tuple[str, ...], scale: str) -> tuple[dict[Any, Any], dict[Any, Any], list[float]]:
    ds = read(("id,score\n" + "".join(f'{n},"{one}"\n' for n, one in enumerate(words))).encode(), name="words.csv")
    frame = measure(ds, INDICATOR, {"score": "score"}, shape="satisfaction", scale=scale)
    spread = measure(ds, INDICATOR, {"score": "score"}, shape="satisfaction", extra="distribution", scale=scale)
    said = {one.code: one.fields for one in frame.attrs["notices"]}
    return frame.iloc[0].to_dict(), said, spread["answer"].tolist()


@pytest.mark.parametrize(
    ("words", "scale"),
    [pytest.param(words, "1_5", id=f"five steps, {name}") for name, words in FIVE.items()]
    + [pytest.param(words, "1_7", id=f"seven steps, {name}") for name, words in SEVEN.items()],
)
def test_words_are_steps_of_the_scale(words, scale):
    found, said, answers = in_words(words, scale)
    high = len(words)
    assert answers == list(range(1, high + 1))
    # 1 + 2 + ... + n
    assert (found["answers"], found["top"], found["top_two"]) == (high, 1, 2)
    assert found["score_sum"] == high * (high + 1) / 2
    assert set(said) == {"csat.rules.words"}
    assert said["csat.rules.words"]["count"] == high
    assert f"” = {high}," in said["csat.rules.words"]["words_said"]


def test_unknown_words_are_left_out_and_numbers_stay():
    found, said, _ = in_words(("Satisfied", "5", "meh", "so so", "Very dissatisfied"), "1_5")
    assert (found["answers"], found["score_sum"]) == (3, 4 + 5 + 1)
    assert said["csat.rules.not_a_number"]["count"] == 2
    assert said["csat.rules.words"]["words_said"] == "“satisfied” = 4, “very dissatisfied” = 1"


def test_words_of_seven_on_a_scale_of_five_are_called_out():
    _, said, _ = in_words(("satisfied", "somewhat satisfied", "neutral"), "1_5")
    assert said["csat.rules.words_of_seven"]["count"] == 3
    _, said, _ = in_words(("satisfied", "somewhat satisfied", "neutral"), "1_7")
    assert set(said) == {"csat.rules.words"}


def test_a_scale_without_words_leaves_them_out():
    _, said, _ = in_words(("satisfied", "9", "10"), "1_10")
    assert set(said) == {"csat.rules.not_a_number"}
