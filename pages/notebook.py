"""The visitor's own notebook: cells pinned from any page."""

from lib.ui import kept

kept.title()
kept.entries()
