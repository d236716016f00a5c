"""Everything that is listed twice: registry, frameworks, catalogue, samples, benchmarks, pages. A failure names what to add."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

from lib.core.indicator import Indicator, Shape
from lib.data import read
from lib.data.measure import inputs_of, measure
from lib.data.roles import guess_roles
from lib.indicators import FRAMEWORKS, INDICATORS
from lib.knowledge import catalogue
from lib.knowledge.benchmarks import FOLDER, benchmarks

ROOT = Path(__file__).resolve().parents[2]
EVERY = [pytest.param(ind, id=slug) for slug, ind in INDICATORS.items()]
SHAPES = [
    pytest.param(ind, shape, id=f"{slug}-{shape.name}") for slug, ind in INDICATORS.items() for shape in ind.shapes
]
# What placeholders may be formatted as; see lib/knowledge/catalogue.py.
KINDS = {"", "count", "number", "percent", "money", "points", "gap", "p", "p_is", "date", "level", "text"}


def test_all_of_jeffery_are_there_in_book_order() -> None:
    found = [slug for slug in INDICATORS if INDICATORS[slug].framework == "jeffery"]
    assert found == list(FRAMEWORKS["jeffery"])


@pytest.mark.parametrize("ind", EVERY)
def test_number_is_the_place_in_the_framework(ind: Indicator) -> None:
    assert FRAMEWORKS[ind.framework][ind.number - 1] == ind.slug


def needed_keys(ind: Indicator) -> list[str]:
    keys = ["title", "short", "question", "not_when"]
    keys += [f"inputs.{item.name}.{part}" for item in ind.inputs if not item.evidence for part in ("label", "help")]
    keys += [f"variants.{item.name}.{part}" for item in ind.variants for part in ("label", "explain")]
    for shape in ind.shapes:
        keys += [f"shapes.{shape.name}.label", f"shapes.{shape.name}.about"]
        keys += [f"roles.{role.name}.{part}" for role in shape.roles for part in ("label", "help")]
        for option in shape.options:
            keys += [f"options.{option.name}.label", f"options.{option.name}.help"]
            keys += [f"options.{option.name}.choices.{choice}" for choice in option.choices]
    return [f"{ind.slug}.{key}" for key in keys]


@pytest.mark.parametrize("ind", EVERY)
def test_every_visible_name_is_in_the_catalogue(ind: Indicator) -> None:
    missing = [key for key in needed_keys(ind) if not catalogue.has(key)]
    assert not missing, f"add to locales/en/{ind.slug}.toml: {missing}"
    for key in (f"{ind.slug}.reading.may", f"{ind.slug}.reading.may_not", f"{ind.slug}.reading.pitfalls"):
        assert len(catalogue.texts(key)) >= 2, f"{key} needs at least two sentences"


def test_every_code_in_the_library_has_a_sentence() -> None:
    """Codes are string literals such as "churn.warnings.x"; each must be a key, or the start of one."""
    known = catalogue.entries()
    spaces = {key.split(".")[0] for key in known} - {"units"}
    missing = set()
    for path in sorted((ROOT / "lib").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                continue
            text = node.value
            if re.fullmatch(r"[a-z_]+(\.[a-z0-9_]+)+", text) and text.split(".")[0] in spaces:
                # The start of a key that an f-string completes, or a key below each indicator that has such a cell.
                of_an_indicator = any(f"{slug}.{text}" in known for slug in INDICATORS)
                is_key = of_an_indicator or any(key == text or key.startswith((f"{text}.", text)) for key in known)
                if not is_key and not text.endswith((".toml", ".csv", ".py", ".json", ".svg")):
                    missing.add(f"{path.relative_to(ROOT)}: {text}")
    assert not missing, "\n".join(sorted(missing))


def test_placeholders_name_kinds_that_exist_and_no_sentence_starts_a_formula() -> None:
    for key, found in catalogue.entries().items():
        sentences = found if isinstance(found, list) else found.values() if isinstance(found, dict) else [found]
        for sentence in sentences:
            assert "$" not in str(sentence), f"{key}: a dollar sign becomes a formula on screen"
            for _, name, kind, _ in string.Formatter().parse(str(sentence)):
                if name is not None:
                    assert name.isidentifier(), f"{key}: {{{name}}}"
                    assert kind in KINDS, f"{key}: {{{name}:{kind}}}"


@pytest.mark.parametrize("ind", EVERY)
def test_benchmark_rows_load_and_name_variants_that_exist(ind: Indicator) -> None:
    assert (FOLDER / f"{ind.slug}.toml").exists(), f"add knowledge/benchmarks/{ind.slug}.toml"
    names = {variant.name for variant in ind.variants}
    for row in benchmarks(ind.slug):
        assert set(row.variants) <= names, row
        assert row.value is not None or None not in (row.low, row.high), row
        assert row.source, row
        assert row.what, row
        assert row.reliability in {"P", "S", "A"}, row
        if row.unit == "rate" and ind.slug != "roa":  # a return of 517 % is one
            assert all(abs(end) <= 1.5 for end in (row.value, row.low, row.high) if end is not None), row


@pytest.mark.parametrize(("ind", "shape"), SHAPES)
def test_sample_feeds_its_shape_through_guessed_roles(ind: Indicator, shape: Shape) -> None:
    path = ROOT / "sample_data" / shape.sample
    assert path.exists(), f"add sample_data/{shape.sample} and its recipe"
    ds = read(path, name=shape.sample)
    roles = {role: column for role, (column, _) in guess_roles(ds, ind).items()}
    missing = [role.name for role in shape.roles if role.required and role.name not in roles]
    assert not missing, f"columns of {shape.sample} are not recognised as {missing}"
    frame = measure(ds, ind, roles, shape=shape.name)
    assert len(frame) == 1
    parameters = {item.name: item.default for item in ind.inputs if item.parameter and item.default is not None}
    for name in shape.variants:
        inputs = {**ind.defaults, **parameters, **inputs_of(frame.iloc[0].to_dict(), ind)}
        result = ind.compute(variant=name, **inputs)
        assert result.value is not None or result.no_answer is not None


@pytest.mark.parametrize("ind", EVERY)
def test_page_opens_on_what_the_sample_measures(ind: Indicator) -> None:
    shape = ind.shapes[0]
    ds = read(ROOT / "sample_data" / shape.sample, name=shape.sample)
    roles = {role: column for role, (column, _) in guess_roles(ds, ind).items()}
    measured = inputs_of(measure(ds, ind, roles, shape=shape.name).iloc[0].to_dict(), ind)
    for item in ind.inputs:
        if item.evidence or item.parameter or item.name not in measured:
            continue
        assert item.default is not None, f"{ind.slug}.{item.name} has no default"
        if item.kind == "number":
            assert measured[item.name] == pytest.approx(item.default, rel=1e-9), f"{ind.slug}.{item.name}"
        else:
            assert len(measured[item.name]) == len(item.default), f"{ind.slug}.{item.name}"


@pytest.mark.parametrize("ind", EVERY)
def test_default_variant_has_an_answer_on_its_defaults(ind: Indicator) -> None:
    result = ind.compute(**ind.defaults)
    assert result.value is not None
    assert "=" in result.substituted
    assert result.steps


@pytest.mark.parametrize("slug", FRAMEWORKS["jeffery"])
def test_page_exists(slug: str) -> None:
    assert (ROOT / f"pages/{slug}.py").exists(), f"add pages/{slug}.py"


@pytest.mark.parametrize("ind", EVERY)
def test_every_method_has_a_name(ind: Indicator) -> None:
    """Of the tests that can be chosen, and of the intervals and tests that the defaults give."""
    for variant in ind.variants:
        if variant.inference is None:
            continue
        names = set(variant.inference.methods)
        interval = ind.interval(variant=variant.name, **ind.defaults)
        names |= {interval.method} if interval else set()
        found = ind.compare(ind.defaults, ind.defaults, variant=variant.name)
        names |= {found.method} | ({found.interval.method} if found.interval else set())
        missing = [name for name in names - {"none"} if not catalogue.has(f"methods.{name}.name")]
        assert not missing, f"{ind.slug}.{variant.name}: {missing}"
        assert all(catalogue.has(f"assumptions.{code}") for code in found.assumptions), found.assumptions
