"""What the visitor assumes about the inputs of a page: kept for the visit and in the link, changed from callbacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import streamlit as st

from lib.core import Unit
from lib.core.indicator import Input
from lib.data.columns import numbers_of
from lib.ui.address import carry
from lib.ui.notebook import Notebook
from lib.whatif import Assumption, another, packed_laws, plausible, unpacked_laws
from lib.whatif.assumptions import HELD, PARAMETERS, Pair
from lib.whatif.many import number_at, split

NUMERIC = ("integer", "number")


@dataclass(frozen=True)
class Chosen:
    """What differs from the guesses.

    Attributes:
        laws: by name of the input or of the entry of a series.
        pairs: two inputs each that move together, and how much.
    """

    laws: dict[str, Assumption] = field(default_factory=dict)
    pairs: tuple[Pair, ...] = ()


def chosen(page: Notebook) -> Chosen:
    """What was chosen; the first time, what the link brought."""
    kept = st.session_state.get(_state(page))
    if not isinstance(kept, Chosen):
        kept = Chosen(*unpacked_laws(str(st.query_params.get(page.key("laws"), ""))))
        st.session_state[_state(page)] = kept
    return kept


def remember(page: Notebook) -> None:
    """Writes what was chosen into the address, whichever tool is open."""
    kept = chosen(page)
    carry(page.key("laws"), packed_laws(kept.laws, kept.pairs))


def _state(page: Notebook) -> str:
    return f"{page.key('laws')}__chosen"


def guesses(page: Notebook) -> dict[str, Assumption]:
    """What is plausible for the numbers on screen."""
    assert page.result is not None
    return plausible(page.ind, page.result.inputs, variant=page.variant.name)


def assumed(page: Notebook, guessed: dict[str, Assumption]) -> dict[str, Assumption]:
    """The visitor's choices over the guesses."""
    kept = chosen(page).laws
    return {name: kept.get(name, one) for name, one in guessed.items()}


def item_of(page: Notebook, name: str) -> Input:
    """The input behind a name, of an entry of a series the series."""
    return page.ind.input(split(name)[0])


def now_of(page: Notebook, name: str) -> float:
    """The number as it stands."""
    assert page.result is not None
    return number_at(page.result.inputs, name)


def factor_of(page: Notebook, name: str, kind: str) -> float:
    """Rates are per cent on screen; the two numbers of a beta law are not rates."""
    return 100.0 if item_of(page, name).unit is Unit.RATE and kind != "beta" else 1.0


def columns_for(page: Notebook) -> list[str]:
    """Numeric columns of the visitor's data."""
    found = page.measured
    return [] if found is None else [column.name for column in found.ds.columns if column.type in NUMERIC]


def values_for(page: Notebook, column: str) -> Sequence[float]:
    """The numbers of a column; none where the data are not there."""
    if page.measured is None or column not in columns_for(page):
        return ()
    return _numbers(page.measured.ds, page.measured.ds.content_hash, column)


@st.cache_data(show_spinner=False, max_entries=16, scope="session")
def _numbers(_ds: object, content_hash: str, column: str) -> tuple[float, ...]:
    from lib.data import Dataset

    assert isinstance(_ds, Dataset)
    return numbers_of(_ds, column)


# ---- what the widgets do -----------------------------------------------------------------------------------------


def set_kind(page: Notebook, name: str, widget: str, guess: Assumption) -> None:
    """Another kind of law for one input, with about the same reach."""
    kind = st.session_state[widget]
    if kind == guess.kind:
        return reset(page, name)
    now, item = now_of(page, name), item_of(page, name)
    one = Assumption(kind, column=columns_for(page)[0]) if kind == "column" else another(kind, now, guess, item)
    return _put(page, name, one)


def set_column(page: Notebook, name: str, widget: str) -> None:
    """The column to draw one input from."""
    _put(page, name, Assumption("column", column=st.session_state[widget]))


def set_parameters(page: Notebook, name: str, kind: str, widgets: Sequence[str]) -> None:
    """The numbers of a law as they stand in their fields."""
    factor = factor_of(page, name, kind)
    given = [one for widget in widgets if (one := st.session_state.get(widget)) is not None]
    if len(given) == len(PARAMETERS[kind]):
        _put(page, name, Assumption(kind, tuple(float(f"{float(one) / factor:.12g}") for one in given)))


def reset(page: Notebook, name: str) -> None:
    """Back to the guess."""
    kept = chosen(page)
    laws = {one: law for one, law in kept.laws.items() if one != name}
    st.session_state[_state(page)] = replace(kept, laws=laws)


def set_pair(page: Notebook, place: int, shown: tuple[Pair, ...], widgets: tuple[str, str, str]) -> None:
    """One of the pairs of inputs that move together, as its fields have it; without a correlation it is none.

    Args:
        page: whose inputs they are.
        place: in the pairs that are shown; the one after the last is new.
        shown: the pairs whose inputs are drawn; the others stay as they are.
        widgets: keys of the two inputs and of the correlation.
    """
    one, other, size = (st.session_state.get(key) for key in widgets)
    hidden = tuple(pair for pair in chosen(page).pairs if pair not in shown)
    pair = ((str(one), str(other), float(size)),) if one and other and one != other and size else ()
    # The same two inputs cannot have two correlations: the one just given counts.
    others = [kept if not pair or {*kept[:2]} != {one, other} else None for kept in shown]
    before, later = others[:place], others[place + 1 :]
    pairs = tuple(kept for kept in (*before, *pair, *later) if kept is not None)
    st.session_state[_state(page)] = replace(chosen(page), pairs=(*pairs, *hidden))


def _put(page: Notebook, name: str, one: Assumption) -> None:
    kept = chosen(page)
    st.session_state[_state(page)] = replace(kept, laws={**kept.laws, name: one})


__all__ = [
    "HELD",
    "Chosen",
    "assumed",
    "chosen",
    "columns_for",
    "factor_of",
    "guesses",
    "item_of",
    "now_of",
    "remember",
    "reset",
    "set_column",
    "set_kind",
    "set_pair",
    "set_parameters",
    "values_for",
]
