"""Errors that a person can act on: a stable code and fields, so that any screen can say them in its own language."""

from __future__ import annotations

from collections.abc import Mapping


class FifteenError(Exception):
    """Base of all errors of this project.

    Args:
        code: stable lower-case identifier, for example ``input_too_large``; the catalogue key is ``errors.<code>``.
        message: the same in plain English, for notebooks and logs.
        fields: what was seen, and what would have been right, by name.
    """

    def __init__(self, code: str, message: str, **fields: object) -> None:
        super().__init__(message)
        self.code = code
        self.fields: Mapping[str, object] = fields


class InputError(FifteenError):
    """A value that cannot be an input; ``fields`` hold ``name``, ``value`` and, where there is one, ``bound``."""

    @classmethod
    def missing(cls, name: str) -> InputError:
        return cls("input_missing", f"{name} is missing: give a number", name=name, value=None)

    @classmethod
    def unknown(cls, name: str, known: tuple[str, ...]) -> InputError:
        return cls(
            "input_unknown", f"{name} is not an input; known are {', '.join(known)}", name=name, value=name, known=known
        )

    @classmethod
    def not_a_number(cls, name: str, value: object) -> InputError:
        return cls("input_not_a_number", f"{name} must be a finite number, got {value!r}", name=name, value=str(value))

    @classmethod
    def not_whole(cls, name: str, value: float) -> InputError:
        return cls("input_not_whole", f"{name} must be a whole number, got {value!r}", name=name, value=value)

    @classmethod
    def too_small(cls, name: str, value: float, bound: float, *, strict: bool = False) -> InputError:
        relation = "greater than" if strict else "at least"
        code = "input_not_above" if strict else "input_too_small"
        return cls(code, f"{name} must be {relation} {bound!r}, got {value!r}", name=name, value=value, bound=bound)

    @classmethod
    def too_large(cls, name: str, value: float, bound: float, *, strict: bool = False) -> InputError:
        relation = "less than" if strict else "at most"
        code = "input_not_below" if strict else "input_too_large"
        return cls(code, f"{name} must be {relation} {bound!r}, got {value!r}", name=name, value=value, bound=bound)

    @classmethod
    def exceeds(cls, name: str, value: float, other: str, bound: float) -> InputError:
        return cls(
            "input_exceeds",
            f"{name} must be at most {other} ({bound!r}), got {value!r}",
            name=name,
            value=value,
            other=other,
            bound=bound,
        )

    @classmethod
    def unknown_choice(cls, name: str, value: object, known: tuple[str, ...]) -> InputError:
        return cls(
            "input_unknown_choice",
            f"{name} must be one of {', '.join(known)}, got {value!r}",
            name=name,
            value=str(value),
            known=known,
        )

    @classmethod
    def too_few(cls, name: str, value: int, bound: int) -> InputError:
        return cls(
            "input_too_few",
            f"{name} must have at least {bound} entries, got {value}",
            name=name,
            value=value,
            bound=bound,
        )

    @classmethod
    def different_lengths(cls, name: str, value: int, other: str, bound: int) -> InputError:
        return cls(
            "input_different_lengths",
            f"{name} has {value} entries but {other} has {bound}",
            name=name,
            value=value,
            other=other,
            bound=bound,
        )


class ReadError(FifteenError):
    """A file that cannot be read as a table; ``fields`` hold ``file`` and what was seen in it."""


class RoleError(FifteenError):
    """A data set that cannot supply a role of an indicator; ``fields`` hold ``missing`` and ``indicator``."""
