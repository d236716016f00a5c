"""Records, checks and errors that every layer speaks; nothing but the standard library."""

from lib.core.errors import FifteenError, InputError, ReadError, RoleError
from lib.core.records import Answer, Comparison, Estimate, Interval, Notice, Result, Step, Unit

__all__ = [
    "Answer",
    "Comparison",
    "Estimate",
    "FifteenError",
    "InputError",
    "Interval",
    "Notice",
    "ReadError",
    "Result",
    "RoleError",
    "Step",
    "Unit",
]
