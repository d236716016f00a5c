"""What cells need to know of a page, be it of an indicator or of an experiment."""

from __future__ import annotations

from typing import Any, ClassVar, Protocol

from lib.ui.keys import widget
from lib.ui.words import say


class Page(Protocol):
    """A page made of cells."""

    @property
    def slug(self) -> str:
        """Identifier, URL path and catalogue file."""
        ...

    def text(self, name: str, **fields: Any) -> str:
        """A sentence of the page's own catalogue file."""
        ...


class OwnPage:
    """What the pages beside the indicators have in common: texts and widgets under a name of their own."""

    name: ClassVar[str]

    @property
    def slug(self) -> str:
        """Identifier of the page."""
        return self.name

    def text(self, name: str, **fields: Any) -> str:
        """A sentence of this page."""
        return say(f"{self.name}.{name}", **fields)

    def key(self, name: str) -> str:
        """Key of a widget of this page."""
        return widget(self.name, name)
