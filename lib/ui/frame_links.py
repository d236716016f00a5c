"""Ways between pages: a link within the visit, and the full address for somebody else."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode, urlsplit

import streamlit as st

from lib.ui.keys import Key
from lib.ui.words import plain

ROOT = Path(__file__).resolve().parents[2]


def link(slug: str) -> str:
    """The full address of a page with its numbers."""
    parts = urlsplit(st.context.url or "")
    origin = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
    own = [key for key in st.query_params if key.startswith(f"{slug}_") or key == Key.LANGUAGE]
    pairs = [(key, value) for key in own for value in st.query_params.get_all(key)]
    return f"{origin}/{slug}" + (f"?{urlencode(pairs)}" if pairs else "")


def page_link(slug: str, label: str) -> None:
    """A link to an indicator's page that keeps the visit."""
    page = st.Page(ROOT / f"pages/{slug}.py", title=plain(f"{slug}.title"), url_path=slug)
    st.page_link(page, label=label, icon=":material/arrow_forward:")
