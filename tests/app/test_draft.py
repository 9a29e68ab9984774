"""The acknowledged queue of operations, undo and redo, adopting a new roster."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from app.parts.draft import CLIENTS, Draft, difference
from app.parts.grid_ops import Sheet
from scheduler.domain.absence import Absence
from scheduler.domain.rule_settings import RuleSetting, RuleSettings
from scheduler.rules.tiny import MONDAY, roster


def put(seq: int, person: str, day: int, code: str) -> dict[str, Any]:
    return {"seq": seq, "op": "put", "cells": [(person, day, code)], "part": None, "add": False}


def posts(draft: Draft, person: str) -> set[str]:
    return {d.post for d in draft.sheet.at((person, MONDAY))}


def test_operations_sent_again_are_applied_once(hall_draft: Draft) -> None:
    first = put(1, "c", 0, "W1")
    assert hall_draft.receive("tab", [first]) == 1
    assert hall_draft.receive("tab", [first, {"seq": 2, "op": "undo"}]) == 1
    assert hall_draft.receive("tab", [first, {"seq": 2, "op": "undo"}]) == 0
    assert posts(hall_draft, "c") == {"back"}
    assert hall_draft.acks == {"tab": 2}


def test_operations_are_applied_in_their_order_however_they_arrive(hall_draft: Draft) -> None:
    hall_draft.receive("tab", [put(2, "c", 0, "W2"), put(1, "c", 0, "W1")])
    assert posts(hall_draft, "c") == {"W2"}


def test_two_tabs_do_not_hide_each_others_operations(hall_draft: Draft) -> None:
    hall_draft.receive("one", [put(1, "c", 0, "W1")])
    hall_draft.receive("two", [put(1, "a", 0, "back")])
    assert posts(hall_draft, "c") == {"W1"}
    assert posts(hall_draft, "a") == {"back"}


def test_old_tabs_are_forgotten(hall_draft: Draft) -> None:
    for number in range(CLIENTS + 5):
        hall_draft.receive(f"tab{number}", [{"seq": 1, "op": "undo"}])
    assert len(hall_draft.acks) == CLIENTS
    assert "tab0" not in hall_draft.acks


def test_undo_and_redo_walk_back_and_forth(hall_draft: Draft) -> None:
    start = hall_draft.sheet
    hall_draft.receive("tab", [put(1, "c", 0, "W1"), put(2, "a", 0, "off")])
    done = hall_draft.sheet
    hall_draft.receive("tab", [{"seq": 3, "op": "undo"}, {"seq": 4, "op": "undo"}])
    assert hall_draft.sheet.roster.cells() == start.roster.cells()
    assert not hall_draft.sheet.edited
    hall_draft.receive("tab", [{"seq": 5, "op": "redo"}, {"seq": 6, "op": "redo"}])
    assert hall_draft.sheet == done
    hall_draft.receive("tab", [put(7, "b", 0, "off")])
    assert not hall_draft.redo


def test_a_refused_operation_is_acknowledged_and_said(hall_draft: Draft) -> None:
    rev = hall_draft.rev
    hall_draft.receive("tab", [put(1, "a", 0, "W9")])
    assert hall_draft.rev == rev
    assert [r.reason for r in hall_draft.refused] == ["code_unknown"]
    assert hall_draft.acks == {"tab": 1}
    hall_draft.receive("tab", [put(2, "a", 0, "W2")])
    assert hall_draft.refused == ()


def test_the_check_follows_every_change(hall_draft: Draft) -> None:
    assert hall_draft.checked()[0].clean
    hall_draft.receive("tab", [put(1, "a", 0, "off")])
    assert {line.rule for line in hall_draft.checked()[1]} >= {"post_covered"}
    hall_draft.receive("tab", [{"seq": 2, "op": "undo"}])
    assert hall_draft.checked()[0].clean


def test_adopting_is_one_edit_that_can_be_taken_back(hotline_draft: Draft) -> None:
    before = hotline_draft.sheet.roster.cells()
    fresh = roster(hotline_draft.problem, "l D 0", "x E 0", "y N 1")
    assert hotline_draft.adopt(fresh) > 0
    assert hotline_draft.sheet.roster.cells() == fresh.cells()
    assert hotline_draft.adopt(fresh) == 0
    hotline_draft.receive("tab", [{"seq": 1, "op": "undo"}])
    assert hotline_draft.sheet.roster.cells() == before


def test_a_roster_comes_with_its_own_trainings(hotline_draft: Draft) -> None:
    """Solved anew an event may lie elsewhere: judged by its old place everybody would miss the new one."""

    def at(person: str, hour: int, source: str) -> Absence:
        start = datetime.combine(MONDAY, time(hour))
        return Absence(person, start, start + timedelta(hours=1), "training", source)

    old, other, new = at("x", 9, "E1"), at("y", 9, "E2"), at("x", 15, "E1")
    same = hotline_draft.sheet.roster
    hotline_draft.hold(same, (old, other))
    hotline_draft.adopt(same, sittings=(new,))
    assert set(hotline_draft.sittings) == {other, new}
    assert new in hotline_draft.problem.absences and old not in hotline_draft.problem.absences
    hotline_draft.receive("tab", [{"seq": 1, "op": "undo"}])
    assert set(hotline_draft.sittings) == {old, other} and old in hotline_draft.problem.absences


def test_the_difference_names_exactly_the_cells_that_differ(hotline_draft: Draft) -> None:
    problem = hotline_draft.problem
    same = difference(hotline_draft.sheet, hotline_draft.sheet.roster)
    assert same.changes == ()
    other = roster(problem, "l D 0", "x D 0", "y E 0", "h D 1", "l E 1", "y N 2")
    assert {c.cell for c in difference(Sheet.of(hotline_draft.sheet.roster), other).changes} == {
        ("x", problem.date(2)),
        ("y", problem.date(2)),
    }


def test_new_rule_settings_judge_at_once(hall_draft: Draft) -> None:
    hall_draft.receive("tab", [put(1, "a", 0, "off")])
    assert not hall_draft.checked()[0].clean
    off = RuleSettings({line.rule: RuleSetting(on=False) for line in hall_draft.checked()[1]})
    hall_draft.use(off)
    assert hall_draft.checked()[1] == ()
    rev = hall_draft.rev
    hall_draft.use(replace(off))
    assert hall_draft.rev == rev
