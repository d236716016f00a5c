"""Where the public data sets and nasty files lie; they are never part of the project, so tests skip by name without them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def shared_path(*parts: str) -> Path:
    """A path below the folder of shared data: FIFTEEN_SHARED, or the folder ``shared`` beside the repository."""
    base = Path(os.environ.get("FIFTEEN_SHARED", ROOT.parent / "shared"))
    return base.joinpath(*parts)


def needs_shared(*parts: str) -> pytest.MarkDecorator:
    """Skips a test, naming the file, where the shared folder does not have it."""
    return pytest.mark.skipif(not shared_path(*parts).exists(), reason=f"shared/{'/'.join(parts)} is not here")
