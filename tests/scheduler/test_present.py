"""Leave granted after a roster was made: nobody is shown at work who is away."""

from datetime import datetime, time

from app.parts.post_board import posts_now
from scheduler.board import window_board
from scheduler.present import really_there
from scheduler.rules.tiny import MONDAY, away, hall, roster


def test_who_is_away_holds_no_window_although_the_roster_says_so() -> None:
    problem = hall(1, absences=(away("a", "10:00-11:00"),))
    made = roster(problem, "a W1 AM", "b W2 AM")
    there = really_there(problem, made)
    mine = [(d.start.time(), d.end.time()) for d in there.of_person("a")]
    assert mine == [(time(9), time(10)), (time(11), time(12))] and there.of_person("b") == made.of_person("b")
    at = datetime.combine(MONDAY, time(10, 30))
    before, after = ({p.post.id: (p.state, p.away) for p in posts_now(problem, r, at)} for r in (made, there))
    assert before["W1"] == ("a_on", None) and after["W1"] == ("empty", "a")
    assert window_board(problem, there, MONDAY) != window_board(problem, made, MONDAY)


def test_without_absences_a_roster_stays_as_it_is() -> None:
    problem = hall(1)
    made = roster(problem, "a W1 AM", "b W2 AM")
    assert really_there(problem, made) == made
