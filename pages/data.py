"""The visitor's data: what was read, what was assumed, and what it can tell."""

from lib.ui import data_page

data_page.title()
data_page.summary()
data_page.preview()
data_page.assumptions()
data_page.possibilities()
