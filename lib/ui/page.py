"""What cells need to know of a page, be it of an indicator or of an experiment."""

from __future__ import annotations

from typing import Any, Protocol


class Page(Protocol):
    """A page made of cells."""

    @property
    def slug(self) -> str:
        """Identifier, URL path and catalogue file."""
        ...

    def text(self, name: str, **fields: Any) -> str:
        """A sentence of the page's own catalogue file."""
        ...
