"""The dials on the What-if page redraw at once, and say what changes."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

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
