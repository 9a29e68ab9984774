"""The day view: bars of a day, moves by hand that are kept, and the page itself."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from app import kept_drafts
from app.parts.block_moves import BlockMove, applied
from app.parts.day_frame import LETTERS, day_frame, line_frame
from app.parts.draft import Draft
from app.parts.grid_ops import Sheet
from scheduler.activities.day import Days
from scheduler.activities.move import starts_of
from scheduler.activities.place import place_off_line
from scheduler.assemble import make_problem
from scheduler.domain.clock import Horizon
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.routine import Activity
from scheduler.planning import open_center
from scheduler.rules.tiny import MONDAY, hotline, roster
from scheduler.solver.greedy import greedy_roster
from scheduler.words import OFF_LINE
from tests.app.conftest import settle
from tests.app.test_pages import draft_of

DAY = date(2026, 9, 8)


@pytest.fixture(scope="module")
def placed() -> tuple[RosterProblem, Roster, tuple[Activity, ...]]:
    problem = make_problem(open_center("hall"), date(2026, 9, 7), DAY)
    made = greedy_roster(problem)
    return problem, made, place_off_line(problem, made).activities


def test_bars_of_a_day_are_posts_blocks_and_absences(
    placed: tuple[RosterProblem, Roster, tuple[Activity, ...]],
) -> None:
    problem, made, activities = placed
    frame = day_frame(problem, made, activities, DAY, "en")
    assert set(frame["layer"]) == {"duty", "block", "away"}
    own = frame[(frame["person"] == "Huang Yaqin") & (frame["layer"] == "block")]
    assert set(own["label"]) == {"B"} and set(own["article"]) == {"1-11"}
    relief = frame[frame["what"] == "relief"]
    assert relief["told"].str.contains("relieves Huang Yaqin: Window 3").any()
    assert (frame["start"] < frame["end"]).all()
    assert frame["start"].min() == datetime(2026, 9, 8, 8, 30) and frame["end"].max() == datetime(2026, 9, 8, 17, 30)
    chinese = day_frame(problem, made, activities, DAY, "zh", sections=("MECH",))
    assert set(chinese["person"]) <= {"何俊豪", "彭嘉敏", "严浩然"}
    assert set(LETTERS) == set(OFF_LINE)


def test_a_night_over_midnight_is_cut_at_the_day() -> None:
    night = replace(hotline().center.shift["N"], code="L", parts=((22 * 60, 30 * 60),))
    problem = hotline(2, center=replace(hotline().center, shifts=(night,)))
    made = roster(problem, "x L 0")
    assert [(r.start.hour, r.end.hour) for r in day_frame(problem, made, (), MONDAY, "en").itertuples()] == [(22, 0)]
    assert [
        (r.start.hour, r.end.hour) for r in day_frame(problem, made, (), MONDAY + timedelta(days=1), "en").itertuples()
    ] == [(0, 6)]


def test_heads_left_on_the_line_are_those_not_off_it() -> None:
    from tests.scheduler.activities.test_place import MEAL, phones

    problem = phones(1, center=replace(hotline().center, routines=(MEAL,)))
    made = roster(problem, "x D 0", "y D 0")
    meals = place_off_line(problem, made).activities
    line = line_frame(problem, made, meals, MONDAY)
    assert len(line) == 32 and set(line["rostered"]) == {2.0}
    assert line["on_line"].sum() == 2 * 32 - 4  # two meals of half an hour
    assert (line["on_line"] >= line["required"]).all()


def test_moves_are_laid_over_what_is_placed_and_kept_in_the_database(
    placed: tuple[RosterProblem, Roster, tuple[Activity, ...]],
) -> None:
    problem, made, activities = placed
    book = Days(problem, made)
    own = next(a for a in activities if a.day == DAY and a.kind == "rest" and a.person == "S17")
    start = next(s for s in starts_of(book, activities, own) if s != own.start)
    wanted = BlockMove(DAY, "S17", own.routine, own.start, start)
    now, lost = applied(book, activities, [wanted])
    assert lost == 0
    assert start in {a.start for a in now if a.person == "S17" and a.day == DAY}
    assert applied(book, activities, [replace(wanted, was=own.start + timedelta(minutes=5))])[1] == 1
    draft = Draft(problem, Sheet.of(made))
    draft.move(own, start)
    draft.move(own, start)
    draft.move_back()
    kept_drafts.keep(open_center("hall"), Horizon.between(date(2026, 9, 7), DAY), "movetest0001", draft)
    assert draft.trouble == ""
    found = kept_drafts.restore(problem, "movetest0001")
    assert found is not None and found.moves == (wanted,)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_day_opens_and_a_block_is_moved(open_app: Callable[..., AppTest], lang: str) -> None:
    app = open_app("hall", lang, "roster")
    app.segmented_control(key="roster_view_hall").set_value("day").run()
    settle()
    app.run()
    assert not app.exception
    assert any(("移动一段" if lang == "zh" else "Move a block") in s.value for s in app.subheader)
    assert next(b for b in app.selectbox if str(b.key).startswith("move_block")).options
    button = app.button(key="move_do")
    if not button.disabled:
        button.click().run()
        assert not app.exception
        assert len(draft_of(app).moves) == 1
        app.button(key="move_back").click().run()
        assert draft_of(app).moves == ()


def test_a_center_without_routines_says_how_to_have_some(
    open_app: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_app("hall", "zh", "roster")
    draft = draft_of(app)
    bare = replace(draft.problem, center=replace(draft.problem.center, routines=(), backlogs=(), tasks=()))
    monkeypatch.setattr(draft, "problem", bare)
    draft._faced = None
    monkeypatch.setattr(Draft, "face", lambda self, *given: None)
    app.segmented_control(key="roster_view_hall").set_value("day").run()
    assert not app.exception
    assert any("routines.csv" in i.value for i in app.info)
