"""What each method takes for granted; the names, reasons and sentences are in the catalogue ``statistics``."""

from __future__ import annotations

from typing import Final

_BINOMIAL = ("independent_trials", "same_probability")
_TWO_GROUPS = ("independent_trials", "independent_groups")
_LARGE = "large_counts"
_MEANS = ("independent_observations", "independent_groups")
_CLUSTERS = ("independent_units", "many_units")
_SURVIVAL = ("independent_observations", "censoring_unrelated")

ASSUMPTIONS: Final[dict[str, tuple[str, ...]]] = {
    # one proportion
    "wilson": _BINOMIAL,
    "exact": _BINOMIAL,
    "jeffreys": _BINOMIAL,
    "mid_p": _BINOMIAL,
    "likelihood": _BINOMIAL,
    "wilson_cc": _BINOMIAL,
    "agresti_coull": _BINOMIAL,
    "wald": (*_BINOMIAL, _LARGE),
    "wald_cc": (*_BINOMIAL, _LARGE),
    "binomial_exact": _BINOMIAL,
    "z_one_sample": (*_BINOMIAL, _LARGE),
    # two proportions
    "newcombe": _TWO_GROUPS,
    "newcombe_cc": _TWO_GROUPS,
    "score": _TWO_GROUPS,
    "mee": _TWO_GROUPS,
    "agresti_caffo": _TWO_GROUPS,
    "haldane": _TWO_GROUPS,
    "jeffreys_perks": _TWO_GROUPS,
    "hauck_anderson": (*_TWO_GROUPS, _LARGE),
    "z_pooled": (*_TWO_GROUPS, _LARGE),
    "chi2": (*_TWO_GROUPS, _LARGE),
    "fisher": (*_TWO_GROUPS, "margins_fixed"),
    "barnard": _TWO_GROUPS,
    "boschloo": _TWO_GROUPS,
    "cochran_armitage": (*_TWO_GROUPS, _LARGE, "scores_stated"),
    "mcnemar": ("pairs_matched", "independent_pairs", _LARGE),
    "mcnemar_exact": ("pairs_matched", "independent_pairs"),
    "newcombe_paired": ("pairs_matched", "independent_pairs"),
    "tost": ("margin_stated",),
    # means
    "student_one_sample": ("independent_observations", "mean_nearly_normal"),
    "welch": (*_MEANS, "mean_nearly_normal"),
    "student": (*_MEANS, "mean_nearly_normal", "equal_variances"),
    "cuped": ("covariate_before",),
    "welch_anova": (*_MEANS, "mean_nearly_normal"),
    "anova": (*_MEANS, "mean_nearly_normal", "equal_variances"),
    "kruskal_wallis": (*_MEANS, "same_shape"),
    "mann_whitney": (*_MEANS, "same_shape"),
    "hodges_lehmann": (*_MEANS, "same_shape"),
    "bootstrap": (*_MEANS, "sample_like_population"),
    "bootstrap_medians": (*_MEANS, "sample_like_population"),
    "permutation": (*_MEANS, "exchangeable"),
    # looking early
    "mixture_sprt": ("independent_observations", "mean_nearly_normal", "tuned_beforehand"),
    "confidence_sequence": ("independent_observations", "mean_nearly_normal", "tuned_beforehand"),
    # ratios of sums
    "delta": _CLUSTERS,
    "fieller": _CLUSTERS,
    "bootstrap_units": ("independent_units", "sample_like_population"),
    # rates
    "poisson_exact": ("events_independent", "constant_rate"),
    "poisson_score": ("events_independent", "constant_rate"),
    "poisson_jeffreys": ("events_independent", "constant_rate"),
    "poisson_byar": ("events_independent", "constant_rate"),
    "poisson_wald": ("events_independent", "constant_rate", _LARGE),
    "conditional_binomial": ("events_independent", "constant_rate", "independent_groups"),
    "poisson_mover": ("events_independent", "constant_rate", "independent_groups"),
    # net promoter score
    "nps_wald": ("independent_answers", _LARGE),
    "nps_adjusted": ("independent_answers",),
    "nps_z": ("independent_answers", "independent_groups", _LARGE),
    # survival
    "kaplan_meier": _SURVIVAL,
    "greenwood": _SURVIVAL,
    "log_rank": (*_SURVIVAL, "independent_groups", "proportional_hazards"),
    "survival_difference": (*_SURVIVAL, "independent_groups"),
    # the rest
    "finite_population": ("drawn_at_random_once",),
    "chi2_goodness": ("independent_trials", "split_planned"),
    "design_effect": ("independent_observations", "weights_given"),
    "normal_posterior": (*_MEANS, "mean_nearly_normal", "prior_stated"),
    "beta_binomial": (*_BINOMIAL, "prior_stated"),
}


def assumptions_of(*methods: str) -> tuple[str, ...]:
    """The assumptions of several methods used together, each once, in order."""
    return tuple(dict.fromkeys(code for method in methods for code in ASSUMPTIONS[method]))
