"""Inference for counts, means, ratios, rates, scores and times: numbers or arrays in, frozen records out."""

from lib.stats._summary import Summary, summary_from_sums
from lib.stats.comparisons import compare_proportions
from lib.stats.log_rank import compare_survival, compare_survival_at
from lib.stats.means import compare_means, mean_interval
from lib.stats.nps import compare_nps, nps_interval
from lib.stats.proportions import compare_proportion_to_target, difference_interval, proportion_interval
from lib.stats.ratios import RatioSums, compare_ratios, ratio_interval, ratio_sums
from lib.stats.survival import SurvivalCurve, SurvivalTable, survival_curve, survival_table

__all__ = [
    "RatioSums",
    "Summary",
    "SurvivalCurve",
    "SurvivalTable",
    "compare_means",
    "compare_nps",
    "compare_proportion_to_target",
    "compare_proportions",
    "compare_ratios",
    "compare_survival",
    "compare_survival_at",
    "difference_interval",
    "mean_interval",
    "nps_interval",
    "proportion_interval",
    "ratio_interval",
    "ratio_sums",
    "summary_from_sums",
    "survival_curve",
    "survival_table",
]
