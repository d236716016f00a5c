"""The first screen: what this is, three ways in, and the fifteen as live cards."""

from lib.ui import home

home.title()
home.search()
home.cards()
home.beyond()
