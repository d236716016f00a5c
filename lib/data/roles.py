"""Which column plays which role: guessed from names and contents, with how sure the guess is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lib.core import RoleError
from lib.core.indicator import Indicator, Role, RoleKind, Shape
from lib.data.column_names import named
from lib.data.measure import shape_for
from lib.data.role_contents import facts, suits
from lib.data.role_names import RoleNames, fit, lexicon
from lib.indicators import INDICATORS

if TYPE_CHECKING:
    from lib.data.dataset import Dataset

Guess = tuple[str, float]
Scores = Mapping[str, Mapping[str, float]]
# Below this a guess would more often be wrong than right, and the visitor does better without it.
LOWEST = 0.5
# An only date column, or a column that must play two roles, is never more than a suggestion.
ALONE = 0.55
SHARED = 0.7
CLAIMED = 0.8
# A shape that asks for more says more about a file; one that asks for less must fit clearly better.
CLEARLY = 0.18


@dataclass(frozen=True, slots=True)
class Feasible:
    """What one indicator could make of a data set.

    Attributes:
        slug: of the indicator.
        shape: name of the shape that fits best.
        roles: role to column, as far as guessed.
        missing: required roles of that shape that no column seems to play; empty where it can be computed.
        confidence: of the least certain required role, 0 to 1.
    """

    slug: str
    shape: str
    roles: Mapping[str, str]
    missing: tuple[str, ...]
    confidence: float


def guess_roles(ds: Dataset, ind: Indicator) -> dict[str, Guess]:
    """The column that most likely plays each role, and how sure that is.

    The names decide; the contents can only forbid or weaken. A column plays two roles only where nothing else could.

    Args:
        ds: a data set from ``read``.
        ind: the indicator.

    Returns:
        Role to (column, confidence from 0.5 to 1); roles that no column seems to play are absent. The roles fill the shape that
        fits best, and further shapes as far as columns are left.

    Example:
        >>> from lib.data import read
        >>> ds = read(b"Mijoz ID,Obuna boshlanishi,Tugash sanasi\\nM1,2026-01-05,\\nM2,2026-01-07,2026-02-01\\n", name="mijozlar.csv")
        >>> {role: column for role, (column, _) in guess_roles(ds, INDICATORS["churn"]).items()}
        {'customer': 'Mijoz ID', 'end_date': 'Tugash sanasi', 'start_date': 'Obuna boshlanishi'}
    """
    raw = _scores(ds, ind)
    guesses = [_guess_shape(ds, ind, *parts) for parts in zip(ind.shapes, _settled(raw), raw, strict=True)]
    chosen = _best(ind.shapes, guesses)
    found = dict(guesses[chosen])
    meant = _measured(ind, found)
    for guess in guesses:
        wider = _without_doubles(found, guess)
        # Further roles must not make another shape look filled that fits worse.
        if _measured(ind, wider) == meant:
            found = wider
    return dict(sorted(found.items()))


def _measured(ind: Indicator, guess: Mapping[str, Guess]) -> str | None:
    """Name of the shape that would be measured with these roles, None where none is filled."""
    try:
        return shape_for(ind, {role: column for role, (column, _) in guess.items()}).name
    except RoleError:
        return None


def _without_doubles(found: dict[str, Guess], further: Mapping[str, Guess]) -> dict[str, Guess]:
    """Adds what a further shape would need, as far as its columns are free."""
    used = {column for column, _ in found.values()}
    return {**{role: guess for role, guess in further.items() if guess[0] not in used}, **found}


def _best(shapes: Sequence[Shape], guesses: Sequence[Mapping[str, Guess]]) -> int:
    """Of the shapes that are filled about as surely as the surest, the one that asks for most; else the one that lacks least."""
    sure = [_sureness(shape, guess) for shape, guess in zip(shapes, guesses, strict=True)]
    required = [[role.name for role in shape.roles if role.required] for shape in shapes]
    if max(sure) > 0:
        able = [place for place, value in enumerate(sure) if value >= max(sure) - CLEARLY]
        return max(able, key=lambda place: len(required[place]))

    def present(place: int) -> tuple[float, float]:
        there = [guesses[place][name][1] for name in required[place] if name in guesses[place]]
        return len(there) - len(required[place]), sum(there)

    return max(range(len(shapes)), key=present)


def _sureness(shape: Shape, guess: Mapping[str, Guess]) -> float:
    required = [role.name for role in shape.roles if role.required]
    if not set(required) <= set(guess):
        return 0.0
    return sum(guess[name][1] for name in required) / len(required)


def _guess_shape(ds: Dataset, ind: Indicator, shape: Shape, scores: Scores, raw: Scores) -> dict[str, Guess]:
    found = _assign(shape, scores)
    used = {column: shape.role(role).kind for role, (column, _) in found.items()}
    for role in shape.roles:
        # The time of an order can also say that there was one; but the same money cannot be both revenue and cost.
        free = {
            name: score * SHARED for name, score in raw[role.name].items() if used.get(name, role.kind) != role.kind
        }
        column, score = max(free.items(), key=lambda item: item[1], default=("", 0.0))
        if role.required and role.name not in found and score >= LOWEST:
            found[role.name] = (column, round(score, 2))
    for role in shape.roles:
        if role.name not in found and (only := _alone(ds, ind, role, used)):
            found[role.name] = (only, ALONE)
    return found


def _is_elsewhere(ds: Dataset, entry: RoleNames) -> bool:
    """Whether a neighbouring column shows that this kind of file does not have the role."""
    return any(beside in named(ds).words for beside in entry.unless_beside)


def _scores(ds: Dataset, ind: Indicator) -> list[Scores]:
    """Per shape: role to column to how well it fits."""
    seen, names = facts(ds), _by_name(ds, ind)
    return [
        {
            role.name: {
                column.name: names[role.name][column.name] * suits(column, role.kind, seen.get(column.name), ds.rows)
                for column in ds.columns
                if column.name in names[role.name]
            }
            for role in shape.roles
        }
        for shape in ind.shapes
    ]


def _settled(raw: Sequence[Scores]) -> list[Scores]:
    """The same after the roles of all shapes have competed for the columns."""
    claims: dict[str, float] = {}
    for row in (row for rows in raw for row in rows.values()):
        for name, score in row.items():
            claims[name] = max(claims.get(name, 0.0), score)
    return [
        {
            role: {name: left for name, score in row.items() if (left := _yield(score, claims[name])) >= LOWEST}
            for role, row in rows.items()
        }
        for rows in raw
    ]


def _yield(score: float, claim: float) -> float:
    """What is called exactly like one role, or far more like it, is hardly meant for another."""
    if claim == 1.0 and score < 1.0:
        return score * CLAIMED
    return score * CLAIMED**3 if score < claim - 0.1 else score


def _by_name(ds: Dataset, ind: Indicator) -> dict[str, dict[str, float]]:
    """Role to column to how well the name fits, where it fits at all."""
    names: dict[str, dict[str, float]] = {}
    told = named(ds)
    for role in ind.roles:
        entry = lexicon().role(ind.slug, role.name)
        if entry is None or _is_elsewhere(ds, entry):
            names[role.name] = {}
            continue
        able = [column for column in told.like(role.name, entry.means) if column.type == "text" or not entry.wordy]
        fits = {
            column.name: max(fit(name, ind.slug, role.name, role.kind) for name in {column.name, column.original})
            for column in able
        }
        names[role.name] = {name: score for name, score in fits.items() if score >= LOWEST}
    return names


def _assign(shape: Shape, scores: Scores) -> dict[str, Guess]:
    """One column per role, so that the sum of the scores is largest; what is required weighs more."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    columns = list(dict.fromkeys(column for row in scores.values() for column in row))
    if not columns:
        return {}
    weights = np.zeros((len(shape.roles), len(columns)))
    for row, role in enumerate(shape.roles):
        for place, name in enumerate(columns):
            # Among equals the earlier column is taken.
            certainty = scores[role.name].get(name, 0.0) * (1 - place * 1e-6)
            weights[row, place] = certainty * (1.5 if role.required else 1.0)
    rows, places = linear_sum_assignment(weights, maximize=True)
    found = {}
    for row, place in zip(rows, places, strict=True):
        name, column = shape.roles[row].name, columns[place]
        if column in scores[name]:
            found[name] = (column, round(scores[name][column], 2))
    return found


def _alone(ds: Dataset, ind: Indicator, role: Role, used: Mapping[str, RoleKind]) -> str | None:
    """The only column of the kind of a role, whatever its name, where the lexicon allows that."""
    entry = lexicon().role(ind.slug, role.name)
    if entry is None or not entry.alone or _is_elsewhere(ds, entry):
        return None
    able = [column.name for column in ds.columns if suits(column, role.kind, None, ds.rows) > 0.99]
    return able[0] if len(able) == 1 and able[0] not in used else None


def feasible(ds: Dataset) -> tuple[Feasible, ...]:
    """What each indicator could compute from a data set, those that it can first.

    Args:
        ds: a data set from ``read``.

    Returns:
        One entry per indicator: the shape that fits best, with its roles, or with those that are missing.
    """
    found = [feasible_for(ds, ind) for ind in INDICATORS.values()]
    return tuple(sorted(found, key=lambda item: bool(item.missing)))


def feasible_for(ds: Dataset, ind: Indicator) -> Feasible:
    """What one indicator, or an experiment, could make of a data set.

    Args:
        ds: a data set from ``read``.
        ind: what the rows would be measured for.
    """
    guess = guess_roles(ds, ind)
    name = _measured(ind, guess)
    shape = ind.shape(name) if name else ind.shapes[_best(ind.shapes, [guess] * len(ind.shapes))]
    required = [role.name for role in shape.roles if role.required]
    roles = {role.name: guess[role.name][0] for role in shape.roles if role.name in guess}
    missing = tuple(name for name in required if name not in guess)
    sure = 0.0 if missing else min((guess[name][1] for name in required), default=0.0)
    return Feasible(ind.slug, shape.name, roles, missing, sure)
