"""Models of a customer base: who is still a customer, how often they will buy, how much they will spend."""

from lib.models.bg_nbd import BgNbd, fit_bg_nbd
from lib.models.customer_value import CustomerBase, customer_values, new_customer_interval, new_customer_value
from lib.models.gamma_gamma import GammaGamma, fit_gamma_gamma
from lib.models.histories import Histories, histories
from lib.models.holdout import FrequencyClass, by_frequency, cumulative
from lib.models.keeping import Keeping, Segment, keeping, segments
from lib.models.markov import MarkovValue, markov_value
from lib.models.recency import Recency, count_recency, returning_value
from lib.models.renewing import renewing_value
from lib.models.sbg import Sbg, fit_sbg, fit_sbg_lifetimes

__all__ = [
    "BgNbd",
    "CustomerBase",
    "FrequencyClass",
    "GammaGamma",
    "Histories",
    "Keeping",
    "MarkovValue",
    "Recency",
    "Sbg",
    "Segment",
    "by_frequency",
    "count_recency",
    "cumulative",
    "customer_values",
    "fit_bg_nbd",
    "fit_gamma_gamma",
    "fit_sbg",
    "fit_sbg_lifetimes",
    "histories",
    "keeping",
    "markov_value",
    "new_customer_interval",
    "new_customer_value",
    "renewing_value",
    "returning_value",
    "segments",
]
