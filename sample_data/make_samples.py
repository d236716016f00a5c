"""Writes every sample file from its recipe and an integer seed; ``--check`` says which ones differ from what is committed.

Run it as ``python -m sample_data.make_samples``.
"""

from __future__ import annotations

import csv
import io
import random
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

HERE = Path(__file__).parent


def recipes() -> list[ModuleType]:
    """The modules in ``recipes``: each has FILE, SEED and ``build(random) -> list of rows as dicts``."""
    package = import_module("sample_data.recipes")
    return [import_module(f"sample_data.recipes.{found.name}") for found in iter_modules(package.__path__)]


def text_of(recipe: ModuleType) -> str:
    """The CSV text that a recipe gives."""
    rows = recipe.build(random.Random(recipe.SEED))
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def main(arguments: list[str]) -> int:
    """Writes or checks all files; returns how many differ."""
    differing = 0
    for recipe in recipes():
        path = HERE / recipe.FILE
        text = text_of(recipe)
        same = path.exists() and path.read_text(encoding="utf-8") == text
        if "--check" in arguments:
            differing += not same
            print(f"{recipe.FILE}: {'as committed' if same else 'DIFFERS'}")
        elif not same:
            path.write_text(text, encoding="utf-8")
            print(f"{recipe.FILE}: written")
    return differing


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
