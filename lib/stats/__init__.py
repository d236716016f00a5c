"""Inference for counts, means, ratios, rates, scores and times: numbers or arrays in, frozen records out."""

from lib.stats._power import cohens_h
from lib.stats._setting import Setting
from lib.stats._summary import Summary, summary_from_sums
from lib.stats.allocation import SampleRatio, sample_ratio_mismatch
from lib.stats.always_valid import sequential_interval, sequential_reach
from lib.stats.comparisons import compare_proportions
from lib.stats.cuped import Cuped, cuped
from lib.stats.equivalence import Equivalence, equivalence, equivalence_means
from lib.stats.families import ManyComparison, Pair, compare_many_proportions, compare_proportions_paired
from lib.stats.log_rank import compare_survival, compare_survival_at
from lib.stats.many_means import compare_many_means, compare_many_ratios
from lib.stats.means import compare_means, mean_interval
from lib.stats.medians import compare_medians
from lib.stats.multiplicity import adjust
from lib.stats.nps import compare_nps, nps_interval
from lib.stats.planning import (
    Plan,
    compare_formulas,
    minimum_detectable_effect,
    power,
    sample_size,
    sample_size_for_margin,
)
from lib.stats.posterior import Posterior, posterior_proportions
from lib.stats.posterior_many import ArmPosterior, PosteriorMany, posterior_many_proportions, prior_sensitivity
from lib.stats.posterior_means import PosteriorMeans, posterior_means
from lib.stats.proportions import compare_proportion_to_target, difference_interval, proportion_interval
from lib.stats.race import Race, conversion_race
from lib.stats.rates import compare_rate_to_target, compare_rates, rate_interval
from lib.stats.ratios import RatioSums, compare_ratios, ratio_interval, ratio_sums
from lib.stats.relative import odds_ratio_interval, risk_ratio_interval
from lib.stats.run_plan import RunPlan, bounds_of, plan_run, run_power
from lib.stats.sequential import (
    SequentialBounds,
    alpha_spending,
    crossed_by_look,
    group_sequential_bounds,
    peeking_false_positives,
)
from lib.stats.survival import SurvivalCurve, SurvivalTable, survival_curve, survival_table
from lib.stats.traffic import Traffic
from lib.stats.trend import Trend, proportion_trend
from lib.stats.weights import design_effect, effective_counts, effective_sample_size, weighted_proportion_interval
from lib.stats.winsorising import Sensitivity, winsorised_means

__all__ = [
    "ArmPosterior",
    "Cuped",
    "Equivalence",
    "ManyComparison",
    "Pair",
    "Plan",
    "Posterior",
    "PosteriorMany",
    "PosteriorMeans",
    "Race",
    "RatioSums",
    "RunPlan",
    "SampleRatio",
    "Sensitivity",
    "SequentialBounds",
    "Setting",
    "Summary",
    "SurvivalCurve",
    "SurvivalTable",
    "Traffic",
    "Trend",
    "adjust",
    "alpha_spending",
    "bounds_of",
    "cohens_h",
    "compare_formulas",
    "compare_many_means",
    "compare_many_proportions",
    "compare_many_ratios",
    "compare_means",
    "compare_medians",
    "compare_nps",
    "compare_proportion_to_target",
    "compare_proportions",
    "compare_proportions_paired",
    "compare_rate_to_target",
    "compare_rates",
    "compare_ratios",
    "compare_survival",
    "compare_survival_at",
    "conversion_race",
    "crossed_by_look",
    "cuped",
    "design_effect",
    "difference_interval",
    "effective_counts",
    "effective_sample_size",
    "equivalence",
    "equivalence_means",
    "group_sequential_bounds",
    "mean_interval",
    "minimum_detectable_effect",
    "nps_interval",
    "odds_ratio_interval",
    "peeking_false_positives",
    "plan_run",
    "posterior_many_proportions",
    "posterior_means",
    "posterior_proportions",
    "power",
    "prior_sensitivity",
    "proportion_interval",
    "proportion_trend",
    "rate_interval",
    "ratio_interval",
    "ratio_sums",
    "risk_ratio_interval",
    "run_power",
    "sample_ratio_mismatch",
    "sample_size",
    "sample_size_for_margin",
    "sequential_interval",
    "sequential_reach",
    "summary_from_sums",
    "survival_curve",
    "survival_table",
    "weighted_proportion_interval",
    "winsorised_means",
]
