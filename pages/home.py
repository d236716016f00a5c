"""The first screen: what this is, and the fifteen as live cards."""

from lib.ui import home

home.title()
home.cards()
