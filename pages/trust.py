"""Can I trust this? How often the methods are right, where they fail, and what they were checked against."""

from lib.ui import trust

trust.title()
trust.explanation()
trust.coverage()
trust.failures()
trust.checked()
