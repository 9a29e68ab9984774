"""A share promised over the week: beside the need on the Demand page, beside the dials, and in the simulation."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app import state
from scheduler.planning import sample_centers
from tests.app.conftest import settle

Opener = Callable[..., AppTest]


def test_the_week_is_shown_beside_its_intervals(
    open_app: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    center = Path(shutil.copytree(sample_centers()["hotline"], tmp_path / "weekly"))
    told = (center / "center.toml").read_text("utf-8")
    told = told.replace("answer_share = 0.8\n", 'answer_share = 0.8\nover = "week"\n').replace(
        "end = 2026-10-18", "end = 2026-09-17"
    )
    (center / "center.toml").write_text(told, "utf-8")
    monkeypatch.setenv(state.CENTERS_VARIABLE, str(tmp_path))
    app = open_app("weekly", "zh", "demand")
    assert not app.exception
    table = next(d.value for d in app.dataframe if "合计及时率" in d.value.columns)
    assert len(table) == 2 and table["合计及时率"].str.endswith("✓").all() and (table["承诺"] == "80 %").all()
    assert (
        table["最低时段（下限）"].str.contains("(60 %)", regex=False).all()
        and table["逐时段承诺须"].str.contains("(-", regex=False).any()
    )
    assert any("有意为之" in c.value for c in app.caption)
    app.switch_page("views/what_if.py").run()
    assert not app.exception
    said = [c.value for c in app.caption if "全周合计及时率" in c.value]
    assert len(said) == 1 and "±0" in said[0] and "承诺 80 %" in said[0] and "下限 60 %" in said[0]
    app.slider(key="dial_volume_weekly").set_value(150).run()
    (turned,) = [c.value for c in app.caption if "全周合计及时率" in c.value]
    assert "（-" in turned
    app.slider(key="dial_share_weekly").set_value(55).run()
    assert not app.exception
    settle()
