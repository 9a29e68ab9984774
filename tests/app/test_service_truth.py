"""The Roster page simulates what customers will meet, at more or less demand."""

import re
from datetime import date, datetime

import pytest
from streamlit.testing.v1 import AppTest

from scheduler.domain.routine import Activity
from tests.app.conftest import settle
from tests.app.test_pages import Opener


@pytest.mark.parametrize(("ref", "lang"), [("hall", "zh"), ("hotline", "en")])
def test_the_roster_is_simulated_beside_the_grid(open_app: Opener, ref: str, lang: str) -> None:
    app = open_app(ref, lang, "roster")
    app.toggle(key=f"service_{ref}").set_value(True).run()
    settle()
    app.run()
    assert not app.exception
    table = next(
        d.value for d in app.dataframe if d.value.columns[0] in ("队列", "Queue") and len(d.value.columns) == 8
    )
    assert len(table) == (8 if ref == "hall" else 1)
    served = float(str(table.iloc[0, 2]).split(" ")[0])
    formula = re.findall(r"[0-9.]+(?= %)", str(table.iloc[0, 3]))
    # Where breaks are placed already the chain can speak of a part of the customers, and says of how many.
    assert (
        len(formula) in (1, 3) and abs(float(formula[0]) - (served if len(formula) == 1 else float(formula[2]))) < 2.0
    )
    more = app.select_slider(key=f"service_volume_{ref}").set_value(130).run()
    settle()
    more = app.run()
    busier = next(
        d.value for d in more.dataframe if d.value.columns[0] in ("队列", "Queue") and len(d.value.columns) == 8
    )
    assert float(str(busier.iloc[0, 2]).split(" ")[0]) < served


@pytest.mark.parametrize(("lang", "said"), [("zh", "兼做可延后工作"), ("en", "with work that may wait")])
def test_work_done_between_customers_is_simulated_beside(
    open_app: Opener, monkeypatch: pytest.MonkeyPatch, lang: str, said: str
) -> None:
    # Nothing has been placed, whatever other tests have looked at.
    monkeypatch.setattr("app.parts.day_view.placed_before", lambda desk, draft: ())
    lines = _lines_about(open_app("hotline", lang, "roster"), said)
    assert lines[0].startswith("- ") and all(line.startswith("  - ") for line in lines[1:])  # its kinds beneath a queue
    assert len(lines) == 3


def test_work_with_a_place_of_its_own_is_not_done_twice(open_app: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    block = Activity(date(2026, 9, 7), "V1", datetime(2026, 9, 7, 10), datetime(2026, 9, 7, 10, 30), "call_back", "B1")
    monkeypatch.setattr("app.parts.day_view.placed_before", lambda desk, draft: (block,))
    app = open_app("hotline", "en", "roster")
    assert len(_lines_about(app, "with work that may wait")) == 2
    assert any("has its place in the shifts" in caption.value for caption in app.caption)


def test_people_may_be_kept_idle_for_customers(open_app: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.parts.day_view.placed_before", lambda desk, draft: ())
    app = open_app("hotline", "en", "roster")
    own = _lines_about(app, "with work that may wait")[0]
    app.segmented_control(key="service_reserve_hotline").set_value(2).run()
    more = _lines_about(app, "with work that may wait")[0]
    assert "by whoever is idle)" in own.replace("\\", "") and "idle beyond 2)" in more.replace("\\", "")
    share = [float(re.findall(r"([0-9.]+)%", line)[0]) for line in (own, more)]
    assert share[0] < share[1]


def _lines_about(app: AppTest, said: str) -> list[str]:
    app.toggle(key="service_hotline").set_value(True).run()
    settle()
    app.run()
    assert not app.exception
    (lines,) = [m.value.split("\n") for m in app.markdown if said in m.value]
    return list(lines)
