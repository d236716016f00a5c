"""The cells of a page, in the order of the notebook; a page script lists the ones it wants."""

from lib.ui.cells.ad_returns import break_even_by_group, return_scale
from lib.ui.cells.arms import arms
from lib.ui.cells.benchmark import benchmark
from lib.ui.cells.bounces import landing_pages
from lib.ui.cells.brands import awareness_levels, brands, coding
from lib.ui.cells.calculation import calculation
from lib.ui.cells.campaign import campaign
from lib.ui.cells.cash_flows import flows, value_profile
from lib.ui.cells.clicks import click_limit, click_prices, mean_of_rows
from lib.ui.cells.cohorts import cohorts
from lib.ui.cells.conversions import lag, to_come
from lib.ui.cells.customer_models import customer_models
from lib.ui.cells.customer_value import running_value, steepness, value_to_cost
from lib.ui.cells.data import data
from lib.ui.cells.offers import funnel, offer_economics
from lib.ui.cells.payback import customer_balance, running_total
from lib.ui.cells.profits import break_even, profit_bridge, profit_spread
from lib.ui.cells.question import question
from lib.ui.cells.reading import reading
from lib.ui.cells.rivals import rival_plans
from lib.ui.cells.satisfaction import distribution, measures, recommendation_balance
from lib.ui.cells.side_by_side import side_by_side
from lib.ui.cells.significance import significance
from lib.ui.cells.survival import survival
from lib.ui.cells.takeaway import take_away
from lib.ui.cells.trials import time_to_purchase
from lib.ui.cells.what_if import what_if
from lib.ui.cells.word_of_mouth import click_price, generations, paid_recommendations

__all__ = [
    "arms",
    "awareness_levels",
    "benchmark",
    "brands",
    "break_even",
    "break_even_by_group",
    "calculation",
    "campaign",
    "click_limit",
    "click_price",
    "click_prices",
    "coding",
    "cohorts",
    "customer_balance",
    "customer_models",
    "data",
    "distribution",
    "flows",
    "funnel",
    "generations",
    "lag",
    "landing_pages",
    "mean_of_rows",
    "measures",
    "offer_economics",
    "paid_recommendations",
    "profit_bridge",
    "profit_spread",
    "question",
    "reading",
    "recommendation_balance",
    "return_scale",
    "rival_plans",
    "running_total",
    "running_value",
    "side_by_side",
    "significance",
    "steepness",
    "survival",
    "take_away",
    "time_to_purchase",
    "to_come",
    "value_profile",
    "value_to_cost",
    "what_if",
]
