"""The planner. Run by ``paiban serve``, or ``streamlit run app/main.py`` in the repository."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

import scheduler  # noqa: E402

if ROOT not in Path(str(scheduler.__file__)).resolve().parents:
    raise SystemExit(f"another package named scheduler is in the way: {scheduler.__file__}")

import streamlit as st  # noqa: E402

import app.warm  # noqa: E402, F401
from app.header import header  # noqa: E402
from app.state import language, open_desk  # noqa: E402
from app.texts import Words  # noqa: E402
from app.views import menu  # noqa: E402

words = Words(language())
st.set_page_config(page_title=words("shell.product"), page_icon=":material/calendar_month:", layout="wide")
page = st.navigation(menu(words), position="top")
header(open_desk)
page.run()
