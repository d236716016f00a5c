"""What belongs to one visitor: the loaded data set, the roles of its columns, and what survives a reload."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import streamlit as st

from lib.core import FifteenError, ReadError
from lib.core.indicator import Indicator
from lib.data import Dataset, read
from lib.data.roles import guess_roles
from lib.data.vault import VaultError, default_vault, is_token, new_token
from lib.ui.keys import Key
from lib.ui.server import COOKIE

_META = "dataset.json"
_ORIGINAL = "original"
_FOLDER = "folder"
_ROLES = "roles"
_OF_SAMPLES: dict[tuple[str, str], dict[str, str]] = {}
_ADOPTED = "adopted"
_KEPT = "kept"


def token() -> str:
    """The name of the visitor's folder; without the cookie (in tests) one that lasts as long as the session."""
    found = st.context.cookies.get(COOKIE)
    if isinstance(found, str) and is_token(found):
        return str(found)
    return str(st.session_state.setdefault("_visitor", new_token()))


def restore() -> None:
    """After a reload: takes the visitor's data set and roles from the vault, once per session."""
    if st.session_state.get(Key.RESTORED):
        return
    st.session_state[Key.RESTORED] = True
    state = default_vault().recall(token())
    st.session_state[Key.ROLES] = state.get(_ROLES) or {}
    st.session_state[Key.ADOPTED] = state.get(_ADOPTED) or {}
    st.session_state[Key.KEPT] = state.get(_KEPT) or []
    st.session_state[Key.DATASET] = None
    if state.get(_FOLDER):
        folder = default_vault().folder(token()) / str(state[_FOLDER])
        # A folder swept in between, or written by an older version: the visitor simply loads the file again.
        with suppress(FifteenError, OSError, KeyError, TypeError, ValueError):
            meta = json.loads((folder / _META).read_text(encoding="utf-8"))
            st.session_state[Key.DATASET] = Dataset.from_meta(meta, folder / str(meta["parquet"]))
            st.session_state[Key.FOLDER] = folder


def dataset() -> Dataset | None:
    """The data set that the visitor has loaded, None before."""
    return cast(Dataset | None, st.session_state.get(Key.DATASET))


def load(
    source: Any, name: str, progress: Any = None, kept: Callable[[], None] | None = None, **overrides: Any
) -> Dataset:
    """Reads a file into the visitor's folder; what was loaded before is replaced only once the new one is whole.

    The file itself stays beside the table, so that any assumption can be changed afterwards.

    Args:
        source: path, bytes, or binary file object.
        name: of the file, for the screen and for its ending.
        progress: called with the share done, 0 to 1.
        kept: called once the source has been copied and is needed no more; 200 MB less while the rest is read.
        **overrides: assumptions that the visitor sets, as for ``read``.

    Raises:
        FifteenError: when the file cannot be read, or there is no room for it.
    """
    vault = default_vault()
    size = getattr(source, "size", None)
    if size:
        vault.check_room(token(), int(size) * 2)
    folder = vault.folder(token()) / f"data-{new_token()[:12]}"
    folder.mkdir(mode=0o700)
    try:
        original = _keep_original(source, folder)
        if kept is not None:
            kept()
        loaded = read(original, name=name, workspace=folder, progress=progress, **overrides)
    except BaseException:
        _remove(folder)
        raise
    before = _loaded()
    st.session_state[Key.DATASET] = loaded
    st.session_state[Key.FOLDER] = folder
    st.session_state[Key.ROLES] = {}
    (folder / _META).write_text(
        json.dumps({**loaded.to_meta(), "parquet": str(loaded.path.relative_to(folder))}), encoding="utf-8"
    )
    _remember(_ROLES, {})
    _remember(_FOLDER, folder.name)
    if before is not None:
        _drop(*before)
    return loaded


def read_again(**overrides: Any) -> Dataset:
    """Reads the loaded file once more with other assumptions.

    Raises:
        FifteenError: when it cannot be read that way; the data set stays as it was.
    """
    before = _loaded()
    if before is None:
        raise ReadError("nothing_loaded", "no file is loaded")
    ds, folder = before
    return load(folder / _ORIGINAL, ds.name, **overrides)


def _keep_original(source: Any, folder: Path) -> Path:
    kept = folder / _ORIGINAL
    if isinstance(source, Path):
        shutil.copyfile(source, kept)
    elif isinstance(source, bytes):
        kept.write_bytes(source)
    else:
        source.seek(0)
        with kept.open("wb") as file:
            shutil.copyfileobj(source, file, 1 << 20)
    return kept


def unload() -> None:
    """Forgets the data set, and its files at once."""
    before = _loaded()
    st.session_state[Key.DATASET] = None
    st.session_state[Key.ROLES] = {}
    for key in (_FOLDER, _ROLES):
        _remember(key, None)
    if before is not None:
        _drop(*before)


def roles(ind: Indicator, ds: Dataset, *, own: bool) -> dict[str, str]:
    """Role to column: guessed, then as the visitor changed it; an empty text says that no column plays the role."""
    if not own:
        return _sample_roles(ds, ind)
    guessed = _guessed(ds, ind)
    edited = st.session_state.get(Key.ROLES, {}).get(ind.slug, {})
    known = {column.name for column in ds.columns}
    merged = {**guessed, **{role: column for role, column in edited.items() if column in known or not column}}
    return {role: column for role, column in merged.items() if column}


def _sample_roles(ds: Dataset, ind: Indicator) -> dict[str, str]:
    """The same for everybody, so guessed once."""
    key = (ds.content_hash, ind.slug)
    if key not in _OF_SAMPLES:
        _OF_SAMPLES[key] = {role: column for role, (column, _) in guess_roles(ds, ind).items()}
    return _OF_SAMPLES[key]


def _guessed(ds: Dataset, ind: Indicator) -> dict[str, str]:
    cache = st.session_state.setdefault("_guessed", {})
    key = (ds.content_hash, ind.slug)
    if key not in cache:
        cache[key] = {role: column for role, (column, _) in guess_roles(ds, ind).items()}
    return cast(dict[str, str], cache[key])


def set_role(slug: str, role: str, column: str) -> None:
    """The visitor says which column plays a role; kept across pages and a reload."""
    edited = {**st.session_state.get(Key.ROLES, {})}
    edited[slug] = {**edited.get(slug, {}), role: column}
    st.session_state[Key.ROLES] = edited
    _remember(_ROLES, edited)


def adopted(slug: str) -> str | None:
    """Content hash of the data set whose numbers the page has taken over."""
    return cast(str | None, st.session_state.get(Key.ADOPTED, {}).get(slug))


def adopt(slug: str, content_hash: str) -> None:
    """Notes that a page has switched to the loaded data set, so that it does so only once."""
    taken = {**st.session_state.get(Key.ADOPTED, {}), slug: content_hash}
    st.session_state[Key.ADOPTED] = taken
    _remember(_ADOPTED, taken)


def remember_kept(entries: list[dict[str, Any]]) -> None:
    """Keeps the pinned cells for a reload, as far as they are small enough."""
    _remember(_KEPT, entries)


def _remember(key: str, value: Any) -> None:
    # Losing the memory of a reload is no reason to lose the page.
    with suppress(VaultError, OSError):
        default_vault().remember(token(), key, value)


def _loaded() -> tuple[Dataset, Path] | None:
    ds = dataset()
    return None if ds is None else (ds, st.session_state[Key.FOLDER])


def _drop(ds: Dataset, folder: Path) -> None:
    ds.close()
    _remove(folder)


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
