"""Fifteen, the application: ``streamlit run streamlit_app.py``.

The script that Streamlit runs for every visitor is ``lib/ui/main.py``. It does not lie here, since a ``pages``
folder beside it would hand the first deep link after a start to Streamlit's older page router.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from lib.ui import server

app = st.App(
    Path(__file__).resolve().parent / "lib" / "ui" / "main.py",
    lifespan=server.lifespan,
    middleware=server.MIDDLEWARE,
    routes=server.ROUTES,
)
