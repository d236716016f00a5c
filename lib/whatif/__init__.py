"""What if: any indicator moved by its inputs, through ``compute`` alone."""

from lib.whatif.one_way import Swing, tornado

__all__ = ["Swing", "tornado"]
