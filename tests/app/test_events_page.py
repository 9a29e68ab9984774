"""The Events page: what stands in the roster, placing anew, taking in and out, undo, and a restart."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from app import kept_drafts
from app.parts.draft import Draft
from app.state import draft_named
from scheduler.domain.rule_settings import Level
from tests.app.conftest import settle

Opener = Callable[..., AppTest]


def draft_of(app: AppTest) -> Draft:
    found = draft_named(app.query_params["draft"])
    assert found is not None
    return found


def sources(draft: Draft) -> set[str]:
    return {a.source for a in draft.sittings}


def strong(draft: Draft) -> int:
    return sum(b.amount for b in draft.checked()[0].of_level(Level.HARD, Level.MUST))


def test_the_first_roster_has_the_events_of_the_folder(open_app: Opener) -> None:
    app = open_app("hall", "zh", "events")
    assert not app.exception and not app.error
    draft = draft_of(app)
    assert sources(draft) == {"E01", "E02", "E03", "E04"}
    states = next(f.value for f in app.dataframe if "状态" in f.value.columns)
    assert all("已在班表中" in state for state in states["状态"])
    rooms = next(f.value for f in app.dataframe if "座位" in f.value.columns)
    assert "09-17" in rooms["本期占用"][0] and rooms["管理员"][0] == "梁晓燕"
    duties = next(f.value for f in app.dataframe if "责任人" in f.value.columns)
    assert {"窗口日常巡查", "领导巡访窗口", "月度绩效考核(负责人评分)"} <= set(duties["事项"])
    assert not draft.checked()[0].by_rule.get("office_rota") and not draft.checked()[0].by_rule.get("leave_kept")


def test_an_event_is_taken_out_placed_anew_taken_in_and_undone(open_app: Opener) -> None:
    app = open_app("hall", "zh", "events")
    draft = draft_of(app)
    before = strong(draft)
    app.selectbox(key="event_which_hall").select("E04").run()
    app.button(key="event_out_hall").click().run()
    assert not app.exception and "E04" not in sources(draft) and strong(draft) == before
    assert not draft.checked()[0].by_rule.get("office_rota"), "whoever was to attend is back at work"
    app.selectbox(key="event_which_hall").select("E04").run()
    next(b for b in app.button if b.label == "试排").click().run()
    settle()
    app.run()
    said = " ".join(m.value for m in app.markdown)
    assert not app.exception and "建议安排" in said and "无新增硬性或必须问题" in said
    app.button(key="event_apply_hall").click().run()
    assert not app.exception and "E04" in sources(draft) and strong(draft) == before
    assert any("已采用" in s.value for s in app.success)
    draft.receive("tab", [{"seq": 1, "op": "undo"}])
    assert "E04" not in sources(draft) and strong(draft) == before
    draft.receive("tab", [{"seq": 2, "op": "redo"}])
    assert "E04" in sources(draft) and strong(draft) == before


def test_sittings_are_found_again_after_a_restart(open_app: Opener) -> None:
    app = open_app("hall", "zh", "events")
    draft = draft_of(app)
    began = draft.sittings
    app.selectbox(key="event_which_hall").select("E03").run()
    app.button(key="event_out_hall").click().run()
    found = kept_drafts.restore(draft.problem, app.query_params["draft"], draft.sittings)
    assert found is not None and found.sittings == draft.sittings != began
    again = kept_drafts.restore(draft.problem, app.query_params["draft"], ())
    assert again is not None and again.checked()[0].costs == draft.checked()[0].costs


def test_a_new_event_needs_people_and_a_sensible_time(open_app: Opener) -> None:
    app = open_app("hall", "en", "events")
    app.selectbox(key="event_which_hall").select("*").run()
    app.number_input(key="ev_count_hall_*").set_value(0)
    next(b for b in app.button if b.label == "Place it").click().run()
    assert any("Say who takes part" in w.value for w in app.warning)
    app.number_input(key="ev_count_hall_*").set_value(3)
    next(b for b in app.button if b.label == "Place it").click().run()
    settle()
    app.run()
    assert not app.exception
    assert any("held as announced" in box.value or "Not as announced" in box.value for box in [*app.success, *app.info])
    app.button(key="event_apply_hall").click().run()
    assert len(sources(draft_of(app))) == 5


def test_a_hotline_shows_its_trainer_and_its_rooms(open_app: Opener) -> None:
    app = open_app("hotline", "en", "events")
    assert not app.exception and not app.error
    rooms = next(f.value for f in app.dataframe if "Seats" in f.value.columns)
    assert list(rooms["Seats"]) == [9, 9, 40] and "10-12–10-16" in rooms["Out of service"][0]
    assert "D1" in {a.person for a in draft_of(app).sittings if a.source == "E02"}
