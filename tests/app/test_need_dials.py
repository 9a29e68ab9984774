"""The dials on the What-if page redraw at once, and say what changes."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app.parts.dials_turned import Basis, turned
from app.parts.margins import Plan as Held
from scheduler.planning import Plan, sample_centers
from scheduler.staffing.dials import Dials

Opener = Callable[..., AppTest]


@pytest.mark.parametrize(("ref", "lang"), [("hotline", "zh"), ("hall", "en")])
def test_a_turned_dial_changes_figures_and_nothing_else(open_app: Opener, ref: str, lang: str) -> None:
    app = open_app(ref, lang, "what_if")
    before = {m.label: m for m in app.metric}
    assert all(not m.delta for m in before.values())
    app.slider(key=f"dial_volume_{ref}").set_value(150).run()
    assert not app.exception
    after = {m.label: m for m in app.metric}
    assert after.keys() == before.keys()
    below = next(label for label in after if "目标" in label or "below" in label)
    assert after[below].delta.startswith("+")
    if ref == "hall":
        assert any("lack windows" in c.value for c in app.caption)
    app.slider(key=f"dial_volume_{ref}").set_value(100).run()
    assert {m.label: m.value for m in app.metric} == {label: m.value for label, m in before.items()}


def test_impatient_callers_change_what_is_needed(open_app: Opener) -> None:
    app = open_app("hotline", "zh", "what_if")
    app.slider(key="dial_patience_hotline").set_value(60).run()
    assert not app.exception and any(m.delta for m in app.metric)


def test_callers_who_call_again_change_it_further_and_only_where_somebody_hangs_up(open_app: Opener) -> None:
    app = open_app("hotline", "en", "what_if")
    assert "dial_redial_hotline" not in {s.key for s in app.slider}
    app.slider(key="dial_patience_hotline").set_value(60).run()
    served = next(m.label for m in app.metric if "Served" in m.label)
    before = {m.label: m.value for m in app.metric}
    app.slider(key="dial_redial_hotline").set_value(60).run()
    assert not app.exception
    after = {m.label: m.value for m in app.metric}
    assert float(after[served].rstrip(" %")) < float(before[served].rstrip(" %"))


def test_dials_reach_promises_outside_the_usual_range(
    open_app: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "odd"
    shutil.copytree(sample_centers()["hotline"], folder)
    text = (folder / "center.toml").read_text(encoding="utf-8")
    assert "answer_share = 0.8" in text and "within_s = 20" in text
    (folder / "center.toml").write_text(
        text.replace("answer_share = 0.8", "answer_share = 0.4").replace("within_s = 20", "within_s = 2"),
        encoding="utf-8",
    )
    monkeypatch.setenv("PAIBAN_CENTERS", str(tmp_path))
    app = open_app("odd", "en", "what_if")
    assert app.slider(key="dial_share_odd").value == 40 and app.slider(key="dial_within_odd").value == 2
    assert all(not m.delta for m in app.metric)


def test_dials_follow_judged_counts(first_plan: Callable[[str], Plan]) -> None:
    made = first_plan("hotline")
    assert made.forecast is not None
    held, day = Held(made.problem, made.roster), made.problem.horizon.start
    more = replace(made.forecast, frame=made.forecast.frame.assign(mean=made.forecast.frame["mean"] * 1.5))
    was, now = (
        turned(Basis(forecast, made.folder.center), held, day, Dials()).hours for forecast in (made.forecast, more)
    )
    assert now > was
