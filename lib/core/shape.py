"""The shapes of data that can supply an indicator: which columns, which choices, which rows, and how they are measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from lib.core.records import Unit

Values = Mapping[str, Any]
RoleKind = Literal["identifier", "date", "number", "money", "flag", "category", "text"]
# The default of an option of labels: what the data themselves suggest.
AUTO = "auto"


@dataclass(frozen=True, slots=True)
class Role:
    """A part that a column plays.

    Attributes:
        name: as in ``measure(roles=...)``.
        kind: what the column must hold; the engine casts to it.
        required: whether the shape needs it.
        nullable: whether a missing value is information (no end date: still a customer); else such rows are left out and counted.
        days: of a date, whether only its day is asked for, so that a column of days need not be made one of moments.
    """

    name: str
    kind: RoleKind
    required: bool = True
    nullable: bool = False
    days: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """A choice that changes which rows count, such as a window in days.

    Attributes:
        name: as in ``measure(**options)``.
        default: its value when not given.
        choices: the values allowed, empty for a number.
        minimum: of a number.
        maximum: of a number.
        unit: of a number.
        kind: ``number``, ``choice``, ``text`` (a brand name, say), ``label`` (one label of a column) or ``labels`` (several). Those
            two are ``AUTO`` or what stands in the column, and reach ``measure`` as a tuple without case and outer blanks.
        role: of a label, the column where it stands.
        known: of a label, the words that mean it without being told.
    """

    name: str
    default: Any
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    unit: Unit = Unit.COUNT
    kind: Literal["number", "choice", "text", "label", "labels"] = "number"
    role: str = ""
    known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowRule:
    """Rows that are left out (or only reported) and always counted.

    Attributes:
        code: catalogue key of the sentence; fields are ``count`` and ``rows``.
        applies: table (columns named by role) and options in, boolean ibis column out; true for the rows meant.
        needs: roles that must be present for the rule to apply.
        leave_out: False to report only.
        says: options whose values stand in the sentence.
    """

    code: str
    applies: Callable[[Any, Values], Any]
    needs: tuple[str, ...] = ()
    leave_out: bool = True
    says: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape of data that can supply the inputs.

    Attributes:
        name: in the catalogue.
        roles: the columns it needs or can use.
        measure: ``(table, keys, options) -> table``: an ibis table with columns named by role in, one row per combination of the
            key columns out (one row for no keys), with the inputs as columns. Missing optional roles are absent from ``table.columns``.
        sample: file in ``sample_data``.
        variants: variants it can feed, the natural one first.
        period_role: role of kind date by which a trend can be drawn; the engine then adds a key column ``period``.
        options: choices that change which rows count.
        rules: rows left out or reported.
        extras: further measurements by name, same signature (survival counts, a distribution).
        settle: table and options in, options out: choices that depend on the data (``auto``), asked once before measuring.
        natural: role to the variant that a file with a column for it is about (a control group: what the campaign added).
        own_periods: True where ``measure`` itself makes the ``period`` key (a customer counts in many periods).
    """

    name: str
    roles: tuple[Role, ...]
    measure: Callable[[Any, tuple[str, ...], Values], Any]
    sample: str
    variants: tuple[str, ...]
    period_role: str | None = None
    options: tuple[Option, ...] = ()
    rules: tuple[RowRule, ...] = ()
    extras: Mapping[str, Callable[[Any, tuple[str, ...], Values], Any]] = field(default_factory=dict)
    own_periods: bool = False
    settle: Callable[[Any, Values], Values] | None = None
    natural: Mapping[str, str] = field(default_factory=dict)

    def natural_variant(self, roles: Mapping[str, str]) -> str:
        """The variant that such columns are about; the first one where none stands out."""
        return next((name for role, name in self.natural.items() if roles.get(role)), self.variants[0])

    def role(self, name: str) -> Role:
        """The role of that name."""
        return next(role for role in self.roles if role.name == name)
