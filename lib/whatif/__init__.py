"""What if: any indicator moved by its inputs, through ``compute`` alone."""

from lib.whatif import distributions
from lib.whatif.distributions import Law
from lib.whatif.goal import GoalSeek, break_even, goal_near, goal_seek, what_it_takes
from lib.whatif.grid import Line, TwoWay, spider, two_way
from lib.whatif.many import values_of
from lib.whatif.one_way import Swing, tornado
from lib.whatif.risk import Chance, Risk, monte_carlo
from lib.whatif.scenarios import Row, Scenario, scenario_table

__all__ = [
    "Chance",
    "GoalSeek",
    "Law",
    "Line",
    "Risk",
    "Row",
    "Scenario",
    "Swing",
    "TwoWay",
    "break_even",
    "distributions",
    "goal_near",
    "goal_seek",
    "monte_carlo",
    "scenario_table",
    "spider",
    "tornado",
    "two_way",
    "values_of",
    "what_it_takes",
]
