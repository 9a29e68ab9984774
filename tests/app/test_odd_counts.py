"""Odd counts are judged by one click and the forecast follows; issued forecasts are scored on the Demand page."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app import records
from app.database import store
from app.parts import forecast_record
from scheduler.history.issued import keep
from scheduler.planning import forecast_center, open_center
from tests.app.test_pages import draft_of

Opener = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def own_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAIBAN_DATABASE_URL", f"sqlite:///{tmp_path / 'page.db'}")
    forecast_record._kept.cache_clear()


def notes() -> list[tuple[str, str, str]]:
    return [(r.subject, r.get("treat"), r.state) for r in store().list_records("hall") if r.register == "demand_note"]


def text_of(app: AppTest) -> str:
    return "\n".join(e.value for kind in ("markdown", "caption", "info") for e in app.get(kind)).replace("\\", "")


def test_one_click_leaves_a_day_out_and_another_takes_it_back(open_app: Opener) -> None:
    app = open_app("hall", "zh", "demand")
    before = app.session_state["desk"].forecast.frame["mean"].sum()
    app.button(key="odd_leave_out_0_hall").click().run()
    assert not app.exception and not app.error
    ((_, treat, state),) = notes()
    assert (treat, state) == ("leave_out", "done")
    assert app.session_state["desk"].forecast.frame["mean"].sum() != before
    assert {n.mean for n in draft_of(app).problem.needs} != {n.mean for n in app.session_state["desk"].plan.needs}
    app.button(key="odd_undo_0_hall").click().run()
    assert not app.exception and not app.error
    assert notes()[0][2] == "void"
    assert app.session_state["desk"].forecast.frame["mean"].sum() == before


def test_a_history_judged_away_leaves_the_pages_open(open_app: Opener) -> None:
    app = open_app("hall", "en", "demand")
    before = app.session_state["desk"].forecast
    app.date_input(key="odd_days_hall").set_value((date(2018, 1, 1), date(2026, 12, 31)))
    app.text_input(key="odd_reason_hall").set_value("counter broken for years")
    next(
        b for b in app.button if b.label == "Leave out" and b.key is not None and "FormSubmitter" in b.key
    ).click().run()
    assert not app.exception
    assert any("nothing of its history is left" in e.value for e in app.error)
    assert app.session_state["desk"].forecast is before
    app.button(key="odd_undo_0_hall").click().run()
    assert not app.exception and not app.error


def test_only_who_may_write_the_register_judges(open_app: Opener) -> None:
    app = open_app("hall", "en", "demand")
    app.selectbox(key="acting_box").set_value("S06").run()
    assert not app.exception
    assert all(b.disabled for b in app.button if b.key and b.key.startswith("odd_"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_was_issued_is_scored_once_the_counts_are_in(open_app: Opener, lang: str) -> None:
    app = open_app("hotline", lang, "demand")
    assert ("已存档 0 次" if lang == "zh" else "On file: 0") in text_of(app)
    records.publish(app.session_state["desk"], draft_of(app), "D1", "首版", None)
    app.run()
    assert ("已存档 1 次" if lang == "zh" else "On file: 1") in text_of(app)  # no count of them is in yet
    made = forecast_center(open_center("hotline"), date(2026, 8, 24), date(2026, 9, 6))
    assert made is not None
    keep(store(), "hotline", 1, made, datetime(2026, 8, 24))
    app.run()
    assert not app.exception
    table = next(m.value for m in app.markdown if "WAPE" in m.value and "672" in m.value)
    assert ("第 1 周" if lang == "zh" else "week 1") in table


def test_bands_are_as_wide_as_the_record_says_when_the_planner_wants_it(
    open_app: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = forecast_center(open_center("hotline"), date(2026, 8, 24), date(2026, 9, 6))
    assert made is not None
    store().save_center("hotline", {"center.toml": b""}, name_zh="热线", name_en="hotline", author="D1")
    keep(store(), "hotline", 1, made, datetime(2026, 8, 24))
    monkeypatch.setattr("app.parts.forecast_record.band_factors", lambda kept, came: {"hotline": 1.4})
    app = open_app("hotline", "en", "demand")
    desk, draft = app.session_state["desk"], draft_of(app)
    before, heads = desk.forecast.frame["cv"].mean(), sum(n.required for n in draft.problem.needs)
    app.toggle(key="bands_wanted_hotline").set_value(True).run()
    assert not app.exception
    desk = app.session_state["desk"]
    assert desk.forecast.frame["cv"].mean() == pytest.approx(1.4 * before, rel=0.02)
    assert draft_of(app) is draft and sum(n.required for n in draft.problem.needs) >= heads
    app.switch_page("views/today.py").run()
    assert app.session_state["desk"].bands == (("hotline", 1.4),)
    app.switch_page("views/demand.py").run()
    app.toggle(key="bands_wanted_hotline").set_value(False).run()
    assert app.session_state["desk"].forecast.frame["cv"].mean() == before


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_day_only_people_know_to_be_odd_can_be_left_out_where_nothing_is_suspected(
    open_app: Opener, lang: str
) -> None:
    app = open_app("hotline", lang, "demand")
    assert not app.exception and not any(str(b.key).startswith("odd_leave_out_") for b in app.button)
    assert app.date_input(key="odd_days_hotline").value in ((), [])
