"""The script that Streamlit runs for every visitor: language, frame, navigation, then the page."""

import streamlit as st

from lib.ui import frame, kept, visitor
from lib.ui.words import plain

st.set_page_config(page_title=plain("frame.name"), page_icon=str(frame.ICON), layout="wide")
st.html(frame.LOOK)
visitor.restore()
kept.forget()
page = st.navigation(frame.pages(), expanded=True)
frame.sidebar()
page.run()
