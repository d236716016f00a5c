"""Who may import whom, and what a page may contain: rules that nobody has to remember."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted((ROOT / "pages").glob("*.py"))
# A student's notebook starts in a blink only as long as the formulas need none of these.
HEAVY = ("streamlit", "altair", "duckdb", "ibis", "pandas", "pyarrow", "scipy.stats")
PAGE_IMPORTS = ("__future__", "lib.ui")
LOGIC = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Lambda,
    ast.BinOp,
    ast.AugAssign,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
    ast.For,
    ast.While,
    ast.Try,
)


def imports(path: Path) -> set[str]:
    """Dotted names of the modules that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add(str(node.module))
    return found


def test_imports_point_down_the_layers() -> None:
    """The contracts of pyproject.toml, held by import-linter."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, text=True)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize(
    "package", ["lib.core", "lib.stats", "lib.models", "lib.experiments", "lib.indicators", "lib.whatif"]
)
def test_the_formulas_load_nothing_heavy(package: str) -> None:
    script = f"import sys, {package}; print(*(name for name in {HEAVY!r} if name in sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True, text=True)
    assert loaded.stdout.split() == []


def test_only_the_ui_imports_streamlit() -> None:
    allowed = [ROOT / "lib" / "ui", ROOT / "pages"]
    found = [
        str(path.relative_to(ROOT))
        for folder in ("lib", "pages", "sample_data")
        for path in (ROOT / folder).rglob("*.py")
        if not any(place in path.parents for place in allowed)
        and any(name.split(".")[0] == "streamlit" for name in imports(path))
    ]
    assert found == []


def test_there_are_pages() -> None:
    assert PAGES


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_reads_as_a_table_of_contents(page: Path) -> None:
    source = page.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 45
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, LOGIC)]
    logic = [f"line {node.lineno}: {type(node).__name__}" for node in nodes]
    assert logic == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_knows_the_ui_only(page: Path) -> None:
    foreign = [
        name for name in imports(page) if not any(name == own or name.startswith(f"{own}.") for own in PAGE_IMPORTS)
    ]
    assert foreign == []
