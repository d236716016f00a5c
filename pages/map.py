"""The map: the indicators as one system."""

from lib.ui.map import system_map

system_map()
