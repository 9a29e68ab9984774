"""Who is where at a moment, on the tiny hall and hotline."""

from datetime import timedelta

from app.parts.ab_cover import away_on, holes, runs
from app.parts.draft import Draft
from app.parts.post_board import keepers_now, managers_now, next_opening, on_site, posts_now, shifts_now, still_to_come
from scheduler.domain.roster import Roster
from scheduler.rules.tiny import MONDAY, away, hall, roster


def test_every_state_of_a_post() -> None:
    problem = hall(1, absences=(away("a", "day"),))
    at = problem.horizon.moment(10 * 60)

    def state(*lines: str) -> tuple[str, str | None, tuple[str, ...]]:
        found = next(p for p in posts_now(problem, roster(problem, *lines), at) if p.post.id == "W1")
        return found.state, found.away, found.without

    assert state("a W1 AM") == ("a_on", None, ())
    # b may not finish the permit, so whoever comes can hand papers in and no more (3-13).
    assert state("b W1 AM") == ("restricted", "a", ("permit",))
    assert state("c W1 AM") == ("c_cover", "a", ())
    assert state("b W2 AM") == ("empty", "a", ())
    assert {p.state for p in posts_now(problem, Roster(), problem.horizon.moment(12 * 60 + 30))} == {"closed"}


def test_moving_over_and_double_duty_are_told_apart() -> None:
    problem = hall(1)
    at = problem.horizon.moment(10 * 60)

    def state(*lines: str) -> str:
        return next(p for p in posts_now(problem, roster(problem, *lines), at) if p.post.id == "W2").state

    assert state("a W2 AM") == "b_move"
    assert state("a W1 AM", "a W2 AM") == "b_dual"


def test_people_keys_and_managers_on_site(hall_draft: Draft) -> None:
    problem, board = hall_draft.problem, hall_draft.sheet.roster
    at = problem.horizon.moment(10 * 60)
    assert on_site(board, at) == {"a", "b", "c", "m"}
    assert managers_now(problem, board, at) == ("m",)
    assert keepers_now(problem, board, at) == (
        ("seal", "seal", ("a", "b")),
        ("door", "door", ("m",)),
        ("cashier", "cashier", ("b",)),
    )
    assert on_site(board, problem.horizon.moment(13 * 60)) == frozenset()
    assert still_to_come(board, problem.horizon.moment(13 * 60)) == ("a", "b", "c", "m")
    assert still_to_come(board, problem.horizon.moment(18 * 60)) == ()


def test_before_opening_the_next_opening_is_shown(hall_draft: Draft) -> None:
    problem = hall_draft.problem
    moment = problem.horizon.moment
    assert next_opening(problem, moment(8 * 60)) == moment(9 * 60)
    assert next_opening(problem, moment(9 * 60 + 20)) == moment(9 * 60 + 20)
    assert next_opening(problem, moment(13 * 60)) == moment(14 * 60)
    assert next_opening(problem, moment(18 * 60)) == moment(18 * 60)


def test_shifts_running_and_next_with_their_leader(hotline_draft: Draft) -> None:
    hotline_draft.receive("t", [{"seq": 1, "op": "put", "cells": [("x", 0, "D")]}])
    found = shifts_now(hotline_draft.problem, hotline_draft.sheet.roster, hotline_draft.problem.horizon.moment(10 * 60))
    assert [(s.code, s.people, s.leader) for s in found] == [("D", ("l", "x"), "l"), ("E", ("y",), None)]


def test_posts_without_a_working_backup() -> None:
    problem = hall(3, absences=(away("b", "AM"), away("a", "day", 1), away("b", "day", 1)))
    found = {(hole.post, hole.kind): (hole.days, hole.people) for hole in holes(problem)}
    assert found[("W1", "no_backup")] == ((0, 1), ("b",))
    assert found[("W1", "nobody")] == ((1,), ("a", "b"))
    assert found[("W2", "no_backup")] == ((1,), ("a",))
    assert holes(hall(2)) == ()
    assert runs(problem, (0, 1)) == ((MONDAY, MONDAY + timedelta(days=1)),)
    assert runs(problem, (0, 2)) == ((MONDAY, MONDAY), (MONDAY + timedelta(days=2), MONDAY + timedelta(days=2)))
    assert away_on(problem, 0) == {"b": False}
    assert away_on(problem, 1) == {"a": True, "b": True}


def test_a_weekend_does_not_break_a_run() -> None:
    problem = hall(9)
    assert runs(problem, (4, 7)) == ((MONDAY + timedelta(days=4), MONDAY + timedelta(days=7)),)
