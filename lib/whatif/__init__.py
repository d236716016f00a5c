"""What if: any indicator moved by its inputs, through ``compute`` alone."""

from lib.whatif import distributions
from lib.whatif.assumptions import Assumption, another, packed_laws, plausible, unpacked_laws
from lib.whatif.code import LONGEST_NAME, MOST_SCENARIOS, packed, unpacked
from lib.whatif.distributions import Law
from lib.whatif.goal import GoalSeek, break_even, goal_near, goal_seek, what_it_takes
from lib.whatif.grid import Line, TwoWay, spider, two_way
from lib.whatif.many import entries, number_at, values_of
from lib.whatif.one_way import Ranges, Swing, around, tornado
from lib.whatif.plan import Pace, data_needed, pace
from lib.whatif.risk import Chance, Risk, monte_carlo
from lib.whatif.scenarios import Row, Scenario, ends, scenario_table

__all__ = [
    "LONGEST_NAME",
    "MOST_SCENARIOS",
    "Assumption",
    "Chance",
    "GoalSeek",
    "Law",
    "Line",
    "Pace",
    "Ranges",
    "Risk",
    "Row",
    "Scenario",
    "Swing",
    "TwoWay",
    "another",
    "around",
    "break_even",
    "data_needed",
    "distributions",
    "ends",
    "entries",
    "goal_near",
    "goal_seek",
    "monte_carlo",
    "number_at",
    "pace",
    "packed",
    "packed_laws",
    "plausible",
    "scenario_table",
    "spider",
    "tornado",
    "two_way",
    "unpacked",
    "unpacked_laws",
    "values_of",
    "what_it_takes",
]
