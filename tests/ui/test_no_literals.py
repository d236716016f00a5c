"""No visible text outside the catalogues: what a Streamlit element shows is a name, a call or an f-string of those."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted([*(ROOT / "pages").glob("*.py"), *(ROOT / "lib/ui").rglob("*.py")])
# Elements whose first argument, or one of these keywords, is read by the visitor.
SHOWING = {
    "title", "header", "subheader", "markdown", "caption", "write", "text", "info", "warning", "error", "success",
    "metric", "button", "download_button", "expander", "selectbox", "number_input", "slider", "select_slider",
    "text_input", "segmented_control", "pills", "radio", "checkbox", "toggle", "multiselect", "file_uploader",
    "form_submit_button", "badge", "tabs", "page_link", "progress", "spinner", "toast", "popover", "latex",
}  # fmt: skip
READ = {"label", "help", "placeholder", "title", "alt", "text", "body", "caption", "page_title"}


def letters(node: ast.expr) -> str:
    """The literal letters in an expression: those of a string, and of the fixed parts of an f-string."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        text = node.value
    elif isinstance(node, ast.JoinedStr):
        text = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
    elif isinstance(node, ast.BinOp):
        return letters(node.left) + letters(node.right)
    elif isinstance(node, ast.IfExp):
        return letters(node.body) + letters(node.orelse)
    else:
        return ""
    return "".join(char for char in text if char.isalpha())


def literals(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.func.attr not in SHOWING:
            continue
        if node.func.attr == "text" and isinstance(node.func.value, ast.Name) and node.func.value.id != "st":
            continue  # page.text and catalogue.text look a sentence up
        if isinstance(node.func.value, ast.Name) and node.func.value.id == "_log":
            continue  # for whoever runs the server, not for who looks at a page
        shown = [*node.args[:1], *(item.value for item in node.keywords if item.arg in READ)]
        found += [f"{path.name}:{node.lineno} {letters(one)!r}" for one in shown if letters(one)]
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_literal_on_screen(path: Path) -> None:
    assert literals(path) == []


def test_the_check_sees_a_literal(tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text("import streamlit as st\nst.button('Press me')\nst.markdown(f'# {x} and more')\n", encoding="utf-8")
    assert len(literals(bad)) == 2
