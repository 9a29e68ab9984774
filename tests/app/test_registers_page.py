"""The Registers page: what is due, writing, correcting, and what it changes on the other pages."""

from collections.abc import Callable
from datetime import date, time

import pytest
from streamlit.testing.v1 import AppTest

from app.texts import Words

Opener = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def own_database(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("PAIBAN_DATABASE_URL", f"sqlite:///{tmp_path / 'page.db'}")


def page(open_app: Opener, lang: str = "zh") -> AppTest:
    app = open_app("hall", lang, "registers")
    assert not app.exception
    return app


def me(app: AppTest, person: str) -> None:
    app.selectbox(key="acting_box").set_value(person).run()
    assert not app.exception


def write(app: AppTest, register: str) -> None:
    app.selectbox(key="reg_kind_hall").set_value(register).run()
    assert not app.exception


def save(app: AppTest) -> None:
    words = Words("zh")
    next(b for b in app.button if b.label == words("registers.save")).click().run()
    assert not app.exception


def test_an_awaited_entry_is_filled_in_saved_and_gone_from_the_list(open_app: Opener) -> None:
    app = page(open_app)
    before = [int(m.value) for m in app.metric]
    me(app, "S01")
    write(app, "seal_log")
    key = "reg_hall_seal_log_2026-09-07-FDI_0"
    assert app.selectbox(key=f"{key}_out_by").value == "S01"
    for name, at in (("out_at", time(8, 20)), ("in_at", time(17, 20))):
        app.date_input(key=f"{key}_{name}_d").set_value(date(2026, 9, 7))
        app.time_input(key=f"{key}_{name}_t").set_value(at)
    save(app)
    assert any("2026" in s.value for s in app.success)
    assert sum(int(m.value) for m in app.metric) == sum(before) - 1


def test_what_may_not_be_is_said_and_nothing_is_saved(open_app: Opener) -> None:
    app = page(open_app)
    me(app, "K02")
    write(app, "window_out")
    save(app)
    assert any("原因" in e.value and "不能为空" in e.value for e in app.error)
    me(app, "S16")
    assert "seal_log" not in [*app.selectbox(key="reg_kind_hall").options]
    assert not any("印章" in o for o in app.selectbox(key="reg_kind_hall").options)


def test_a_window_out_of_service_closes_on_the_roster_at_once(open_app: Opener) -> None:
    app = page(open_app)
    me(app, "K02")
    write(app, "window_out")
    key = "reg_hall_window_out_2026-09-07-01_0"
    app.selectbox(key=f"{key}_subject").set_value("W3")
    app.date_input(key=f"{key}_start_d").set_value(date(2026, 9, 9))
    app.time_input(key=f"{key}_start_t").set_value(time(8, 30))
    app.date_input(key=f"{key}_end_d").set_value(date(2026, 9, 9))
    app.time_input(key=f"{key}_end_t").set_value(time(12, 0))
    app.text_area(key=f"{key}_reason").input("检修")

    def open_minutes() -> int:
        return sum(b.minutes for b in app.session_state["desk"].draft.problem.open_blocks("W3"))

    before = open_minutes()
    save(app)
    assert before - open_minutes() == 210


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_entries_are_found_and_handed_out(open_app: Opener, lang: str) -> None:
    app = page(open_app, lang)
    words = Words(lang)
    assert words("registers.due") in [s.value for s in app.subheader]
    assert any(
        words("registers.none_kept", name=n) in c.value
        for c in app.caption
        for n in ("开闭窗检查", "Opening and closing checks")
    )
    me(app, "S01")
    write(app, "window_check")
    labels = {"zh": "保存", "en": "Save"}
    next(b for b in app.button if b.label == labels[lang]).click().run()
    assert not app.exception
    tables = [d.value for d in app.dataframe]
    assert any("2026-09-07-W1-opening" in t.to_string() for t in tables)
    app.text_input(key="reg_find_hall").input("nothing like it").run()
    assert any(
        words("registers.none_kept", name=n) in c.value
        for c in app.caption
        for n in ("开闭窗检查", "Opening and closing checks")
    )


def test_several_are_signed_at_once_or_none(open_app: Opener) -> None:
    from app.parts.registers_due import _sign
    from app.register_shelf import records_of, scene
    from scheduler.registers import expected

    app = page(open_app)
    desk = app.session_state["desk"]
    entries = list(expected(scene(desk, desk.draft, ()), "window_check", date(2026, 9, 7), date(2026, 9, 7)))
    seal = next(iter(expected(scene(desk, desk.draft, ()), "seal_log", date(2026, 9, 7), date(2026, 9, 7))))
    _sign(desk, [*entries, seal], "S16")
    assert records_of(desk) == (), "S16 may not sign for a seal, so nothing is signed"
    _sign(desk, entries, "S16")
    assert [r.state for r in records_of(desk)] == ["done"] * 16
