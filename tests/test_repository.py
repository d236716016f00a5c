"""The repository itself: what lies where, what is pinned, and that what is written about it is so."""

from __future__ import annotations

import re
import subprocess
import tomllib
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TOP_LEVEL = {
    ".ci",
    ".github",
    ".gitignore",
    ".streamlit",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "benchmarks",
    "deploy",
    "docs",
    "lib",
    "pages",
    "pyproject.toml",
    "requirements-dev.in",
    "requirements-dev.txt",
    "requirements.in",
    "requirements.txt",
    "sample_data",
    "streamlit_app.py",
    "tests",
}
LOCKS = ["requirements.txt", "requirements-dev.txt"]
PIN = re.compile(r"[a-z0-9][a-z0-9-]*==[0-9][0-9a-z.]*")
# A path that exists on one machine only; what follows a word character is part of a web address or of a longer path.
MACHINE_PATH = re.compile(r"(?<![\w.~-])/(?:root|home|Users|work|workspace|workspaces|mnt)/\w|[A-Z]:\\Users")
SPOKEN_TARGET = re.compile(r"`(?:[A-Z]+=\S+ )*make ([a-z-]+)")
LARGEST_BYTES = 2_000_000
LONGEST_FILE = 300


@lru_cache(maxsize=1)
def tracked() -> tuple[Path, ...]:
    """The files of the repository; the test is skipped by name in an unpacked archive, which has none."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git working tree")
    return tuple(ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file())


def names(text: str) -> list[str]:
    """Names of the packages in a requirements file, without versions and extras."""
    lines = (line.split("#")[0].strip() for line in text.splitlines())
    return [re.split(r"[\[<>=!~ ]", line)[0].lower() for line in lines if line and not line.startswith("-")]


def test_nothing_lies_about_at_the_top() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in tracked()} <= TOP_LEVEL


def test_no_file_names_a_path_of_one_machine() -> None:
    found = []
    for path in tracked():
        text = path.read_bytes().decode("utf-8", errors="ignore")
        found += [
            f"{path.relative_to(ROOT)}: {text[hit.start() : hit.end() + 30]!r}" for hit in MACHINE_PATH.finditer(text)
        ]
    assert found == []


def test_no_file_is_too_large_to_clone() -> None:
    assert [path.name for path in tracked() if path.stat().st_size > LARGEST_BYTES] == []


def test_no_file_of_code_is_too_long_to_read_at_a_sitting() -> None:
    code = [ROOT / "streamlit_app.py", *(ROOT / "lib").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in code}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_nothing_generated_is_tracked() -> None:
    assert [
        str(path) for path in tracked() if path.suffix == ".pyc" or path.name in {".DS_Store", "secrets.toml"}
    ] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_is_fully_pinned_and_names_no_address(lock: str) -> None:
    lines = (ROOT / lock).read_text().splitlines()
    assert [line for line in lines if not PIN.fullmatch(line)] == []
    assert lines == sorted(lines, key=lambda line: line.split("==")[0])


def test_the_lock_of_the_checks_holds_all_of_the_app_s() -> None:
    app, checks = (set((ROOT / lock).read_text().split()) for lock in LOCKS)
    assert app <= checks  # the Makefile installs the second one alone


@pytest.mark.parametrize("wanted", ["requirements.in", "requirements-dev.in"])
def test_every_wanted_package_is_locked(wanted: str) -> None:
    locked = set(names((ROOT / wanted).with_suffix(".txt").read_text()))
    assert set(names((ROOT / wanted).read_text())) <= locked


def test_every_runtime_dependency_is_accounted_for() -> None:
    decisions = (ROOT / "docs/decisions.md").read_text()
    assert [name for name in names((ROOT / "requirements.in").read_text()) if f"**{name}**" not in decisions] == []


def test_the_newest_version_of_the_changelog_is_the_project_s() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), flags=re.MULTILINE)
    assert headings[0] == version


def test_make_alone_lists_what_is_documented() -> None:
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    shown = set(re.findall(r"^  make ([a-z-]+) +\S", listed, flags=re.MULTILINE))
    documents = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / ".github").rglob("*.md")]
    spoken = {name for path in documents if path.exists() for name in SPOKEN_TARGET.findall(path.read_text())}
    assert {"help", "run", "test", "lint", "types", "boundaries", "unit", "browser", "bench", "clean"} <= shown
    assert spoken <= shown


def test_continuous_integration_runs_make_test_and_nothing_else() -> None:
    script = ROOT / ".ci/run"
    assert script.stat().st_mode & 0o111
    assert re.findall(r"^exec (.*)$", script.read_text(), flags=re.MULTILINE) == ["make test"]


def test_the_app_s_settings_keep_visitors_safe() -> None:
    settings = tomllib.loads((ROOT / ".streamlit/config.toml").read_text())
    assert settings["client"]["showErrorDetails"] == "none"
    assert settings["server"]["enableXsrfProtection"] is True
    assert settings["server"]["enableCORS"] is True
    assert settings["server"]["maxUploadSize"] == 200
    assert settings["browser"]["gatherUsageStats"] is False
