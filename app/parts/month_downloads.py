"""The files of a month of figures, each made when it is asked for."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from app.state import Desk
from scheduler.kpi.months import Month
from scheduler.kpi.report import month_archive, month_files


def _file(line: Sequence[Month], file: str) -> bytes:
    return month_files(line)[file]


def month_downloads(desk: Desk, recorded: Sequence[Month], month: Month) -> None:
    """Downloads; each file is made when it is asked for."""
    words, lang = desk.words, desk.lang
    st.subheader(words("figures.export"))
    line = [m for m in recorded if m.first < month.first] + [month]
    name = f"{desk.base.center.id}-{month.name}"
    for key, file, kind in (
        ("bulletin", f"bulletin_{lang}.html", "text/html"),
        ("xlsx", "kpi.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("evaluation", "evaluation.csv", "text/csv"),
    ):
        st.download_button(
            words(f"figures.{key}"),
            partial(_file, line, file),
            f"{name}-{file}",
            kind,
            key=f"figures_{key}",
            on_click="ignore",
            width="stretch",
        )

    st.download_button(
        words("figures.all"),
        partial(month_archive, line),
        f"{name}.zip",
        "application/zip",
        key="figures_all",
        on_click="ignore",
        width="stretch",
    )
