"""The indicators: one file each, found by themselves; the two frameworks fix their order."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from lib.core.indicator import Indicator

FRAMEWORKS: MappingProxyType[str, tuple[str, ...]] = MappingProxyType(
    {
        "jeffery": (
            "awareness",
            "test_drive",
            "churn",
            "csat",
            "take_rate",
            "profit",
            "npv",
            "irr",
            "payback",
            "cltv",
            "cpc",
            "tcr",
            "roa",
            "bounce_rate",
            "wom",
        ),
        "digital": (
            "visits",
            "returning_visitors",
            "time_on_site",
            "exit_rate",
            "geography",
            "demographics",
            "interests",
            "devices",
            "visit_conversion",
            "funnel",
            "reviews",
            "sources",
            "campaign_performance",
            "roi",
            "channel_conversion",
        ),
    }
)


def _discover() -> dict[str, Indicator]:
    found = {}
    for module_info in iter_modules(__path__):
        declared = getattr(import_module(f"{__name__}.{module_info.name}"), "INDICATOR", None)
        if isinstance(declared, Indicator):
            found[declared.slug] = declared
    order = [slug for slugs in FRAMEWORKS.values() for slug in slugs]
    return {slug: found[slug] for slug in sorted(found, key=order.index)}


INDICATORS: MappingProxyType[str, Indicator] = MappingProxyType(_discover())

__all__ = ["FRAMEWORKS", "INDICATORS", "Indicator"]
