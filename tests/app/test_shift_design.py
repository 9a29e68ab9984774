"""Shift design on the What-if page: a week's shifts beside the roster, and what cannot be designed in words."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.conftest import settle

Opener = Callable[..., AppTest]


def text_of(app: AppTest) -> str:
    return "\n".join(e.value for kind in ("markdown", "error", "caption", "info") for e in app.get(kind)).replace(
        "\\", ""
    )


def press(app: AppTest, wait: bool = True) -> AppTest:
    next(b for b in app.button if b.key == "design_go_hotline").click().run()
    if wait:
        settle()
        app.run()
    return app


@pytest.fixture(autouse=True)
def short_searches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.parts.shift_design.SECONDS", 2.0)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_week_is_designed_beside_the_roster(open_app: Opener, lang: str) -> None:
    app = open_app("hotline", lang, "what_if")
    app.selectbox(key="design_starts_hotline").select(0)
    app.text_input(key="design_lengths_hotline").input("8.5，4")
    app.number_input(key="design_kinds_hotline").set_value(3)
    press(app)
    assert not app.exception and not app.error
    table = next(m.value for m in app.markdown if ("流失顾客" if lang == "zh" else "Customers lost") in m.value)
    cells = {line.split("|")[1].strip(): [c.strip() for c in line.split("|")[2:-1]] for line in table.splitlines()}
    rostered, fewest, best = cells["班数" if lang == "zh" else "Shifts"]
    assert int(best) <= int(fewest) and int(rostered) > 20
    assert int(cells["班次种类" if lang == "zh" else "Kinds of shifts"][2]) <= 3
    assert cells["低于需求的时段" if lang == "zh" else "Intervals below the need"][2] == "0"
    week = next(d.value for d in app.dataframe if d.value.columns[0] == ("班次" if lang == "zh" else "Shift"))
    assert sum(int(n) for n in week["Σ"]) == int(best) and len(week.columns) == 9
    app.toggle(key="design_breaks_hotline").set_value(True).run()
    longer = next(d.value for d in app.dataframe if d.value.columns[0] == ("班次" if lang == "zh" else "Shift"))
    assert len(longer) >= len(week) and any(("休" if lang == "zh" else "break") in text for text in longer.iloc[:, 0])


def test_what_cannot_be_designed_is_said_in_words(open_app: Opener) -> None:
    hall = open_app("hall", "zh", "what_if")
    assert "没有按班次排的队列" in text_of(hall)
    chinese = open_app("hotline", "zh", "what_if")
    chinese.text_input(key="design_lengths_hotline").input("8.1")
    press(chinese, wait=False)
    assert "班长486分钟与本中心30分钟的时段不合" in text_of(chinese)
    app = open_app("hotline", "en", "what_if")
    app.text_input(key="design_lengths_hotline").input("eight")
    press(app, wait=False)
    assert "“eight” is not hours" in text_of(app)
    app.text_input(key="design_lengths_hotline").input("8.1")
    press(app, wait=False)
    assert "486 min does not fit" in text_of(app)
    app.text_input(key="design_lengths_hotline").input(" ")
    press(app, wait=False)
    assert "no length of shifts given" in text_of(app)
    app.text_input(key="design_lengths_hotline").input("3")
    app.number_input(key="design_kinds_hotline").set_value(2)
    press(app)
    assert not app.exception and "So few kinds of shifts cannot cover" in text_of(app)
    app.selectbox(key="design_starts_hotline").select(0)
    app.number_input(key="design_kinds_hotline").set_value(0)
    press(app)
    assert "covered by no shift" in text_of(app)
